"""Who did what with which article, counted by SQLite."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.ledger.known import KINDS
from tracker.ledger.storable import listed
from tracker.ledger.times import moment, stamp_or_none

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.ledger.database import Database
    from tracker.model import Kind

ENGAGEMENT = """
SELECT coalesce(i.account, 0), articles.uid, i.kind, count(DISTINCT i.copy_key),
    min(i.happened), max(i.happened), group_concat(DISTINCT i.source)
FROM interactions AS i JOIN articles ON articles.number = i.article
WHERE i.state <> 'gone'
    AND (:article IS NULL OR articles.uid = :article)
    AND (:since IS NULL OR i.happened >= :since)
    AND (:kinds = '[]' OR i.kind IN (SELECT value FROM json_each(:kinds)))
GROUP BY i.article, i.account, i.kind
"""


@dataclass(frozen=True, slots=True)
class Engagement:
    """What one account did with one article in one way."""

    account: int
    """0: nobody is named."""
    article: str
    kind: Kind
    count: int
    """Several showings of one reaction count once."""
    first: datetime
    last: datetime
    sources: frozenset[str]


def engagement(
    database: Database, article: str | None, since: datetime | None, kinds: Sequence[Kind]
) -> list[Engagement]:
    """Return one row for each account, article and kind."""
    values = {"article": article, "since": stamp_or_none(since), "kinds": listed(kinds)}
    return [
        Engagement(account, uid, KINDS[kind], count, moment(first), moment(last), frozenset(sources.split(",")))
        for account, uid, kind, count, first, last, sources in database.rows(ENGAGEMENT, values)
    ]
