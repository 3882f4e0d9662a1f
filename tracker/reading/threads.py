"""A conversation of the fediverse, put together from what several servers say of it.

No server counts all replies below a post: each counts the direct replies of every single one
(`replies_count`, public ones only). A conversation was seen whole when no post in it has fewer
replies here than its server counts; that holds at every depth, wherever an answer was cut.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.model import Kind, Page
from tracker.rules import fields

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Interaction
    from tracker.reading.fediverse import Reader


@dataclass
class Thread:
    """What has been seen below one announcement."""

    root: Interaction
    counted: dict[str, int] = field(default_factory=dict)
    """How many replies the server counts below each post, by `Interaction.id`."""
    replies: dict[str, Interaction] = field(default_factory=dict)
    unreadable: int = 0
    _shown: Counter[str] = field(default_factory=Counter)
    """How many public replies were seen below each post."""

    def take(self, rows: Sequence[object], above: str, reader: Reader) -> Page:
        """Return the replies among `rows` that were not seen before; `above` is what the server calls the root.

        Of a reply that two servers show the first showing counts: two may know different parts of what is above it.
        """
        named = {above: self.root.id}
        found: dict[str, tuple[Interaction, str]] = {}
        problems = []
        for row in rows:
            reply = reader.post(row, self.root.article)
            if reply is None:
                problems.append(_("A reply below {url} has no address and was left out.").format(url=self.root.url))
                continue
            told = fields.table(row)
            named[fields.name(told.get("id"))] = reply.id
            self.counted[reply.id] = max(self.counted.get(reply.id, 0), fields.number(told.get("replies_count")))
            found.setdefault(reply.id, (reply, fields.name(told.get("in_reply_to_id"))))
        self.unreadable += len(problems)
        fresh = [self._placed(reply, named.get(parent, "")) for reply, parent in found.values() if self._is_new(reply)]
        self.replies |= {reply.id: reply for reply in fresh}
        return Page(tuple(fresh), problems=tuple(problems))

    def _is_new(self, reply: Interaction) -> bool:
        return reply.id not in self.replies and reply.id != self.root.id

    def _placed(self, reply: Interaction, parent: str) -> Interaction:
        """Put a reply below what it answers; below the announcement when that is not shown."""
        self._shown[parent] += not reply.private
        above = parent if parent and parent != reply.id else self.root.id
        return replace(reply, kind=Kind.REPLY, parent=above, thread=self.root.id)

    @property
    def missing(self) -> int:
        """How many replies are counted and were not seen."""
        return self.unreadable + sum(max(count - self._shown[above], 0) for above, count in self.counted.items())
