"""Where each source goes on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tracker.ledger.database import Database
    from tracker.model import Cursor


class Cursors:
    """One cursor a source, stored with the page that gave it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def get(self, source: str) -> Cursor:
        """Return where a source stopped; None: nowhere yet."""
        found = self._database.row("SELECT cursor FROM cursors WHERE source = ?", (source,))
        return str(found[0]) if found else None

    def put(self, source: str, cursor: str) -> None:
        """Remember where a source stopped."""
        self._database.execute(
            "INSERT INTO cursors VALUES (?, ?) ON CONFLICT DO UPDATE SET cursor = excluded.cursor", (source, cursor)
        )

    def clear(self, source: str) -> None:
        """Let a source begin anew."""
        self._database.execute("DELETE FROM cursors WHERE source = ?", (source,))
