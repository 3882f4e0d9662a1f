"""Which parts of many texts occur in many others, told without looking at each pair.

Texts are bytes. A run of `LEAST` of them that two texts share holds `LEAST - GRAM + 1` = 4 grams, and where those
begin in either text, counted by fours, one of them begins at 0 or 1 in the one text and at 0 or 2 in the other:
whatever lies between the two. So half of the grams of each text are hashed and asked about (Bloom filters), and only
the runs around those that both have are compared. (A difference cover, as Burkhardt and Kärkkäinen 2003 have it for
suffix arrays.) All hashes of a text are made at once: it is one large number, added without carry to itself some
bits on.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from itertools import accumulate, compress, repeat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST = 12
"""Bytes of the shortest run: twelve Latin letters, or six kana or kanji (eight of them have sixteen)."""
GRAM = 9
LANE = LEAST - GRAM + 1
"""Bytes of a hash, the highest of which is always 0; the places that grams begin at are counted by as many."""
HERE, THERE = (0, 2), (0, 1)
"""Where the grams begin that are looked at, in the texts and in the others."""
SHIFTS = ((17, 31, 48), (11, 26, 39, 48))
"""By which bits a text is added to itself: each of the two hashes is made of all 72 bits of a gram."""
CODEC = "gb18030"
"""A byte for a Latin letter, two for a kana or kanji; four for some others."""
PIECE = 1 << 22
"""Bytes of texts that are looked at together."""
_MARKED = re.compile(b"\x01+")


class Part(NamedTuple):
    """A part of a text, as long as can be: each run of `LEAST` bytes in it occurs in another text."""

    number: int
    """Of the text."""
    start: int
    """In bytes."""
    end: int


def encoded(folded: str) -> bytes:
    """Return a folded text in the bytes that runs are measured in."""
    return folded.encode("ascii") if folded.isascii() else folded.encode(CODEC, "replace")


class Whole(NamedTuple):
    """A part that another text has whole."""

    part: Part
    others: tuple[int, ...]
    """The numbers of those that have it."""


class Shared:
    """What texts share with others."""

    def __init__(self, texts: Sequence[bytes], others: Iterable[bytes]) -> None:
        told = list(others)
        self._texts, self._other = texts, b"\r".join(told)
        self._starts = [0, *accumulate(len(one) + 1 for one in told)]
        self._marks = b""
        """Where the others have grams of the texts."""

    def parts(self) -> Iterator[Part]:
        """Yield what is shared, text by text."""
        there = Filter()
        there.add(self._other, THERE)
        pieces = [(text, starts, there.marks(text, HERE)) for text, starts in _pieces(self._texts)]
        here = Filter()
        for text, _starts, marks in pieces:
            here.add(text, HERE, marks)
        self._marks = here.marks(self._other, THERE)
        runs = set(map(self._other.__getitem__, map(_run, _around(self._marks))))
        for text, starts, marks in pieces:
            for start, end in _spans(text, marks, runs):
                number = bisect_right(starts, start) - 1
                yield Part(number, start - starts[number], end - starts[number])

    def whole(self, parts: Iterable[Part]) -> Iterator[Whole]:
        """Yield the longest runs in parts that another text has whole: a part may be made of several."""
        told = list(parts)
        places = self._places({run for part in told for run in self._runs(part)})
        for part in told:
            there = [places[run] for run in self._runs(part)]
            reached = 0
            for at in range(len(there)):
                count, begun = _reach(there[at:])
                if at + count > reached:
                    reached = at + count
                    found = Part(part.number, part.start + at, part.start + reached + LEAST - 1)
                    yield Whole(found, tuple(sorted({bisect_right(self._starts, place) - 1 for place in begun})))
                if reached == len(there):
                    break

    def _runs(self, part: Part) -> Iterator[bytes]:
        text = self._texts[part.number]
        return (text[at : at + LEAST] for at in range(part.start, part.end - LEAST + 1))

    def _places(self, runs: set[bytes]) -> dict[bytes, set[int]]:
        found: dict[bytes, set[int]] = {run: set() for run in runs}
        if runs:
            for place in _around(self._marks):
                run = self._other[place : place + LEAST]
                if run in found:
                    found[run].add(place)
        return found


def _reach(there: Sequence[set[int]]) -> tuple[int, set[int]]:
    """Return how many runs from the first on follow each other in the other text too, and where that begins."""
    begun = there[0]
    for count, places in enumerate(there[1:], 1):
        going_on = {place for place in begun if place + count in places}
        if not going_on:
            return count, begun
        begun = going_on
    return len(there), begun


def _run(place: int) -> slice:
    return slice(place, place + LEAST)


class Filter:
    """Which grams there are, or probably are: a Bloom filter of two hashes."""

    def __init__(self) -> None:
        self._bits = [bytearray(1 << 8 * (LANE - 1)) for _hash in SHIFTS]

    def add(self, text: bytes, begun: Iterable[int], marks: bytes = b"") -> None:
        """Take in the grams that begin at these of every four places; only at the marked ones, if any are."""
        for bits, lanes in zip(self._bits, _hashes(text), strict=True):
            for at in begun:
                hashes = compress(lanes[at], marks[at::LANE]) if marks else lanes[at]
                deque(map(bits.__setitem__, hashes, repeat(1)), maxlen=0)

    def marks(self, text: bytes, begun: Iterable[int]) -> bytes:
        """Return 1 for each of these places at which a gram begins that is there, 0 for all others."""
        (first, second), (ones, twos) = self._bits, _hashes(text)
        found = bytearray(len(text))
        for at in begun:
            told = bytes(map(first.__getitem__, ones[at]))
            places = compress(range(at, len(text), LANE), told)
            sure = map(second.__getitem__, compress(twos[at], told))
            for place in compress(places, sure):
                found[place] = 1
        return bytes(found)


def _hashes(text: bytes) -> tuple[tuple[memoryview, ...], ...]:
    """Return, for each hash and each of four places, the hashes of the grams that begin there and every four on."""
    number = int.from_bytes(text, "little")
    count = max(len(text) - GRAM + 1, 0)
    return tuple(_lanes(_mixed(number, shifts).to_bytes(len(text), "little"), count) for shifts in SHIFTS)


def _mixed(number: int, shifts: Iterable[int]) -> int:
    mixed = number
    for shift in shifts:
        mixed ^= number >> shift
    return mixed


def _lanes(mixed: bytes, count: int) -> tuple[memoryview, ...]:
    found = []
    for at in range(LANE):
        own = bytearray(mixed[at : at + -(-max(count - at, 0) // LANE) * LANE])
        own[LANE - 1 :: LANE] = bytes(len(own) // LANE)
        found.append(memoryview(own).cast("I"))
    return tuple(found)


def _spans(text: bytes, marks: bytes, runs: set[bytes]) -> Iterator[tuple[int, int]]:
    found = bytearray(len(text))
    for place in _around(marks):
        if text[place : place + LEAST] in runs:
            found[place] = 1
    for each in _MARKED.finditer(found):
        yield each.start(), each.end() + LEAST - 1


def _around(marks: bytes) -> Iterator[int]:
    """Return where a run may begin that holds a marked gram."""
    number = int.from_bytes(marks, "little")
    for _step in range(LEAST - GRAM):
        number |= number >> 8
    return compress(range(len(marks)), number.to_bytes(len(marks), "little"))


def _pieces(texts: Sequence[bytes]) -> Iterator[tuple[bytes, list[int]]]:
    """Yield texts, many at a time, with where each of all texts begins: before the piece, in it or after it."""
    begun = 0
    ends = list(accumulate(len(text) + 1 for text in texts))
    while begun < len(texts):
        before = ends[begun - 1] if begun else 0
        stop = max(bisect_right(ends, before + PIECE), begun + 1)
        yield b"\n".join(texts[begun:stop]), [(ends[one - 1] if one else 0) - before for one in range(stop)]
        begun = stop
