"""Who did what with which article, counted by SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.known import KINDS
from tracker.ledger.storable import listed
from tracker.ledger.times import moment, stamp_or_none

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.ledger.database import Database, Row
    from tracker.model import Kind

BY_ARTICLE = """
SELECT coalesce(i.told_by, 0), articles.uid, articles.uid, i.told_as, count(DISTINCT coalesce(i.head, i.number)),
    min(i.happened), max(i.happened), group_concat(DISTINCT i.source)
FROM articles JOIN interactions AS i ON i.article = articles.number
WHERE i.state <> 'gone'
    AND articles.uid IN (SELECT value FROM json_each(:articles))
    AND (:since IS NULL OR i.happened >= :since)
    AND (:kinds = '[]' OR i.told_as IN (SELECT value FROM json_each(:kinds)))
GROUP BY i.article, i.told_by, i.told_as
"""
IN_ALL = """
SELECT coalesce(i.told_by, 0), '', group_concat(DISTINCT i.article), i.told_as,
    count(DISTINCT coalesce(i.head, i.number)),
    min(i.happened), max(i.happened), group_concat(DISTINCT i.source)
FROM interactions AS i
WHERE i.state <> 'gone'
    AND (:since IS NULL OR i.happened >= :since)
    AND (:kinds = '[]' OR i.told_as IN (SELECT value FROM json_each(:kinds))) {whose}
GROUP BY i.told_by, i.told_as
"""
SOME = "AND (i.told_by IN (SELECT value FROM json_each(:accounts)) OR i.told_by IS NULL)"
REACH = """
SELECT coalesce(told_by, 0), max(happened) FROM interactions
WHERE state <> 'gone'
    AND (:since IS NULL OR happened >= :since)
    AND (:kinds = '[]' OR told_as IN (SELECT value FROM json_each(:kinds)))
GROUP BY told_by
"""


class Engagement(NamedTuple):
    """What one account did in one way: with one article, or with all."""

    account: int
    """0: nobody is named."""
    article: str
    """Its uid; empty: all together."""
    articles: tuple[str, ...]
    """Something of each article meant, equal for equal ones."""
    kind: Kind
    count: int  # type: ignore[assignment] # hides tuple.count, which nobody asks of a row
    """Several showings of one reaction count once."""
    first: datetime
    last: datetime
    sources: tuple[str, ...]


def by_article(
    database: Database, articles: Iterable[str], since: datetime | None, kinds: Sequence[Kind]
) -> list[Engagement]:
    """Return one row for each of `articles`, account and kind."""
    values = {"articles": listed(articles), "since": stamp_or_none(since), "kinds": listed(kinds)}
    return list(map(_engagement, database.rows(BY_ARTICLE, values)))


def in_all(
    database: Database, accounts: Iterable[int] | None, since: datetime | None, kinds: Sequence[Kind]
) -> list[Engagement]:
    """Return one row for each account and kind, over all articles: of `accounts` and nobody's, or everybody's."""
    sql = IN_ALL.format(whose="" if accounts is None else SOME)
    values = {"accounts": listed(accounts or ()), "since": stamp_or_none(since), "kinds": listed(kinds)}
    return list(map(_engagement, database.rows(sql, values)))


def reach(database: Database, since: datetime | None, kinds: Sequence[Kind]) -> dict[int, datetime]:
    """Return when each account was last heard of."""
    values = {"since": stamp_or_none(since), "kinds": listed(kinds)}
    return {account: moment(last) for account, last in database.rows(REACH, values)}


def _engagement(row: Row) -> Engagement:
    account, uid, articles, kind, count, first, last, sources = row
    told = (uid,) if uid else tuple(articles.split(","))
    return Engagement(account, uid, told, KINDS[kind], count, moment(first), moment(last), tuple(sources.split(",")))
