from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joined_lines import JoinedLinesExtension, joined
from markdown import Markdown

CASES = {
    "日本語の\n文章": "日本語の文章",
    "句点。\n次の文": "句点。次の文",
    "カタカナ\nことば": "カタカナことば",
    "（全角）\n　字下げ": "（全角）　字下げ",
    "English\nwords": "English\nwords",
    "日本語\nEnglish": "日本語\nEnglish",
    "English\n日本語": "English\n日本語",
    "数字は10\n個": "数字は10\n個",
    "한국어\n문장": "한국어\n문장",
    "終わり\n": "終わり\n",
    "\n始まり": "\n始まり",
    "行末の空白 \n次": "行末の空白次",
    "😀\n絵": "😀\n絵",
}


@pytest.mark.parametrize(("written", "shown"), CASES.items())
def test_lines_are_joined_between_wide_characters_only(written: str, shown: str) -> None:
    assert joined(written) == shown


def html(text: str) -> str:
    return Markdown(extensions=[JoinedLinesExtension(), "fenced_code", "tables"], output_format="html").convert(text)


def test_marks_between_the_lines_are_looked_through() -> None:
    assert html("これは\n**強調**\nである。") == "<p>これは<strong>強調</strong>である。</p>"
    assert html("前の\n[後ろ](https://example.org/)の\n話") == (
        '<p>前の<a href="https://example.org/">後ろ</a>の話</p>'
    )


def test_a_break_that_was_meant_stays() -> None:
    assert "<br" in html("一行目  \n二行目")


def test_code_keeps_its_lines() -> None:
    assert "一行目\n二行目" in html("    一行目\n    二行目\n")
    assert "一行目\n二行目" in html("```\n一行目\n二行目\n```\n")


def test_lines_in_lists_are_joined() -> None:
    assert "<li>長い項目の続き</li>" in html("- 長い項目の\n  続き\n- 次\n").replace("\n  ", "")


@given(st.text(alphabet=st.sampled_from("あ漢。ａaB1 \n\t😀한"), max_size=40))
def test_nothing_but_white_space_is_ever_removed(text: str) -> None:
    assert "".join(joined(text).split()) == "".join(text.split())


@given(
    st.text(alphabet=st.sampled_from("あ漢。ア"), min_size=1), st.text(alphabet=st.sampled_from("あ漢。ア"), min_size=1)
)
def test_two_lines_of_japanese_are_one(first: str, second: str) -> None:
    assert joined(f"{first}\n{second}") == first + second


@given(st.text(max_size=60))
def test_a_text_that_is_joined_stays_as_it_is(text: str) -> None:
    once = joined(text)
    assert joined(once) == once
