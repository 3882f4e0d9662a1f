"""Tables in text files, as LinkedIn writes them: CSV under a preamble, in UTF-8 or UTF-16, with renamed columns.

Quotes inside a field are doubled (RFC 4180) in most files and escaped with a backslash in some.
"""

from __future__ import annotations

import codecs
import csv
import re
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
PREAMBLE = 20
"""Rows in which the names of the columns are looked for."""
BACKSLASHED = re.compile(r'\\"[^",\t\r\n]')
"""What only stands in a file that escapes quotes so."""
DELIMITERS = (",", "\t", ";")
END = "\0\0\0"
NAME = re.compile(r"\W|_")


@dataclass(frozen=True)
class Table:
    """The rows of a file, by the names of their columns: `senderprofileurl`."""

    rows: tuple[dict[str, str], ...]
    damaged: int = 0
    """Rows that have too few or too many fields."""
    cut: bool = False
    """Whether the file ends within a field."""


def table(content: bytes, wanted: Sequence[str]) -> Table | None:
    """Return the table that has the `wanted` columns; None when there is none."""
    text = decoded(content)
    text = text.replace('\\"', '""') if BACKSLASHED.search(text) else text
    return next(filter(None, (_table(text, delimiter, {*wanted}) for delimiter in DELIMITERS)), None)


def _table(text: str, delimiter: str, wanted: set[str]) -> Table | None:
    rows = _rows(text, delimiter)
    names = next((columns for row in islice(rows, PREAMBLE) if wanted <= {*(columns := list(map(name, row)))}), None)
    if names is None:
        return None
    told = [row for row in rows if any(row)]
    last = told.pop() if told and END in told[-1][-1] else []
    whole = [dict(zip(names, row, strict=True)) for row in told if len(row) == len(names)]
    return Table(tuple(whole), len(told) - len(whole), cut=last != [END])


def _rows(text: str, delimiter: str) -> Iterator[list[str]]:
    """Yield each row, and END behind the last; a file that ends within quotes swallows that."""
    try:
        yield from csv.reader(StringIO(f"{text.rstrip()}\n{END}", newline=""), delimiter=delimiter)
    except csv.Error:
        return


def name(column: str) -> str:
    """Return a column's name without what differs from year to year: case, spaces, marks."""
    return NAME.sub("", column).lower()


def decoded(content: bytes) -> str:
    """Return the text of a file by its BOM; in UTF-8 without one, a damaged letter costs itself."""
    if content.startswith(UTF16):
        return content.decode("utf-16", "replace")
    return content.decode("utf-8-sig", "replace")
