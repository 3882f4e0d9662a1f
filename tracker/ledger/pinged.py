"""WebSub: the state of each feed that its hubs were last told of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.ledger.storable import storable
from tracker.ledger.times import stamp

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.ledger.database import Database


class Pinged:
    """One row for each feed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> dict[str, str]:
        """Return the digest of each feed, by its address."""
        return dict(self._database.rows("SELECT feed, digest FROM pinged"))

    def put(self, feed: str, digest: str, at: datetime) -> None:
        """Remember that its hubs know this state."""
        values = (storable(feed), storable(digest), stamp(at))
        self._database.execute("INSERT OR REPLACE INTO pinged (feed, digest, at) VALUES (?, ?, ?)", values)
