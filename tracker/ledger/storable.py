"""Text and lists in the shape that SQLite takes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


def storable(text: str) -> str:
    """Return text that is valid UTF-8: half a surrogate pair, which JSON can carry, becomes U+FFFD."""
    if text.isascii():
        return text
    return text.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def listed(values: Iterable[str | int]) -> str:
    """Return values as one parameter: `… IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(values), ensure_ascii=False)
