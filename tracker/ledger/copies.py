"""Which interactions are showings of one reaction: settled when they are stored, and what a human says of it."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.storable import listed, storable
from tracker.ledger.times import stamp
from tracker.rules import copies
from tracker.rules.copies import Showing

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger.database import Database

SHARED = """
SELECT DISTINCT t.article, t.copy_key FROM interactions AS t
WHERE {which} AND (
    t.head IS NOT NULL OR EXISTS (
        SELECT * FROM interactions AS o
        WHERE o.article = t.article AND o.copy_key = t.copy_key AND o.number <> t.number
    )
)
"""
BY_ID = SHARED.format(which="t.source = ? AND t.native_id IN (SELECT value FROM json_each(?))")
BY_NUMBER = SHARED.format(which="t.number IN (SELECT value FROM json_each(?))")
ANY = SHARED.format(which="1")
SHOWINGS = """
SELECT i.article, i.copy_key, i.number, coalesce(a.place, ''), i.original <> '', i.state <> 'gone',
    i.head, i.account, i.kind
FROM json_each(?) AS pair
CROSS JOIN interactions AS i
    ON i.article = json_extract(pair.value, '$[0]') AND i.copy_key = json_extract(pair.value, '$[1]')
LEFT JOIN accounts AS a ON a.number = i.account
ORDER BY i.number
"""
TELLERS = """
SELECT DISTINCT account, told_by FROM interactions
WHERE head IS NOT NULL AND account <> told_by AND number NOT IN (SELECT interaction FROM copies)
"""
TELL = "UPDATE interactions SET head = ?, told_by = ?, told_as = ? WHERE number = ?"
SAY = """
INSERT INTO copies (interaction, of, at) VALUES (?, ?, ?)
ON CONFLICT (interaction) DO UPDATE SET of = excluded.of, at = excluded.at
"""
REKEY = """
UPDATE interactions SET copy_key = coalesce((
    SELECT t.copy_key FROM copies AS c JOIN interactions AS t ON t.number = c.of
    WHERE c.interaction = interactions.number
), 'alone ' || number) WHERE number IN (SELECT value FROM json_each(?)) AND number IN (SELECT interaction FROM copies)
"""
RENEW = """
UPDATE interactions SET copy_key = ? WHERE number = ? AND number NOT IN (SELECT interaction FROM copies)
"""
RULE = "INSERT OR REPLACE INTO facts (name, value) VALUES ('copy rule', ?)"
FOLLOWERS = """
SELECT interaction FROM copies WHERE of IN (
    SELECT number FROM interactions WHERE source = ? AND native_id IN (SELECT value FROM json_each(?))
)
"""


class Pair(NamedTuple):
    """A group of showings: the number of an article, and a key."""

    article: int
    key: str


class Copies:
    """By the number of an interaction."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, number: int) -> tuple[int, ...]:
        """Return every showing of the reaction that this is one of, the one that is told of first."""
        sql = """
        SELECT o.number FROM interactions AS i JOIN interactions AS o ON o.article = i.article
        WHERE i.number = ? AND coalesce(o.head, o.number) = coalesce(i.head, i.number)
        ORDER BY o.head IS NOT NULL, o.number
        """
        return tuple(one for (one,) in self._database.rows(sql, (number,)))

    def tellers(self) -> list[tuple[int, int]]:
        """Return the accounts of copies, each with that of the showing that is told of, where the rule says so."""
        return [(account, teller) for account, teller in self._database.rows(TELLERS)]

    def said(self) -> dict[int, int | None]:
        """Return what a human said: of which each is a copy; None: it stands alone."""
        return dict(self._database.rows("SELECT interaction, of FROM copies ORDER BY interaction"))

    def fold(self, number: int, into: int, at: datetime) -> None:
        """Call one a copy of another, whatever the rule says."""
        self._say(number, into, at)

    def unfold(self, number: int, at: datetime) -> None:
        """Let one stand alone, whatever the rule says."""
        self._say(number, None, at)

    def leave_to_rule(self, number: int, key: str) -> bool:
        """Take back what a human said of one, whose key is `key` by the rule; tell whether there was anything."""
        with self._database.transaction():
            pairs = shared(self._database, number)
            if not self._database.execute("DELETE FROM copies WHERE interaction = ?", (number,)):
                return False
            self._database.execute("UPDATE interactions SET copy_key = ? WHERE number = ?", (storable(key), number))
            settle(self._database, pairs | shared(self._database, number))
        return True

    def rule(self) -> int:
        """Return the version of the rule that everything stored was folded by."""
        return self._database.number("SELECT value FROM facts WHERE name = 'copy rule'")

    def renew(self, keys: Iterable[tuple[int, str]], version: int) -> None:
        """Fold everything anew: `keys` has each number with what the rule calls it now."""
        with self._database.transaction():
            pairs = set(map(Pair._make, self._database.rows(ANY)))
            self._database.many(RENEW, ((storable(key), number) for number, key in keys))
            self._database.execute(REKEY, (listed(number for number in self.said()),))
            settle(self._database, pairs | set(map(Pair._make, self._database.rows(ANY))))
            self._database.execute(RULE, (str(version),))

    def _say(self, number: int, of: int | None, at: datetime) -> None:
        with self._database.transaction():
            pairs = shared(self._database, number)
            self._database.execute(SAY, (number, of, stamp(at)))
            self._database.execute(REKEY, (listed((number,)),))
            settle(self._database, pairs | shared(self._database, number))


def shared(database: Database, number: int) -> set[Pair]:
    """Return the group that one is in, unless it is alone there."""
    return set(map(Pair._make, database.rows(BY_NUMBER, (listed((number,)),))))


def shared_by(database: Database, source: str, native_ids: Iterable[str]) -> set[Pair]:
    """Return the groups that these are in, without those where one is alone."""
    return set(map(Pair._make, database.rows(BY_ID, (source, listed(native_ids)))))


def follow(database: Database, source: str, native_ids: Iterable[str]) -> None:
    """Let what a human called a copy of one of these keep to it, whatever became of its key."""
    numbers = [number for (number,) in database.rows(FOLLOWERS, (source, listed(native_ids)))]
    if numbers:
        database.execute(REKEY, (listed(numbers),))


def settle(database: Database, pairs: Iterable[Pair]) -> None:
    """Say of each showing in these groups which one is told of, by whom and as what."""
    groups: dict[Pair, list[tuple[Showing, tuple[int | None, int | None, str]]]] = defaultdict(list)
    for article, key, number, place, is_copy, is_there, *told in database.rows(SHOWINGS, (listed(sorted(pairs)),)):
        showing = Showing(number, place, bool(is_copy), bool(is_there))
        groups[Pair(article, key)].append((showing, (told[0], told[1], told[2])))
    for members in groups.values():
        first = copies.head(showing for showing, _told in members)
        teller = next(told for showing, told in members if showing.number == first)
        database.many(
            TELL,
            [
                (None if showing.number == first else first, teller[1], teller[2], showing.number)
                for showing, _told in members
            ],
        )
