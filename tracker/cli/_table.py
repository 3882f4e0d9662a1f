"""Tables for eyes: columns by display width, so that Japanese lines up too."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

GAP = "  "


def table(rows: Sequence[Sequence[str]], *, head: Sequence[str] = (), flexible: int = -1) -> str:
    """Return aligned columns no wider than the terminal; the `flexible` column is cut to fit."""
    if not rows:
        return ""
    everything = [list(head), *map(list, rows)] if head else [list(row) for row in rows]
    flat = [[_one_line(cell) for cell in row] for row in everything]
    widths = [max(width(row[column]) for row in flat) for column in range(len(flat[0]))]
    flexible %= len(widths)
    spare = shutil.get_terminal_size().columns - sum(widths) - len(GAP) * (len(widths) - 1)
    widths[flexible] = max(min(widths[flexible], 8), widths[flexible] + min(spare, 0))
    return "\n".join(_line(row, widths) for row in flat)


def width(text: str) -> int:
    """How many cells a terminal gives to `text`."""
    from wcwidth import wcswidth

    return max(int(wcswidth(text)), 0) if not text.isascii() else len(text)


def cut(text: str, cells: int) -> str:
    """Return as much of `text` as fits, with an ellipsis where it ends early."""
    if width(text) <= cells:
        return text
    kept = text
    while kept and width(kept) > cells - 1:
        kept = kept[:-1]
    return kept + "…"


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    shown = [cut(cell, room) for cell, room in zip(cells, widths, strict=True)]
    return GAP.join(cell + " " * (room - width(cell)) for cell, room in zip(shown, widths, strict=True)).rstrip()


def _one_line(text: str) -> str:
    """Control characters never reach the terminal."""
    return "".join(char if char.isprintable() else " " for char in " ".join(text.split()))
