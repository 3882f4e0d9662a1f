"""Text and lists in the shape that SQLite takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def storable(text: str) -> str:
    """Return text that SQLite gives back: half a surrogate pair and NUL, which JSON can carry, become U+FFFD."""
    if _is_storable(text):
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace").replace("\0", "\ufffd")


def all_storable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts that SQLite gives back; one look tells, since nearly all are."""
    given = tuple(texts)
    return given if _is_storable("".join(given)) else tuple(map(storable, given))


def listed(values: Iterable[object]) -> str:
    """Return values as one parameter: `… IN (SELECT value FROM json_each(?))`."""
    return storable(json.dumps(list(values), ensure_ascii=False))


def _is_storable(text: str) -> bool:
    if "\0" in text:  # where SQLite's JSON ends a text
        return False
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
