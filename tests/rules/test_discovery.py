from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.discovery import Named, endpoint, is_named, links, status_page

PAGE = "https://other.example/2026/post?x=1"


def found(header: str = "", *hrefs: str, base: str = "") -> str:
    return endpoint(PAGE, header, Named(hrefs, base))


@pytest.mark.parametrize(
    "header",
    [
        "<https://a.example/w>; rel=webmention",
        '<https://a.example/w>;rel="webmention"',
        '<https://a.example/w> ; REL = "Webmention"',
        '<https://a.example/w>; title="a, b; <c>"; rel="other webmention"',
        r'<https://a.example/w>; title="say \"hi\""; rel=webmention',
        '<https://b.example/x>; rel="preload", <https://a.example/w>; rel=webmention',
        "<https://b.example/a,b;c>; rel=x , <https://a.example/w>; crossorigin; rel=webmention",
        "<https://b.example/x>,, <https://a.example/w>;; rel=webmention;",
        "<https://a.example/w>; rel=webmention; rel=other",
        f"<https://a.example/w>; rel=webmention; anchor='{PAGE}'".replace("'", '"'),
        '<https://b.example/x>; rel=webmention; anchor="/else", <https://a.example/w>; rel=webmention',
        "noise, <https://a.example/w>; rel=webmention",
        "<mailto:a@a.example>; rel=webmention, <https://a.example/w>; rel=webmention",
    ],
)
def test_a_link_header_is_read_as_rfc_8288_says(header: str) -> None:
    assert found(header, "/html") == "https://a.example/w"


@pytest.mark.parametrize(
    "header",
    [
        *("", "<https://a.example/w>", "<https://a.example/w>; rel=", "<https://a.example/w>; rel=not-webmention"),
        '<https://a.example/webmention>; rel="other"; title="rel=webmention"',
        "<https://a.example/w>; rel=other; rel=webmention",  # the first counts
        '<https://a.example/w>; rev="webmention"',
        "https://a.example/w; rel=webmention",
        '<https://a.example/w>; rel=webmention; anchor="#part"',
        "<https://[broken>; rel=webmention",
    ],
)
def test_what_names_no_endpoint_leaves_it_to_the_page(header: str) -> None:
    assert found(header) == ""
    assert found(header, "/html") == "https://other.example/html"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("", PAGE),
        ("w", "https://other.example/2026/w"),
        ("?w=1", "https://other.example/2026/post?w=1"),
        ("//a.example/w?x=%20&y", "https://a.example/w?x=%20&y"),
        (" \n/w\t", "https://other.example/w"),
        ("/w#part", "https://other.example/w"),
    ],
)
def test_an_address_begins_at_the_page(href: str, url: str) -> None:
    assert found("", href) == url
    if href.isprintable() and href:
        assert found(f"<{href}>; rel=webmention") == url


def test_html_may_say_where_addresses_begin() -> None:
    assert found("", "w", base="/other/") == "https://other.example/other/w"
    assert found("<w>; rel=webmention", base="/other/") == "https://other.example/2026/w"


def test_what_is_no_web_address_gives_way_to_the_next() -> None:
    assert found("", "javascript:alert(1)", "https://[", "/w") == "https://other.example/w"


def test_letters_of_its_own_in_a_header_arrive() -> None:
    header = "</受信>; rel=webmention".encode().decode("latin-1")
    assert found(header) == "https://other.example/受信"


@pytest.mark.parametrize("rel", ["webmention", "WebMention", "a\twebmention\nb"])
def test_a_rel_names_it_among_others(rel: str) -> None:
    assert is_named(rel)


@pytest.mark.parametrize("rel", ["", "webmentions", "not-webmention", "a\u3000webmention", "web mention"])
def test_a_rel_names_it_whole_or_not_at_all(rel: str) -> None:
    assert not is_named(rel)


@pytest.mark.parametrize(
    ("location", "url"),
    [("/s/1", "https://a.example/s/1"), ("s", "https://a.example/in/s"), ("", ""), ("data:x", ""), ("http://[", "")],
)
def test_a_status_page_begins_at_the_endpoint(location: str, url: str) -> None:
    assert status_page("https://a.example/in/w?key=1", location) == url


@given(st.text(alphabet='<>;,="\\ ab\t\u3042', max_size=60))
def test_whatever_a_header_says_it_is_read_to_its_end(header: str) -> None:
    assert len(list(links(header))) <= header.count("<")


@pytest.mark.parametrize("part", ["<", '<a>;x="', "<a>;", "<a>; rel=webmention,", '<a>; x="\\', " " * 9])
def test_a_header_without_end_takes_no_time_without_end(part: str) -> None:
    header = part * 20_000
    assert found(header[:60_000]) in ("", "https://other.example/2026/a")
