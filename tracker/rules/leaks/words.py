"""What a run of a private text says: which words it has whole, and which of them are not anybody's.

Measured on 1,270 real comments and mails (English and Japanese) against 297 real articles of others: see `says`.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.leaks.folding import fold, normal, weight
from tracker.rules.leaks.ordinary import ENGLISH, JAPANESE

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

LEAST = 12
"""The weight of the shortest run: twelve Latin letters, eight kana or kanji."""
ENOUGH = 24
"""The weight of a run that is nobody else's, whatever its words are."""
CLEAR = 30
"""The weight of a run that never was there by chance."""
_KANJI, _KATAKANA, _HIRAGANA = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff々〆〇", "ァ-ヺー-ヿ", "ぁ-ゖゝ-ゟ"
_LETTER = rf"[^\W\d_{_KANJI}{_KATAKANA}{_HIRAGANA}]"
_WORD = re.compile(
    rf"(?P<kanji>[{_KANJI}]+)|(?P<katakana>[{_KATAKANA}]+)|(?P<hiragana>[{_HIRAGANA}]+)|(?P<figures>\d+)"
    rf"|(?P<letters>{_LETTER}+(?:['’]{_LETTER}+)*)|(?P<other>[^\W_])"
)
_ENDINGS = re.compile(r"(?:s|es|d|ed|ing|ly|er|ers)\Z")
_YEAR = re.compile(r"(?:19|20)\d\d|\d+00")
_SHORT, _COMPOUND = 3, 4
_WHOLE, _HALF = 2, 1
_SEVERAL = 2


class Word(NamedTuple):
    """A word of a text: where it stands in the folded text, and how much it says."""

    start: int
    end: int
    text: str
    points: int
    """2: it is not anybody's; 1: a single kanji that is not; 0: it is."""


def words(text: str) -> Iterator[Word]:
    """Yield the words of `text`, in order; Japanese is taken apart where its script changes."""
    at = 0
    for found in _WORD.finditer(normal(text)):
        word = found[0] if found.lastgroup != "letters" else fold(found[0])
        yield Word(at, at + len(word), word, _points(word, found.lastgroup or ""))
        at += len(word)


def says(run: str, inside: list[Word], common: Container[str] = ()) -> bool:
    """Whether a run that has these words whole tells something of its text; `common` are words of many.

    Either it has two words that are not anybody's, or one among three words, or it is `ENOUGH` long.
    """
    length = weight(run)
    if length < LEAST or length >= ENOUGH:
        return length >= ENOUGH
    points = {word.text: word.points for word in inside if word.points and word.text not in common}
    told = sum(points.values())
    return told >= _WHOLE and (len(inside) > _SEVERAL or (len(points) >= _SEVERAL and told >= _WHOLE * _SEVERAL))


def within(several: list[Word], start: int, end: int) -> list[Word]:
    """Return the words that lie whole between two places of the folded text."""
    first = bisect_left(several, start, key=lambda word: word.start)
    last = bisect_left(several, end + 1, key=lambda word: word.end)
    return several[first:last]


def _points(word: str, script: str) -> int:
    if script == "letters":
        return 0 if len(word) < _SHORT or _is_ordinary(word) else _WHOLE
    if script == "figures":
        return 0 if len(word) < _SHORT or _YEAR.fullmatch(word) else _WHOLE
    if script == "katakana":
        return 0 if len(word) < _SHORT or word in JAPANESE else _WHOLE
    return _kanji(word) if script == "kanji" else 0


def _kanji(word: str) -> int:
    if word in JAPANESE:
        return 0
    if len(word) == 1:
        return _HALF
    halves = ((word[:cut], word[cut:]) for cut in range(1, min(len(word), _COMPOUND + 1)))
    return 0 if any(one in JAPANESE and other in JAPANESE for one, other in halves) else _WHOLE


def _is_ordinary(word: str) -> bool:
    if word in ENGLISH:
        return True
    stem = _ENDINGS.sub("", word)
    return stem != word and (
        stem in ENGLISH or f"{stem}e" in ENGLISH or stem[:-1] in ENGLISH or f"{stem[:-1]}y" in ENGLISH
    )
