from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.accesslogs import Visit, visit

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0"
FROM = "https://aoi.example/entry/1"


def line(
    request: str = "GET /a/ HTTP/1.1", status: str = "200", referrer: str = FROM, agent: str = FIREFOX, before: str = ""
) -> str:
    return f'{before}203.0.113.7 - - [22/Nov/2026:10:00:00 +0900] "{request}" {status} 512 "{referrer}" "{agent}"\n'


def test_who_came_from_where_to_which_page() -> None:
    assert visit(line()) == Visit("/a/", FROM)
    assert visit(line("GET /a/?x=1 HTTP/2.0", "304")) == Visit("/a/?x=1", FROM)
    assert visit(line("GET /a b/ HTTP/1.1")) == Visit("/a b/", FROM)
    assert visit(line("GET /a/")) == Visit("/a/", FROM)
    assert visit(line(before="www.mio.example:443 ")) == Visit("/a/", FROM, "www.mio.example")
    assert visit(line().replace(" - - ", " - 森川 ")) == Visit("/a/", FROM)
    assert visit(line().replace("203.0.113.7", "2001:db8::7")) == Visit("/a/", FROM)
    assert visit(line().rstrip() + ' "203.0.113.9" 0.012\n') == Visit("/a/", FROM)


@pytest.mark.parametrize(
    ("written", "referrer"),
    [
        (r"https://aoi.example/\"x\"", 'https://aoi.example/"x"'),
        (r"https://aoi.example/\x22x\x22", "https://aoi.example/%22x%22"),
        (r"https://aoi.example/\xE7\xB8\x81", "https://aoi.example/%E7%B8%81"),
        ("https://aoi.example/縁", "https://aoi.example/縁"),
    ],
)
def test_what_servers_escape_is_written_out(written: str, referrer: str) -> None:
    told = visit(line(referrer=written))
    assert told
    assert told.referrer == referrer


@pytest.mark.parametrize(
    "other",
    [
        line("POST /a/ HTTP/1.1"),
        line("HEAD /a/ HTTP/1.1"),
        line(status="404"),
        line(status="301"),
        line(status="206"),
        line(referrer="-"),
        line(referrer=""),
        line("-", "408", "-", "-"),
        line(r"\x16\x03\x01", "400", "-", "-"),
        line(agent="Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"),
        line(agent="curl/8.11"),
        line(agent="Slackbot-LinkExpanding 1.0"),
        line(agent="python-requests/2.34"),
    ],
)
def test_lines_that_nobody_came_by(other: str) -> None:
    told = visit(other)
    assert told is not None
    assert told.referrer == ""


@pytest.mark.parametrize(
    "other",
    [
        "",
        "\n",
        "hello",
        '203.0.113.7 - - [22/Nov/2026:10:00:00 +0900] "GET /a/ HTTP/1.1" 200 512\n',
        '{"request": {"uri": "/a/"}}\n',
        '203.0.113.7 - - [22/Nov/2026:10:00:00 +0900] "GET /a/',
        '"' * 60_000,
        '[x] "' + "\\" * 60_001,
        "[" * 60_000,
    ],
    ids=lambda text: text[:20],
)
def test_lines_of_another_format(other: str) -> None:
    assert visit(other) is None


@given(text=st.text('[]"\\ -200GET/x', max_size=80))
def test_any_line_says_something_or_nothing(text: str) -> None:
    assert visit(text) is None or isinstance(visit(text), Visit)
