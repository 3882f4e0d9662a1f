"""Which of our links were told to the pages they lead to, and what came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tracker.ledger.storable import all_storable, storable
from tracker.ledger.times import moment, moment_or_none, stamp, stamp_or_none
from tracker.rules.outgoing import Sent, Status

if TYPE_CHECKING:
    from tracker.ledger.database import Database

PUT = """
INSERT OR REPLACE INTO mentions_sent (source, page, target, wanted, told, status, tried_at, endpoint, code,
    status_url, error, tried, sent_at, next_try)
VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
ALL = """
SELECT source, target, wanted, told, status, tried_at, endpoint, code, status_url, error, tried, sent_at, next_try
FROM mentions_sent ORDER BY tried_at DESC, source, target
"""


class Outgoing:
    """One row for each of our pages and each page it leads to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Sent, ...]:
        """Return them all, those tried last first."""
        return tuple(map(_sent, self._database.rows(ALL)))

    def put(self, one: Sent) -> None:
        """Remember what came of one; it takes the place of what was known."""
        key = all_storable((one.source, one.page, one.target))
        state = (one.wanted, one.told, one.status.value, stamp(one.tried_at))
        came_of = (storable(one.endpoint), one.code, storable(one.status_url), storable(one.error), one.tried)
        self._database.execute(PUT, (*key, *state, *came_of, stamp_or_none(one.sent_at), stamp_or_none(one.next_try)))


def _sent(row: tuple[Any, ...]) -> Sent:
    one = Sent(*row)
    return one._replace(
        status=Status(one.status),
        tried_at=moment(row[5]),
        sent_at=moment_or_none(row[11]),
        next_try=moment_or_none(row[12]),
    )
