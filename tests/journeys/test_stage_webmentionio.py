from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.play import ARTICLE, OTHER, TOKEN, get, play
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with Stage(play()) as stage:
        yield stage.url + "/webmention.io/api/"


def ids(url: str, **params: str | int | list[str]) -> list[int]:
    answer = get(url, **params)
    assert answer.status_code == 200
    return [row["wm-id"] for row in answer.json()["children"]]


def test_a_token_shows_everything_newest_first_and_what_is_private(api: str) -> None:
    assert ids(api + "mentions.jf2", token=TOKEN) == [14, 13, 12, 11]


def test_the_token_may_come_as_bearer(api: str) -> None:
    answer = get(api + "mentions.jf2", {"Authorization": f"Bearer {TOKEN}"})
    assert [row["wm-id"] for row in answer.json()["children"]] == [14, 13, 12, 11]


@pytest.mark.parametrize("name", ["mentions.jf2", "mentions", "links.json", "deleted", "deleted.jf2"])
def test_neither_token_nor_target_is_bad_input(api: str, name: str) -> None:
    answer = get(api + name)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_input")


@pytest.mark.parametrize("name", ["mentions.jf2", "mentions", "deleted"])
def test_a_wrong_token_is_forbidden(api: str, name: str) -> None:
    answer = get(api + name, token="wrong")  # noqa: S106 - it is wrong
    assert (answer.status_code, answer.json()["error"]) == (401, "forbidden")


def test_a_target_is_public_and_hides_what_is_private(api: str) -> None:
    assert ids(api + "mentions.jf2", target=ARTICLE) == [12, 11]
    assert ids(api + "mentions.jf2", target=OTHER) == []


def test_several_targets(api: str) -> None:
    http = ARTICLE.replace("https:", "http:")
    assert ids(f"{api}mentions.jf2?target[]={ARTICLE}&target[]={http}") == [14, 12, 11]
    assert ids(f"{api}mentions.jf2?target[0]={ARTICLE}") == [12, 11]


def test_a_target_without_a_scheme_means_both_and_a_fragment_none(api: str) -> None:
    assert ids(api + "mentions.jf2", target=ARTICLE.removeprefix("https:")) == [14, 12, 11]
    assert ids(api + "mentions.jf2", target=ARTICLE + "#part-2") == [12, 11]


def test_another_domain_is_empty(api: str) -> None:
    assert ids(api + "mentions.jf2", token=TOKEN, domain="elsewhere.example") == []
    assert ids(api + "mentions.jf2", token=TOKEN, domain="site.example") == [14, 13, 12, 11]


def test_pages_count_from_zero_until_one_is_short(api: str) -> None:
    assert ids(api + "mentions.jf2", token=TOKEN, per_page=3) == [14, 13, 12]
    assert ids(api + "mentions.jf2", token=TOKEN, per_page=3, page=1) == [11]
    assert ids(api + "mentions.jf2", token=TOKEN, per_page=3, page=2) == []
    assert ids(api + "mentions.jf2", token=TOKEN, perPage=2, page=1) == [12, 11]
    assert ids(api + "mentions.jf2", token=TOKEN, per_page=0) == []


def test_a_page_is_20_rows_and_never_more_than_1000() -> None:
    cast = play()
    many = tuple(replace(cast.mentions[0], id=number) for number in range(1, 1203))
    with Stage(replace(cast, mentions=many)) as stage:
        api = stage.url + "/webmention.io/api/mentions.jf2"
        assert len(ids(api, token=TOKEN)) == 20
        assert len(ids(api, token=TOKEN, per_page=5000)) == 1000
        assert len(ids(api, token=TOKEN, per_page=5000, page=1)) == 202


def test_order(api: str) -> None:
    assert ids(api + "mentions.jf2", token=TOKEN, sort_by="created", sort_dir="up") == [11, 12, 13, 14]
    assert ids(api + "mentions.jf2", token=TOKEN, sort_by="updated") == [11, 14, 13, 12]
    assert ids(api + "mentions.jf2", token=TOKEN, sort_by="published")[:2] == [14, 11]
    assert ids(api + "mentions.jf2", token=TOKEN, sort_by="rsvp")[0] == 13


def test_since_is_about_the_making_so_that_an_update_is_not_returned(api: str) -> None:
    assert ids(api + "mentions.jf2", token=TOKEN, since="2026-10-16T12:00:00Z") == [14, 13]
    assert ids(api + "mentions.jf2", token=TOKEN, since="2026-10-18T00:10:00") == []
    assert ids(api + "mentions.jf2", token=TOKEN, since_id=12) == [14, 13]


def test_a_since_that_cannot_be_read_is_ignored(api: str) -> None:
    assert len(ids(api + "mentions.jf2", token=TOKEN, since="the other day")) == 4


def test_properties(api: str) -> None:
    assert ids(api + "mentions.jf2", token=TOKEN, wm_property="in-reply-to") == [11]
    assert ids(f"{api}mentions.jf2?token={TOKEN}&wm-property[]=like-of&wm-property[]=rsvp") == [13, 12]
    assert ids(api + "mentions.jf2", token=TOKEN, wm_property="mention-of") == [14]


def test_a_reply_in_jf2(api: str) -> None:
    rows: list[dict[str, Any]] = get(api + "mentions.jf2", token=TOKEN).json()["children"]
    reply = rows[-1]
    assert reply == {
        "type": "entry",
        "author": {
            "type": "card",
            "name": "三好 圭",
            "photo": "https://kei.example/me.png",
            "url": "https://kei.example/",
        },
        "url": "https://kei.example/notes/1",
        "published": "2026-10-15T21:03:00+09:00",
        "wm-received": "2026-10-15T12:04:00Z",
        "wm-id": 11,
        "wm-source": "https://kei.example/notes/1",
        "wm-target": ARTICLE,
        "wm-protocol": "webmention",
        "syndication": ["https://fedi.example/@kei/1"],
        "content": {
            "html": "<p>トークナイザは何を使っていますか？</p>",
            "text": "トークナイザは何を使っていますか？",
        },
        "in-reply-to": ARTICLE,
        "wm-property": "in-reply-to",
        "wm-private": False,
    }


def test_what_a_row_does_not_say_is_absent_or_null(api: str) -> None:
    bare, rsvp, like, _reply = get(api + "mentions.jf2", token=TOKEN).json()["children"]
    assert bare["author"] == {"type": "card", "name": "", "photo": "", "url": ""}
    assert bare["mention-of"] == bare["wm-target"] == "http://site.example/ja/2026/10/search/#top"
    assert bare["published"] == "2026-10-18T09:00:00"
    assert bare["rels"] == {"canonical": "https://links.example/october/"}
    assert bare["summary"]["value"] == "What we read"
    assert (rsvp["rsvp"], rsvp["in-reply-to"], rsvp["wm-private"]) == ("yes", OTHER, True)
    assert (like["url"], like["published"]) == ("https://fedi.example/@kei#liked-1", None)
    assert "content" not in like


def test_the_first_form(api: str) -> None:
    answer = get(api + "mentions", token=TOKEN).json()["links"]
    assert [row["activity"]["type"] for row in answer] == ["link", "rsvp", "like", "reply"]
    assert answer[-1]["data"]["content"] == "<p>トークナイザは何を使っていますか？</p>"
    assert answer[-1]["verified_date"] == "2026-11-01T00:00:00+00:00"
    assert "author" not in answer[0]["data"]


def test_what_was_deleted_is_listed_apart(api: str) -> None:
    [row] = get(api + "deleted", token=TOKEN).json()["children"]
    assert row == {
        "wm-id": 15,
        "wm-source": "https://gone.example/1",
        "wm-target": ARTICLE,
        "wm-deleted": "2026-11-02T00:00:00Z",
    }
    assert ids(api + "deleted.jf2", token=TOKEN, since="2026-11-01T00:00:00Z") == [15]
    assert ids(api + "deleted", token=TOKEN, since_id=15) == []
    assert ids(api + "deleted", target=OTHER) == []


def test_count(api: str) -> None:
    assert get(api + "count", target=ARTICLE).json() == {"count": 2, "type": {"like": 1, "reply": 1}}
    assert get(api + "count.json", target="//site.example/ja/2026/10/search/").json()["type"]["mention"] == 1
    assert get(api + "count").status_code == 400


def test_nothing_is_to_be_cached(api: str) -> None:
    answer = get(api + "mentions.jf2", token=TOKEN)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert answer.encoding == "utf-8"


def test_unknown_forms_are_not_found(api: str) -> None:
    assert get(api + "mentions.xml", token=TOKEN).status_code == 404
    assert get(api + "secrets", token=TOKEN).status_code == 404
