from __future__ import annotations

import textwrap

import click
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.cli._table import width
from tracker.cli._wrap import NEVER_FIRST, NEVER_LAST, Formatter, wrap

ENGLISH = st.text("abcde ", max_size=120)
BOTH = st.text("あかきー漢字、。「」（）ッょab 12`", max_size=120)


def test_japanese_is_wrapped_between_characters() -> None:
    assert wrap("返事待ちの反応を一覧します。質問が先です。", 20) == [
        "返事待ちの反応を一覧",
        "します。質問が先で",
        "す。",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("あいうえお、か", ["あいうえ", "お、か"]),
        ("あいうえお。", ["あいうえ", "お。"]),
        ("あいうえ「お」", ["あいうえ", "「お」"]),
        ("あいうえスー", ["あいうえ", "スー"]),
        ("あいうえキャ", ["あいうえ", "キャ"]),
    ],
)
def test_marks_stay_with_what_they_belong_to(text: str, expected: list[str]) -> None:
    assert wrap(text, 10) == expected


def test_a_command_is_not_torn() -> None:
    assert wrap("使える取得元は `enishi sources` で確認できます。", 26) == [
        "使える取得元は",
        "`enishi sources` で確認で",
        "きます。",
    ]


def test_a_latin_word_is_not_torn() -> None:
    assert wrap("あなたのPelicanで", 12) == ["あなたの", "Pelicanで"]


def test_what_cannot_be_broken_is_longer() -> None:
    assert wrap("a https://mio.example/en/ b", 10) == ["a", "https://mio.example/en/", "b"]


@given(ENGLISH, st.integers(5, 40))
def test_english_is_wrapped_as_python_does(text: str, cells: int) -> None:
    plain = " ".join(text.split())
    assert wrap(text, cells) == (textwrap.wrap(plain, cells, break_long_words=False) or [""])


@given(BOTH, st.integers(1, 40))
def test_nothing_is_lost(text: str, cells: int) -> None:
    assert "".join("".join(wrap(text, cells)).split()) == "".join(text.split())


@given(BOTH, st.integers(2, 40))
def test_a_line_is_only_as_long_as_it_may_be(text: str, cells: int) -> None:
    for line in wrap(text, cells):
        assert width(line) <= cells or wrap(line, 1) == [line]


@given(BOTH.filter(lambda text: " " not in text and "`" not in text), st.integers(2, 40))
def test_no_line_begins_or_ends_with_the_wrong_mark(text: str, cells: int) -> None:
    lines = wrap(text, cells)
    assert not [line for line in lines[1:] if line[:1] in NEVER_FIRST]
    assert not [line for line in lines[:-1] if line[-1:] in NEVER_LAST]


def test_paragraphs_stay_apart() -> None:
    formatter = Formatter(width=12)
    with formatter.indentation():
        formatter.write_text("一覧を表示します。\n\nID は番号。")
    assert formatter.getvalue() == "  一覧を表示\n  します。\n\n  ID は番\n  号。\n"


ROWS = [
    ("--full", "新着だけでなく、すべて"),
    ("--a-name-longer-than-any-column-may-be", "その下に"),
    ("--bare", ""),
    ("--another-name-longer-than-any-column", ""),
]


def test_options_stand_beside_what_they_do() -> None:
    formatter = Formatter(width=50)
    with formatter.indentation():
        formatter.write_dl(ROWS)
    assert formatter.getvalue().splitlines() == [
        "  --full                          新着だけでなく、",
        "                                  すべて",
        "  --a-name-longer-than-any-column-may-be",
        "                                  その下に",
        "  --bare",
        "  --another-name-longer-than-any-column",
    ]


def test_english_help_is_as_click_writes_it() -> None:
    ours, clicks = Formatter(width=60), click.HelpFormatter(width=60)
    for formatter in (ours, clicks):
        formatter.write_text(
            "List what waits for an answer: what asks something first.\n\nThen the rest of it, all of it."
        )
        formatter.write_dl(
            [("--all", "Every article and everybody, not only the latest " * 2), ("--kind TEXT", "Kind.")]
        )
    assert ours.getvalue() == clicks.getvalue()
