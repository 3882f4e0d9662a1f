"""What the author decided about showing things: each decision follows the one before, none is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ledger.times import moment, stamp
from tracker.model import Decision, Scope, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.ledger.database import Database, Row

DECIDE = "INSERT INTO decisions (scope, key, verdict, fingerprint, at) VALUES (?, ?, ?, ?, ?)"
HISTORY = "SELECT scope, key, verdict, fingerprint, at FROM decisions ORDER BY number"


class Moderation:
    """Decisions by what they cover; `rules` say what follows from them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def decide(self, *decisions: Decision) -> None:
        """Add decisions, all or none."""
        with self._database.transaction():
            self._database.many(DECIDE, [_row(one) for one in decisions])

    def standing(self) -> dict[tuple[Scope, str], Decision]:
        """Return the last decision about each item, person and domain."""
        return {(one.scope, one.key): one for one in self.history()}

    def history(self) -> tuple[Decision, ...]:
        """Return every decision, the oldest first."""
        return tuple(_decisions(self._database.rows(HISTORY)))


def _row(one: Decision) -> tuple[str, ...]:
    return (one.scope.value, one.key, one.verdict.value, one.fingerprint, stamp(one.at))


def _decisions(rows: Iterable[Row]) -> Iterable[Decision]:
    for scope, key, verdict, fingerprint, at in rows:
        yield Decision(Scope(scope), key, Verdict(verdict), fingerprint, moment(at))
