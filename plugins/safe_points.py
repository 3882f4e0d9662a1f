"""Points at which a build may be given up: nothing is half done there, and the next build starts anew.

The preview gives up the rest of a build when something is saved; all other builds pass for nothing.
Every loop over all posts that takes more than a moment has one.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

T = TypeVar("T")

_ask: Callable[[], object] | None = None


def pause() -> None:
    """Let the build be given up here: whoever wants that raises something."""
    if _ask is not None:
        _ask()


def passing(items: Iterable[T]) -> Iterator[T]:
    """Yield the items; before each of them the build may be given up."""
    for item in items:
        pause()
        yield item


@contextmanager
def asking(ask: Callable[[], object] | None) -> Iterator[None]:
    """Ask at every such point while this lasts; None: not even what was asked before."""
    global _ask  # noqa: PLW0603 - one build at a time
    before, _ask = _ask, ask
    try:
        yield
    finally:
        _ask = before
