"""What can be asked at once: so many things, of so many letters together."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

Asked = TypeVar("Asked")


def batches(asked: Iterable[Asked], most: int, letters: int, size: Callable[[Asked], int]) -> Iterator[list[Asked]]:
    """Yield lists of at most `most`, whose sizes together are at most `letters`; what is longer is asked alone."""
    batch: list[Asked] = []
    length = 0
    for one in asked:
        more = size(one)
        if batch and (len(batch) == most or length + more > letters):
            yield batch
            batch, length = [], 0
        batch.append(one)
        length += more
    if batch:
        yield batch
