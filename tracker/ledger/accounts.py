"""People as places show them: one row an account, whatever it is called today."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tracker.ledger.storable import all_storable, listed
from tracker.ledger.times import stamp
from tracker.model import Account, Claim

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping
    from datetime import datetime

    from tracker.ledger.database import Database, Row

Key: TypeAlias = tuple[str, ...]
"""Place and native id."""

SAID = """
INSERT INTO accounts (place, native_id, name, handle, url, photo, bot, said) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (place, native_id) DO UPDATE SET
    name = excluded.name, handle = excluded.handle, url = excluded.url, photo = excluded.photo,
    bot = excluded.bot, said = excluded.said
"""
KNOWN = """
SELECT place, native_id, number, name, handle, url, photo, bot, said
FROM json_each(?) AS key CROSS JOIN accounts
    ON place = json_extract(key.value, '$[0]') AND native_id = json_extract(key.value, '$[1]')
"""
NAME = """
INSERT INTO account_names (account, name, handle, seen_at) VALUES (?, ?, ?, ?)
ON CONFLICT (account, name, handle) DO UPDATE SET seen_at = excluded.seen_at WHERE excluded.seen_at < seen_at
"""
CLAIM = "INSERT INTO claims (account, kind, value, basis) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING"
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


class Profile(NamedTuple):
    """A row of the table, less its number."""

    place: str
    id: str
    name: str
    handle: str
    url: str
    photo: str
    bot: int
    said: str

    @property
    def key(self) -> Key:
        """What makes two accounts one."""
        return (self.place, self.id)


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


def remember(database: Database, said: Iterable[tuple[Account, str]]) -> dict[Key, int]:
    """Store profiles, each with the time it was true; return the numbers of their accounts by key."""
    profiles = [(_profile(account, at), account) for account, at in said]
    latest = _latest(profile for profile, _account in profiles)
    known = _known(database, latest)
    changed = [one for key, one in latest.items() if key not in known or _standing(one) > _standing(known[key][1])]
    database.many(SAID, changed)
    numbers = {key: number for key, (number, _profile) in (known | _known(database, latest.keys() - known)).items()}
    names = {(numbers[one.key], one.name, one.handle, one.said) for one, _account in profiles if _is_new(one, known)}
    database.many(NAME, names)
    claims = {
        (numbers[one.key], all_storable((claim.kind, claim.value, claim.basis)))
        for one, account in profiles
        for claim in account.claims
    }
    database.many(CLAIM, [(number, *claim) for number, claim in claims])
    return numbers


def _latest(profiles: Iterable[Profile]) -> dict[Key, Profile]:
    latest: dict[Key, Profile] = {}
    for profile in profiles:
        before = latest.setdefault(profile.key, profile)
        if before is not profile and _standing(profile) > _standing(before):
            latest[profile.key] = profile
    return latest


def _known(database: Database, keys: Collection[Key]) -> dict[Key, tuple[int, Profile]]:
    if not keys:
        return {}
    rows = database.rows(KNOWN, (listed(keys),))
    return {(place, uid): (number, Profile(place, uid, *rest)) for place, uid, number, *rest in rows}


def _profile(account: Account, at: str) -> Profile:
    one = account
    texts = all_storable((one.place, one.id, one.name, one.handle, one.url, one.photo))
    return Profile._make((*texts, int(one.bot), at))


def _standing(one: Profile) -> tuple[object, ...]:
    """The latest profile with a name stands.

    A total order, so that it does not matter in which order profiles come: places are read
    newest first, oldest first, and side by side.
    """
    return (bool(one.name), one.said, one)


def _is_new(one: Profile, known: Mapping[Key, tuple[int, Profile]]) -> bool:
    """Whether it may be a name that the history lacks."""
    before = known.get(one.key)
    return bool(one.name or one.handle) and (before is None or (one.name, one.handle) != before[1][2:4])


def _by_number(rows: Iterable[Row], claim_rows: Iterable[Row]) -> dict[int, Account]:
    claims: defaultdict[int, tuple[Claim, ...]] = defaultdict(tuple)
    for number, *claim in claim_rows:
        claims[number] += (Claim(*claim),)
    return {
        number: Account(place, native_id, name, handle, url, photo, bool(bot), claims[number])
        for number, place, native_id, name, handle, url, photo, bot in rows
    }
