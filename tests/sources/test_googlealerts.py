from __future__ import annotations

import json
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.recordings import Validators, way_out
from tests.servers import serve
from tests.strangers import lead
from tracker.errors import NotAsExpected, RateLimited, Refused, UnusableAddress
from tracker.model import Article, Page, Secret
from tracker.sources.googlealerts import GoogleAlerts, unwrapped

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

ARTICLES = (Article("a", "https://mio.example/a/", "縁の話"),)
LINKING = '<html><body><p>Read <a href="https://mio.example/a/">this</a></p></body></html>'


def entry(number: int, url: str) -> str:
    link = f"https://www.google.com/url?rct=j&sa=t&url={quote(url, safe=':/')}&ct=ga&usg=x" if url else ""
    shown = f'<link href="{escape(link)}"></link>' if url else ""
    return f"<entry><id>tag:google.com,2013:googlealerts/feed:{number}</id><title>T</title>{shown}</entry>"


def feed(*entries: str) -> Reply:
    body = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>x</id>{"".join(entries)}</feed>'
    return 200, {"Content-Type": "application/atom+xml"}, body


def pulled(
    replies: Mapping[str, Reply], cursor: str | None = None, feeds: str = "", kept: Validators | None = None
) -> tuple[list[Page], list[str]]:
    """Pull the alerts that `replies` begin with, unless `feeds` says which; return the pages, and what was asked."""
    told = feeds or " ".join(f"{{server}}{path}" for path in replies if "/feeds/" in path)

    def handler(request: Request) -> Reply:
        return replies.get(request.path, (404, {}, ""))

    with serve(handler) as server, way_out(kept) as http:
        lead(http, server)
        source = GoogleAlerts(Secret(told.replace("{server}", server.url)))
        pages = list(source.pages(ARTICLES, cursor, http))
    return pages, server.targets


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


PAGE: Reply = (200, {"Content-Type": "text/html"}, LINKING)


@pytest.mark.parametrize(
    ("url", "page"),
    [
        ("https://www.google.com/url?rct=j&sa=t&url=https://aoi.example/1/&ct=ga&cd=x&usg=y", "https://aoi.example/1/"),
        ("https://www.google.co.jp/url?url=https://aoi.example/?a%3D1%26b%3D2&ct=ga", "https://aoi.example/?a=1&b=2"),
        ("https://google.com/url?q=https://aoi.example/%E7%B8%81", "https://aoi.example/縁"),
        ("https://aoi.example/1/", "https://aoi.example/1/"),
        ("https://www.google.com/url?url=javascript:alert(1)", ""),
        ("https://www.google.com/alerts/edit", ""),
        ("", ""),
    ],
)
def test_the_page_is_inside_the_address_that_google_gives(url: str, page: str) -> None:
    assert unwrapped(url) == page


def test_only_pages_that_link_to_us_are_mentions() -> None:
    replies = {
        "/feeds/1": feed(entry(1, "http://aoi.example/links"), entry(2, "http://ren.example/none")),
        "/links": PAGE,
        "/none": (200, {"Content-Type": "text/html"}, "<p>縁の話 is a title only"),
    }
    pages, _asked = pulled(replies)
    assert [one.url for page in pages for one in page.interactions] == ["http://aoi.example/links"]


def test_what_was_in_a_feed_before_is_not_looked_at_again() -> None:
    replies = {"/feeds/1": feed(entry(1, "http://aoi.example/links")), "/links": PAGE}
    first, _asked = pulled(replies)
    assert json.loads(first[-1].cursor or "")["own"] == {"entries": ["1"]}
    again, asked = pulled(replies, first[-1].cursor)
    assert asked == ["/feeds/1"]
    assert [page.interactions for page in again if page.interactions] == []


def test_the_address_of_a_feed_is_told_nowhere() -> None:
    kept = Validators()
    replies = {"/feeds/s3cret": feed(entry(1, ""), entry(2, "http://aoi.example/links")), "/feeds/0th3r": (404, {}, "")}
    pages, _asked = pulled(replies, kept=kept)
    assert problems(pages)[0] == "Alert 1: an entry does not say which page it found."
    assert problems(pages)[1].startswith("Alert 2: 127.0.0.1")
    for secret in ("s3cret", "0th3r"):
        assert secret not in repr(pages) + repr(kept.kept)


@pytest.mark.parametrize("reply", [(404, {}, ""), (200, {}, "<!doctype html><p>Sign in"), (500, {}, "")])
def test_when_no_feed_can_be_read_the_source_says_so_without_its_address(reply: Reply) -> None:
    with pytest.raises((Refused, NotAsExpected)) as caught:
        pulled({"/feeds/s3cret": reply})
    assert "s3cret" not in caught.value.message + caught.value.hint


@pytest.mark.parametrize("feeds", ["s3cret", "{server}/feeds/1 s3cret", "ftp://s3cret/"])
def test_what_is_no_address_is_said_without_repeating_it(feeds: str) -> None:
    with pytest.raises(UnusableAddress) as caught:
        pulled({}, feeds=feeds)
    assert "s3cret" not in caught.value.message + caught.value.hint


def test_a_limit_is_a_limit() -> None:
    with pytest.raises(RateLimited):
        pulled({"/feeds/1": (429, {"Retry-After": "600"}, "")})


def test_a_broken_feed_is_read_as_far_as_it_goes() -> None:
    status, headers, body = feed(entry(1, "http://aoi.example/links"), entry(2, "http://aoi.example/links"))
    assert isinstance(body, str)
    pages, _asked = pulled({"/feeds/1": (status, headers, body[:-40]), "/links": PAGE})
    assert problems(pages)[0].startswith("Alert 1: its feed is broken")
    assert [one.url for page in pages for one in page.interactions] == ["http://aoi.example/links"]
