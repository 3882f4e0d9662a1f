"""Tables for eyes: columns by display width, so that Japanese lines up too."""

from __future__ import annotations

import os
import re
import sys
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = "  "
NARROWEST = 8
"""Cells that a column which gives way keeps."""
WIDE = 240
"""Columns where no terminal says how many there are: a pipe, a file."""
WIDE_ONLY = re.compile("[\u3000-\u3029\u3041-\u3096\u309d-\u30ff\u4e00-\u9fff\uff01-\uff60]")
"""Kana, kanji and their punctuation, two cells each (UAX #11)."""
MARKS = re.compile("[●…“”‘’–—→✓✗✎]")
"""What our own tables use, one cell each."""
JOINERS = "\u200c\u200d"
"""What makes one emoji of several, or one ligature fewer: invisible, and meant."""
DRIVING = {"Cc": " ", "Cf": "", "Cs": "\ufffd", "Zl": " ", "Zp": " "}
"""Categories that a terminal acts on instead of showing: what stands in their place."""


def table(rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), flexible: Sequence[int] = (-1,)) -> str:
    """Return aligned columns no wider than the terminal; the widest of the `flexible` ones gives way first."""
    if not rows:
        return ""
    everything = [head, *rows] if head else list(rows)
    flat = [[one_line(cell) for cell in row] for row in everything]
    widths = [max(width(row[column]) for row in flat) for column in range(len(flat[0]))]
    _shrink(widths, [column % len(widths) for column in flexible])
    return "\n".join(_line(row, widths) for row in flat)


def columns() -> int:
    """How wide a line may be."""
    told = os.environ.get("COLUMNS", "")
    if told.isdigit() and int(told):
        return int(told)
    return os.get_terminal_size(sys.stdout.fileno()).columns or WIDE if sys.stdout.isatty() else WIDE


def width(text: str) -> int:
    """How many cells a terminal gives to `text`."""
    if text.isascii():
        return len(text)
    rest = WIDE_ONLY.sub("", text)
    if MARKS.sub("", rest).isascii():
        return 2 * len(text) - len(rest)
    from wcwidth import wcswidth  # 40 ms that only emoji, accents and the like need pay

    return max(int(wcswidth(text)), 0)


def cut(text: str, cells: int) -> str:
    """Return as much of `text` as fits, with an ellipsis where it ends early."""
    if len(text) <= cells // 2 or width(text) <= cells:
        return text
    kept = text[:cells]  # no character is narrower than a cell, but those that add to the one before
    while kept and width(kept) > cells - 1:
        kept = kept[:-1]
    return kept + "…"


def one_line(text: str) -> str:
    """Return `text` on one line, without what would drive the terminal."""
    return " ".join(harmless(text).split())


def harmless(text: str) -> str:
    """Return `text`, its lines kept, without what would drive the terminal: strangers wrote it."""
    return text if text.isprintable() else "".join(map(_shown, text))


def _shown(char: str) -> str:
    if char.isprintable() or char in "\n\t" or char in JOINERS or "\U000e0020" <= char <= "\U000e007f":  # flags
        return char
    return DRIVING.get(unicodedata.category(char), char)


def _shrink(widths: list[int], flexible: Sequence[int]) -> None:
    over = sum(widths) + len(GAP) * (len(widths) - 1) - columns()
    while over > 0:
        widest = max(flexible, key=lambda column: widths[column])
        if widths[widest] <= NARROWEST:
            return
        widths[widest] -= 1
        over -= 1


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = [cut(cell, room) for cell, room in zip(cells, widths, strict=True)]
    return GAP.join(cell + " " * (room - width(cell)) for cell, room in zip(shown, widths, strict=True)).rstrip()
