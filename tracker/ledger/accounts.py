"""People as places show them: one row an account, whatever it is called today."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.ledger.storable import listed, storable
from tracker.ledger.times import stamp
from tracker.model import Account, Claim

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger.database import Database, Row

SAID = """
INSERT INTO accounts (place, native_id, name, handle, url, photo, bot, said)
VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (place, native_id) DO UPDATE SET
    name = excluded.name, handle = excluded.handle, url = excluded.url, photo = excluded.photo,
    bot = excluded.bot, said = excluded.said
WHERE (excluded.name <> '', excluded.said, excluded.name, excluded.handle, excluded.url, excluded.photo, excluded.bot)
    > (name <> '', said, name, handle, url, photo, bot)
"""
"""The latest profile with a name stands. The comparison is a total order, so that it does not
matter in which order profiles come: places are read newest first, oldest first, and side by side."""
NAME = """
INSERT INTO account_names (account, name, handle, seen_at)
VALUES ((SELECT number FROM accounts WHERE place = ? AND native_id = ?), ?, ?, ?)
ON CONFLICT (account, name, handle) DO UPDATE SET seen_at = excluded.seen_at WHERE excluded.seen_at < seen_at
"""
CLAIM = """
INSERT INTO claims (account, kind, value, basis)
VALUES ((SELECT number FROM accounts WHERE place = ? AND native_id = ?), ?, ?, ?) ON CONFLICT DO NOTHING
"""
FIND = "SELECT number FROM accounts WHERE place = ? AND native_id = ?"
ALL = "SELECT number, place, native_id, name, handle, url, photo, bot FROM accounts ORDER BY number"
ALL_CLAIMS = "SELECT account, kind, value, basis FROM claims ORDER BY account, kind, value, basis"
CHOSEN = """
SELECT number, place, native_id, name, handle, url, photo, bot FROM accounts
WHERE number IN (SELECT value FROM json_each(?))
"""
CHOSEN_CLAIMS = """
SELECT account, kind, value, basis FROM claims WHERE account IN (SELECT value FROM json_each(?))
ORDER BY account, kind, value, basis
"""
NAMES = "SELECT name FROM account_names WHERE account = ? AND name <> '' GROUP BY name ORDER BY min(seen_at), name"


class Accounts:
    """Every account that ever responded, by its number."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, accounts: Iterable[Account], at: datetime) -> None:
        """Take what places say of these now."""
        with self._database.transaction():
            remember(self._database, ((one, stamp(at)) for one in accounts))

    def all(self) -> dict[int, Account]:
        """Return every account by its number, the oldest first."""
        return _by_number(self._database.rows(ALL), self._database.rows(ALL_CLAIMS))

    def some(self, numbers: Iterable[int]) -> dict[int, Account]:
        """Return these accounts by their numbers."""
        chosen = (listed(numbers),)
        return _by_number(self._database.rows(CHOSEN, chosen), self._database.rows(CHOSEN_CLAIMS, chosen))

    def find(self, place: str, native_id: str) -> int | None:
        """Return the number of an account."""
        return self._database.number(FIND, (place, native_id)) or None

    def names(self, number: int) -> tuple[str, ...]:
        """Return every name it went by, the first one first."""
        return tuple(name for (name,) in self._database.rows(NAMES, (number,)))


def remember(database: Database, said: Iterable[tuple[Account, str]]) -> None:
    """Store profiles, each with the time it was true."""
    profiles = sorted(dict.fromkeys(said), key=lambda profile: profile[1], reverse=True)
    database.many(SAID, [_profile(account, at) for account, at in profiles])
    names = {(one.place, one.id, one.name, one.handle): at for one, at in profiles if one.name or one.handle}
    database.many(NAME, [tuple(map(storable, (*name, at))) for name, at in names.items()])
    claims = {(*one.key, claim.kind, claim.value, claim.basis) for one, _at in profiles for claim in one.claims}
    database.many(CLAIM, [tuple(map(storable, claim)) for claim in claims])


def _profile(account: Account, at: str) -> tuple[str | int, ...]:
    said = (account.place, account.id, account.name, account.handle, account.url, account.photo)
    return (*map(storable, said), int(account.bot), at)


def _by_number(rows: Iterable[Row], claim_rows: Iterable[Row]) -> dict[int, Account]:
    claims: defaultdict[int, tuple[Claim, ...]] = defaultdict(tuple)
    for number, *claim in claim_rows:
        claims[number] += (Claim(*claim),)
    return {
        number: Account(place, native_id, name, handle, url, photo, bool(bot), claims[number])
        for number, place, native_id, name, handle, url, photo, bot in rows
    }
