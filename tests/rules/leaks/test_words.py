from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.leaks.folding import fold, weight
from tracker.rules.leaks.words import Words, points, says

KANJI = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆〇]{3,}")


def told(text: str) -> bool:
    return says(fold(text), Words(text).within(0, len(fold(text))))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("The Rotterdam—office!", "therotterdamoffice"),
        ("Ｒｏｔｔｅｒｄａｍ　①", "rotterdam1"),
        ("ﾛｯﾃﾙﾀﾞﾑの事務所", "ロッテルダムの事務所"),
        ("ロッテルタ\u3099ム", "ロッテルダム"),
        ("soft\u00adly, zero\u200bwidth", "softlyzerowidth"),
        ("don’t_stop", "dontstop"),
        ("Straße", "strasse"),
        ("", ""),
    ],
)
def test_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_nothing_but_letters_and_figures_is_left_and_folding_again_changes_nothing(text: str) -> None:
    folded = fold(text)
    assert folded == "" or folded.isalnum()
    assert fold(unicodedata.normalize("NFC", folded)) == fold(folded)


@given(st.text(alphabet=st.characters(codec="utf-8") | st.sampled_from("aB 'ー・ァ漢々〇ﾊﾞ１ 1'’－")))
def test_words_are_all_there_is_and_each_is_found_where_it_stands(text: str) -> None:
    found = Words(text)
    folded = fold(text)
    assert "".join(found.words) == folded
    at = 0
    for word in found.words:
        assert word in found.within(at, at + len(word))
        assert found.within(at + 1, at + len(word)) == ([word[1:]] if KANJI.fullmatch(word) else [])
        at += len(word)
    assert found.within(0, len(folded)) == found.words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        *(
            ("because", 0),
            ("things", 0),
            ("worried", 0),
            ("ox", 0),
            ("rotterdam", 2),
            ("2026", 0),
            ("12", 0),
            ("4711", 2),
        ),
        *(
            ("しました", 0),
            ("データ", 0),
            ("ロッテルダム", 2),
            ("カモ", 0),
            ("問題", 0),
            ("離婚", 2),
            ("猫", 1),
            ("人", 0),
        ),
        *(("最新機能", 0), ("離婚調停", 2), ("한국", 0), ("한국어", 2)),
    ],
)
def test_what_a_word_says(word: str, expected: int) -> None:
    assert points(word) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rotterdam closes", False),  # one word that is not anybody's, and a common one
        ("Rotterdam closes in March", True),
        ("the Rotterdam merger", True),
        ("Rotterdam tribunal", True),
        ("implementation", False),
        ("thanks for the great post", False),
        ("what is the difference", False),
        ("what is the difference between them", True),  # long enough
        ("と思いますので、よろしく", False),
        ("来春アメリカへ留学", True),
        ("離婚調停中の長女", True),
        ("ソフトウェアの問題", False),
        ("short Rot", False),
    ],
)
def test_what_a_run_says(text: str, *, expected: bool) -> None:
    assert told(text) is expected


def test_a_word_that_many_use_says_nothing() -> None:
    words = Words("the Rotterdam merger").words
    assert says("therotterdammerger", words, ())
    assert not says("therotterdammerger", words, {"rotterdam", "merger"})


def test_a_japanese_character_weighs_one_and_a_half() -> None:
    assert (weight("abcd"), weight("ab猫"), weight("é猫ー々")) == (4, 3.5, 5.5)


def test_a_kanji_word_that_is_cut_counts_as_far_as_it_goes() -> None:
    words = Words("昨日、離婚調停中の長女が")
    assert words.within(1, 5) == ["離婚調"]
    assert words.within(3, 6) == ["婚調停"]
    assert words.within(6, 8) == ["の"]
    assert words.within(0, 3) == ["昨日"]
