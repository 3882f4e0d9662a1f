"""Python, which writes the index, and JavaScript, which asks it, take the same for a word, whatever is written."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from search_words import place, runs, tokens

from tests.with_real.finder import finder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.with_real.finder import Finder

pytestmark = pytest.mark.real_server

ODD = (
    "ＳＱＬｉｔｅｶﾞﾊﾟｰがか\u3099は\u309aヷヺか\u309aヵヶゕゖヽヾーｰ々〆〇・･゛゜一ヶ月"
    "naïveéßẞſﬁΣςİıŉǆÅΐᾳЙё’'ʼ\u00ad\u200b\u200d\ufe0f\U000e0100①㍻㌔½²º℃Ⅷ㊗"
    "葛\U000e0100𠮟𩸽𝐀𝟘한\u1112\u1161\u11abกำไहिन्दीשָׁعربيّ\u1680\u2028\u3000\u00a0\u0085😀👨\u200d👩\u200d👧🇯🇵☕\ufe0f"
)
TEXT = st.text(st.one_of(st.characters(exclude_categories=("Cs", "Cn")), st.sampled_from(ODD)), max_size=40)
"""What this Python knows no character for, a later browser may."""


@pytest.fixture(scope="module")
def node() -> Iterator[Finder]:
    with finder() as running:
        yield running


def test_every_character_is_folded_alike(node: Finder) -> None:
    for begin in range(0, 0x110000, 0x400):
        known = [
            chr(code) for code in range(begin, begin + 0x400) if unicodedata.category(chr(code)) not in ("Cs", "Cn")
        ]
        text = " a".join(known)
        assert node.ask("runs", text) == runs(text), hex(begin)


@settings(max_examples=600, deadline=None)
@given(text=TEXT)
@example(text=ODD)
@example(text="サーバー、サーバ C++ don’t")
@example(text="\u3099が'’\u0301x")
def test_a_text_is_cut_alike(node: Finder, text: str) -> None:
    assert node.ask("runs", text) == runs(text)
    ours = {*tokens(text)}
    assert {*node.ask("words", text)} <= ours, "what is asked for is what was written down"
    assert [node.ask("place", word) for word in sorted(ours)[:8]] == [place(word) for word in sorted(ours)[:8]]


@settings(max_examples=300, deadline=None)
@given(text=TEXT)
@example(text=ODD)
def test_every_character_that_was_cut_out_is_found_again_in_the_text(node: Finder, text: str) -> None:
    units = text.encode("utf-16-le")
    cut, ends = node.ask("cut", text)
    assert ends == sorted(ends)
    at = 0
    for character in cut.rstrip():
        begin, end = ends[at]
        assert character == " " or character in "".join(runs(units[begin * 2 : end * 2].decode("utf-16-le")))
        at += len(character.encode("utf-16-le")) // 2


@settings(max_examples=200, deadline=None)
@given(text=TEXT, query=st.text(st.sampled_from("かサ一 ab予算、é"), max_size=6), room=st.integers(8, 60))
def test_an_excerpt_is_a_piece_of_the_text_with_what_was_asked_for_marked(
    node: Finder, text: str, query: str, room: int
) -> None:
    whole = f"{text} 予算のサ表かが一か月。abcé、ab"
    pieces = node.ask("title", query, whole)
    assert "".join(pieces) == whole
    shown = "".join(node.ask("excerpt", query, whole, room)).removeprefix("… ").removesuffix("…")
    joined = whole
    for mark in "。！？」":
        joined = joined.replace(f"{mark} ", mark)
    assert shown in joined or shown in whole


@pytest.mark.parametrize(
    ("query", "parts"),
    [
        ("", []),
        (" 、。! ", []),
        ("予", [("予", "", ["予"])]),
        ("予算会議", [("予算会議", "", ["予算", "算会", "会議"])]),
        ("ＳＱＬｉｔｅ　さくいん", [("sqlite", "", ["sqlite"]), ("さくいん", "", ["さく", "くい", "いん"])]),
        ("full-text sea", [("full text", "", ["full", "text"]), ("sea", "sea", ["sea"])]),
        ("sea ", [("sea", "", ["sea"])]),
        ("c", [("c", "", ["c"])]),
        ("サーバー", [("さーば", "", ["さー", "ーば"])]),
        ("バー", [("ばー", "", ["ばー"])]),
        ("SQLiteの索引", [("sqlite の索引", "", ["sqlite", "の索", "索引"])]),
    ],
)
def test_a_query_is_taken_apart(node: Finder, query: str, parts: list[tuple[str, str, list[str]]]) -> None:
    assert [(part["text"], part["begun"], part["words"]) for part in node.ask("asked", query)] == parts


@pytest.mark.parametrize(
    ("query", "text", "room", "pieces"),
    [
        (
            "予算",
            "一文目です。二文目に予算があります。三文目は長く続いていきます。",
            20,
            ["二文目に", "予算", "があります。"],
        ),
        ("end", "The beginning goes on and on to the end of it. And more", 24, ["… to the ", "end", " of it."]),
        ("nothing", "No such word.", 24, ["No such word."]),
        ("鯨", "あ" * 30 + "鯨" + "い" * 30, 20, ["… " + "あ" * 7, "鯨", "い" * 12 + "…"]),
        ("long", "A long long word", 24, ["A ", "long", " ", "long", " word"]),
        ("b a", "b and so on and so on a b c", 12, ["… on ", "a", " ", "b", " c"]),
    ],
)
def test_an_excerpt_begins_and_ends_where_a_reader_would(
    node: Finder, query: str, text: str, room: int, pieces: list[str]
) -> None:
    assert node.ask("excerpt", query, text, room) == pieces
