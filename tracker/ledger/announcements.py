"""Which posts elsewhere announce which article, beside those that the site names itself (`u-syndication`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.ledger.storable import storable
from tracker.ledger.times import moment_or_none, stamp, stamp_or_none
from tracker.model import Announcement

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger.database import Database

SITE, HUMAN, FOUND, NOBODY = "site", "human", "found", "nobody"
"""Who says so: the site's own front matter, a command, a search; nobody any more."""
SAY = """
INSERT INTO announcements (article, url, by, posted, at) SELECT number, ?, ?, ?, ? FROM articles WHERE uid = ?
ON CONFLICT (article, url) DO UPDATE SET
    by = excluded.by, at = excluded.at, posted = coalesce(excluded.posted, posted)
WHERE {may}
"""
ALL = """
SELECT uid, told.url, by, posted FROM (
    SELECT s.article, s.url, 'site' AS by, NULL AS posted, s.position FROM syndication AS s
    WHERE NOT EXISTS (SELECT * FROM announcements AS a WHERE a.article = s.article AND a.url = s.url)
    UNION ALL SELECT article, url, by, posted, 1000 FROM announcements
) AS told JOIN articles ON number = told.article
WHERE by <> 'nobody' ORDER BY published IS NULL, published DESC, uid, position, posted, told.url
"""


class Told(NamedTuple):
    """An announcement, and who says that it is one."""

    announcement: Announcement
    by: str


class Announcements:
    """The syndication table."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Told, ...]:
        """Return what stands: of the newest article first, as the site orders them, then by age."""
        return tuple(
            Told(Announcement(uid, url, moment_or_none(posted)), by)
            for uid, url, by, posted in self._database.rows(ALL)
        )

    def say(self, announcement: Announcement, at: datetime) -> bool:
        """Keep what a human says; tell whether it is new."""
        before = len(self.all())
        self._put(announcement, HUMAN, at, may="1")
        return len(self.all()) > before

    def found(self, announcements: Iterable[Announcement], at: datetime) -> int:
        """Keep what a search found; what a human said of it stays. Return how many are new."""
        before = len(self.all())
        for one in announcements:
            self._put(one, FOUND, at, may="by = 'found'")
        return len(self.all()) - before

    def take_back(self, announcement: Announcement, at: datetime) -> bool:
        """Let something be no announcement, whoever says so; tell whether it was one."""
        before = len(self.all())
        self._put(announcement, NOBODY, at, may="1")
        return len(self.all()) < before

    def _put(self, one: Announcement, by: str, at: datetime, *, may: str) -> None:
        values = (storable(one.url), by, stamp_or_none(one.at), stamp(at), one.article)
        self._database.execute(SAY.format(may=may), values)
