from __future__ import annotations

import pytest

from tracker.rules.optout import opted_out


@pytest.mark.parametrize("words", ["#nobot", "猫です。#NoBotです", "hi #nobridge", "＃nobot", "#noindex.", "#NoBots"])
def test_a_word_in_a_profile_asks_to_be_left_alone(words: str) -> None:
    assert opted_out(words)


@pytest.mark.parametrize("words", ["", "nobot", "#nobotany", "#nobody", "# nobot", "#no bot", "#nobot_here"])
def test_other_words_ask_nothing(words: str) -> None:
    assert not opted_out(words)
