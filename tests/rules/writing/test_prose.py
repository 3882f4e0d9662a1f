from __future__ import annotations

import unicodedata

import pytest

from tests.rules.writing.texts import post, said, sentences
from tracker.rules.text import GAP
from tracker.rules.writing.prose import mixed, remarks


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("一つ。二つ！三つ？四つ", ["一つ。", "二つ！", "三つ？", "四つ"]),
        ("「検索、壊れてませんか。」と言われた。次です。", ["「検索、壊れてませんか。」と言われた。", "次です。"]),
        ("本当？と思いました。", ["本当？と思いました。"]),
        ("（注。ここも。）続きです。", ["（注。ここも。）続きです。"]),
        ("Run e.g. Dr. No, version 3.11. Done.", ["Run e.g. Dr. No, version 3.11.", "Done."]),
        ("He said “Stop. Now.” and left. Then rain.", ["He said “Stop. Now.” and left.", "Then rain."]),
        ("Good :) really. Yes.", ["Good :) really.", "Yes."]),
        ("一行目\n二行目です。", ["一行目二行目です。"]),
        ("one line\nand another.", ["one line and another."]),
        ("`x` を `y` に。", [f"{GAP} を {GAP} に。"]),
        ("See [the\npost](x.md) now.", ["See the post now."]),
    ],
)
def test_sentences_end_where_they_end(text: str, found: list[str]) -> None:
    assert [one.text for one in sentences(text)] == found


def test_each_sentence_knows_its_line() -> None:
    first = post().first
    found = sentences("One.\nTwo.\nThree\ngoes on. Four.\n\n- Five.\n- Six.\n\n## No sentence\n\n> No. Sentence.")
    assert [(one.text, one.line - first) for one in found] == [
        ("One.", 0),
        ("Two.", 1),
        ("Three goes on.", 2),
        ("Four.", 3),
        ("Five.", 5),
        ("Six.", 6),
    ]


def about(text: str, **head: str) -> list[tuple[str, int]]:
    one = post(text, **head)
    return [(rule, line - one.first + 1) for rule, line in said(remarks(one))]


def test_characters_nobody_sees() -> None:
    assert about("a\u200bb\n\nc\u00add e\ufefff") == [("invisible", 1), ("invisible", 3)]
    (found,) = remarks(post("a\u200bb\u200bc"))
    assert found.message == "2 characters nobody can see in this line: U+200B."
    assert about("👨‍👩‍👧 and क्‍ष and कुछ") == []
    assert about("```\na\u200bb\n```\n\n`c\u200bd`") == []


def test_characters_in_two_pieces() -> None:
    pieces = unicodedata.normalize("NFD", "ガイド")
    (found,) = remarks(post(f"これは{pieces}です。"))
    assert found.rule == "decomposed"
    assert "“ガ”" in found.message
    assert about(f"`{pieces}`\n\n```\n{pieces}\n```\n\n> {pieces}") == []
    assert about("ガイド、café、カ&#x3099;") == []


def test_the_front_matter_is_looked_at_too() -> None:
    one = post(title="A\u200bB", tags=unicodedata.normalize("NFD", "ガイド"))
    assert sorted(rule for rule, _line in said(remarks(one))) == ["decomposed", "invisible"]


def test_a_custom_is_what_most_do() -> None:
    yes, no = [(line, True) for line in range(9)], [(90, False), (91, False)]
    assert mixed([*yes, *no], least=6, share=0.25) == (True, [90, 91])
    assert mixed([*yes, *no, *no], least=6, share=0.25) is None
    assert mixed(yes[:5] + no[:1], least=6, share=0.25) is None
    assert mixed(yes, least=6, share=0.25) is None
