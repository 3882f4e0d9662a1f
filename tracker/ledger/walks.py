"""The last walk of each article in each place: when it was asked, how much was seen, how much is there."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.known import KINDS
from tracker.ledger.times import moment, stamp

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.ledger.database import Database
    from tracker.model import Count, Kind

ASKED = """
INSERT INTO walks (source, article, asked) SELECT ?, number, ? FROM articles WHERE uid = ?
ON CONFLICT (source, article) DO UPDATE SET asked = excluded.asked
"""
ANEW = "DELETE FROM counts WHERE source = ? AND article = (SELECT number FROM articles WHERE uid = ?)"
SAW = """
INSERT OR REPLACE INTO counts (source, article, part, seen, claimed, why)
SELECT ?, number, ?, ?, ?, ? FROM articles WHERE uid = ?
"""
ALL = """
SELECT w.source, uid, asked, part, seen, claimed, why
FROM walks AS w JOIN articles AS a ON a.number = w.article
LEFT JOIN counts AS c ON c.source = w.source AND c.article = w.article
ORDER BY w.source, uid, part
"""
LAST = "SELECT uid, asked FROM walks JOIN articles ON number = article WHERE source = ?"
FORGET = "DELETE FROM withheld WHERE source = ? AND article = (SELECT number FROM articles WHERE uid = ?) AND kind = ?"
WITHHOLD = """
INSERT INTO withheld (source, article, kind, count) SELECT ?, number, ?, ? FROM articles WHERE uid = ?
ON CONFLICT (source, article, kind) DO UPDATE SET count = max(count, excluded.count)
"""
WITHHELD = "SELECT uid, kind, sum(count) FROM withheld JOIN articles ON number = article GROUP BY article, kind"


class Walked(NamedTuple):
    """One article in one place."""

    source: str
    article: str
    """Its uid."""
    asked: datetime
    part: str = ""
    """Of which conversation and kinds the rest speaks; empty: of all."""
    seen: int = 0
    claimed: int | None = None
    """None: the place makes no claim."""
    why: str = ""

    @property
    def is_partial(self) -> bool:
        """Whether the place has more than was seen."""
        return self.claimed is not None and self.seen < self.claimed


class Walks:
    """By source and article."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, source: str, asked: Iterable[str], at: datetime) -> None:
        """Keep when these articles were asked for."""
        self._database.many(ASKED, [(source, stamp(at), uid) for uid in asked])

    def saw(self, source: str, counts: Iterable[Count], anew: Iterable[str] = ()) -> None:
        """Keep how much was seen; of articles that were walked `anew` nothing older holds."""
        self._database.many(ANEW, [(source, uid) for uid in anew])
        self._database.many(SAW, [(source, _part(one), one.seen, one.claimed, one.why, one.article) for one in counts])

    def last(self, source: str) -> dict[str, datetime]:
        """Return when each article was last asked for."""
        return {uid: moment(asked) for uid, asked in self._database.rows(LAST, (source,))}

    def all(self) -> tuple[Walked, ...]:
        """Return the last walk of each article in each place, part by part."""
        return tuple(
            Walked(source, uid, moment(asked), part or "", seen or 0, claimed, why or "")
            for source, uid, asked, part, seen, claimed, why in self._database.rows(ALL)
        )

    def withhold(
        self, source: str, counts: Mapping[tuple[str, Kind], int], whole: Iterable[tuple[str, Kind]] = ()
    ) -> None:
        """Keep how many by people who asked not to be collected; of what was seen `whole` that is all there are."""
        self._database.many(FORGET, [(source, uid, kind.value) for uid, kind in whole])
        self._database.many(WITHHOLD, [(source, kind.value, count, uid) for (uid, kind), count in counts.items()])

    def withheld(self) -> dict[str, dict[Kind, int]]:
        """Return how many there are of whom nothing is kept, by article (`uid`) and kind."""
        found: dict[str, dict[Kind, int]] = defaultdict(dict)
        for uid, kind, count in self._database.rows(WITHHELD):
            found[uid][KINDS[kind]] = count
        return dict(found)


def _part(count: Count) -> str:
    return " ".join((count.thread, *sorted(kind.value for kind in count.kinds))).strip()
