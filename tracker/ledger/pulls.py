"""What each pull brought: when a source was last read, and whether to its end."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.times import moment, moment_or_none, stamp, stamp_or_none

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.ledger.database import Database, Row

RECORD = """
INSERT INTO pulls
    (source, started, finished, complete, partial_why, new, edited, gone, problems, error, withheld, token_ends)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
LAST = """
SELECT source, started, finished, complete, token_ends, partial_why, new, edited, gone, problems, error, withheld
FROM pulls
WHERE source = ? AND complete >= ? ORDER BY finished DESC, number DESC LIMIT 1
"""
FAILING = """
SELECT min(started) FROM pulls WHERE source = :source AND error <> ''
    AND number > (SELECT coalesce(max(number), 0) FROM pulls WHERE source = :source AND error = '')
"""


class Pulled(NamedTuple):
    """What one source brought in one pull."""

    source: str
    started: datetime
    finished: datetime
    complete: bool = True
    partial_why: str = ""
    """Empty when it is complete."""
    new: int = 0
    edited: int = 0
    gone: int = 0
    problems: int = 0
    error: str = ""
    withheld: int = 0
    """How many by people who asked not to be collected."""
    token_ends: datetime | None = None
    """When the place stops taking the token, if it says so."""


class Pulls:
    """By source."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, pulled: Pulled) -> None:
        """Keep what a pull brought."""
        one = pulled
        times = (stamp(one.started), stamp(one.finished))
        counts = (one.new, one.edited, one.gone, one.problems)
        told = (one.partial_why, *counts, one.error, one.withheld, stamp_or_none(one.token_ends))
        self._database.insert(RECORD, (one.source, *times, int(one.complete), *told))

    def last(self, source: str) -> Pulled | None:
        """Return the last pull of a source."""
        found = self._database.row(LAST, (source, 0))
        return _pulled(found) if found else None

    def last_complete(self, source: str) -> Pulled | None:
        """Return the last pull that read a source to its end."""
        found = self._database.row(LAST, (source, 1))
        return _pulled(found) if found else None

    def failing_since(self, source: str) -> datetime | None:
        """Return when the first of the failures began that nothing has ended yet."""
        found = self._database.row(FAILING, {"source": source})
        return moment_or_none(found[0]) if found else None


def _pulled(row: Row) -> Pulled:
    source, started, finished, complete, token_ends, *rest = row
    return Pulled(source, moment(started), moment(finished), bool(complete), *rest)._replace(
        token_ends=moment_or_none(token_ends)
    )
