"""Our own articles, with every address they ever had."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from tracker.ledger.times import moment_or_none, stamp, stamp_or_none
from tracker.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger.database import Database

REMEMBER = """
INSERT INTO articles (uid, url, title, lang, published, comments_feed)
VALUES (:uid, :url, :title, :lang, :published, :comments_feed)
ON CONFLICT (uid) DO UPDATE SET
    url = excluded.url, title = excluded.title, lang = excluded.lang, published = excluded.published,
    comments_feed = excluded.comments_feed
"""
ADDRESS = """
INSERT INTO article_urls (article, url, since)
VALUES ((SELECT number FROM articles WHERE uid = ?), ?, ?) ON CONFLICT DO NOTHING
"""
NO_COPIES = "DELETE FROM syndication WHERE article = (SELECT number FROM articles WHERE uid = ?)"
COPY = """
INSERT INTO syndication (article, url, position)
VALUES ((SELECT number FROM articles WHERE uid = ?), ?, ?) ON CONFLICT DO NOTHING
"""
ANNOUNCED = """
SELECT article, url FROM (
    SELECT article, url, position, NULL AS posted FROM syndication
    UNION ALL SELECT article, url, 1000, posted FROM announcements WHERE by <> 'nobody'
) WHERE (article, url) NOT IN (SELECT article, url FROM announcements WHERE by = 'nobody')
GROUP BY article, url ORDER BY article, min(position), posted, url
"""
ALL = """
SELECT number, uid, url, title, lang, published, comments_feed FROM articles
ORDER BY published IS NULL, published DESC, uid
"""


class Articles:
    """What we know of our site."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, articles: Iterable[Article], at: datetime) -> None:
        """Take what the site says now; an address an article had before stays an older one.

        An article that is not given stays as it was: people answered it.
        """
        given, since = tuple(articles), stamp(at)
        with self._database.transaction():
            self._database.many(REMEMBER, [_row(one) for one in given])
            addresses = [(one.uid, url, since) for one in given for url in (one.url, *one.older_urls)]
            self._database.many(ADDRESS, addresses)
            self._database.many(NO_COPIES, [(one.uid,) for one in given])
            copies = [(one.uid, url, place) for one in given for place, url in enumerate(one.syndication)]
            self._database.many(COPY, copies)

    def all(self) -> tuple[Article, ...]:
        """Return every article, the newest first; those without a date last."""
        addresses = self._lists("SELECT article, url FROM article_urls ORDER BY article, since, url")
        copies = self._lists(ANNOUNCED)
        return tuple(
            Article(
                uid,
                url,
                title,
                lang,
                moment_or_none(published),
                tuple(older for older in addresses[number] if older != url),
                tuple(copies[number]),
                comments_feed,
            )
            for number, uid, url, title, lang, published, comments_feed in self._database.rows(ALL)
        )

    def _lists(self, sql: str) -> defaultdict[int, list[str]]:
        lists: defaultdict[int, list[str]] = defaultdict(list)
        for number, url in self._database.rows(sql):
            lists[number].append(url)
        return lists


def _row(article: Article) -> dict[str, str | None]:
    return {
        "uid": article.uid,
        "url": article.url,
        "title": article.title,
        "lang": article.lang,
        "published": stamp_or_none(article.published),
        "comments_feed": article.comments_feed,
    }
