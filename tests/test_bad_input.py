"""What places should not answer: one clear line about that place, and nothing else is lost."""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.blogs import SOURCES
from tests.towns import Town, town
from tracker.journeys.demo.cast import Cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.blogs import Blog
    from tests.servers import Reply, Request
    from tests.towns import Answer

JSON = {"Content-Type": "application/json; charset=utf-8"}
CHECK = "Check the address in enishi.toml; if it is right, the place has changed."
ONLY_PUBLIC = "Only public web addresses are fetched; `[network] allow` in enishi.toml names exceptions."
LATER = "Run the command again later; what was read is kept."
TEN_MEGABYTES = 10_000_000


@dataclass(frozen=True)
class Bad:
    """An answer that is none, what is said of it, and what a feed is said to be instead."""

    reply: Reply | Answer
    found: str
    in_feed: str = "something else"

    def said(self, host: str, source: str) -> str:
        wanted, found = ("a feed", self.in_feed) if source == "feed" else ("JSON", self.found)
        name = host.partition(":")[0] if source == "feed" else host
        return f"{name} did not answer as it should: {wanted} was expected, {found} came. {CHECK}"


def round_about(request: Request) -> Reply:
    return 302, {"Location": request.target}, ""


SHIFT_JIS = '{"children": [{"content": "縁"}]}'.encode("cp932")
NOT_JSON = {
    "broken": Bad((200, JSON, '{"children": [nonsense]}'), "text that is not JSON"),
    "truncated": Bad((200, JSON, '{"children": [{"wm-id": 1, "url": "https://reader'), "text that breaks off"),
    "a page": Bad((200, {"Content-Type": "text/html"}, "<!doctype html><p>Log in"), *["an HTML page"] * 2),
    "XML": Bad((200, {}, "<?xml version='1.0'?><error/>"), *["an XML document"] * 2),
    "empty": Bad((200, JSON, ""), *["nothing"] * 2),
    "no content": Bad((204, {}, b""), *["nothing"] * 2),
    "another charset": Bad((200, JSON, SHIFT_JIS), "bytes that are not UTF-8"),
    "UTF-16": Bad((200, JSON, '{"children": []}'.encode("utf-16")), "bytes that are not UTF-8"),
    "nine megabytes of spaces": Bad((200, JSON, b" " * 9_000_000), *["nothing"] * 2),
    "brackets in brackets": Bad((200, JSON, "[" * 100_000), "text with brackets in brackets without end"),
}
TOO_LARGE = {
    "ten megabytes of nothing": (200, JSON, b"\0" * (TEN_MEGABYTES + 1)),
    "a gzip bomb": (200, JSON | {"Content-Encoding": "gzip"}, gzip.compress(b" " * 5 * TEN_MEGABYTES)),
}
REDIRECTED = {
    "http://10.0.0.1/": "10.0.0.1 was not fetched: 10.0.0.1 is not a public address.",
    "http://169.254.169.254/latest/": "169.254.169.254 was not fetched: 169.254.169.254 is not a public address.",
    "http://[::1]/": "::1 was not fetched: ::1 is not a public address.",
    "file:///etc/passwd": "file: was not fetched: it is no web address.",
}
HINTS = {
    400: LATER,
    401: "The token is missing, wrong or expired: see `enishi sources`.",
    403: "The place does not let us in: see `enishi sources`.",
    404: "Check the address in enishi.toml.",
    500: LATER,
}


@pytest.fixture(scope="module")
def places() -> Iterator[Town]:
    with town(Cast.generated(articles=1, people=6, interactions=40)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pulled(places: Town, tmp_path_factory: pytest.TempPathFactory) -> Blog:
    blog = places.blog(tmp_path_factory.mktemp("pulled"))
    assert blog.run("pull").code == 0
    return blog


@pytest.fixture
def blog(places: Town, pulled: Blog, tmp_path: Path) -> Blog:
    return places.blog(tmp_path, pulled)


def costs_itself_only(places: Town, blog: Blog, source: str, reply: Reply | Answer, said: str) -> None:
    """Check that it is told, that nothing is lost, that the others are read, and that it is over when it is over."""
    before = blog.exported()
    with places.only(source, reply):
        ended = blog.run("pull")
    lines = ended.out.splitlines()
    assert (ended.code, ended.err) == (4, "")
    assert f"{source}: {said}" in lines
    assert {line.split()[0] for line in lines if line.endswith("  complete")} == {*SOURCES} - {source}
    assert blog.exported() == before
    assert blog.run("pull").code == 0
    assert blog.exported() == before


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("bad", NOT_JSON.values(), ids=NOT_JSON)
def test_an_answer_that_is_none(places: Town, blog: Blog, source: str, bad: Bad) -> None:
    costs_itself_only(places, blog, source, bad.reply, bad.said(places.address(source), source))


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("body", ["null", "3", '"縁"', "{}"])
def test_json_of_another_shape(places: Town, blog: Blog, source: str, body: str) -> None:
    wanted = {
        "webmentionio": "a list of mentions",
        "hackernews": "a list" if body == "{}" else "an object",
        "hatena": "counts by address",
        "feed": "a feed",
    }
    said = f"127.0.0.1 did not answer as it should: {wanted[source]} was expected, something else came. {CHECK}"
    costs_itself_only(places, blog, source, (200, JSON, body), said)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("reply", TOO_LARGE.values(), ids=TOO_LARGE)
def test_more_than_anybody_wants(places: Town, blog: Blog, source: str, reply: Reply) -> None:
    said = (
        f"The answer of {places.address(source)} is larger than 10,000,000 bytes. "
        "Nothing of it was kept. Check the address; if it is right, the place is broken."
    )
    costs_itself_only(places, blog, source, reply, said)


@pytest.mark.parametrize("source", SOURCES)
def test_bytes_that_cannot_be_unpacked(places: Town, blog: Blog, source: str) -> None:
    said = (
        f"{places.address(source)} did not answer as it should: an answer was expected, bytes that cannot be unpacked"
    )
    reply = 200, JSON | {"Content-Encoding": "gzip"}, b"not packed at all"
    costs_itself_only(places, blog, source, reply, f"{said} came. {CHECK}")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(("location", "said"), REDIRECTED.items(), ids=list(REDIRECTED))
def test_a_redirect_to_where_nobody_should_go(places: Town, blog: Blog, source: str, location: str, said: str) -> None:
    costs_itself_only(places, blog, source, (302, {"Location": location}, ""), f"{said} {ONLY_PUBLIC}")


@pytest.mark.parametrize("source", SOURCES)
def test_a_redirect_without_end(places: Town, blog: Blog, source: str) -> None:
    said = f"{places.address(source)} did not answer: it redirected more than 5 times."
    hint = "Check the connection and run the command again; what was read is kept."
    costs_itself_only(places, blog, source, round_about, f"{said} {hint}")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("status", HINTS)
def test_a_status_that_says_no(places: Town, blog: Blog, source: str, status: int) -> None:
    said = f"{places.address(source)} answered with status {status}. {HINTS[status]}"
    costs_itself_only(places, blog, source, (status, {}, "No."), said)


@pytest.mark.parametrize("source", SOURCES)
def test_a_place_that_wants_to_be_left_alone(places: Town, blog: Blog, source: str) -> None:
    before = blog.exported()
    with places.only(source, (429, {"Retry-After": "3600", "Date": "Sun, 22 Nov 2026 12:00:00 GMT"}, "")):
        ended = blog.run("pull")
    said = f"{source}: {places.address(source)} asks to be left alone until "
    (line,) = [line for line in ended.out.splitlines() if line.startswith(said)]
    assert line.endswith(". What was read is kept; run the command again after that.")
    assert ended.code == 4
    assert blog.exported() == before
    assert blog.run("pull").code == 0


def test_all_places_at_once_and_nothing_is_lost(places: Town, blog: Blog) -> None:
    before = blog.exported()
    with (
        places.only("webmentionio", (200, {}, "<html>")),
        places.only("hackernews", (404, {}, "")),
        places.only("hatena", (200, {}, "[")),
        places.only("feed", (401, {}, "")),
    ):
        ended = blog.run("pull")
    assert ended.code == 4
    assert not [line for line in ended.out.splitlines() if line.endswith("  complete")]
    assert blog.exported() == before


def test_what_failed_is_told_later_too(places: Town, blog: Blog) -> None:
    with places.only("hackernews", (403, {}, "")):
        assert blog.run("pull").code == 4
    line = "\n".join(line for line in blog.run("sources").out.splitlines() if line.startswith("hackernews"))
    assert "failing since" in line
    assert f"{places.address('hackernews')} answered with status 403." in line
    assert blog.run("pull").code == 0
    assert "failing since" not in blog.run("sources").out


@pytest.mark.parametrize("reply", [(200, {}, "<html>"), (401, {}, ""), (302, {"Location": "http://10.0.0.1/"}, "")])
def test_it_is_told_in_japanese_too(places: Town, blog: Blog, reply: Reply) -> None:
    with places.only("hatena", reply):
        english, japanese = (blog.run("pull", "hatena", ENISHI_LANG=code) for code in ("en", "ja"))
    assert (english.code, japanese.code, japanese.err) == (4, 4, "")
    said = [ended.out.splitlines()[-1].removeprefix("hatena: ") for ended in (english, japanese)]
    assert said[0].isascii()
    assert not said[1].isascii()
    assert {"。", "hatena"} <= {said[1][-1], japanese.out.split()[0]}
