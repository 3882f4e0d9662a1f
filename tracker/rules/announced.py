"""What a walk remembers of an announcement, so that the next one need not read what has not changed."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker.model import Count, Kind
from tracker.rules import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Cursor

UNREAD = -1
"""A count of what could not be read: it equals none that a place could tell."""


@dataclass
class Announced:
    """One announcement as it was read the last time."""

    article: str
    root: str
    """The id of the interaction that it is."""
    told: dict[str, int] = field(default_factory=dict)
    """What its place counted, by the place's own names."""
    short: dict[str, tuple[int, int, str]] = field(default_factory=dict)
    """Of a kind: how many were seen, how many there are, and a word for why; only where it is fewer."""
    aside: list[str] = field(default_factory=list)
    """Replies that its server does not show to everybody: their absence there proves nothing."""

    def keep(self, count: Count, word: str) -> None:
        """Remember a count when it is partial, forget the one before when it is not."""
        for kind in count.kinds:
            self.short.pop(kind.value, None)
            if count.claimed is not None and not count.complete:
                self.short[kind.value] = (count.seen, count.claimed, word)

    def counts(self, reasons: Mapping[str, str]) -> list[Count]:
        """Say again what was not seen; `reasons` has the sentence for each word."""
        return [
            Count(self.article, seen, claimed, reasons.get(word, ""), self.root, (Kind(kind),))
            for kind, (seen, claimed, word) in sorted(self.short.items())
        ]


@dataclass
class Memory:
    """All announcements by a key of their place, and how far something that is read for all of them was read."""

    posts: dict[str, Announced] = field(default_factory=dict)
    last: str = ""

    def cursor(self) -> str:
        """Return all of it as a text, which is the same for the same memory."""
        told = {"last": self.last, "posts": {key: vars(one) for key, one in self.posts.items()}}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


def remembered(cursor: Cursor) -> Memory:
    """Return what a cursor holds."""
    told = fields.table(json.loads(cursor)) if cursor else {}
    posts = {key: _announced(fields.table(one)) for key, one in fields.table(told.get("posts")).items()}
    return Memory(posts, fields.text(told.get("last")))


def _announced(told: Mapping[str, Any]) -> Announced:
    short = {key: (value[0], value[1], value[2]) for key, value in fields.table(told.get("short")).items()}
    return Announced(
        told["article"], told["root"], fields.table(told.get("told")), short, fields.rows(told.get("aside"))
    )
