"""How we come to strangers: politely, within limits, and never where a stranger should not send us."""

from __future__ import annotations

from dataclasses import replace
from ipaddress import ip_network
from typing import TYPE_CHECKING

import pytest

from tests.mentions import NOW, Sender, Town, came_of, street
from tests.servers import serve
from tests.sessions import LOOPBACK, OURS
from tracker.rules.outgoing import Status
from tracker.verbs import notify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.mentions import Blog
    from tests.servers import Reply, Request
    from tracker.ledger import Ledger

BOTH = replace(OURS, allow=(*LOOPBACK, ip_network("127.0.0.2/32")))
"""As somebody may have set who runs a program of their own on this machine."""


@pytest.fixture
def place(tmp_path: Path) -> Iterator[tuple[Blog, Town]]:
    with street(tmp_path, Town()) as (blog, town):
        yield blog, town


@pytest.fixture
def blog(place: tuple[Blog, Town]) -> Blog:
    return place[0]


@pytest.fixture
def town(place: tuple[Blog, Town]) -> Town:
    return place[1]


@pytest.fixture
def send(ledger: Ledger, blog: Blog) -> Sender:
    return Sender(ledger, blog, settings=BOTH)


def gets(town: Town) -> list[str]:
    assert town.server
    return [one.target for one in town.server.requests if one.method == "GET"]


# --- where a stranger should not send us: S12, S13 ------------------------------------------------


@pytest.mark.parametrize(
    "endpoint",
    [
        *("http://127.0.0.2:{port}/", "http://localhost:{port}/", "http://10.0.0.1/", "http://169.254.169.254/latest"),
        *("http://[::1]:{port}/", "http://[::ffff:127.0.0.2]:{port}/", "http://2130706434:{port}/"),
    ],
)
def test_no_page_names_an_endpoint_that_is_not_public(endpoint: str, blog: Blog, town: Town, send: Sender) -> None:
    """S12, S13: not even where the settings allow it for ourselves."""
    with serve(lambda _request: (200, {}, ""), address="127.0.0.2") as private:
        blog.publish("post", town.page("/a", endpoint=endpoint.format(port=private.port)))
        (one,) = send().told
    assert (one.status, private.requests) == (Status.UNSAFE, [])
    assert "is not a public address" in one.error
    assert send.later(days=99)().told == ()


@pytest.mark.parametrize("location", ["http://10.0.0.1/", "http://192.168.0.1/x", "file:///etc/passwd", "//[::1]/"])
def test_no_redirect_of_a_target_leads_inside(location: str, blog: Blog, town: Town, send: Sender) -> None:
    """S13."""
    town.pages["/a"] = (302, {"Location": location}, "")
    blog.publish("post", town.url + "/a")
    assert came_of(send()) == {"a": "unsafe"}


def test_a_name_is_never_an_exception(blog: Blog, town: Town, send: Sender) -> None:
    """S12: whatever the name of a target leads to now, the settings' exceptions are not meant for it."""
    assert town.server
    town.page("/a")
    blog.publish("post", f"http://127.0.0.1.nip.invalid:{town.server.port}/a", f"http://0x7f.1:{town.server.port}/a")
    assert [one.status for one in send().told] == [Status.FAILED, Status.UNSAFE]
    assert town.server.requests == []


def test_a_status_page_leads_nowhere_else(blog: Blog, town: Town, send: Sender) -> None:
    with serve(lambda _request: (200, {}, "{}"), address="127.0.0.2") as private:
        town.endpoints["/webmention"] = (201, {"Location": private.url + "/secret"}, "")
        blog.publish("post", town.page("/a"))
        assert came_of(send()) == {"a": "sent"}
    assert private.requests == []


# --- limits ---------------------------------------------------------------------------------------


def test_of_a_huge_page_only_the_beginning_is_read(blog: Blog, town: Town, send: Sender) -> None:
    late = f'<p>{"x" * 1_000_001}</p><link rel="webmention" href="/webmention">'
    blog.publish("post", town.page("/early", "y" * 3_000_000), town.page("/late", late, endpoint=""))
    assert came_of(send()) == {"early": "sent", "late": "no-endpoint"}


def test_a_page_that_never_ends_costs_its_time_and_no_more(blog: Blog, town: Town, send: Sender) -> None:
    assert town.server
    stopping = town.server.stopping

    def drip() -> Iterator[bytes]:
        while not stopping.wait(0.05):
            yield b"x"

    town.pages["/a"] = (200, {"Content-Type": "text/html"}, drip())
    blog.publish("post", town.url + "/a", town.page("/b"))
    assert came_of(replace(send, seconds=0.4)()) == {"a": "failed", "b": "sent"}


@pytest.mark.parametrize(
    ("headers", "told"),
    [
        ({"Content-Type": "application/pdf"}, "no-endpoint"),
        ({"Content-Type": "application/pdf", "Link": '</webmention>; rel="webmention"'}, "sent"),
        ({"Content-Type": "text/plain"}, "no-endpoint"),
        ({"Content-Type": "application/xhtml+xml; charset=utf-8"}, "sent"),
        ({"Content-Type": "TEXT/HTML"}, "sent"),
        ({}, "sent"),
    ],
)
def test_only_html_is_looked_into(headers: dict[str, str], told: str, blog: Blog, town: Town, send: Sender) -> None:
    """S2: a header counts for everything, mark-up for HTML."""
    town.pages["/a"] = (200, headers, '<link rel="webmention" href="/webmention">')
    blog.publish("post", town.url + "/a")
    assert came_of(send()) == {"a": told}


@pytest.mark.parametrize("encoding", ["shift_jis", "euc_jp", "iso2022_jp", "utf-16"])
def test_old_pages_in_japanese_are_read(encoding: str, blog: Blog, town: Town, send: Sender) -> None:
    page = '<p title="予定表、能力、ソ">十<a rel="webmention" href="/webmention">送る</a></p>'
    town.pages["/a"] = (200, {"Content-Type": f"text/html; charset={encoding}"}, page.encode(encoding))
    blog.publish("post", town.url + "/a")
    assert came_of(send()) == {"a": "sent"}


# --- S14: what may be remembered ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("said", "days"), [("", 1), ("no-store", 1), ("max-age=60", 1), ("max-age=864000", 10), ("max-age=31536000", 30)]
)
def test_a_page_without_an_endpoint_is_left_alone_for_a_time(
    said: str, days: int, blog: Blog, town: Town, send: Sender
) -> None:
    """S14: as long as it says, but a day at least and a month at most, however often our page changes."""
    target = town.page("/a", endpoint="", Cache_Control=said)
    blog.publish("post", target)
    assert came_of(send()) == {"a": "no-endpoint"}
    blog.publish("post", target, text="Changed: {}")
    assert send.later(days=days, minutes=-1)().told == ()
    town.page("/a")
    assert came_of(send.later(days=days)()) == {"a": "sent"}
    assert gets(town) == ["/a", "/a"]


def test_what_was_found_to_be_silent_for_one_page_is_so_for_the_next(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("one", town.page("/a", endpoint=""))
    blog.publish("two", town.url + "/a#part")
    assert [one.status for one in send().told] == [Status.NO_ENDPOINT] * 2
    blog.publish("three", town.url + "/a")
    send.later(hours=1)()
    assert gets(town) == ["/a"]


@pytest.mark.parametrize(("said", "asked"), [("max-age=60", 1), ("no-cache, max-age=60", 2), ("", 2)])
def test_a_fresh_answer_serves_two_pages_of_one_run(
    said: str, asked: int, blog: Blog, town: Town, send: Sender
) -> None:
    """S9, S14."""
    target = town.page("/a", Cache_Control=said)
    blog.publish("one", target)
    blog.publish("two", target)
    send()
    assert (len(gets(town)), len(town.posts)) == (asked, 2)


def test_a_target_that_is_not_there_takes_nothing(blog: Blog, town: Town, send: Sender) -> None:
    blog.publish("post", town.url + "/nowhere")
    (one,) = send().told
    assert (one.status, "404" in one.error) == (Status.NO_ENDPOINT, True)


# --- S7: status pages -----------------------------------------------------------------------------


class Service:
    """An endpoint with a status page, which says these things one after the other."""

    def __init__(self, town: Town, *said: str, location: str = "/status/1") -> None:
        self._said, self.asked = list(said), 0
        town.endpoints["/webmention"] = (201, {"Location": location}, "")
        town.answered["/status/1"] = self.answer

    def answer(self, _request: Request) -> Reply:
        self.asked += 1
        said = self._said.pop(0) if len(self._said) > 1 else self._said[0]
        return 200, {"Content-Type": "application/json"}, said


QUEUED, DONE = '{"status": "queued", "summary": "Soon"}', '{"status": "success"}'


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ((DONE,), ("sent", "")),
        ((QUEUED, QUEUED, DONE), ("sent", "")),
        (('{"status": "no_link_found", "summary": "No link"}',), ("refused", "no_link_found: No link")),
        (('{"status": "error"}',), ("refused", "error")),
        (("<p>Thanks!</p>",), ("sent", "")),
        (('["status"]',), ("sent", "")),
        ((QUEUED, QUEUED, QUEUED), ("waiting", "")),
    ],
)
def test_a_status_page_is_asked_a_few_times(
    said: tuple[str, ...], told: tuple[str, str], blog: Blog, town: Town, send: Sender
) -> None:
    """S7."""
    service = Service(town, *said)
    blog.publish("post", town.page("/a"))
    (one,) = send().told
    assert ((one.status, one.error), service.asked) == (told, len(said))
    assert send.waited.waits == [1, 2, 4][: service.asked]
    assert len(town.posts) == 1


def test_what_was_open_is_asked_in_the_next_run_and_never_sent_twice(blog: Blog, town: Town, send: Sender) -> None:
    service = Service(town, QUEUED)
    blog.publish("post", town.page("/a"))
    send()
    assert send.later(minutes=5)().told == ()
    assert came_of(send.later(hours=1)()) == {"a": "waiting"}
    assert service.asked == 6
    assert came_of(send.later(days=8)()) == {"a": "sent"}  # no news for a week is good news
    assert send.later(days=9)().told == ()
    assert len(town.posts) == 1


def test_an_article_that_changes_meanwhile_is_told_again(blog: Blog, town: Town, send: Sender) -> None:
    Service(town, QUEUED)
    target = town.page("/a")
    blog.publish("post", target)
    send()
    Service(town, DONE, location="status/1")
    blog.publish("post", target, text="Changed: {}")
    assert came_of(send.later(minutes=1)()) == {"a": "sent"}
    assert len(town.posts) == 2


def test_a_plan_made_before_knows_what_was_asked(blog: Blog, town: Town, send: Sender, ledger: Ledger) -> None:
    Service(town, QUEUED)
    blog.publish("post", town.page("/a"))
    send()
    due = notify.plan(ledger, notify.published(blog.output), send.later(hours=1).now)
    assert [one.why.value for one in due] == ["ask"]
    assert notify.assume(ledger, due, NOW) == ()
