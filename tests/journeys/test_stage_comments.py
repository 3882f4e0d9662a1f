from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import feedparser
import pytest

from tests.journeys.play import ARTICLE, OTHER, get, play
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture(scope="module")
def stage() -> Iterator[Stage]:
    with Stage(play()) as open_stage:
        yield open_stage


@pytest.fixture(scope="module")
def feeds(stage: Stage) -> dict[str, str]:
    return stage.comment_feeds()


SEARCH, BACKUPS = "tag:site.example,2026:search", "tag:site.example,2026:backups"


def test_atom_says_who_is_answered(feeds: dict[str, str]) -> None:
    answer = get(feeds[SEARCH])
    first, second = feedparser.parse(answer.content).entries
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=UTF-8"
    assert first["thr_in-reply-to"] == {"ref": SEARCH, "href": ARTICLE, "type": "text/html"}
    assert second["thr_in-reply-to"]["ref"] == first.id
    assert (first.author_detail.name, first.author_detail.href) == ("三好", "https://kei.example/")
    assert "href" not in second.author_detail
    assert first.link == ARTICLE + "#comment-1"
    assert first.published == "2026-10-15T00:00:00Z"
    assert first.content[0].value == "<p>A &lt; B のとき？</p>"


def test_the_title_is_in_the_language_of_the_article(feeds: dict[str, str]) -> None:
    assert feedparser.parse(get(feeds[SEARCH]).content).feed.title == "「二文字の検索 & 索引」へのコメント"
    assert feedparser.parse(get(feeds[BACKUPS]).content).feed.title == "Comments on: Backups <again>"


def test_rss_lists_the_newest_ten_and_says_neither_parent_nor_address(feeds: dict[str, str]) -> None:
    answer = get(feeds[BACKUPS])
    channel = ET.fromstring(answer.content).find("channel")  # noqa: S314 - what our own stage said
    assert channel is not None
    items = channel.findall("item")
    assert [item.findtext("description") for item in items] == [f"<p>{number}</p>" for number in range(14, 4, -1)]
    assert {child.tag.rpartition("}")[2] for child in items[0]} == {
        "title",
        "link",
        "creator",
        "pubDate",
        "guid",
        "description",
        "encoded",
    }
    assert items[0].findtext("{http://purl.org/dc/elements/1.1/}creator") == "Ned's page & more"
    assert items[0].findtext("guid") == OTHER + "#comment-14"
    assert channel.findtext("lastBuildDate") == "Mon, 14 Sep 2026 00:00:00 +0000"


@pytest.mark.parametrize(("said", "asked"), [("ETag", "If-None-Match"), ("Last-Modified", "If-Modified-Since")])
def test_a_client_that_has_it_gets_304(feeds: dict[str, str], said: str, asked: str) -> None:
    validator = get(feeds[SEARCH]).headers[said]
    again = get(feeds[SEARCH], {asked: validator})
    assert (again.status_code, again.content, again.headers[said]) == (304, b"", validator)


def test_a_weak_or_one_of_several_validators_is_enough(feeds: dict[str, str]) -> None:
    etag = get(feeds[SEARCH]).headers["ETag"]
    assert get(feeds[SEARCH], {"If-None-Match": f'"other", W/{etag}'}).status_code == 304


@pytest.mark.parametrize(
    "headers",
    [
        {"If-None-Match": '"other"', "If-Modified-Since": "Fri, 01 Jan 2100 00:00:00 GMT"},
        {"If-Modified-Since": "Thu, 01 Jan 2026 00:00:00 GMT"},
        {"If-Modified-Since": "yesterday"},
    ],
)
def test_a_client_that_has_something_else_gets_it_all(feeds: dict[str, str], headers: dict[str, str]) -> None:
    assert get(feeds[SEARCH], headers).status_code == 200


def test_an_edit_changes_the_etag_though_no_date_changes() -> None:
    cast = play()
    with Stage(cast) as stage:
        url = stage.comment_feeds()[SEARCH]
        before = get(url).headers
        thread = cast.threads[0]
        edited = replace(thread, comments=(replace(thread.comments[0], html="<p>別の話</p>"), *thread.comments[1:]))
        stage.show(replace(cast, threads=(edited, *cast.threads[1:])))
        after = get(url, {"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert after.headers["ETag"] != before["ETag"]
    assert after.headers["Last-Modified"] == before["Last-Modified"]


def test_a_feed_without_comments_is_dated_by_its_article() -> None:
    cast = play()
    with Stage(replace(cast, threads=(replace(cast.threads[0], comments=()),))) as stage:
        answer = get(stage.comment_feeds()[SEARCH])
    assert feedparser.parse(answer.content).entries == []
    assert answer.headers["Last-Modified"] == "Tue, 13 Oct 2026 23:30:00 GMT"


def test_what_has_no_comments_feed(stage: Stage) -> None:
    assert get(stage.url + "/comments/nothing/feed/").status_code == 404
    assert get(stage.url + "/comments/search/").status_code == 404
