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
    from tracker.model import Kind

ASKED = """
INSERT INTO walks (source, article, asked, seen, claimed, why)
SELECT ?, number, ?, 0, NULL, '' FROM articles WHERE uid = ?
ON CONFLICT (source, article) DO UPDATE SET asked = excluded.asked
"""
SAW = """
UPDATE walks SET seen = ?, claimed = ?, why = ?
WHERE source = ? AND article = (SELECT number FROM articles WHERE uid = ?)
"""
ALL = """
SELECT source, uid, asked, seen, claimed, why FROM walks JOIN articles ON number = article ORDER BY source, uid
"""
LAST = "SELECT uid, asked FROM walks JOIN articles ON number = article WHERE source = ?"
FORGET = "DELETE FROM withheld WHERE source = ? AND article = (SELECT number FROM articles WHERE uid = ?)"
WITHHOLD = """
INSERT INTO withheld (source, article, kind, count) SELECT ?, number, ?, ? FROM articles WHERE uid = ?
ON CONFLICT (source, article, kind) DO UPDATE SET count = {count}
"""
WITHHELD = "SELECT uid, kind, sum(count) FROM withheld JOIN articles ON number = article GROUP BY article, kind"


class Walked(NamedTuple):
    """One article in one place."""

    source: str
    article: str
    """Its uid."""
    asked: datetime
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

    def saw(self, source: str, found: Mapping[str, tuple[int, int | None, str]]) -> None:
        """Keep of each article how much was seen and claimed, and why less."""
        self._database.many(SAW, [(*told, source, uid) for uid, told in found.items()])

    def last(self, source: str) -> dict[str, datetime]:
        """Return when each article was last asked for."""
        return {uid: moment(asked) for uid, asked in self._database.rows(LAST, (source,))}

    def all(self) -> tuple[Walked, ...]:
        """Return the last walk of each article in each place."""
        return tuple(
            Walked(source, uid, moment(asked), seen, claimed, why)
            for source, uid, asked, seen, claimed, why in self._database.rows(ALL)
        )

    def withhold(self, source: str, counts: Mapping[tuple[str, Kind], int], whole: Iterable[str]) -> None:
        """Keep how many by people who asked not to be collected; of a `whole` article that is all there are."""
        anew = set(whole)
        self._database.many(FORGET, [(source, uid) for uid in anew])
        for (uid, kind), count in counts.items():
            sql = WITHHOLD.format(count="excluded.count" if uid in anew else "max(count, excluded.count)")
            self._database.execute(sql, (source, kind.value, count, uid))

    def withheld(self) -> dict[str, dict[Kind, int]]:
        """Return how many there are of whom nothing is kept, by article (`uid`) and kind."""
        found: dict[str, dict[Kind, int]] = defaultdict(dict)
        for uid, kind, count in self._database.rows(WITHHELD):
            found[uid][KINDS[kind]] = count
        return dict(found)
