"""Text and lists in the shape that SQLite takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def storable(text: str) -> str:
    """Return text that is valid UTF-8: half a surrogate pair, which JSON can carry, becomes U+FFFD."""
    if _is_storable(text):
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def all_storable(texts: Iterable[str]) -> tuple[str, ...]:
    """Return texts that are valid UTF-8; one look tells, since nearly all are."""
    given = tuple(texts)
    return given if _is_storable("".join(given)) else tuple(map(storable, given))


def listed(values: Iterable[object]) -> str:
    """Return values as one parameter: `… IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(values), ensure_ascii=False)


def _is_storable(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
