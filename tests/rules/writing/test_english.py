from __future__ import annotations

import pytest

from tests.rules.writing.texts import sentences
from tracker.rules.writing.english import remarks


def about(text: str) -> list[str]:
    return [found.rule for found in remarks(sentences(text))]


def test_a_sentence_can_be_said_in_one_breath() -> None:
    assert about("word " * 49 + "word.") == []
    assert about("word " * 50 + "word.") == ["en-long"]
    assert about("It isn’t " + "well-known " * 40 + "`a b c d e f g h i`.") == []


@pytest.mark.parametrize(
    "text", ["I saw the the post.", "It is is here.", "What to to do?", "Use these posts posts now."]
)
def test_a_word_said_twice(text: str) -> None:
    assert about(text) == ["en-doubled"]


@pytest.mark.parametrize(
    "text",
    [
        *("What he had had was that that.", "A long, long time; a long long time.", "New York New York", "bye bye"),
        *("The `a` a", "Guid Guid", "one-to-to", "It is, is it not?"),
    ],
)
def test_a_word_meant_twice(text: str) -> None:
    assert about(text) == []


def test_the_word_is_named() -> None:
    (found,) = remarks(sentences("One.\n\nI saw the the post."))
    assert found.message == "“the” twice in a row."
