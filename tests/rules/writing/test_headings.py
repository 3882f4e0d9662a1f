from __future__ import annotations

import re
from typing import Any

import pytest
from furigana import FuriganaExtension
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown import Markdown

from pelicanconf import MARKDOWN
from tests.rules.writing.texts import rules, said
from tracker.rules.writing.headings import headings, ids, remarks
from tracker.rules.writing.layout import laid_out

WORDS = st.sampled_from(
    [
        *("one", "Two", "検索", "の", "（注）", "1.15", "`a_b`", "*so*", "**very**", "[post](x.md)", "C++", "A&amp;B"),
        *("「引用」", "{余白|よはく}", "snake_case", "x-y", "…", "![i](i.png)", "<span>s</span>", "ー", "“q”", "\\*"),
        *("[^1]", "é", "１"),
    ]
)
HEADINGS = st.lists(st.tuples(st.integers(2, 4), st.lists(WORDS, min_size=1, max_size=4)), min_size=1, max_size=5)


def by_markdown(text: str) -> set[str]:
    configured: Any = MARKDOWN["extension_configs"]
    html = Markdown(extensions=[*configured, FuriganaExtension()], extension_configs=configured).convert(text)
    return set(re.findall(r'\sid="([^"]*)"', html))


@given(HEADINGS)
@settings(deadline=None)
def test_ids_are_those_that_python_markdown_gives(written: list[tuple[int, list[str]]]) -> None:
    text = "\n\n".join(f"{'#' * level} {' '.join(words)}" for level, words in written) + "\n\nText[^1].\n\n[^1]: Note."
    assert by_markdown(text) <= ids(laid_out(text))


@pytest.mark.parametrize(
    ("text", "known"),
    [
        ("## Same\n\n## Same\n\n## Same", {"same", "same_1", "same_2"}),
        ("## Named {#here}\n\n## Named", {"here", "named"}),
        ("Below\n=====\n\nAgain\n-----", {"below", "again"}),
        ("Words.\n{: #place }\n\n<a id=\"old\"></a> and <b name='x'>y</b>", {"place", "old", "x"}),
        ("a[^n]\n\n[^n]: b", {"fn:n", "fnref:n", "fnref2:n"}),
        ("## 並ぶ順番の問題だった", {"並ぶ順番の問題だった"}),
        ("```\n## no\n```", set()),
        ("## ！？", {"_1"}),
    ],
)
def test_what_a_link_may_lead_to(text: str, known: set[str]) -> None:
    assert ids(laid_out(text)) == known


def test_headings_are_read_without_their_marks() -> None:
    found = headings(laid_out("## The `queue` that *nobody* [needed](x.md)[^1] ##\n"))
    assert [(one.text, one.level, one.line) for one in found] == [("The queue that nobody needed", 2, 1)]


def test_the_title_is_the_only_heading_of_the_first_level() -> None:
    assert said(remarks(laid_out("# Again\n\nText."))) == [("heading-title", 1)]


def test_no_level_is_left_out() -> None:
    found = list(remarks(laid_out("### Deep\n\nText.\n\n## Less\n\nText.\n\n##### Deeper\n\nText.")))
    assert said(found) == [("heading-skip", 1), ("heading-skip", 9)]
    assert found[0].fix == "Write ## before it."
    assert found[1].fix == "Write ### before it."


def test_a_heading_has_words_and_something_below_it() -> None:
    text = "## \n\nText.\n\n## Empty\n\n## Full\n\n### Below\n\nText."
    assert said(remarks(laid_out(text))) == [("heading-empty", 1), ("section-empty", 5)]
    assert rules(remarks(laid_out("## Code\n\n```\nx\n```\n\n## Picture\n\n![a](b)\n"))) == []
