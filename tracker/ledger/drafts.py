"""Replies not sent: one for each interaction that is being answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import NoSuchDraft
from tracker.ledger.times import moment, stamp
from tracker.model import Draft

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.ledger.database import Database, Row

SAVE = """
INSERT INTO drafts (interaction, lang, text, parent_fingerprint, created, updated) VALUES (?, ?, ?, ?, ?, ?)
ON CONFLICT (interaction) DO UPDATE SET
    lang = excluded.lang, text = excluded.text, parent_fingerprint = excluded.parent_fingerprint,
    updated = excluded.updated
"""
ALL = "SELECT number, interaction, lang, text, parent_fingerprint, created, updated FROM drafts ORDER BY number"
ONE = "SELECT number, interaction, lang, text, parent_fingerprint, created, updated FROM drafts WHERE interaction = ?"


class Drafts:
    """By the number of the interaction they answer."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Draft, ...]:
        """Return every draft, the oldest first."""
        return tuple(_draft(row) for row in self._database.rows(ALL))

    def answered(self) -> frozenset[int]:
        """Return the numbers of the interactions that have a draft."""
        return frozenset(number for (number,) in self._database.rows("SELECT interaction FROM drafts"))

    def find(self, interaction: int) -> Draft | None:
        """Return the draft that answers `interaction`, if there is one."""
        found = self._database.row(ONE, (interaction,))
        return _draft(found) if found else None

    def get(self, interaction: int) -> Draft:
        """Return the draft that answers `interaction`; raises NoSuchDraft."""
        found = self.find(interaction)
        if found is None:
            asked = f"c{interaction}"
            raise NoSuchDraft(asked)
        return found

    def save(self, interaction: int, text: str, at: datetime, *, lang: str, parent_fingerprint: str) -> Draft:
        """Keep a draft, in place of the one before; it stays the one that was created then."""
        self._database.execute(SAVE, (interaction, lang, text, parent_fingerprint, stamp(at), stamp(at)))
        return self.get(interaction)

    def drop(self, interaction: int) -> bool:
        """Throw a draft away; tell whether there was one."""
        return bool(self._database.execute("DELETE FROM drafts WHERE interaction = ?", (interaction,)))


def _draft(row: Row) -> Draft:
    number, interaction, lang, text, parent_fingerprint, created, updated = row
    return Draft(number, interaction, lang, text, parent_fingerprint, moment(created), moment(updated))
