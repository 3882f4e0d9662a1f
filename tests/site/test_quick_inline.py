"""Inline patterns that are tried only where they can match, against Python-Markdown as it comes."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from markdown import Markdown
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

MARKDOWN: dict[str, Any] = {
    "extensions": ["meta", "fenced_code", "codehilite", "footnotes", "tables", "toc"],
    "extension_configs": {"codehilite": {"guess_lang": False}},
}
LINES = st.lists(
    st.sampled_from((*"`\\[]!<>&*_ \n", "a", "本", "://", "@", "[^1]", "](b)", "&amp;", "![", "  \n", "<b>", "x@y.z")),
    max_size=30,
).map("".join)


@given(LINES)
def test_patterns_that_are_not_tried_would_not_have_matched(text: str) -> None:
    from quick_inline import QuickInline, quicken  # noqa: PLC0415 - on the path once a fixture has put it there

    quick, stock = Markdown(**MARKDOWN), Markdown(**MARKDOWN)
    quicken(quick)
    assert isinstance(quick.treeprocessors["inline"], QuickInline)
    assert quick.convert(text) == stock.convert(text)


def test_every_pattern_is_known_but_those_that_search_by_themselves() -> None:
    from quick_inline import needed, quicken  # noqa: PLC0415 - as above

    parser = Markdown(**MARKDOWN)
    quicken(parser)
    untold = [type(pattern).__name__ for pattern in parser.inlinePatterns if not needed(pattern)]
    assert untold == ["DelimiterProcessor"], "Python-Markdown has other patterns than quick_inline.py knows"


def test_another_reader_of_lines_is_left_as_it_is() -> None:
    from quick_inline import quicken  # noqa: PLC0415 - as above

    class Other(InlineProcessor):
        """What an extension might bring."""

    parser = Markdown()
    parser.treeprocessors.register(Other(parser), "inline", 20)
    quicken(parser)
    assert type(parser.treeprocessors["inline"]) is Other
    assert parser.convert("*a*") == "<p><em>a</em></p>"


def test_what_is_finished_is_not_searched_again() -> None:
    from quick_inline import quicken  # noqa: PLC0415 - as above

    parser = Markdown(**MARKDOWN)
    quicken(parser)
    inline: Any = parser.treeprocessors["inline"]
    inline.stashed_nodes = {}
    inline.ancestors = []
    handled = [inline._InlineProcessor__handleInline(kind("`a`")) for kind in (AtomicString, str)]
    assert handled[0] == "`a`" != handled[1]
