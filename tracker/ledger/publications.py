"""What we put into each target, and when: only ours is ever removed from it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.storable import storable
from tracker.ledger.times import moment, moment_or_none, stamp

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.ledger.database import Database

PUT = "INSERT OR REPLACE INTO published_files (target, name, digest) VALUES (?, ?, ?)"
ADD = "INSERT INTO publications (target, at, added, changed, removed) VALUES (?, ?, ?, ?, ?)"
ALL = "SELECT number, target, at, added, changed, removed, told FROM publications ORDER BY number DESC"


class Publication(NamedTuple):
    """One time that the site was put somewhere."""

    number: int
    target: str
    at: datetime
    added: int
    changed: int
    removed: int
    told: datetime | None = None
    """When everybody who was to be told had been; None: not yet."""


class Publications:
    """The files of ours in each target, and each time some were put there."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def files(self, target: str) -> dict[str, str]:
        """Return the digest of each file of ours there, by its name."""
        return dict(self._database.rows("SELECT name, digest FROM published_files WHERE target = ?", (target,)))

    def begin(self, target: str, digests: Mapping[str, str]) -> None:
        """Remember that these are about to be put beside those that are there, lest a crash leave some unknown."""
        self._database.many(PUT, [(storable(target), storable(name), digest) for name, digest in digests.items()])

    def finish(self, target: str, digests: Mapping[str, str], at: datetime, counts: tuple[int, int, int]) -> int:
        """Remember that just these are there now; `counts` are those added, changed and removed."""
        with self._database.transaction():
            self._database.execute("DELETE FROM published_files WHERE target = ?", (target,))
            self.begin(target, digests)
            return self._database.insert(ADD, (storable(target), stamp(at), *counts))

    def all(self) -> tuple[Publication, ...]:
        """Return every publication, the last first."""
        return tuple(
            Publication(number, target, moment(at), added, changed, removed, moment_or_none(told))
            for number, target, at, added, changed, removed, told in self._database.rows(ALL)
        )

    def told(self, at: datetime) -> None:
        """Everybody has been told of all that was published."""
        self._database.execute("UPDATE publications SET told = ? WHERE told IS NULL", (stamp(at),))
