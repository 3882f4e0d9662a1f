"""What a pull would ask, without asking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import SourceError
from tracker.rules import schedule

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tracker.http.rehearsal import Asked, Rehearsal
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.sources import Source

MOST_PAGES = 10_000
"""A source that goes on for ever without asking would be a mistake."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What one source would be asked."""

    source: str
    calls: tuple[Asked, ...]
    """Those that are known beforehand: what follows depends on the answers."""
    articles: int
    later: int
    """Articles that are not due yet."""
    by_http: bool = True


def rehearse(
    ledger: Ledger,
    sources: Mapping[str, Source],
    articles: Sequence[Article],
    connect: Callable[[], Rehearsal],
    now: datetime,
) -> tuple[Plan, ...]:
    """Return what each of `sources` would be asked; nothing is, and nothing is kept."""
    with ledger.scratch_copy() as scratch:
        with scratch.transaction():
            scratch.articles.remember(articles, now)
        return tuple(_plan(scratch, name, source, connect(), now) for name, source in sources.items())


def _plan(ledger: Ledger, name: str, source: Source, http: Rehearsal, now: datetime) -> Plan:
    articles = ledger.articles.all()
    due = schedule.due(articles, ledger.walks.last(name), now) if source.by_article else articles
    if source.by_http:
        _walk(source, due, ledger.cursors.get(name), http)
    return Plan(name, tuple(http.asked), len(due), len(articles) - len(due), source.by_http)


def _walk(source: Source, articles: Sequence[Article], cursor: str | None, http: Rehearsal) -> None:
    try:
        for number, _page in enumerate(source.pages(articles, cursor, http)):
            if number > MOST_PAGES:
                return
    except SourceError:
        return  # it goes no further without an answer
