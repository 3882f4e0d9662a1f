from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.text import LONGEST, MOST, ending, excerpt, graphemes, mask, pieces, quotation

JAPANESE = st.text(st.sampled_from("検索がは、。？！「」（）あ\n >AB1.?!`#…👨‍👩‍👧が"), max_size=80)


def said(text: str) -> list[str]:
    return [piece.text for piece in pieces(text)]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("動きました。でも遅いです！なぜ？", ["動きました。", "でも遅いです！", "なぜ？"]),
        ("速いですね．助かります．", ["速いですね．", "助かります．"]),
        ("二文字の\n検索です", ["二文字の検索です"]),
        ("書き直そうにもファイル\nが開けません", ["書き直そうにもファイルが開けません"]),
        ("一行目\n\n二行目", ["一行目", "二行目"]),
        ("例（こう言うの？）のとおりです。", ["例（こう言うの？）のとおりです。"]),
        ("「本当に？」と思いました。", ["「本当に？」と思いました。"]),
        ("え!?と驚きました。", ["え!?と驚きました。"]),
        ("順調でしたか？（＾0＾）？\n次です。", ["順調でしたか？（＾0＾）？", "次です。"]),
        ("面白い！(笑)\nw", ["面白い！(笑)"]),
        ("・一つ目の案\n・二つ目の案", ["・一つ目の案", "・二つ目の案"]),
        (
            "Version 1.2 works. It is e.g. fast, i.e. good. Yes!",
            ["Version 1.2 works.", "It is e.g. fast, i.e. good.", "Yes!"],
        ),
        ("I ran it\non two machines.", ["I ran it on two machines."]),
        ("Hi all,\nfrom here it runs.", ["Hi all,", "from here it runs."]),
        ("It failed\nThen I left", ["It failed", "Then I left"]),
        (
            "Is it `a?b` or not? See https://example.org/?q=1. Fine.",
            ["Is it `a?b` or not?", "See https://example.org/?q=1.", "Fine."],
        ),
        ("Well... it depends.", ["Well... it depends."]),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text: str, sentences: list[str]) -> None:
    assert said(text) == sentences


@pytest.mark.parametrize(
    "text",
    [
        "> Does it run?",
        "＞ 動きますか？",
        "```python\nwhy = what?\n```",
        "~~~\nunclosed?",
        'Traceback (most recent call last):\n  File "a.py", line 56, in ?\nValueError: no?',
        "$ enishi pull?",
        "for (;;) { why(); }",
        "answer = maybe ? yes : no",
        "<p class='x'>Really?</p>",
        "https://example.org/why?",
        "👍🎉",
        "",
    ],
)
def test_what_is_no_prose_has_no_sentences(text: str) -> None:
    assert said(text) == []


def test_prose_around_code_stays() -> None:
    assert said("止まります。\n```\nx = 1?\n```\n直し方はありますか？") == ["止まります。", "直し方はありますか？"]


def test_words_are_without_addresses_and_code() -> None:
    assert pieces("See `enishi` at https://example.org/ now.")[0].words == "See  at  now."


@given(JAPANESE)
def test_a_mask_is_as_long_as_the_text(text: str) -> None:
    assert len(mask(text)) == len(text)


@given(JAPANESE)
def test_sentences_are_cut_out_of_the_text_in_order(text: str) -> None:
    bare, at = "".join(text.split()), 0
    for piece in pieces(text):
        at = bare.index("".join(piece.text.split()), at)


def test_a_text_without_end_is_read_to_a_limit() -> None:
    found = pieces("あ" * (MOST * 3))
    assert len(found) == 1
    assert len(found[0].text) == MOST
    assert len(found[0].words) == LONGEST + 1


@pytest.mark.parametrize(
    ("text", "count"),
    [("👨‍👩‍👧がぎ", 3), ("🇯🇵🇳🇴", 2), ("👍🏽a", 2), ("が", 1), ("ｶﾞ", 1), ("\r\n", 1), ("각", 1), ("❤️", 1), ("", 0)],
)
def test_graphemes_are_what_a_reader_counts(text: str, count: int) -> None:
    decomposed = unicodedata.normalize("NFD", text) if text in ("が", "각") else text
    assert len(graphemes(decomposed)) == count


@given(st.text(max_size=60))
def test_graphemes_lose_nothing(text: str) -> None:
    assert "".join(graphemes(text)) == text


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("短い文です。", 10, "短い文です。"),
        ("検索が速い。とても助かります。", 8, "検索が速い。…"),
        ("The index is built once and kept", 16, "The index is…"),
        ("internationalisation", 8, "interna…"),
        ("家族👨‍👩‍👧です", 4, "家族👨‍👩‍👧…"),
        ("一行目\n二行目", 20, "一行目二行目"),
    ],
)
def test_an_excerpt_ends_where_it_may(text: str, limit: int, short: str) -> None:
    assert excerpt(text, limit) == short


@given(JAPANESE, st.integers(1, 40))
def test_an_excerpt_keeps_to_its_limit(text: str, limit: int) -> None:
    short = excerpt(text, limit)
    assert len(graphemes(short)) <= limit
    whole = excerpt(text, 1_000)
    assert short == whole or whole.startswith(short.removesuffix("…"))


LONG_QUESTION = (
    "手元の環境では新しい版に上げてから一覧の並びが毎回変わってしまい、設定を見直しても直らなかったのですが、"
    "並びを固定するにはどの設定を書けばよいでしょうか？"
)
TAKEN_BACK = (
    "I love the way the index is built in one pass here, but on our shop with ninety thousand pages, some of them "
    "huge, it never finished and we had to go back to the old one, which I liked less."
)


@pytest.mark.parametrize(
    ("text", "limit", "short"),
    [
        ("どこですか？", 10, "どこですか？"),
        ("設定を見直したのですが、どこに書けばよいでしょうか？", 16, "…どこに書けばよいでしょうか？"),
        ("Where in the settings do I write it?", 16, "…do I write it?"),
        ("internationalisation", 8, "…isation"),
    ],
)
def test_an_ending_begins_where_it_may(text: str, limit: int, short: str) -> None:
    assert ending(text, limit) == short


@given(JAPANESE, st.integers(1, 40))
def test_an_ending_keeps_to_its_limit(text: str, limit: int) -> None:
    short = ending(text, limit)
    assert len(graphemes(short)) <= limit
    assert excerpt(text, 1_000).endswith(short.removeprefix("…"))


def test_a_question_keeps_its_end() -> None:
    short = quotation(LONG_QUESTION, 30, tail=True)
    assert short.startswith("…")
    assert LONG_QUESTION.endswith(short[1:])
    assert short.endswith("どの設定を書けばよいでしょうか？")


def test_a_quotation_never_loses_the_but() -> None:
    assert "but on our shop" in quotation(TAKEN_BACK, 60, tail=False)


def test_a_long_statement_may_lose_its_last_clauses() -> None:
    sentence = (
        "We keep the whole index in one file beside the pages, as plain text, because the hosting we can afford allows "
        "no database and nobody in the team wants to look after one at night."
    )
    assert quotation(sentence, 60, tail=False) == "We keep the whole index in one file beside the pages, as plain text…"


def test_an_unbroken_path_is_cut_short() -> None:
    assert len(quotation("Error: " + "C:\\folder" * 60, 90, tail=False)) <= 90
