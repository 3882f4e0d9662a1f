"""The people behind the responses: who they are, why two accounts are one, what you noted.

A merge moves nothing: it asserts that two accounts are the same person, and a split takes
that assertion back.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import AlreadyOne, NotMerged
from tracker.model import Link
from tracker.rules import finding, identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.model import Account, Contact, Known
    from tracker.rules.owner import Owner


@dataclass(frozen=True, slots=True)
class Person:
    """One person in the list."""

    person: int
    name: str
    places: tuple[str, ...]
    accounts: int
    responses: int
    articles: int
    last: datetime | None
    notes: int


@dataclass(frozen=True, slots=True)
class Profile:
    """Everything known about one person."""

    contact: Contact
    accounts: Mapping[int, Account]
    links: tuple[Link, ...]
    """What holds the accounts together."""
    responses: tuple[Known, ...]
    """Oldest first."""


def people(ledger: Ledger, owner: Owner) -> tuple[Person, ...]:
    """Return everybody but the author: who responded to most articles first, then most often, then latest."""
    accounts = ledger.accounts.all()
    persons = identity.fold(accounts, ledger.links.active())
    owners = identity.owned(accounts, persons, owner.owns)
    tallies = _tallies(ledger, persons)
    contacts = (one for one in ledger.contacts.all() if one.number not in owners)
    made = (_person(one, *tallies.get(one.number, (0, frozenset(), None))) for one in contacts)
    return tuple(
        sorted(made, key=lambda one: (-one.articles, -one.responses, -(one.last.timestamp() if one.last else 0)))
    )


def profile(ledger: Ledger, asked: str) -> Profile:
    """Return what is known of one person; raises NoSuchPerson."""
    accounts = ledger.accounts.all()
    links = ledger.links.active()
    persons = identity.fold(accounts, links)
    number = _whom(ledger, asked, persons)
    theirs = {one: account for one, account in accounts.items() if persons[one] == number}
    holding = tuple(link for link in links if link.same and link.first in theirs and link.second in theirs)
    return Profile(ledger.contacts.get(number), theirs, holding, tuple(ledger.interactions.by_accounts(theirs)))


def merge(ledger: Ledger, first: str, second: str, why: str, now: datetime) -> tuple[Contact, Link]:
    """Assert that two people are one and return them with what ties them; raises NoSuchPerson, AlreadyOne."""
    persons = _persons(ledger)
    one, other = sorted((_whom(ledger, first, persons), _whom(ledger, second, persons)))
    if one == other:
        raise AlreadyOne(first, second)
    link = Link(one, other, same=True, by="human", why=why, at=now)
    with ledger.transaction():
        ledger.links.add(link)
    return ledger.contacts.get(one), link


def split(ledger: Ledger, first: str, second: str, now: datetime) -> tuple[Contact, Contact]:
    """Take back what ties two accounts together; raises NoSuchPerson, NotMerged.

    Both are named by the number they have or had before they were merged.
    """
    accounts = ledger.accounts.all()
    one, other = (_account(asked, accounts) for asked in (first, second))
    ties = identity.why(one, other, ledger.links.active())
    if not ties:
        raise NotMerged(first, second)
    with ledger.transaction():
        while ties:
            ledger.links.retract(ties[-1], now, by="human")
            ties = identity.why(one, other, ledger.links.active())
    persons = _persons(ledger)
    return ledger.contacts.get(persons[one]), ledger.contacts.get(persons[other])


def why(ledger: Ledger, first: str, second: str) -> tuple[Link, ...]:
    """Return the evidence that ties two accounts together, one step after the other; empty: none does."""
    accounts = ledger.accounts.all()
    return identity.why(_account(first, accounts), _account(second, accounts), ledger.links.active())


def note(ledger: Ledger, asked: str, text: str, now: datetime) -> Contact:
    """Keep a private sentence about a person."""
    number = _whom(ledger, asked, _persons(ledger))
    with ledger.transaction():
        ledger.contacts.note(number, text, now)
    return ledger.contacts.get(number)


def rename(ledger: Ledger, asked: str, name: str, now: datetime) -> Contact:
    """Call a person what you call them; an empty name goes back to theirs."""
    number = _whom(ledger, asked, _persons(ledger))
    with ledger.transaction():
        ledger.contacts.rename(number, name, now)
    return ledger.contacts.get(number)


def _persons(ledger: Ledger) -> dict[int, int]:
    return identity.fold(ledger.accounts.all(), ledger.links.active())


def _whom(ledger: Ledger, asked: str, persons: Mapping[int, int]) -> int:
    number = finding.person_number(asked, ledger.contacts.all())
    return persons.get(number) or finding.nobody(asked)


def _account(asked: str, accounts: Mapping[int, Account]) -> int:
    """The account that a number was given for: a person's own number is that of their oldest account."""
    number = finding.number(asked, "p")
    return number if number in accounts else finding.nobody(asked)


def _tallies(ledger: Ledger, persons: Mapping[int, int]) -> dict[int, tuple[int, frozenset[str], datetime | None]]:
    counts: Counter[int] = Counter()
    articles: dict[int, set[str]] = defaultdict(set)
    last: dict[int, datetime] = {}
    for row in ledger.interactions.totals():
        person = persons.get(row.account, 0)
        counts[person] += row.count
        articles[person].update(row.articles)
        last[person] = max(last.get(person, row.last), row.last)
    return {person: (count, frozenset(articles[person]), last[person]) for person, count in counts.items()}


def _person(one: Contact, responses: int, articles: Iterable[str], last: datetime | None) -> Person:
    places = tuple(sorted({account.place for account in one.accounts}))
    return Person(
        one.number, one.label, places, len(one.accounts), responses, len(tuple(articles)), last, len(one.notes)
    )
