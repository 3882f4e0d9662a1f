"""Rows that are not as they should be: each costs itself, and what strangers write is kept and shown safely."""

from __future__ import annotations

import json
import re
import sys
import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.servers import serve
from tests.sessions import LOOPBACK
from tests.towns import Town, atom, bookmarks, comment, mention, mentions, stories, town
from tracker.config.network import Nothing
from tracker.errors import TooSlow
from tracker.http import Http, HttpSettings
from tracker.journeys.demo.cast import Cast
from tracker.sources.hackernews import HackerNews

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.blogs import Blog
    from tests.servers import Reply
    from tests.towns import Answer

CAST = Cast.generated(articles=1, people=6, interactions=40)
(ARTICLE,) = CAST.articles.values()
TARGET = ARTICLE.url
NAIVE = "2026-01-03T10:00:00"
MANY = 10_000


@pytest.fixture(scope="module")
def places() -> Iterator[Town]:
    with town(CAST) as opened:
        yield opened


@pytest.fixture
def blog(places: Town, tmp_path: Path) -> Blog:
    return places.blog(tmp_path)


def rows(blog: Blog) -> dict[str, dict[str, Any]]:
    """Return what is stored, by its id at the place."""
    told = map(json.loads, blog.exported().splitlines())
    return {row["id"].rpartition(":comment-")[2]: row for row in told if row["type"] == "interaction"}


def pulled(places: Town, blog: Blog, source: str, reply: Reply | Answer) -> list[str]:
    """Pull one place, twice; return what was told of problems."""
    with places.only(source, reply):
        first, second = blog.run("pull", source), blog.run("pull", source)
    assert (first.code, first.err, second.code) == (0, "", 0)
    assert second.out.startswith(f"{source}  0 new")
    return [line.removeprefix(f"{source}: ") for line in first.out.splitlines() if line.startswith(f"{source}: ")]


def test_mentions_that_lack_something(places: Town, blog: Blog) -> None:
    target = mention(1, TARGET)
    given = mentions(
        target,
        mention(2, TARGET, published=NAIVE),
        mention(3, TARGET, author=None),
        mention(4, TARGET, author={"name": None, "url": 7}),
        mention(5, TARGET),
        mention(5, TARGET, content={"text": "The same number again."}),
        mention(6, TARGET, published="yesterday", **{"wm-received": None}),
        mention(7, TARGET, content=None, name=None),
        mention(8, TARGET, published=10**20),
        mention(9, "https://other.example/page/"),
        mention(10, ""),
        {"type": "entry"},
        "縁",
        None,
    )
    assert pulled(places, blog, "webmentionio", given) == [
        "Mention 10 does not say of which page and was left out.",
        "A mention has no number and was left out.",
        "A mention is no object and was left out.",
        "A mention is no object and was left out.",
        "/page/ is mentioned (1×) but is no article.",
    ]
    kept = rows(blog)
    assert list(kept) == ["1", "2", "3", "4", "5", "6", "7", "8"]
    assert (kept["2"]["published"], kept["2"]["precision"]) == ("2026-01-03T10:00:00.000000Z", "day")
    assert kept["3"]["account_id"] == "https://reader3.example/"
    assert kept["5"]["text"] == "The same number again."
    assert (kept["6"]["published"], kept["6"]["received"]) == (None, None)


def test_stories_and_comments_that_lack_something(places: Town, blog: Blog) -> None:
    hit = {"objectID": "1", "url": TARGET, "title": "縁", "author": "reader1", "created_at": NAIVE, "num_comments": 4}
    tree = {
        "id": 1,
        "children": [
            {"id": 11, "author": None, "text": "Nobody said this.", "created_at": NAIVE, "children": None},
            {
                "id": 12,
                "author": "reader2",
                "text": None,
                "children": [{"id": 12, "author": "reader3", "text": "Again."}],
            },
            {"id": 13, "author": 5, "text": 7, "created_at_i": 1e30, "children": {}},
            {"author": "reader4", "text": "No number."},
            "縁",
        ],
    }
    given = stories([hit, hit, hit | {"objectID": None}, None], tree)
    assert pulled(places, blog, "hackernews", given) == [
        "A story of Hacker News has no number and was left out.",
        "A story of Hacker News has no number and was left out.",
        "A comment below https://news.ycombinator.com/item?id=1 has no number and was left out.",
        "A comment below https://news.ycombinator.com/item?id=1 has no number and was left out.",
    ]
    kept = rows(blog)
    assert set(kept) == {"1", "11", "12", "13"}
    assert {key: row["account_id"] for key, row in kept.items()} == {
        "1": "reader1",
        "11": None,
        "12": "reader3",
        "13": None,
    }
    assert {row["published"] for row in kept.values()} == {None}


def test_bookmarks_that_lack_something(places: Town, blog: Blog) -> None:
    given = bookmarks(
        TARGET,
        {"user": "reader1", "timestamp": "2026/06/03 10:00", "comment": "試す"},
        {"user": "reader1", "timestamp": "2026/06/03 10:00", "comment": "試した"},
        {"user": "reader2", "timestamp": "soon", "comment": None},
        {"user": "reader3"},
        {"user": "", "comment": "Nobody."},
        {"comment": "Nobody."},
        None,
    )
    lacking = f"A bookmark of {TARGET} does not say whose it is and was left out."
    assert pulled(places, blog, "hatena", given)[:3] == [lacking] * 3
    kept = rows(blog)
    assert set(kept) == {"1:reader1", "1:reader2", "1:reader3"}
    assert kept["1:reader1"]["text"] == "試した"
    assert kept["1:reader1"]["published"] == "2026-06-03T01:00:00.000000Z"
    assert kept["1:reader2"]["published"] is kept["1:reader3"]["published"] is None


def test_comments_that_lack_something(places: Town, blog: Blog) -> None:
    given = atom(
        comment(1, TARGET, published=f"<published>{NAIVE}</published>"),
        comment(2, TARGET, published=""),
        comment(3, TARGET, published="<published>yesterday</published>"),
        comment(4, TARGET, author=""),
        comment(5, TARGET, author="<author><name></name></author>"),
        comment(6, TARGET),
        comment(6, TARGET, content="<content>The same number again.</content>"),
        comment(6, TARGET),
        comment(7, TARGET, id="", link=""),
        comment(8, TARGET, content=""),
        "<entry/>",
    )
    problems = pulled(places, blog, "feed", given)
    assert "Two comments have the id tag:feed.example,2026:comment-6; the second was left out." in problems
    kept = rows(blog)
    assert {key for key in kept if key.isdecimal()} == {"1", "2", "3", "4", "5", "6", "8"}
    assert (kept["1"]["published"], kept["1"]["precision"]) == ("2026-01-03T10:00:00.000000Z", "day")
    assert kept["2"]["published"] is kept["3"]["published"] is None
    assert kept["4"]["account_id"] is kept["5"]["account_id"] is None
    assert kept["6"]["text"] == "Number 6."


ODD = (
    "http://[bad/",
    "https://reader.example:99999/",
    "https://re\ud83dader.example/",
    "https://reader.example/\0\x1b",
    "//",
    "縁",
)
"""What stands where an address should."""


@pytest.mark.parametrize("odd", ODD, ids=ascii)
def test_addresses_that_are_none(places: Town, blog: Blog, odd: str) -> None:
    rows_given = [
        mention(1, TARGET, url=odd),
        mention(2, TARGET, author={"name": "Reader", "url": odd, "photo": odd}),
        mention(3, TARGET, **{"url": odd, "wm-source": odd}),
        mention(4, odd),
    ]
    hit = {"objectID": "5", "url": TARGET, "author": odd, "num_comments": 0}
    with (
        places.only("webmentionio", mentions(*rows_given)),
        places.only("hackernews", stories([hit, hit | {"url": odd}], {})),
        places.only("hatena", bookmarks(TARGET, {"user": odd})),
    ):
        ended = blog.run("pull", "webmentionio", "hackernews", "hatena")
        again = blog.run("pull", "webmentionio", "hackernews", "hatena")
    assert (ended.code, again.code, ended.err) == (0, 0, "")
    assert set(rows(blog)) >= {"1", "2", "3", "5"}
    assert len(rows(blog)) == 5
    assert not {"back", "missing", "gone", "edited"} & set(re.findall(r"\w+", "".join(again.out.splitlines()[:3])))


@pytest.mark.parametrize("odd", [one for one in ODD if one.isprintable()], ids=ascii)
def test_addresses_that_are_none_in_a_feed(places: Town, blog: Blog, odd: str) -> None:
    given = atom(
        comment(1, TARGET, author=f"<author><name>Reader</name><uri>{odd}</uri></author>"),
        comment(2, TARGET, link=f'<link href="{odd}"/>'),
        comment(3, TARGET, link=f'<link href="{odd}"/>', id=f"<id>{odd}</id>"),
    )
    problems = pulled(places, blog, "feed", given)
    assert len(problems) == 1
    assert "also speaks of pages that are no articles (2×)" in problems[0]
    assert set(rows(blog)) == {"1"}
    assert blog.run("who").code == 0


def test_a_feed_that_breaks_off_gives_what_came_before(places: Town, blog: Blog) -> None:
    status, headers, body = atom(*(comment(number, TARGET) for number in range(1, 6)))
    assert isinstance(body, str)
    (said,) = pulled(places, blog, "feed", (status, headers, body[: body.index("Number 4")]))
    assert said.startswith("127.0.0.1/comments/post-0/feed/ is broken: ")
    assert set(rows(blog)) == {"1", "2", "3"}
    assert pulled(places, blog, "feed", (status, headers, body)) == []
    assert set(rows(blog)) == {"1", "2", "3", "4", "5"}


@pytest.mark.parametrize("charset", ["euc_jp", "cp932"])
def test_a_feed_in_another_charset_than_it_says(places: Town, blog: Blog, charset: str) -> None:
    words = "これは別の文字コードで届いたコメントです。"
    status, headers, body = atom(comment(1, TARGET, content=f"<content>{words}</content>"))
    assert isinstance(body, str)
    pulled(places, blog, "feed", (status, headers, body.encode(charset)))
    assert rows(blog)["1"]["text"] == words


def test_ten_thousand_comments_are_all_kept(places: Town, blog: Blog) -> None:
    given = atom(*(comment(number, TARGET) for number in range(MANY)))
    began = time.monotonic()
    with places.only("feed", given):
        ended = blog.run("pull", "feed")
    sys.stdout.write(f"\n{MANY:,} comments in {time.monotonic() - began:.1f} s\n")
    assert (ended.code, ended.out) == (0, "feed  10,000 new  complete\n")
    assert len(rows(blog)) == MANY


def test_a_place_that_sends_byte_by_byte_is_left_when_its_time_is_up() -> None:
    def drops() -> Iterator[bytes]:
        while True:
            time.sleep(0.02)
            yield b" "

    settings = HttpSettings("Enishi/1", allow=LOOPBACK, total_seconds=0.5)
    began = time.monotonic()
    with serve(lambda _request: (200, {}, drops())) as server, Http(settings, Nothing()) as http:
        pages = HackerNews(server.url).pages([ARTICLE], None, http)
        with pytest.raises(TooSlow) as raised:
            next(pages)
    assert 0.4 < time.monotonic() - began < 5
    assert raised.value.message == f"{server.url.removeprefix('http://')} had not finished its answer after 0 seconds."
    assert raised.value.hint == "Run the command again later; what was read is kept."
