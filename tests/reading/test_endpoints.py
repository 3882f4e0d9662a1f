from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from tracker.reading.endpoints import named
from tracker.rules.discovery import is_named

PATIENCE = 20.0
"""Seconds of work; they take less than two, and what is not linear takes minutes."""


@pytest.mark.parametrize(
    ("page", "hrefs"),
    [
        ("", ()),
        ('<a rel="webmention" href="1"><link rel=webmention href=2>', ("1", "2")),
        ('<A REL="Nofollow WEBMENTION" HREF="1">', ("1",)),
        ('<link rel=webmention><a rel="webmention">x</a><a rel=webmention href=1>', ("1",)),
        ('<a rel=webmention href="">x</a>', ("",)),
        ("<a rel=webmention href>x</a>", ("",)),
        ("<!-- <a rel=webmention href=1> --><a rel=webmention href=2>", ("2",)),
        ("<textarea><a rel=webmention href=1></textarea><a rel=webmention href=2>", ("2",)),
        ("<template><a rel=webmention href=1></template><a rel=webmention href=2>", ("2",)),
        ("<title><link rel=webmention href=1></title><script>'<a rel=webmention href=2>'</script>", ()),
        ("<style><a rel=webmention href=1></style><iframe><a rel=webmention href=2></iframe>", ()),
        ("<noscript><link rel=webmention href=1></noscript>", ("1",)),  # for who runs no scripts, as we do
        ("<p>&lt;a rel=webmention href=1&gt;</p><pre>&#60;link rel=webmention href=2></pre>", ()),
        ("<svg><title/></svg><a rel=webmention href=1><plaintext><a rel=webmention href=2>", ("1",)),
        ("<area rel=webmention href=1><form rel=webmention action=2><div rel=webmention href=3>", ()),
        ('<a rel="webmention" href="/w?a=1&amp;b=2&#x26;c">', ("/w?a=1&b=2&c",)),
    ],
)
def test_what_html_names_in_its_order(page: str, hrefs: tuple[str, ...]) -> None:
    assert named(page).hrefs == hrefs


def test_the_first_base_that_says_something_counts() -> None:
    assert named('<base target=x><base href="/b/"><base href="/c/">').base == "/b/"
    assert named("<base>").base == ""


PIECES = st.sampled_from(
    [
        *(
            "<a rel=webmention href=1>",
            '<link rel="webmention" href="2">',
            "<a href=3 rel='x webmention'>",
            "<p>",
            "</p>",
        ),
        *("<!--", "-->", "<!>", "<!-->", "--!>", "<title>", "</title>", "<textarea>", "</textarea >", "<template>"),
        *("</template>", "<script>", "</script>", "<style>", "</style/>", "<a", ">", "=", '"', "'", "/", " ", "x", "&"),
        *(" rel=webmention", " href", " HREF='&amp;&copy=1&copy;&#x41'", "<?x", "<!DOCTYPE x>", "</a>", "<", "</"),
        *("<iframe>", "</iframe>", "<noscript>", "</noscript>", "\n", "</p>"),
    ]
)


@given(st.lists(PIECES, max_size=30))
def test_whatever_a_page_is_made_of_it_is_read_as_a_whole_parser_reads_it(pieces: list[str]) -> None:
    page = "<body>" + "".join(pieces)
    tree = LexborHTMLParser(page)
    found = [node.attributes for node in tree.css("link[rel][href], a[rel][href]")]
    wanted = sorted(each["href"] or "" for each in found if is_named(each["rel"] or ""))
    # A parser moves some and copies some (`<a>` in `<a>` across a paragraph); which there are is the same.
    assert set(named(page).hrefs) == set(wanted)


BOMB = "<p>" + "".join(f"<b a{number}>" for number in range(3000)) + "</p>" + "<p>x</p>" * 3000


@pytest.mark.parametrize(
    "page",
    [
        *("<div>" * 200_000, BOMB, "<" * 1_000_000, "<a " * 300_000, "<!--" * 200_000, "<title>" * 100_000),
        *('<a x="' * 150_000, "<a =" * 200_000, "<template>" * 100_000, "<script></script" * 60_000),
        '<a href="' + "&a" * 400_000 + '">',
    ],
    ids=range(11),
)
def test_no_page_costs_more_than_it_is_long(page: str) -> None:
    started = time.process_time()
    assert named('<link rel="webmention" href="1">' + page).hrefs == ("1",)
    assert time.process_time() - started < PATIENCE
