from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.sheets import NOTE, SCISSORS, Context, Slot, context, sheet, slots, unsheet

COMMENT = "二文字の検索、試しました。\n索引は毎回作り直しますか？\n設定が悪いのかな？"
NEAR = replace(
    context(COMMENT, "ja"), person="佐藤 直子", title="二文字の検索", url="https://mio.example/ja/2026/10/search/"
)
TEXTS = st.lists(
    st.sampled_from(["検索", "⟦A1: ?⟧", "\n", "\r\n", " ", SCISSORS, NOTE, "#", "> q", "a", "\u2028"])
).map("".join)


def test_the_sheet_shows_what_is_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", "en")
    assert sheet("⟦A1: …⟧", NEAR).split("\n") == [
        "⟦A1: …⟧",
        "",
        SCISSORS,
        "#| Leave the line above as it is: nothing below it becomes part of the reply.",
        "#| Replace each ⟦…⟧ by your own words, or delete it; with one left the draft is unfinished.",
        "#| The reply is written in Japanese.",
        "#|",
        "#| 佐藤 直子 on “二文字の検索”:",
        "#| https://mio.example/ja/2026/10/search/",
        "#|",
        "#|     二文字の検索、試しました。",
        "#|     索引は毎回作り直しますか？",
        "#|     設定が悪いのかな？",
        "#|",
        "#| They ask:",
        "#|     1. 索引は毎回作り直しますか？",
        "#|",
        "#| They may be asking:",
        "#|     1. 設定が悪いのかな？",
        "",
    ]


def test_what_was_private_is_marked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", "en")
    assert "do not quote it in public" in sheet("", Context("hello", private=True))
    assert "do not quote it in public" not in sheet("", Context("hello"))


@given(TEXTS, TEXTS, TEXTS)
def test_what_goes_into_a_sheet_comes_out(text: str, comment: str, title: str) -> None:
    assert unsheet(sheet(text, Context(comment, title=title))) == text.replace("\r\n", "\n").replace("\r", "\n").strip()


@given(TEXTS)
def test_an_editor_may_end_lines_in_its_own_way(comment: str) -> None:
    opened = sheet("返信です。\n\n次の段落。", Context(comment))
    assert unsheet(opened.replace("\n", "\r\n")) == "返信です。\n\n次の段落。"
    assert unsheet(opened.replace("\n", "  \n")) == "返信です。  \n  \n次の段落。"


def test_without_the_line_the_notes_still_stay_out() -> None:
    edited = sheet("# 見出し\n\n返信です。", NEAR).replace(SCISSORS + "\n", "")
    assert unsheet(edited) == "# 見出し\n\n返信です。"


@pytest.mark.parametrize("edited", ["", "\n\n", "返信だけ", "#| "])
def test_anything_else_is_the_reply(edited: str) -> None:
    assert unsheet(edited) == ("" if edited == "#| " else edited.strip())


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("> q\n\n⟦A1: why?⟧\n\nfine ⟦b⟧", (Slot(3, "A1: why?"), Slot(5, "b"))),
        ("⟦wrapped by\nan editor⟧", (Slot(1, "wrapped by an editor"),)),
        ("half ⟦deleted", (Slot(1, "deleted"),)),
        ("the other half⟧", (Slot(1, ""),)),
        ("⟦⟧", (Slot(1, ""),)),
        ("> they wrote ⟦x⟧", ()),
        ("[a](b) 「c」【d】〔e〕 [[f]] {g} 〚h〛", ()),
        ("", ()),
    ],
)
def test_open_slots(text: str, found: tuple[Slot, ...]) -> None:
    assert slots(text) == found
