"""Announcements of ours: what is to be said where, what was handed over, what arrived."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import NoSuchArticle
from tracker.ledger.storable import storable
from tracker.ledger.times import moment, stamp
from tracker.model.posts import Posting, Stage

if TYPE_CHECKING:
    from tracker.ledger.database import Database, Row

PUT = """
INSERT INTO posts (article, place, state, lang, text, key, url, at)
SELECT number, ?, ?, ?, ?, ?, ?, ? FROM articles WHERE uid = ?
ON CONFLICT (article, place) DO UPDATE SET
    state = excluded.state, lang = excluded.lang, text = excluded.text, key = excluded.key, url = excluded.url,
    at = excluded.at
"""
ALL = """
SELECT uid, place, state, p.lang, text, key, p.url, at FROM posts AS p JOIN articles ON number = article
ORDER BY published IS NULL, published DESC, uid, place
"""
ONE = """
SELECT uid, place, state, p.lang, text, key, p.url, at FROM posts AS p JOIN articles ON number = article
WHERE uid = ? AND place = ?
"""


class Posts:
    """One for each article and place."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> tuple[Posting, ...]:
        """Return every one, of the newest article first."""
        return tuple(map(_posting, self._database.rows(ALL)))

    def find(self, article: str, place: str) -> Posting | None:
        """Return what is said of an article in a place, if anything is."""
        found = self._database.row(ONE, (article, place))
        return _posting(found) if found else None

    def put(self, one: Posting) -> Posting:
        """Remember one, in place of what was known; raises NoSuchArticle for one that the ledger does not know."""
        values = (one.place, one.stage.value, one.lang, storable(one.text), one.key, storable(one.url), stamp(one.at))
        if not self._database.execute(PUT, (*values, one.article)):
            raise NoSuchArticle(one.article)
        return one


def _posting(row: Row) -> Posting:
    uid, place, state, lang, text, key, url, at = row
    return Posting(uid, place, Stage(state), lang, text, key, url, moment(at))
