"""Which posts elsewhere announce which article: told by the site, by hand, or found in the author's own accounts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import NoAddress, SourceError
from tracker.model import Announcement
from tracker.rules import finding
from tracker.rules.urls import is_web
from tracker.sources import Suggests

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.sources import Finds

RECORD = "at://"
"""How Bluesky's records begin."""


@dataclass(frozen=True, slots=True)
class Announced:
    """One announcement, and who says that it is one."""

    article: str
    """Its uid."""
    title: str
    url: str
    by: str
    """`site`, `human` or `found`."""
    posted: datetime | None


@dataclass(frozen=True, slots=True)
class Search:
    """What one place had."""

    source: str
    found: int = 0
    new: int = 0
    error: SourceError | None = None
    perhaps: tuple[Announcement, ...] = ()
    """Posts that only go by the same title: for a human to say."""


def announced(ledger: Ledger) -> tuple[Announced, ...]:
    """Return every announcement that stands, of the newest article first."""
    titles = {one.uid: one.title or finding.slug(one) for one in ledger.articles.all()}
    return tuple(
        Announced(one.article, titles[one.article], one.url, by, one.at)
        for one, by in ((told.announcement, told.by) for told in ledger.announcements.all())
    )


def announce(ledger: Ledger, asked: str, url: str, now: datetime) -> tuple[Article, bool]:
    """Keep that the post at `url` announces an article; tell which one, and whether that is new.

    Raises NoSuchArticle, SeveralArticles or NoAddress.
    """
    return _said(ledger, asked, url, now, ledger.announcements.say)


def take_back(ledger: Ledger, asked: str, url: str, now: datetime) -> tuple[Article, bool]:
    """Let the post at `url` announce an article no more, whoever said so; raises as `announce`."""
    return _said(ledger, asked, url, now, ledger.announcements.take_back)


def _said(
    ledger: Ledger, asked: str, url: str, now: datetime, say: Callable[[Announcement, datetime], bool]
) -> tuple[Article, bool]:
    article = finding.article(asked, ledger.articles.all())
    address = url.strip()
    if not is_web(address) and not address.startswith(RECORD):
        raise NoAddress(url)
    with ledger.transaction():
        return article, say(Announcement(article.uid, address), now)


def search(
    ledger: Ledger, sources: Mapping[str, Finds], connect: Callable[[], Http], now: datetime
) -> tuple[Search, ...]:
    """Look in the author's own accounts for posts that link to an article, and keep what is found."""
    articles = ledger.articles.all()
    return tuple(_searched(ledger, name, source, articles, (connect, now)) for name, source in sources.items())


def _searched(
    ledger: Ledger,
    name: str,
    source: Finds,
    articles: Sequence[Article],
    way: tuple[Callable[[], Http], datetime],
) -> Search:
    """One place; what it told before it failed is kept."""
    connect, now = way
    found: list[Announcement] = []
    perhaps: list[Announcement] = []
    failed: SourceError | None = None
    try:
        with connect() as http:
            found.extend(source.announced(articles, http))
            if isinstance(source, Suggests):
                perhaps.extend(source.suggested(articles, http))
    except SourceError as error:
        failed = error
    with ledger.transaction():
        new = ledger.announcements.found(found, now)
    known = {(told.announcement.article, told.announcement.url) for told in ledger.announcements.all()}
    return Search(name, len(found), new, failed, tuple(one for one in perhaps if (one.article, one.url) not in known))
