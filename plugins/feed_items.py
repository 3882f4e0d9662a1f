"""What feeds say of a post, made once for all of them: a post stands in those of its language and of all its tags.

It is kept as bytes: a text in Japanese takes twice as much room while it is one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

if TYPE_CHECKING:
    from collections.abc import Callable

_made: WeakKeyDictionary[Any, dict[str, bytes]] = WeakKeyDictionary()
"""As long as a post is there: each build reads its own."""


def once(article: Any, kind: str, make: Callable[[], str]) -> bytes:
    """Return what is said of a post in feeds of a kind; `make` says it the first time."""
    known = _made.setdefault(article, {})
    if kind not in known:
        known[kind] = make().encode()
    return known[kind]
