"""What is known of the trees of comments below stories, and when to look at one again.

A story is listed with the number of comments below it. While that stays as it was, its tree is left alone
for a quarter of the age of its newest comment, a week at most: a number says nothing of an edit.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.counting import Told, due

if TYPE_CHECKING:
    from tracker.model import Cursor


class Tree(NamedTuple):
    """A tree as it was when it was last read."""

    listed: int
    """How many comments its story was listed with."""
    seen: int
    newest: int | None = None
    """When the last of them was written, in seconds since 1970."""
    due: int | None = None
    """The day on which to look again, counted from the year 1; None: always."""


@dataclass
class Memory:
    """Trees by the id of their story."""

    trees: dict[str, Tree] = field(default_factory=dict)
    clock: datetime | None = None
    """The place's own time; None: it does not say, so that nothing is ever old enough."""
    met: set[str] = field(default_factory=set)
    """Those of this walk; not kept."""

    @classmethod
    def read(cls, cursor: Cursor) -> Memory:
        """Return what a cursor remembers."""
        told = json.loads(cursor) if cursor else {}
        return cls({story: Tree(*row) for story, row in told.items()})

    def written(self) -> str:
        """Return the cursor."""
        return json.dumps(self.trees, sort_keys=True)

    def ended(self) -> str:
        """Return the cursor of a walk that came to its end: without what it did not meet."""
        self.trees = {story: tree for story, tree in self.trees.items() if story in self.met}
        return self.written()

    def left_alone(self, story: str, listed: int) -> Tree | None:
        """Return the tree of a story when there is no need to look at it."""
        self.met.add(story)
        known = self.trees.get(story)
        if known is None or known.listed != listed or known.due is None or self.clock is None:
            return None
        return known if self.clock.astimezone(UTC).toordinal() < known.due else None

    def look(self, story: str, tree: Tree) -> Tree:
        """Remember a tree that was looked at now."""
        newest = None if tree.newest is None else datetime.fromtimestamp(tree.newest, UTC)
        again = due(newest, Told({}, self.clock))
        day = None if again is None else datetime.fromtimestamp(again, UTC).toordinal()
        self.trees[story] = tree._replace(due=day)
        return self.trees[story]

    def unchanged(self, story: str, tree: Tree) -> Tree:
        """Return a tree that the place says is as it was: `tree`, unless more is known of it."""
        known = self.trees.get(story, tree)
        return self.look(story, known._replace(listed=tree.listed))


def seconds(at: datetime | None) -> int | None:
    """Return a time as it is kept."""
    return int(at.timestamp()) if at else None
