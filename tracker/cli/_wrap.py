"""Help that ends where the terminal ends, in Japanese too: lines by display width, broken as Japanese is.

Japanese has no spaces to break at. A line may end between any two characters of which one is wide,
but begins with no closing mark and ends with no opening one (kinsoku, JIS X 4051).
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING
from unicodedata import east_asian_width

import click

from tracker.cli._table import width

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

NEVER_FIRST = frozenset(
    "、。，．・：；？！…‥ー々ゝゞヽヾ」』）］｝〕〉》】⟧”’)]},.:;?!%％ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ\u3099\u309a"
)
NEVER_LAST = frozenset("「『（［｛〔〈《【⟦“‘([{")
NARROWEST = 10
"""Cells that are left for what an option does, however long its name."""


def wrap(text: str, cells: int) -> list[str]:
    """Return `text` in lines of at most `cells`; what cannot be broken, such as a `command`, may be longer."""
    lines, used = [""], 0
    for piece in _pieces(" ".join(text.split())):
        if used and used + width(piece.rstrip()) > cells:
            lines.append("")
            used = 0
        lines[-1] += piece
        used += width(piece)
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> Iterator[str]:
    """Cut `text` wherever a line may end."""
    start, quoted = 0, False
    for at, (before, after) in enumerate(pairwise(text), 1):
        quoted ^= before == "`"
        if not quoted and _may_part(before, after):
            yield text[start:at]
            start = at
    yield text[start:]


def _may_part(before: str, after: str) -> bool:
    if before == " ":
        return True
    if after == " " or after in NEVER_FIRST or before in NEVER_LAST:
        return False
    return _is_wide(before) or _is_wide(after)


def _is_wide(character: str) -> bool:
    return east_asian_width(character) in "WF"


class Formatter(click.HelpFormatter):
    """Click's help, measured in cells."""

    def write_text(self, text: str) -> None:
        """Write paragraphs, which an empty line parts."""
        indent = " " * self.current_indent
        paragraphs = [wrap(one, self.width - self.current_indent) for one in text.split("\n\n")]
        self.write("\n\n".join("\n".join(indent + line for line in lines) for lines in paragraphs) + "\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        """Write options or commands with what they do beside them; below them where they are too long for that."""
        listed = list(rows)
        column = min(max((width(term) for term, _said in listed), default=0), col_max) + col_spacing
        indent = " " * self.current_indent
        for term, said in listed:
            lines = wrap(said, max(self.width - self.current_indent - column, NARROWEST))
            beside = lines.pop(0) if width(term) + col_spacing <= column else ""
            self.write(f"{indent}{term}{' ' * (column - width(term))}{beside}".rstrip() + "\n")
            self.write("".join(f"{indent}{'':{column}}{line}\n" for line in lines if line))
