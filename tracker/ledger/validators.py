"""What each address gave to ask "anything new since?" with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model import Validator

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.ledger.database import Database

PUT = """
INSERT INTO validators VALUES (?, ?, ?, ?)
ON CONFLICT DO UPDATE SET etag = excluded.etag, last_modified = excluded.last_modified
"""


class Validators:
    """By source and address, stored with the page the answer became."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self, source: str) -> dict[str, Validator]:
        """Return those of one source by address."""
        rows = self._database.rows("SELECT url, etag, last_modified FROM validators WHERE source = ?", (source,))
        return {url: Validator(etag, last_modified) for url, etag, last_modified in rows}

    def put_all(self, source: str, validators: Mapping[str, Validator]) -> None:
        """Remember these; others of the source stay."""
        with self._database.transaction():
            self._database.many(PUT, [(source, url, one.etag, one.last_modified) for url, one in validators.items()])

    def clear(self, source: str) -> None:
        """Forget those of one source, so that everything is asked for again."""
        self._database.execute("DELETE FROM validators WHERE source = ?", (source,))
