from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import RateLimited, Refused
from tracker.model import Article, Page
from tracker.rules.copies import copy_key
from tracker.sources.lobsters import Lobsters

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Handler, Reply, Request

ARTICLES = (
    Article("a", "https://www.mio.example/a/", older_urls=("http://mio.example/old.html", "https://old.example/a")),
    Article("b", "https://mio.example/b/"),
)
XML = {"Content-Type": "application/rss+xml; charset=utf-8"}


def item(number: str, link: str = "https://mio.example/b/", by: str = "mio.example via aoi", more: str = "") -> str:
    return (
        f"<item><title>T</title><link>{link}</link><guid>https://lobste.rs/s/{number}</guid><author>{by}</author>"
        f"<pubDate>Thu, 15 Oct 2026 08:31:00 -0500</pubDate><description>{more}&lt;p&gt;&lt;a "
        f'href="https://lobste.rs/s/{number}/t"&gt;Comments&lt;/a&gt;&lt;/p&gt;</description></item>'
    )


def feed(*items: str) -> str:
    return f'<rss version="2.0"><channel><title>Lobsters: x</title>{"".join(items)}</channel></rss>'


def pulled(handler: Handler, cursor: str | None = None) -> tuple[list[Page], list[str]]:
    with serve(handler) as server, way_out() as http:
        pages = list(Lobsters(server.url).pages(ARTICLES, cursor, http))
    return pages, server.targets


def shown(*items: str) -> Sequence[Page]:
    return pulled(lambda _: (200, XML, feed(*items)))[0]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_the_feed_of_each_domain_is_all_that_is_asked_for() -> None:
    _pages, asked = pulled(lambda _: (200, XML, feed()))
    assert asked == ["/domains/mio.example.rss", "/domains/old.example.rss"]


def test_it_is_asked_once_a_day() -> None:
    pages, _asked = pulled(lambda _: (200, XML, feed()))
    cursor = pages[-1].cursor or ""
    assert pulled(lambda _: (200, XML, feed()), cursor) == ([], [])
    days = json.loads(cursor) | {"mio.example": "2026-10-01"}
    _pages, asked = pulled(lambda _: (200, XML, feed()), json.dumps(days))
    assert asked == ["/domains/mio.example.rss"]


def test_an_unchanged_feed_is_not_sent_again() -> None:
    def handler(request: Request) -> Reply:
        return (304, {}, "") if request.headers["If-None-Match"] else (200, XML | {"ETag": '"1"'}, feed(item("q1")))

    with serve(handler) as server, way_out() as http:
        first = list(Lobsters(server.url).pages(ARTICLES, None, http))
        again = list(Lobsters(server.url).pages(ARTICLES, json.dumps({"mio.example": "2026-10-01"}), http))
    assert [len(page.interactions) for page in first] == [1, 1]
    assert ([page.interactions for page in again], len(server.targets), problems(again)) == ([(), ()], 4, [])


def test_an_article_submitted_twice_by_one_person_is_one_response() -> None:
    page = shown(item("q1"), item("q2"), item("q3", by="mio.example via ren"))[0]
    assert len({copy_key("lobsters", one) for one in page.interactions}) == 2


@pytest.mark.parametrize(
    ("author", "login"),
    [
        ("mio.example via aoi_t", "aoi_t"),
        ("mio.example by aoi-t", "aoi-t"),
        (" via aoi", "aoi"),
        ("aoi@users.lobste.rs (aoi)", "aoi"),
        ("mio.example via", ""),
        ("", ""),
    ],
)
def test_who_submitted_it_is_told_in_either_way(author: str, login: str) -> None:
    (one,) = shown(item("q1", by=author))[0].interactions
    assert (one.account.id if one.account else "") == login


def test_the_link_to_comments_is_no_text_of_the_author() -> None:
    one, other = shown(item("q1"), item("q2", more="&lt;p&gt;See Comments&lt;/p&gt;"))[0].interactions
    assert (one.text, other.text) == ("", "See Comments")


def test_a_domain_that_nobody_submitted_is_told_once() -> None:
    pages, _asked = pulled(lambda _: (404, {}, ""))
    assert len(problems(pages)) == 2
    again, _asked = pulled(
        lambda _: (404, {}, ""), json.dumps(dict.fromkeys(("mio.example", "old.example"), "2026-1-1"))
    )
    assert problems(again) == []


def test_what_was_read_is_kept_when_it_asks_for_patience() -> None:
    def handler(request: Request) -> Reply:
        return (200, XML, feed(item("q1"))) if "mio" in request.path else (429, {"Retry-After": "600"}, "")

    with serve(handler) as server, way_out() as http:
        pages = Lobsters(server.url).pages(ARTICLES, None, http)
        assert json.loads(next(pages).cursor or "").keys() == {"mio.example"}
        with pytest.raises(RateLimited):
            next(pages)
    with pytest.raises(Refused):
        pulled(lambda _: (403, {}, ""))


def test_a_story_of_another_page_is_left_alone_and_one_without_number_costs_a_line() -> None:
    pages = shown(item("q1", "https://mio.example/about/"), item("q2").replace("/s/q2</guid>", "/q2</guid>"))
    assert [page.interactions for page in pages] == [(), ()]
    assert problems(pages[:1]) == ["A story of Lobsters has no number and was left out."]


def test_a_feed_that_breaks_off_is_read_as_far_as_it_goes() -> None:
    whole = feed(item("q1"), item("q2"))
    pages, _asked = pulled(lambda _: (200, XML, whole[: whole.index("q2</guid>")]))
    assert [one.id for one in pages[0].interactions] == ["q1"]
    assert "/domains/mio.example.rss is broken" in problems(pages)[0]
