"""Who engaged: per article and over all, one line a person wherever they spoke."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.rules import finding, identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.ledger.interactions import Engagement
    from tracker.model import Account, Article, Kind
    from tracker.rules.owner import Owner

OVERALL = ""
"""Stands where an article's uid would, for all of them together."""


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked."""

    article: str = ""
    """As typed; empty: every article."""
    since: datetime | None = None
    kinds: tuple[Kind, ...] = ()
    latest: int | None = None
    """How many articles to look at, the newest; None: all of them."""


@dataclass(frozen=True, slots=True)
class Engaged:
    """One person and what they did."""

    person: int
    name: str
    places: tuple[str, ...]
    kinds: Mapping[str, int]
    waiting: int
    """How many of their words wait for an answer."""
    articles: int
    first: datetime
    last: datetime


@dataclass(frozen=True, slots=True)
class Audience:
    """The people of one article; `article` None: of all."""

    article: Article | None
    people: tuple[Engaged, ...]
    """Those who wait first, then the latest."""
    unnamed: Mapping[str, int]
    """What came from nobody in particular, by kind."""


@dataclass(slots=True)
class _Tally:
    kinds: Counter[str] = field(default_factory=Counter)
    places: set[str] = field(default_factory=set)
    articles: set[str] = field(default_factory=set)
    times: list[datetime] = field(default_factory=list)

    def add(self, row: Engagement) -> None:
        """Count one row."""
        self.kinds[row.kind.word] += row.count
        self.places.update(row.sources)
        self.articles.update(row.articles)
        self.times += [row.first, row.last]


Tallies = dict[str, dict[int, _Tally]]
"""By article, then by person; person 0 is nobody in particular."""


def who(ledger: Ledger, owner: Owner, query: Query, now: datetime) -> tuple[Audience, ...]:
    """Return an audience for each article that has one, newest first, then that of all together.

    With an article asked for, that one alone. Raises NoSuchArticle or SeveralArticles.
    """
    articles = ledger.articles.all()
    asked = finding.article(query.article, articles) if query.article else None
    wanted = (asked,) if asked else articles[: query.latest]
    accounts = ledger.accounts.all()
    persons = identity.fold(accounts, ledger.links.active())
    owners = identity.owned(accounts, persons, owner.owns)
    rows = ledger.interactions.engagement([one.uid for one in wanted], query.since, query.kinds)
    totals = [] if asked else ledger.interactions.totals(query.since, query.kinds)
    tallies = _tallied((row for row in (*rows, *totals) if row.account not in owners), persons)
    waits = _waits(ledger.interactions.waiting_counts(owners, now), persons)
    names = _Names(ledger.contacts.names(), accounts)
    made = (_audience(one, tallies, waits, names) for one in (*wanted, *([] if asked else [None])))
    return tuple(audience for audience in made if asked or audience.people or audience.unnamed)


def _tallied(rows: Iterable[Engagement], persons: Mapping[int, int]) -> Tallies:
    tallies: Tallies = defaultdict(lambda: defaultdict(_Tally))
    for row in rows:
        tallies[row.article][persons.get(row.account, 0)].add(row)
    return tallies


def _waits(waiting: Mapping[tuple[str, int], int], persons: Mapping[int, int]) -> Counter[tuple[str, int]]:
    told: Counter[tuple[str, int]] = Counter()
    for (article, account), count in waiting.items():
        person = persons.get(account, 0)
        told[article, person] += count
        told[OVERALL, person] += count
    return told


@dataclass(frozen=True, slots=True)
class _Names:
    given: Mapping[int, str]
    accounts: Mapping[int, Account]

    def of(self, person: int) -> str:
        return self.given.get(person) or self.accounts[person].label


def _audience(article: Article | None, tallies: Tallies, waits: Counter[tuple[str, int]], names: _Names) -> Audience:
    uid = article.uid if article else OVERALL
    mine = tallies.get(uid, {})
    nobody = mine.get(0, _Tally())
    people = [_engaged(person, tally, waits[uid, person], names) for person, tally in mine.items() if person]
    people.sort(key=lambda one: (one.waiting == 0, -one.last.timestamp(), one.person))
    return Audience(article, tuple(people), dict(nobody.kinds))


def _engaged(person: int, tally: _Tally, waiting: int, names: _Names) -> Engaged:
    return Engaged(
        person,
        names.of(person),
        tuple(sorted(tally.places)),
        dict(tally.kinds.most_common()),
        waiting,
        len(tally.articles),
        min(tally.times),
        max(tally.times),
    )
