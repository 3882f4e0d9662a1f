"""What became of an interaction that waited: done with, or put off."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import NoSuchInteraction
from tracker.ledger.times import moment, moment_or_none, stamp, stamp_or_none

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.ledger.database import Database

PUT = """
INSERT INTO triage (interaction, state, until, at, fingerprint)
SELECT number, :state, :until, :at, fingerprint FROM interactions WHERE number = :interaction
ON CONFLICT (interaction) DO UPDATE SET
    state = excluded.state, until = excluded.until, at = excluded.at, fingerprint = excluded.fingerprint
"""
ONE = "SELECT state, until, at FROM triage WHERE interaction = ?"


class Triaged(NamedTuple):
    """What the author said of an interaction that waited; an edit since then brings it back."""

    done: bool
    until: datetime | None
    at: datetime


class Triage:
    """By the number of an interaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def done(self, interaction: int, at: datetime) -> None:
        """Say that it needs no answer; raises NoSuchInteraction."""
        self._put(interaction, "done", None, at)

    def later(self, interaction: int, until: datetime, at: datetime) -> None:
        """Say that it is not to be seen before `until`; raises NoSuchInteraction."""
        self._put(interaction, "later", until, at)

    def clear(self, interaction: int) -> bool:
        """Take back what was said; tell whether there was anything."""
        return bool(self._database.execute("DELETE FROM triage WHERE interaction = ?", (interaction,)))

    def find(self, interaction: int) -> Triaged | None:
        """Return what was said, if anything."""
        found = self._database.row(ONE, (interaction,))
        return Triaged(found[0] == "done", moment_or_none(found[1]), moment(found[2])) if found else None

    def _put(self, interaction: int, state: str, until: datetime | None, at: datetime) -> None:
        values: dict[str, str | int | None] = {
            "interaction": interaction,
            "state": state,
            "until": stamp_or_none(until),
            "at": stamp(at),
        }
        if not self._database.execute(PUT, values):
            asked = f"c{interaction}"
            raise NoSuchInteraction(asked)
