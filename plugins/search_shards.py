"""The index turned round: for each word the posts it stands in, in many small files of which a query needs few.

A file holds JSON, `{"word": [number, …]}`. Posts are counted from the oldest, so that a new one comes last and
moves no other; each number is four times the distance to the post before (the first: to -1), and what
the word is in it (`search_posts.ONCE` … `TITLE`).
"""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING

from search_words import place

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    Shard = dict[str, list[int]]
    Weights = Mapping[str, int]
    Change = tuple[str, int, int | None]
    """A word, a post, and what the word is in it now; None: nothing any more."""

KINDS = 4
SHARE = 24 * 1024
"""Bytes of posts that one file has the words of, more or less: some 5 KiB as they are sent."""


def files_for(size: int) -> int:
    """Return in how many files the words of posts of this size together are kept."""
    return 1 << max(0, (size - 1) // SHARE).bit_length()


def shard_of(word: str, count: int) -> int:
    """Return in which of the files a word is kept."""
    return place(word) % count


def written(shard: Mapping[str, Sequence[int]]) -> bytes:
    """Return the text of a file."""
    return json.dumps(dict(sorted(shard.items())), ensure_ascii=False, separators=(",", ":")).encode()


def inverted(posts: Iterable[Weights], count: int) -> list[Shard]:
    """Return the files of an index of these posts."""
    last: dict[str, int] = {}
    lists: Shard = defaultdict(list)
    for number, weights in enumerate(posts):
        for word, kind in weights.items():
            lists[word].append((number - last.get(word, -1)) * KINDS + kind)
            last[word] = number
    shards: list[Shard] = [{} for _ in range(count)]
    for word, numbers in lists.items():
        shards[shard_of(word, count)][word] = numbers
    return shards


def changes(post: int, before: Weights, now: Weights) -> Iterator[Change]:
    """Yield what has to change in an index when a post has."""
    yield from ((word, post, None) for word in before.keys() - now.keys())
    yield from ((word, post, kind) for word, kind in now.items() if before.get(word) != kind)


def changed(shard: Shard, asked: Iterable[Change]) -> Shard:
    """Return a file with some changes made."""
    new = dict(shard)
    for word, post, kind in asked:
        kinds = _kinds(new.get(word, ()))
        kinds.pop(post, None)
        if kind is not None:
            kinds[post] = kind
        new[word] = _numbers(kinds)
    return {word: numbers for word, numbers in new.items() if numbers}


def _kinds(numbers: Iterable[int]) -> dict[int, int]:
    post, kinds = -1, {}
    for number in numbers:
        post += number // KINDS
        kinds[post] = number % KINDS
    return kinds


def _numbers(kinds: Mapping[int, int]) -> list[int]:
    last, numbers = -1, []
    for post, kind in sorted(kinds.items()):
        numbers.append((post - last) * KINDS + kind)
        last = post
    return numbers
