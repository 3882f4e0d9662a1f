"""Titles in lines that a reader would break: between phrases in Japanese (BudouX), between words elsewhere.

As few lines as there is room for, and those as even as can be.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import accumulate
from math import inf
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Measure = Callable[[str], float]

JAPANESE = re.compile(r"[\u3005\u3041-\u30ff\u3400-\u9fff]")
WORDS = re.compile(r"\S+\s*")
LATIN = re.compile(r"[A-Za-z0-9\u00c0-\u024f'’.@_-]")
NO_START = "、。，．・：；？！」』）】〕〉》］｝ー々ぁぃぅぇぉっゃゅょァィゥェォッャュョ”’…‥,.:;?!)]}%"
NO_END = "「『（【〔〈《［｛“‘([{"
SHORT = 0.15
"""What a break before a phrase of one character costs, as a part of the line."""
CUT = "…"


def phrases(title: str) -> list[str]:
    """Return the parts of a title that stay whole, each with the space behind it."""
    text = " ".join(title.split())
    found = _parser().parse(text) if JAPANESE.search(text) else WORDS.findall(text)
    whole: list[str] = []
    for part in found:
        text = part.lstrip()
        if whole:
            whole[-1] += part[: len(part) - len(text)]
        if whole and text and not _may_break(whole[-1], text):
            whole[-1] += text
        elif text:
            whole.append(text)
    return whole


def lines(title: str, measure: Measure, width: float, most: int) -> list[str] | None:
    """Return a title in lines no wider than `width`; None when it needs more than `most`."""
    parts = [piece for part in phrases(title) for piece in _fitting(part, measure, width)]
    best = _breaks(parts, [measure(part) for part in parts], [measure(part.rstrip()) for part in parts], width)
    if len(best) > most:
        return None
    return ["".join(parts[start:end]).rstrip() for start, end in best]


def shortened(title: str, measure: Measure, width: float, most: int) -> list[str]:
    """Return as much of a title as there is room for."""
    parts = phrases(title)
    for end in range(len(parts), 0, -1):
        text = "".join(parts[:end]).rstrip()
        if found := lines(text if end == len(parts) else text + CUT, measure, width, most):
            return found
    return []


@cache
def _parser() -> Any:
    from budoux import load_default_japanese_parser  # noqa: PLC0415 - most builds draw nothing

    return load_default_japanese_parser()


def _may_break(before: str, after: str) -> bool:
    """Whether a line may end between two parts (JIS X 4051); within a word in Latin letters it may not."""
    left, right = before[-1], after[0]
    if left == " ":
        return True
    if left in NO_END or right in NO_START:
        return False
    return not (LATIN.match(left) and LATIN.match(right))


def _fitting(part: str, measure: Measure, width: float) -> list[str]:
    """Return a part cut where it must be, between words if it can: it alone is wider than a line."""
    if measure(part.rstrip()) <= width:
        return [part]
    if len(words := WORDS.findall(part)) > 1:
        return [piece for word in words for piece in _fitting(word, measure, width)]
    pieces = [part[0]]
    for character in part[1:]:
        full = measure((pieces[-1] + character).rstrip()) > width
        if full and _may_cut(pieces[-1], character):
            pieces.append(character)
        else:
            pieces[-1] += character
    return pieces


def _may_cut(before: str, after: str) -> bool:
    return before[-1] not in NO_END and after not in NO_START and not after.isspace()


def _breaks(parts: Sequence[str], wide: Sequence[float], bare: Sequence[float], width: float) -> list[tuple[int, int]]:
    """Return the lines as (first part, part after the last): fewest first, then those with the least uneven room."""
    starts = [0.0, *accumulate(wide)]
    best: list[tuple[int, float, int]] = [(0, 0.0, 0)]
    for end in range(1, len(parts) + 1):
        ways = []
        for start in range(end - 1, -1, -1):
            length = starts[end - 1] - starts[start] + bare[end - 1]
            if length > width and start < end - 1:
                break
            count, cost, _ = best[start]
            ways.append((count + 1, cost + _cost(parts, start, length / width), start))
        best.append(min(ways, default=(0, inf, 0)))
    return _walked(best)


def _cost(parts: Sequence[str], start: int, filled: float) -> float:
    lonely = start > 0 and len(parts[start].rstrip()) == 1
    return (1 - filled) ** 2 + (SHORT if lonely else 0)


def _walked(best: Sequence[tuple[int, float, int]]) -> list[tuple[int, int]]:
    found, end = [], len(best) - 1
    while end:
        start = best[end][2]
        found.append((start, end))
        end = start
    return found[::-1]
