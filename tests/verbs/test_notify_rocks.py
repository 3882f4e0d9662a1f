"""What webmention.rocks asks of a sender, on loopback: 23 ways to name an endpoint, two updates, one deletion.

The pages are written after the descriptions of the tests, each with the endpoint that must be used and, where
the test has one, an endpoint that must not.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING

import pytest

from tests.mentions import TOMBSTONE, Sender, Town, came_of, form, street

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request
    from tracker.ledger import Ledger

HTML = {"Content-Type": "text/html; charset=utf-8"}
HERE = "{url}/test/{n}/webmention"
WRONG = "/test/{n}/webmention/error"

CASES: dict[int, tuple[dict[str, str], str]] = {
    1: ({"Link": "</test/{n}/webmention>; rel=webmention"}, ""),
    2: ({"Link": f"<{HERE}>; rel=webmention"}, ""),
    3: ({}, '<head><link rel="webmention" href="/test/{n}/webmention"></head>'),
    4: ({}, f'<head><link href="{HERE}" rel="webmention"></head>'),
    5: ({}, '<body><a rel="webmention" href="/test/{n}/webmention">webmention</a></body>'),
    6: ({}, f'<body><a href="{HERE}" rel="webmention">webmention</a></body>'),
    7: ({"LinK": f"<{HERE}>; rel=webmention"}, ""),
    8: ({"Link": f'<{HERE}>; rel="webmention"'}, ""),
    9: ({}, '<head><link rel="webmention somethingelse" href="/test/{n}/webmention"></head>'),
    10: ({"Link": f'<{HERE}>; rel="webmention somethingelse"'}, ""),
    11: (
        {"Link": "</test/{n}/webmention>; rel=webmention"},
        f'<head><link rel="webmention" href="{WRONG}"></head><body><a rel="webmention" href="{WRONG}">x</a></body>',
    ),
    12: (
        {},
        f'<head><link rel="not-webmention" href="{WRONG}"></head><body><a rel="webmention" href="{HERE}">x</a></body>',
    ),
    13: ({}, f'<body><!-- <a href="{WRONG}" rel="webmention">x</a> --><a href="{HERE}" rel="webmention">y</a></body>'),
    14: (
        {},
        f'<body><p>&lt;a href="{WRONG}" rel="webmention"&gt;x&lt;/a&gt;<a href="{HERE}" rel="webmention">y</a></body>',
    ),
    15: ({}, '<head><link rel="webmention" href=""></head>'),
    16: ({}, f'<body><a href="{HERE}" rel="webmention">x</a><p><link rel="webmention" href="{WRONG}"></p></body>'),
    17: ({}, f'<body><link rel="webmention" href="{HERE}"><a href="{WRONG}" rel="webmention">x</a></body>'),
    # Two headers of one name; the test server keeps them apart by their case, HTTP does not.
    18: ({"Link": f'<{WRONG}>; rel="other"', "LINK": f'<{HERE}>; rel="webmention"'}, ""),
    19: ({"Link": f'<{WRONG}>; rel="other", <{HERE}>; rel="webmention"'}, ""),
    20: ({}, f'<body><link rel="webmention"><a href="{HERE}" rel="webmention">x</a></body>'),
    21: ({}, '<head><link rel="webmention" href="/test/{n}/webmention?query=yes"></head>'),
    22: ({}, '<head><link rel="webmention" href="{n}/webmention"></head>'),
    23: ({}, '<head><link rel="webmention" href="webmention-endpoint/{key}"></head>'),
}
WHERE = {15: "/test/15", 21: "/test/21/webmention?query=yes", 23: "/test/23/page/webmention-endpoint/k1"}
"""Endpoints that are not `/test/N/webmention`."""


@dataclass
class Rocks(Town):
    """The pages of the tests; that of test 23 redirects to an address that can be used once."""

    keys: Iterator[str] = field(default_factory=lambda: (f"k{number}" for number in count(1)))
    unused: set[str] = field(default_factory=set)

    def answer(self, request: Request) -> Reply:
        if request.method == "POST":
            return 202, {}, ""
        _slash, _test, number, *rest = request.path.split("/")
        if number == "23":
            return self.once(*rest)
        return self.page_of(number)

    def once(self, _page: str, key: str = "") -> Reply:
        if not key:
            key = next(self.keys)
            self.unused.add(key)
            return 302, {"Location": f"page/{key}"}, ""
        if key not in self.unused:
            return 410, {}, ""
        self.unused.remove(key)
        return self.page_of("23", key)

    def page_of(self, number: str, key: str = "") -> Reply:
        headers, page = CASES[int(number)]
        said = {"n": number, "url": self.url, "key": key}
        return 200, HTML | {name: value.format(**said) for name, value in headers.items()}, page.format(**said)


@pytest.mark.parametrize("number", CASES)
def test_discovery(number: int, tmp_path: Path, ledger: Ledger) -> None:
    """S1, S2, S3, S4: header and HTML, document order, relative addresses, the query."""
    page = f"/test/{number}/page" if number == 23 else f"/test/{number}"
    with street(tmp_path, Rocks()) as (blog, rocks):
        source = blog.publish("post", rocks.url + page)
        report = Sender(ledger, blog)()
        assert rocks.told == [(WHERE.get(number, f"/test/{number}/webmention"), page)]
        assert form(rocks.posts[0]) == {"source": source, "target": rocks.url + page}
        assert came_of(report) == {page[1:]: "sent"}


def test_all_twenty_three_are_here() -> None:
    assert sorted(CASES) == list(range(1, 24))


@dataclass
class OneTimeKeys(Town):
    """Pages whose endpoint is another one at each look, and takes one webmention."""

    keys: Iterator[int] = field(default_factory=lambda: count(1))

    def answer(self, request: Request) -> Reply:
        if request.method == "POST":
            taken = self.targets_before(request).count(request.target)
            return (400 if taken else 202), {}, ""
        return 200, HTML, f'<link rel="webmention" href="{request.path}/webmention?key={next(self.keys)}">'

    def targets_before(self, request: Request) -> list[str]:
        return [one.target for one in self.posts if one is not request]


def test_update_1_a_link_is_added(tmp_path: Path, ledger: Ledger) -> None:
    """S8, S9: the old target is told again, at an endpoint that was looked up anew; the new one too."""
    with street(tmp_path, OneTimeKeys()) as (blog, rocks):
        first, second = rocks.url + "/update/1", rocks.url + "/update/1/part/2"
        blog.publish("post", first)
        send = Sender(ledger, blog)
        assert came_of(send()) == {"update/1": "sent"}
        blog.publish("post", first, second)
        assert came_of(send.later(hours=1)()) == {"update/1": "sent", "update/1/part/2": "sent"}
        assert rocks.told == [
            ("/update/1/webmention?key=1", "/update/1"),
            ("/update/1/webmention?key=2", "/update/1"),
            ("/update/1/part/2/webmention?key=3", "/update/1/part/2"),
        ]


def test_update_2_a_link_is_removed(tmp_path: Path, ledger: Ledger) -> None:
    """S8: both are told again, also the one that is no longer linked."""
    with street(tmp_path, OneTimeKeys()) as (blog, rocks):
        first, second = rocks.url + "/update/2", rocks.url + "/update/2/part/2"
        blog.publish("post", first, second)
        send = Sender(ledger, blog)
        send()
        blog.publish("post", second)
        assert came_of(send.later(hours=1)()) == {"update/2": "sent", "update/2/part/2": "sent"}
        assert [target for _endpoint, target in rocks.told][2:] == ["/update/2/part/2", "/update/2"]
        assert send.later(hours=2)().told == ()


@pytest.mark.parametrize("answer", [410, TOMBSTONE], ids=["status", "meta"])
def test_delete_1_the_page_is_gone(answer: int | str, tmp_path: Path, ledger: Ledger) -> None:
    """S11: 410, or a page that says so itself; all targets are told again."""
    with street(tmp_path, OneTimeKeys()) as (blog, rocks):
        blog.publish("other")
        source = blog.publish("post", rocks.url + "/delete/1")
        send = Sender(ledger, blog)
        send()
        blog.delete("post")
        blog.live["/en/post/"] = answer
        assert came_of(send.later(hours=1)()) == {"delete/1": "sent"}
        assert form(rocks.posts[-1]) == {"source": source, "target": rocks.url + "/delete/1"}
        assert send.later(hours=2)().told == ()
