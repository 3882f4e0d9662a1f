"""What is known of the trees of comments below stories, and when to look at one again.

A story is listed with the number of comments below it. While that stays as it was, its tree is left alone
for a quarter of the age of its newest comment, a week at most: a number says nothing of an edit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.counting import Told, due

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.model import Cursor


class Tree(NamedTuple):
    """A tree as it was when it was last read."""

    listed: int
    """How many comments its story was listed with."""
    seen: int
    due: int | None = None
    """When to look again, in seconds since 1970; None: always."""


@dataclass
class Memory:
    """Trees by the id of their story: those that were read before, and those of this walk."""

    before: dict[str, Tree] = field(default_factory=dict)
    now: dict[str, Tree] = field(default_factory=dict)
    clock: datetime | None = None
    """The place's own time; None: it does not say, so that nothing is ever old enough."""

    @classmethod
    def read(cls, cursor: Cursor) -> Memory:
        """Return what a cursor remembers."""
        told = json.loads(cursor) if cursor else {}
        return cls({story: Tree(*row) for story, row in told.items()})

    def written(self) -> str:
        """Return the cursor: what this walk found, and nothing older."""
        return json.dumps(self.now, sort_keys=True)

    def left_alone(self, story: str, listed: int) -> Tree | None:
        """Return the tree of a story when there is no need to look at it."""
        known = self.before.get(story)
        if known is None or known.listed != listed or known.due is None or self.clock is None:
            return None
        if self.clock.timestamp() >= known.due:
            return None
        self.now[story] = known
        return known

    def looked_at(self, story: str, tree: Tree, newest: datetime | None) -> None:
        """Remember a tree whose newest comment is of this time."""
        self.now[story] = tree._replace(due=due(newest, Told({}, self.clock)))

    def unchanged(self, story: str, listed: int, begun: datetime | None) -> Tree:
        """Return a tree that the place says is as it was; one that nothing is known of was not short."""
        known = self.before.get(story, Tree(listed, listed))
        self.looked_at(story, known._replace(listed=listed), begun)
        return self.now[story]
