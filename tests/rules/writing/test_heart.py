from __future__ import annotations

import pytest

from tests.rules.writing.texts import post
from tracker.rules.writing import prose
from tracker.rules.writing.heart import remarks

EN = ("I changed a thing.", "It was slow before.", "It is quick now.")
JA = ("変えました。", "前は遅かったのです。", "いまは速くなりました。")


def about(*paragraphs: str, lang: str) -> list[str]:
    one = post("\n\n".join(paragraphs), lang=lang)
    return [found.rule for found in remarks(one, tuple(prose.sentences(one.layout)))]


@pytest.mark.parametrize(("lang", "text"), [("en", EN), ("ja", JA)])
def test_a_post_that_nobody_can_answer(lang: str, text: tuple[str, ...]) -> None:
    assert about(*text, lang=lang) == ["no-question", "nothing-went-wrong"]


@pytest.mark.parametrize(
    ("lang", "question"),
    [
        ("en", "How do you measure it?"),
        ("en", "He asked, “Simple for whom?” (I had meant: for us.) What would you say?"),
        ("ja", "みなさんはどうしていますか。"),
        ("ja", "どう測っていますか？"),
        ("ja", "やり方を教えてください。"),
        ("ja", "読んだのは誰で、いつだったでしょうか。"),
        ("ja", "（どうしていますか。）"),
    ],
)
def test_a_question_at_the_end(lang: str, question: str) -> None:
    text = EN if lang == "en" else JA
    assert about(*text, question, lang=lang) == ["nothing-went-wrong"]
    assert about(*text, question, "**追記:** added later.", lang=lang) == ["nothing-went-wrong"]


def test_a_question_at_the_beginning_is_not_one_for_the_reader() -> None:
    assert about("Is it slow?", *EN * 3, lang="en") == ["no-question", "nothing-went-wrong"]
    assert about(*EN, "> What do they ask?", "`x?`", lang="en") == ["no-question", "nothing-went-wrong"]


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "I was wrong."),
        ("en", "I should have looked."),
        ("en", "I couldn’t find it."),
        ("ja", "失敗でした。"),
        ("ja", "気づかなかったのです。"),
        ("ja", "1時間つまずきました。"),
        ("ja", "半年、気づきませんでした。"),
        ("ja", "気付けなかったのです。"),
        ("ja", "その違いを知りませんでした。"),
        ("ja", "原因がわかりませんでした。"),
        ("ja", "最後まで再現できませんでした。"),
        ("ja", "説明が足りませんでした。"),
    ],
)
def test_something_that_went_wrong(lang: str, words: str) -> None:
    text = EN if lang == "en" else JA
    assert about(*text, words, lang=lang) == ["no-question"]


def test_a_note_of_two_lines_is_let_be() -> None:
    assert about("One thing.", "And another.", lang="en") == []
