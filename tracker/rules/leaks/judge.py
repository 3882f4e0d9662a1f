"""What of the private texts stands in what was built, and whether it was public before."""

from __future__ import annotations

import re
from codecs import getincrementaldecoder
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.leaks.folding import fold, weight
from tracker.rules.leaks.runs import CODEC, encoded, parts
from tracker.rules.leaks.words import LEAST, says, within, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tracker.rules.leaks.findings import Private
    from tracker.rules.leaks.words import Word

MANY = 4
"""A word that so many different people used in private is nobody's."""
COVERED = 2 / 3
"""How much of a run another text must have at least, for the rest to be there by chance."""
_SHARED, _SHARED_WIDE = 12, 8
_ADDRESS = re.compile(r"(?:https?://|www\.)[!-~]+")
_SECRET = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9_]{16,}")


class Candidate(NamedTuple):
    """A run of a private text that stands in what was built and says something."""

    private: Private
    run: str
    terms: tuple[str, ...]
    """Words of it to look for in other texts: the longest."""


class _Text:
    """A private text, folded; its words are found when something of it is shared."""

    def __init__(self, private: Private) -> None:
        self.private = private
        self.text = _ADDRESS.sub(_kept, private.text)
        self.folded = fold(self.text)
        self.data = encoded(self.folded)
        self.words: list[Word] = []

    def characters(self, start: int, end: int) -> tuple[int, int]:
        """Return the characters that lie whole between two bytes."""
        if len(self.data) == len(self.folded):
            return start, end
        before = _decoded(self.data[:start])
        return before + (len(encoded(self.folded[:before])) < start), _decoded(self.data[:end])


def candidates(private: Sequence[Private], built: Sequence[str]) -> Iterator[Candidate]:
    """Yield the runs of private texts that say something and stand in one of the folded texts that were built."""
    texts = [_Text(one) for one in private]
    shared = _shared(texts, built)
    for number in shared:
        texts[number].words = list(words(texts[number].text))
    common = _common(texts)
    everything = "\n".join(built)
    for number, places in shared.items():
        text = texts[number]
        for start, end in places:
            if not _told(text, start, end, common):
                continue
            for one, other in _maximal(text.folded, start, end, everything):
                if _told(text, one, other, common):
                    yield Candidate(text.private, text.folded[one:other], _terms(within(text.words, one, other)))


def covers(other: str, run: str) -> bool:
    """Whether a folded text has a run, but for a few letters that anything might have."""
    if run in other:
        return True
    size = _SHARED if run.isascii() else _SHARED_WIDE
    had = bytearray(len(run))
    for at in range(len(run) - size + 1):
        if run[at : at + size] in other:
            had[at : at + size] = b"\x01" * size
    rest = weight("".join(letter for letter, one in zip(run, had, strict=True) if not one))
    return rest < LEAST and rest <= weight(run) * (1 - COVERED)


def _told(text: _Text, start: int, end: int, common: Container[str]) -> bool:
    return says(text.folded[start:end], within(text.words, start, end), common)


def _shared(texts: Sequence[_Text], built: Sequence[str]) -> dict[int, list[tuple[int, int]]]:
    """Return what texts share with those built, heavy enough, in characters."""
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for part in parts([text.data for text in texts], map(encoded, built)):
        start, end = texts[part.number].characters(part.start, part.end)
        if weight(texts[part.number].folded[start:end]) >= LEAST:
            found[part.number].append((start, end))
    return found


def _common(texts: Sequence[_Text]) -> set[str]:
    """Return the words that many people use: each is counted once, however much they write."""
    used: dict[str, set[int]] = defaultdict(set)
    for text in texts:
        for word in text.words:
            if word.points:
                used[word.text].add(text.private.account)
    return {word for word, people in used.items() if len(people) >= MANY}


def _maximal(folded: str, start: int, end: int, everything: str) -> Iterator[tuple[int, int]]:
    """Yield the longest runs in a part: it may be made of several that stand in different places."""
    if folded[start:end] in everything:
        yield start, end
        return
    reached = start
    for at in range(start, end):
        stop = _reach(folded, at, max(reached, at), end, everything)
        if stop > reached:
            yield at, stop
            reached = stop


def _reach(folded: str, start: int, known: int, end: int, everything: str) -> int:
    """Return how far a run from `start` goes, at least to `known`; half of what is left at a time."""
    if folded[start : known + 1] not in everything or known >= end:
        return known
    low, high = known + 1, end
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if folded[start:middle] in everything else (low, middle - 1)
    return low


def _terms(inside: Sequence[Word]) -> tuple[str, ...]:
    return tuple(sorted({word.text for word in inside}, key=lambda word: (-len(word), word))[:2])


def _kept(address: re.Match[str]) -> str:
    """An address in the web is no secret, unless it has one in it."""
    return address[0] if _SECRET.search(address[0]) else " "


def _decoded(data: bytes) -> int:
    return len(getincrementaldecoder(CODEC)().decode(data))
