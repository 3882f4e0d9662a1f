"""What was asserted about which accounts are one person: added, retracted, never edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ledger.times import moment, stamp
from tracker.model import Link
from tracker.rules import identity

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger.database import Database

ACTIVE = "SELECT first, second, same, by, why, at FROM links WHERE retracted_at IS NULL ORDER BY number"
ADD = """
INSERT INTO links (first, second, same, by, why, at)
SELECT :first, :second, :same, :by, :why, :at
WHERE NOT EXISTS (
    SELECT * FROM links
    WHERE min(first, second) = min(:first, :second) AND max(first, second) = max(:first, :second)
    AND same = :same AND by = :by AND why = :why AND retracted_at IS NULL
)
"""
PROPOSE = """
INSERT INTO links (first, second, same, by, why, at) SELECT ?1, ?2, ?3, ?4, ?5, ?6
WHERE NOT EXISTS (
    SELECT * FROM links WHERE min(first, second) = min(?1, ?2) AND max(first, second) = max(?1, ?2)
)
"""
HOW_MANY = "SELECT count(*) FROM links"
RETRACT = """
UPDATE links SET retracted_at = :at, retracted_by = :by
WHERE min(first, second) = min(:first, :second) AND max(first, second) = max(:first, :second)
AND same = :same AND retracted_at IS NULL
"""


class Links:
    """Assertions between two accounts."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def active(self) -> tuple[Link, ...]:
        """Return what still stands, the oldest first."""
        return tuple(
            Link(first, second, bool(same), by, why, moment(at))
            for first, second, same, by, why, at in self._database.rows(ACTIVE)
        )

    def add(self, link: Link) -> bool:
        """Assert something; tell whether it was not asserted already."""
        values: dict[str, str | int | None] = {
            "first": link.first,
            "second": link.second,
            "same": int(link.same),
            "by": link.by,
            "why": link.why,
            "at": stamp(link.at),
        }
        return bool(self._database.execute(ADD, values))

    def propose(self, links: Iterable[Link]) -> int:
        """Assert what a rule found of pairs that nobody has said anything about yet; return how many those are."""
        rows = [(one.first, one.second, int(one.same), one.by, one.why, stamp(one.at)) for one in links]
        before = self._database.number(HOW_MANY)
        self._database.many(PROPOSE, rows)
        return self._database.number(HOW_MANY) - before

    def retract(self, link: Link, at: datetime, by: str = "human") -> int:
        """Take back all that says of these two what `link` says; return how much that was."""
        values: dict[str, str | int | None] = {
            "first": link.first,
            "second": link.second,
            "same": int(link.same),
            "at": stamp(at),
            "by": by,
        }
        return self._database.execute(RETRACT, values)

    def persons(self) -> dict[int, int]:
        """Return the person of each account that a link names; every other account is its own."""
        links = self.active()
        return identity.fold({number for link in links for number in (link.first, link.second)}, links)
