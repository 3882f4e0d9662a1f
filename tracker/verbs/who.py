"""Who engaged: per article and over all, one line a person wherever they spoke."""

from __future__ import annotations

from collections import Counter, defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules import finding, identity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.ledger.interactions import Engagement
    from tracker.ledger.walks import Walked
    from tracker.model import Account, Article, Kind
    from tracker.rules.owner import Owner

OVERALL = ""
"""Stands where an article's uid would, for all of them together."""


class Query(NamedTuple):
    """What is asked."""

    article: str = ""
    """As typed; empty: every article."""
    since: datetime | None = None
    kinds: tuple[Kind, ...] = ()
    latest: int | None = None
    """How many articles to look at, the newest; None: all of them."""
    most: int | None = None
    """How many people of each to tell of; None: all of them."""


class Engaged(NamedTuple):
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


class Partial(NamedTuple):
    """How much of an article was seen in a place that has more."""

    source: str
    seen: int
    claimed: int
    why: str


class Audience(NamedTuple):
    """The people of one article; `article` None: of all."""

    article: Article | None
    people: tuple[Engaged, ...]
    """Those who wait first, then the latest; no more than were asked for."""
    reach: int
    """How many people there are."""
    waiting: int
    """How many of them wait."""
    unnamed: Mapping[str, int]
    """What came from nobody in particular, by kind."""
    withheld: Mapping[str, int] = MappingProxyType({})
    """By people who asked not to be collected, by kind: counted, and nothing kept."""
    partial: tuple[Partial, ...] = ()
    """Places that have more of this article than was seen; told of an article that was asked for."""


class _Tally:
    def __init__(self) -> None:
        self.kinds: Counter[str] = Counter()
        self.places: set[str] = set()
        self.articles: set[str] = set()
        self.times: list[datetime] = []

    def add(self, row: Engagement) -> None:
        """Count one row."""
        self.kinds[row.kind.word] += row.count
        self.places.update(row.sources)
        self.articles.update(row.articles)
        self.times += [row.first, row.last]


class _Everybody(NamedTuple):
    """Who is who, who is the author, and who waits."""

    accounts: Mapping[int, Account]
    persons: Mapping[int, int]
    owners: frozenset[int]
    names: Mapping[int, str]
    waits: Counter[tuple[str, int]]

    def audience(
        self, article: Article | None, rows: Iterable[Engagement], last: Mapping[int, datetime], most: int | None
    ) -> Audience:
        """Return what `rows` tell; `last` has everybody, of whom `most` are told of."""
        uid = article.uid if article else OVERALL
        people = {person for person in last if person}
        told = self.foremost(uid, last)[:most]
        tallies = self._tallied(rows)
        return Audience(
            article,
            tuple(self._engaged(person, tallies[person], self.waits[uid, person]) for person in told),
            len(people),
            sum(self.waits[uid, person] > 0 for person in people),
            dict(tallies[0].kinds),
        )

    def last(self, times: Iterable[tuple[int, datetime]]) -> dict[int, datetime]:
        """Return when each person but the author was last heard of, from times of accounts."""
        found: dict[int, datetime] = {}
        for account, time in times:
            if account not in self.owners:
                person = self.persons.get(account, 0)
                found[person] = max(found.get(person, time), time)
        return found

    def foremost(self, uid: str, last: Mapping[int, datetime]) -> list[int]:
        """Return the people: those who wait first, then the latest."""
        people = (person for person in last if person)
        return sorted(people, key=lambda one: (not self.waits[uid, one], -last[one].timestamp(), one))

    def members(self, people: Iterable[int]) -> list[int]:
        """Return the accounts of these people, and nobody's."""
        wanted = set(people)
        return [0, *(account for account, person in self.persons.items() if person in wanted)]

    def _tallied(self, rows: Iterable[Engagement]) -> dict[int, _Tally]:
        tallies: dict[int, _Tally] = defaultdict(_Tally)
        for row in rows:
            if row.account not in self.owners:
                tallies[self.persons.get(row.account, 0)].add(row)
        return tallies

    def _engaged(self, person: int, tally: _Tally, waiting: int) -> Engaged:
        return Engaged(
            person,
            self.names.get(person) or self.accounts[person].label,
            tuple(sorted(tally.places)),
            dict(tally.kinds.most_common()),
            waiting,
            len(tally.articles),
            min(tally.times),
            max(tally.times),
        )


def who(ledger: Ledger, owner: Owner, query: Query, now: datetime) -> tuple[Audience, ...]:
    """Return an audience for each article that has one, newest first, then that of all together.

    With an article asked for, that one alone. Raises NoSuchArticle or SeveralArticles.
    """
    articles = ledger.articles.all()
    asked = finding.article(query.article, articles) if query.article else None
    wanted = (asked,) if asked else articles[: query.latest]
    everybody = _everybody(ledger, owner, now)
    by_article: dict[str, list[Engagement]] = defaultdict(list)
    for row in ledger.interactions.engagement([one.uid for one in wanted], query.since, query.kinds):
        by_article[row.article].append(row)
    withheld, partial = ledger.walks.withheld(), _partial(ledger)
    made = [
        _of_article(everybody, one, by_article[one.uid], query)._replace(
            withheld={kind.word: count for kind, count in withheld.get(one.uid, {}).items()},
            partial=tuple(partial[one.uid]) if asked else (),
        )
        for one in wanted
    ]
    if asked:
        return tuple(made)
    return tuple(one for one in (*made, _of_all(ledger, everybody, query)) if one.reach or one.unnamed)


def _everybody(ledger: Ledger, owner: Owner, now: datetime) -> _Everybody:
    accounts = ledger.accounts.all()
    persons = identity.fold(accounts, ledger.links.active())
    owners = identity.owned(accounts, persons, owner.owns)
    waits = _waits(ledger.interactions.waiting_counts(owners, now), persons)
    return _Everybody(accounts, persons, owners, ledger.contacts.names(), waits)


def _of_article(everybody: _Everybody, article: Article, rows: list[Engagement], query: Query) -> Audience:
    return everybody.audience(article, rows, everybody.last((row.account, row.last) for row in rows), query.most)


def _of_all(ledger: Ledger, everybody: _Everybody, query: Query) -> Audience:
    """Look closely only at those who will be told of."""
    last = everybody.last(ledger.interactions.reach(query.since, query.kinds).items())
    told = None if query.most is None else everybody.members(everybody.foremost(OVERALL, last)[: query.most])
    return everybody.audience(None, ledger.interactions.totals(told, query.since, query.kinds), last, query.most)


def _partial(ledger: Ledger) -> dict[str, list[Partial]]:
    parts: dict[tuple[str, str], list[Walked]] = defaultdict(list)
    for one in ledger.walks.all():
        if one.is_partial:
            parts[one.article, one.source].append(one)
    found: dict[str, list[Partial]] = defaultdict(list)
    for (article, source), short in parts.items():
        seen, claimed = sum(one.seen for one in short), sum(one.claimed or 0 for one in short)
        why = "; ".join(sorted({one.why for one in short if one.why}))
        found[article].append(Partial(source, seen, claimed, why))
    return found


def _waits(waiting: Mapping[tuple[str, int], int], persons: Mapping[int, int]) -> Counter[tuple[str, int]]:
    told: Counter[tuple[str, int]] = Counter()
    for (article, account), count in waiting.items():
        person = persons.get(account, 0)
        told[article, person] += count
        told[OVERALL, person] += count
    return told
