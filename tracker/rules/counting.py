"""What a cursor remembers of a place that counts before it lists, and when to look again.

A count tells of what came and went, not of an edit, nor of one comment that took the place
of another. The latest comments tell of both where a place lists them; elsewhere a thread is
looked at again after a quarter of its age, a week at most.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.model import Cursor

Marks: TypeAlias = "Mapping[str, Mapping[str, str]]"
"""By thread, its comments among the latest of the place: a digest of each, by its id."""
PATIENCE = timedelta(days=7)
SHARE = 4


class Told(NamedTuple):
    """What a place says before anything is listed."""

    counts: Mapping[str, int]
    """By thread; one that is not named has none."""
    at: datetime | None = None
    """Its own time; None: it does not say, so that nothing is ever old enough."""
    marks: Marks | None = None
    """None: it does not list its latest comments."""


class Entry(NamedTuple):
    """What is remembered of one article: that is, of one with comments."""

    counts: Mapping[str, int]
    due: int | None = None
    """When to look again though nothing was counted, in seconds since 1970; None: always."""
    seen: int = 0
    claimed: int = 0
    """More than were seen: the article was partial, and still is."""


@dataclass
class Memory:
    """Entries by the `uid` of their article, and what the latest comments were."""

    entries: dict[str, Entry] = field(default_factory=dict)
    marks: Marks | None = field(default_factory=dict)
    """None: the place does not list them."""

    @classmethod
    def read(cls, cursor: Cursor) -> Memory:
        """Return what a cursor remembers."""
        told = json.loads(cursor) if cursor else {}
        return cls({uid: Entry(*row) for uid, row in told.get("articles", {}).items()}, told.get("marks", {}))

    def written(self) -> str:
        """Return the cursor."""
        entries = {uid: list(entry) for uid, entry in sorted(self.entries.items())}
        return json.dumps({"articles": entries, "marks": self.marks}, sort_keys=True)

    def is_current(self, uid: str, counts: Mapping[str, int], told: Told) -> bool:
        """Whether there is nothing to look at in an article whose threads have these `counts`."""
        entry = self.entries.get(uid)
        if entry is None:
            return not counts
        if entry.counts != counts or any(self._has_news(thread, told) for thread in counts):
            return False
        return told.at is not None and entry.due is not None and told.at.timestamp() < entry.due

    def _has_news(self, thread: str, told: Told) -> bool:
        now, known = (marks.get(thread, {}) for marks in (told.marks or {}, self.marks or {}))
        return any(known.get(comment) != digest for comment, digest in now.items())


def due(newest: datetime | None, told: Told) -> int | None:
    """Return when to look again at an article whose newest comment is of this time."""
    if told.at is None:
        return None
    age = max(told.at - newest, timedelta()) if newest and told.marks is None else PATIENCE * SHARE
    return int((told.at + min(age / SHARE, PATIENCE)).timestamp())
