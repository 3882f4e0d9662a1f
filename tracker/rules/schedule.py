"""Which articles are asked about in a pull: the young often, the old seldom.

The steps follow what the IndieWeb's Bridgy settled on after years of polling: people answer in the
first week, and hardly ever after a year.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from tracker.model import Article

EVERY = (
    (timedelta(days=7), timedelta(minutes=30)),
    (timedelta(days=30), timedelta(hours=5)),
    (timedelta(days=365), timedelta(days=1)),
)
"""Up to which age an article is asked about how often."""
SELDOM = timedelta(days=7)
SLACK = 0.05
"""A pull that runs every day at about the same time counts as a day apart."""


def interval(published: datetime | None, now: datetime) -> timedelta:
    """Return how far apart two questions about an article are; one without a date counts as a year old."""
    if published is None:
        return EVERY[-1][1]
    age = now - published
    return next((every for until, every in EVERY if age < until), SELDOM)


def due(articles: Iterable[Article], asked: Mapping[str, datetime], now: datetime) -> tuple[Article, ...]:
    """Return those of `articles` that are to be asked about; `asked` has when each was last, by `uid`."""
    return tuple(one for one in articles if _is_due(one, asked.get(one.uid), now))


def _is_due(article: Article, asked: datetime | None, now: datetime) -> bool:
    return asked is None or now - asked >= interval(article.published, now) * (1 - SLACK) or asked > now
