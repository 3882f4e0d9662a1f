from __future__ import annotations

import re
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.drafting import Voice, Words, draft, plan, point, spoken
from tracker.rules.phrases import ENGLISH, JAPANESE, PHRASES
from tracker.rules.questions import questions, sentences
from tracker.rules.sheets import slots

COMMENTS = st.lists(
    st.sampled_from(
        [
            "日本語でも検索できますか？",
            "リンク切れがあります。",
            "うちでも使っています。",
            "https://example.org/memo",
            "> 引用です",
            "Does it run on Windows?",
            "Great stuff!",
            "```\nx = 1?\n```",
            "👍",
            "⟦何⟧ですか？",
        ]
    ),
    max_size=6,
).map("\n".join)


def test_a_japanese_question() -> None:
    text = draft(Words("二文字の検索、よいですね。索引は毎回作り直していますか？", "佐藤 直子"), Voice("ja"))
    assert text.split("\n\n")[:3] == [
        "佐藤 直子さん",
        "> 索引は毎回作り直していますか？",
        "⟦回答1：索引は毎回作り直していますか？⟧",
    ]
    assert re.fullmatch(r"⟦ご自身の一文：[^⟧]+⟧", text.split("\n\n")[3])


def test_an_english_correction() -> None:
    text = draft(Words('The caption says "Sapporro" not "Sapporo". Nice post!', "Amara"), Voice("en"))
    address, quote, thanks, own = text.split("\n\n")
    assert address == "Amara,"
    assert quote == '> The caption says "Sapporro" not "Sapporo".'
    assert "“Sapporro”" in thanks
    assert own.startswith("⟦your own line: ")


def test_each_question_has_its_slot() -> None:
    text = draft(Words("Does it run on Windows? And is there a way to sort by date?"), Voice("en"))
    labels = [slot.label for slot in slots(text)]
    assert labels[:2] == ["A1: Does it run on Windows?", "A2: And is there a way to sort by date?"]
    assert len(labels) == 3


def test_a_question_too_short_to_stand_alone_is_quoted_with_the_sentence_before() -> None:
    assert plan(Words("上げたら一覧が空になりました。なぜでしょう。"), Voice("ja")).quote == (
        "上げたら一覧が空になりました。",
        "なぜでしょう。",
    )


def test_a_sentence_that_begins_inside_another_is_quoted_with_it() -> None:
    assert plan(Words("川沿いの地図\nhttps://example.jp/map\nがおすすめです。"), Voice("ja")).quote == (
        "川沿いの地図",
        "がおすすめです。",
    )


def test_a_long_question_is_named_by_its_end() -> None:
    text = "手元の環境で新しい版に上げてから一覧の並びが毎回変わってしまうのですが、どの設定を書けばよいでしょうか？"
    assert slots(draft(Words(text), Voice("ja")))[0].label == "回答1：…どの設定を書けばよいでしょうか？"


def test_a_sentence_that_announces_another_is_quoted_with_it() -> None:
    assert plan(Words("There is one typo:\nIt should be the north side."), Voice("en")).quote == (
        "There is one typo:",
        "It should be the north side.",
    )


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("こんにちは。森と申します。索引の話が参考になりました。", "索引の話が参考になりました。"),
        ("Great post! We have used it since May.", "We have used it since May."),
        ("We have used it since May. The feed is broken.", "The feed is broken."),
        ("The feed is broken. Can you look?", "Can you look?"),
        ("Hi,", "Hi,"),
    ],
)
def test_a_reply_starts_from_what_matters_most(text: str, best: str) -> None:
    found = point(sentences(text))
    assert found
    assert found.text == best


def test_at_most_one_question_back_and_none_after_two_of_theirs() -> None:
    told = "We have used TinySegmenter since May."
    assert "⟦question back" in draft(Words(told), Voice("en"))
    assert "⟦question back" not in draft(Words(f"{told} Is it fast? Is it small?"), Voice("en"))


def test_the_language_is_theirs_then_the_persons_then_the_articles() -> None:
    assert spoken(Words("動きました"), Voice("en")) == "ja"
    assert spoken(Words("+1", lang="ja"), Voice("en")) == "ja"
    assert spoken(Words("+1"), Voice("ja")) == "ja"
    assert spoken(Words("+1"), Voice("fr")) == "en"


@pytest.mark.parametrize("text", ["", "👍", "https://example.org/", "> 引用だけ", "```\nx\n```"])
def test_without_a_sentence_there_is_still_a_place_for_the_author(text: str) -> None:
    assert [slot.label.split("：")[0] for slot in slots(draft(Words(text), Voice("ja")))] == ["ご自身の一文"]


def test_a_phrase_used_lately_is_not_used_again() -> None:
    words = Words("You should try TinySegmenter.")
    written: list[str] = []
    for _ in range(len(ENGLISH.thanks["suggestion"]) + 1):
        written.append(plan(words, Voice("en", tuple(written))).thanks)
    assert written.pop() == ""
    assert len(set(written)) == len(ENGLISH.thanks["suggestion"])


@given(COMMENTS, st.sampled_from(["", "佐藤", "Amara", "の"]), st.sampled_from(["ja", "en"]))
def test_a_draft_is_the_same_each_time_and_complete(text: str, name: str, lang: str) -> None:
    words, voice = Words(text, name), Voice(lang)
    written = draft(words, voice)
    assert written == draft(words, voice)
    answers = [slot for slot in slots(written) if re.match(r"A\d|回答\d", slot.label)]
    assert len(answers) == len(questions(text))
    assert sum("your own line" in slot.label or "ご自身の一文" in slot.label for slot in slots(written)) == 1
    quoted = re.findall(r"^> (.*)$", written, re.MULTILINE)
    assert all("".join(line.split()).strip("…") in "".join(text.split()) for line in quoted)


def grams(text: str, size: int) -> set[str]:
    bare = text.replace("{it}", "")
    return {bare[at : at + size] for at in range(len(bare) - size + 1)}


@pytest.mark.parametrize(("lang", "size"), [("en", 4), ("ja", 3)])
def test_no_two_sentences_of_thanks_read_as_one(lang: str, size: int) -> None:
    phrases = [grams(phrase, size) for group in PHRASES[lang].thanks.values() for phrase in group]
    assert max(len(first & second) / len(first | second) for first, second in combinations(phrases, 2)) < 0.5


def test_japanese_phrases_are_polite_and_in_one_register() -> None:
    for phrase in (phrase for group in JAPANESE.thanks.values() for phrase in group):
        assert re.search(r"(?:です|ます|ました)。$", phrase)
        assert not re.search(r"である|だ。|いたします", phrase)


def test_both_languages_have_the_same_sets() -> None:
    assert {tuple(p.prompts) for p in PHRASES.values()} == {tuple(ENGLISH.prompts)}
    assert {tuple(p.thanks) for p in PHRASES.values()} == {tuple(ENGLISH.thanks)}
