"""Makes the index of one language, of all posts or of those that changed since the last build.

An index of a thousand posts takes more than a second to make, and an edited sentence changes a few words
of one: so the index of the last build is changed where it lies, unless posts moved or many changed.
The result is the same, whoever doubts it runs `enishi build --verify`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import output_files
from fingerprints import digest
from output_files import untouched
from safe_points import passing
from search_shards import changed, changes, files_for, inverted, shard_of, written

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kept_files import KeptFiles
    from search_posts import Post
    from search_shards import Change, Weights

    Posts = Mapping[str, Callable[[], Post]]
    """What makes each post, the oldest first, by a digest of all that decides what comes of it."""

FEW = 16
"""So many posts may have changed for an index to be changed rather than made."""
NAME = 12
"""Characters of a digest that are enough to tell files of one folder apart."""


@dataclass(frozen=True)
class Entry:
    """A post in an index."""

    made_from: str
    """A digest of all that is known of it, and of how it is taken apart."""
    name: str
    size: int


@dataclass
class Index:
    """An index: what it is made of, and those of its files that are to be written."""

    entries: list[Entry] = field(default_factory=list)
    shards: list[str] = field(default_factory=list)
    new: dict[str, bytes] = field(default_factory=dict)

    def head(self) -> bytes:
        """Return the file that names the others."""
        found = {"words": self.shards, "posts": [entry.name for entry in self.entries]}
        return json.dumps(found, separators=(",", ":")).encode()

    def head_file(self) -> str:
        """The name of that file."""
        return f"index.{_name(self.head())}.json"

    def files(self) -> list[str]:
        """Return the names of all files."""
        posts, words = (post_file(entry.name) for entry in self.entries), map(word_file, self.shards)
        return [self.head_file(), *posts, *words]


def post_file(name: str) -> str:
    """Where a post is kept, below the folder of its index."""
    return f"posts/{name}.json"


def word_file(name: str) -> str:
    """Where words are kept."""
    return f"words/{name}.json"


def _name(data: bytes) -> str:
    return digest(data)[:NAME]


@dataclass
class Maker:
    """Makes an index in a folder of the output from the one that lies there."""

    folder: str
    before: Index
    kept: KeptFiles

    def index(self, named: Posts) -> Index:
        """Return the index of these posts."""
        index = Index()
        known = {entry.made_from: entry for entry in self.before.entries if self._lies(post_file(entry.name))}
        index.entries = [known.get(name) or self._entry(index, name, post()) for name, post in passing(named.items())]
        index.shards = self._shards(index, named)
        index.new[index.head_file()] = index.head()
        return index

    def _lies(self, file: str) -> bool:
        return untouched(f"{self.folder}/{file}")

    def _entry(self, index: Index, made_from: str, post: Post) -> Entry:
        data = post.kept()
        index.new[post_file(_name(data))] = data
        return Entry(made_from, _name(data), len(data))

    def _shards(self, index: Index, named: Posts) -> list[str]:
        count = files_for(sum(entry.size for entry in index.entries))
        lie = count == len(self.before.shards) and all(self._lies(word_file(name)) for name in self.before.shards)
        asked = self._asked(named) if lie else None
        if asked is None:
            weights = (self._weights(*one) for one in passing(named.items()))
            return [self._shard(index, written(shard)) for shard in inverted(weights, count)]
        return [
            self._shard(index, written(changed(self._read(name), asked[at]))) if at in asked else name
            for at, name in enumerate(self.before.shards)
        ]

    def _asked(self, named: Posts) -> dict[int, list[Change]] | None:
        """Return what to change in each file of words; None when all are to be made."""
        old, new = [entry.made_from for entry in self.before.entries], list(named)
        old += [""] * (len(new) - len(old))
        different = [(number, *both) for number, both in enumerate(zip(old, new, strict=False)) if both[0] != both[1]]
        if len(old) > len(new) or len(different) > FEW:
            return None
        asked: dict[int, list[Change]] = defaultdict(list)
        for number, was, now in different:
            before = self._known(was) if was else {}
            if before is None:
                return None
            for change in changes(number, before, self._weights(now, named[now])):
                asked[shard_of(change[0], len(self.before.shards))].append(change)
        return asked

    def _shard(self, index: Index, data: bytes) -> str:
        index.new[word_file(_name(data))] = data
        return _name(data)

    def _read(self, name: str) -> dict[str, list[int]]:
        shard: dict[str, list[int]] = json.loads(
            (output_files.build.folder / self.folder / word_file(name)).read_bytes()
        )
        return shard

    def _weights(self, name: str, post: Callable[[], Post]) -> Weights:
        known = self._known(name)
        if known is None:
            known = post().weights()
            self.kept.put(name, " ".join([f"{word}{kind}" for word, kind in known.items()]).encode())
        return known

    def _known(self, name: str) -> Weights | None:
        """What a post can be found by, if that was kept."""
        found = self.kept.get(name)
        return None if found is None else {one[:-1]: int(one[-1]) for one in found.decode().split()}
