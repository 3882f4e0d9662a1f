"""What of the private texts stands in what was built, and whether it was public before."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.leaks.folding import fold, weight
from tracker.rules.leaks.runs import Part, Shared, encoded
from tracker.rules.leaks.words import LEAST, Words, points, says

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Sequence

    from tracker.rules.leaks.findings import Private

MANY = 50
"""A word that so many different people used in private tells nothing of one of them."""
COVERED = 2 / 3
"""How much of a run another text must have at least, for the rest to be there by chance."""
_SHARED, _SHARED_WIDE = 12, 8
_TERMS = 2
_ADDRESS = re.compile(r"((?:https?://|www\.)[!-~]+)|[\w.+-]+[@＠][\w-]+(?:[.．][\w-]+)+")
_MAY_HOLD_ONE = re.compile(r"[@＠]|://|www\.")
_SECRET = re.compile(r"(?=[A-Za-z]*\d)(?=\d*[A-Za-z])[A-Za-z0-9_]{16,}")


class Candidate(NamedTuple):
    """A run of a private text that stands in what was built and says something."""

    private: Private
    run: str
    terms: tuple[str, ...]
    """Words of it to look for in other texts."""
    built: tuple[int, ...]
    """The numbers of the texts it stands in."""


def candidates(private: Sequence[Private], built: Iterable[str]) -> Iterator[Candidate]:
    """Yield the runs of private texts that say something and stand in one of the folded texts that were built."""
    texts = [_Text(one) for one in private]
    shared = Shared([text.data for text in texts], map(encoded, built))
    parts = [part for part in shared.parts() if texts[part.number].tells(part, ())]
    common = _common(texts, {word for part in parts for word in texts[part.number].inside(part)})
    for part, others in shared.whole([part for part in parts if texts[part.number].tells(part, common)]):
        text = texts[part.number]
        if text.tells(part, common):
            yield Candidate(text.private, text.run(part), text.terms(part), others)


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


class _Text:
    """A private text, folded; its words are found when something of it is shared."""

    def __init__(self, private: Private) -> None:
        self.private = private
        text = private.text
        self._text = _ADDRESS.sub(_kept, text) if _MAY_HOLD_ONE.search(text) else text
        self._folded = fold(self._text)
        self.data = encoded(self._folded)

    @cached_property
    def words(self) -> Words:
        return Words(self._text)

    @cached_property
    def _ends(self) -> list[int]:
        return list(accumulate(map(_size, self._folded)))

    def _characters(self, part: Part) -> tuple[int, int]:
        """Return the characters that lie whole in a part."""
        if len(self.data) == len(self._folded):
            return part.start, part.end
        return bisect_left(self._ends, part.start) + 1 if part.start else 0, bisect_right(self._ends, part.end)

    def run(self, part: Part) -> str:
        start, end = self._characters(part)
        return self._folded[start:end]

    def inside(self, part: Part) -> list[str]:
        return self.words.within(*self._characters(part))

    def tells(self, part: Part, common: Container[str]) -> bool:
        run = self.run(part)
        return weight(run) >= LEAST and says(run, self.inside(part), common)

    def terms(self, part: Part) -> tuple[str, ...]:
        """The words that tell most, and of those the longest."""
        return tuple(sorted(set(self.inside(part)), key=lambda word: (-points(word), -len(word), word))[:_TERMS])


class _Sizes(dict[str, int]):
    def __missing__(self, letter: str) -> int:
        return self.setdefault(letter, len(encoded(letter)))


_size = _Sizes().__getitem__


def _common(texts: Sequence[_Text], asked: set[str]) -> set[str]:
    """Return those of these words that many people use: each is counted once, however much they write."""
    used: dict[str, set[int]] = defaultdict(set)
    for text in texts if len(texts) >= MANY and asked else ():
        for word in asked.intersection(text.words.words):
            used[word].add(text.private.account)
    return {word for word, people in used.items() if len(people) >= MANY}


def _kept(address: re.Match[str]) -> str:
    """An address of the web is no secret, unless it has one in it; those of mail are looked for by themselves."""
    return address[0] if address[1] and _SECRET.search(address[1]) else " "
