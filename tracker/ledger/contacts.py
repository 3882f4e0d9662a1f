"""The people: accounts folded by evidence, with what the author calls them and noted of them.

Names and notes hang on an account, so that a merge moves nothing and a split gives each back.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import NoSuchPerson
from tracker.ledger.accounts import Accounts
from tracker.ledger.links import Links
from tracker.ledger.storable import storable
from tracker.ledger.times import moment, stamp
from tracker.model import Account, Contact

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.ledger.database import Database

RENAME = """
INSERT INTO contact_names (account, name, at) VALUES (?, ?, ?)
ON CONFLICT (account) DO UPDATE SET name = excluded.name, at = excluded.at
"""


class Note(NamedTuple):
    """One thing worth remembering about a person."""

    number: int
    account: int
    text: str
    at: datetime


class Contacts:
    """By person: the smallest account number of theirs; every account of theirs finds them."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._accounts, self._links = Accounts(database), Links(database)

    def all(self) -> tuple[Contact, ...]:
        """Return everybody, the oldest first."""
        persons, accounts = self._links.persons(), self._accounts.all()
        members: dict[int, list[int]] = defaultdict(list)
        for number in accounts:
            members[persons.get(number, number)].append(number)
        return self._contacts(members, accounts)

    def get(self, number: int) -> Contact:
        """Return the person an account belongs to; raises NoSuchPerson."""
        persons = self._links.persons()
        person = persons.get(number, number)
        members = sorted({person} | {account for account, one in persons.items() if one == person})
        accounts = self._accounts.some(members)
        if not accounts:
            asked = f"p{number}"
            raise NoSuchPerson(asked)
        return self._contacts({person: members}, accounts)[0]

    def names(self) -> dict[int, str]:
        """Return what the author calls people, by person; of several names the latest given."""
        persons = self._links.persons()
        rows = self._database.rows("SELECT account, name FROM contact_names ORDER BY at, account")
        return {persons.get(int(account), int(account)): name for account, name in rows}

    def rename(self, number: int, name: str, at: datetime) -> Contact:
        """Call a person so; an empty name gives back that of their accounts. Raises NoSuchPerson."""
        with self._database.transaction():
            person = self.get(number).number
            self._database.execute(RENAME, (person, storable(name), stamp(at)))
            return self.get(person)

    def note(self, number: int, text: str, at: datetime) -> Note:
        """Note something about a person; raises NoSuchPerson."""
        with self._database.transaction():
            person = self.get(number).number
            sql = "INSERT INTO notes (account, text, at) VALUES (?, ?, ?)"
            return Note(self._database.insert(sql, (person, storable(text), stamp(at))), person, text, at)

    def notes(self, number: int) -> tuple[Note, ...]:
        """Return what was noted about a person, the oldest first."""
        persons = self._links.persons()
        person = persons.get(number, number)
        return tuple(note for note in self._notes() if persons.get(note.account, note.account) == person)

    def _notes(self) -> tuple[Note, ...]:
        rows = self._database.rows("SELECT number, account, text, at FROM notes ORDER BY at, number")
        return tuple(Note(number, account, text, moment(at)) for number, account, text, at in rows)

    def _contacts(self, members: Mapping[int, Iterable[int]], accounts: Mapping[int, Account]) -> tuple[Contact, ...]:
        names, noted = self.names(), defaultdict(list)
        for note in self._notes():
            noted[note.account].append(note)
        return tuple(
            Contact(
                person,
                tuple(accounts[number] for number in numbers),
                names.get(person, ""),
                tuple(note.text for note in sorted((n for one in numbers for n in noted[one]), key=_age)),
            )
            for person, numbers in members.items()
        )


def _age(note: Note) -> tuple[datetime, int]:
    return note.at, note.number
