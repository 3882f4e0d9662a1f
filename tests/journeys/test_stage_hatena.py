from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.journeys.play import ARTICLE, OTHER, get, play
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

HTTP = ARTICLE.replace("https:", "http:")


@pytest.fixture(scope="module")
def place() -> Iterator[str]:
    with Stage(play()) as stage:
        yield stage.url + "/hatena/"


def test_counts_hold_private_bookmarks_and_tell_spellings_apart(place: str) -> None:
    answer = get(place + "count/entries", url=[ARTICLE, HTTP, OTHER, ARTICLE.rstrip("/")])
    assert answer.json() == {ARTICLE: 3, HTTP: 1, OTHER: 0, ARTICLE.rstrip("/"): 0}
    assert get(place + "count/entry", url=ARTICLE).text == "3"


def test_no_more_than_50_addresses_at_once(place: str) -> None:
    urls = [f"https://site.example/{number}" for number in range(51)]
    assert len(get(place + "count/entries", url=urls[:50]).json()) == 50
    assert get(place + "count/entries", url=urls).status_code == 414


def test_an_entry_lists_public_bookmarks_to_the_minute_in_japanese_time(place: str) -> None:
    entry = get(place + "entry/jsonlite/", url=ARTICLE).json()
    assert entry == {
        "eid": "701",
        "title": "二文字の検索",
        "url": ARTICLE,
        "entry_url": "https://b.hatena.ne.jp/entry/s/site.example/ja/2026/10/search/",
        "count": 3,
        "screenshot": "",
        "bookmarks": [
            {
                "user": "keimi",
                "comment": "あとで試す。",
                "tags": ["検索", "SQLite"],
                "timestamp": "2026/10/14 23:59",
            }
        ],
    }


def test_private_bookmarks_alone_are_an_entry_without_bookmarks(place: str) -> None:
    entry = get(place + "entry/jsonlite/", url=HTTP).json()
    assert (entry["count"], entry["bookmarks"]) == (1, [])
    assert entry["entry_url"] == "https://b.hatena.ne.jp/entry/site.example/ja/2026/10/search/"


def test_what_nobody_bookmarked_is_literally_null(place: str) -> None:
    assert get(place + "entry/jsonlite/", url=OTHER).text == "null"


@pytest.mark.parametrize("agent", ["", "Ruby/3.3"])
def test_a_client_without_a_name_of_its_own_is_sent_away(place: str, agent: str) -> None:
    answer = get(place + "entry/jsonlite/", {"User-Agent": agent}, url=ARTICLE)
    assert answer.status_code == 503


def test_an_answer_holds_for_half_an_hour(place: str) -> None:
    assert get(place + "entry/jsonlite/", url=ARTICLE).headers["Cache-Control"] == "max-age=1800"
    assert get(place + "entry/nonsense").status_code == 404
