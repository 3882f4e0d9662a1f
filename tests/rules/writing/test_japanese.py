from __future__ import annotations

import pytest

from tests.rules.writing.texts import post
from tracker.rules.writing import prose
from tracker.rules.writing.japanese import remarks


def about(text: str) -> list[str]:
    one = post(text, lang="ja")
    return [found.rule for found in remarks(one.layout, tuple(prose.sentences(one.layout)))]


def test_a_sentence_has_a_hundred_characters_at_most() -> None:
    assert about("あ" * 99 + "。") == []
    assert about("あ" * 100 + "。") == ["ja-long"]
    assert about("あ" * 60 + "`" + "x" * 80 + "`" + "あ" * 30 + "。") == []
    assert about("これは " + "word " * 40 + "です。") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("調べて、直して、試して、流しました。", []),
        ("調べたら、直して、試して、流して、終わりました。", ["ja-commas"]),
        ("予算、見積、納品、請求、検収、在庫があります。", []),
        ("「東京、京都、都の、の会、会議、議室」と切ります。", []),
        ("私は、きのう、札幌で、森さんに、会いました。", ["ja-commas"]),
    ],
)
def test_commas_part_clauses(text: str, found: list[str]) -> None:
    assert about(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "この機能は設定は不要です。",
        "前のエントリーが認証がかかっています。",
        "札幌で会議で話しました。",
        "`a`は`b`は同じです。",
    ],
)
def test_the_same_particle_twice_in_a_row(text: str) -> None:
    assert about(text) == ["ja-particle"]


@pytest.mark.parametrize(
    "text",
    [
        *(
            "0円でも書類がないと月が締められない。",
            "口が止まるまで気がつきませんでした。",
            "使う人の顔が見える大きさの仕事が好きです。",
        ),
        *(
            "私は、彼は来ないと思います。",
            "運が良ければホストが起動します。",
            "評価額が下がっていた。",
            "ここではない場所では動きます。",
        ),
        *(
            "私が答えを知らない質問を置きます。",
            "東京での仕事で学びました。",
            "数が減る人が出ました。",
            "これは「あれは違う」とは言えません。",
        ),
        *("秋が来てがらんとしました。", "彼女ははじめて話しました。", "手元でできることで足ります。"),
    ],
)
def test_what_only_looks_like_it(text: str) -> None:
    assert about(text) == []


POLITE = "これは一つです。次は二つです。三つありました。四つでしょうか。五つください。"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (POLITE + "最後である。", ["ja-mixed"]),
        (POLITE + "最後だった。", ["ja-mixed"]),
        (POLITE + "それが問題だ。", ["ja-mixed"]),
        (POLITE + "知らないから、書いてあることしか読めない。", []),
        (POLITE + "「最後だ」と言いました。", []),
        (POLITE + "なぜだろう？", []),
        (POLITE + "最後まで読んだ。", []),
        (POLITE + "\n\n- 一覧だ。\n- 項目である。", []),
        ("これは一つだ。次は二つである。三つだった。四つだろう。最後です。", ["ja-mixed"]),
        ("これは一つです。次は二つだ。", []),
    ],
)
def test_one_way_of_ending_sentences(text: str, found: list[str]) -> None:
    assert about(text) == found


def test_widths() -> None:
    assert about("ｶﾀｶﾅとカタカナ") == ["half-width-kana"]
    assert about("ＳＱＬとSQL") == ["full-width"]
    assert about("１つと2つ") == ["digits-mixed"]
    assert about("１つと２つ") == []
    assert about("`ｶﾅ`と`１2`と`Ａ`") == []


def test_spaces_between_scripts_are_as_in_the_rest_of_the_text() -> None:
    close = "PythonとRubyとGoを使い、SQLをPostgreSQLで流し、Gitで残します。"
    assert about(close) == []
    assert about(close + "\n\nただし Rust はまだです。") == ["spacing"]
    assert about("一つ Python と二つ Ruby と三つ Go と、四つ SQL と。Gitを。") == ["spacing"]
    assert about("Python と、Ruby と、Goと。") == []


def test_a_finding_names_its_line_and_its_words() -> None:
    one = post("はじめ。\n\nこの機能は設定は不要です。", lang="ja")
    (found,) = remarks(one.layout, tuple(prose.sentences(one.layout)))
    assert (found.line - one.first, found.message) == (2, "“は” twice in a row: “この機能は設定は不要です”")
