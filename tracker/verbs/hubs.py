"""Tell the hubs of our feeds that there is something new (WebSub): readers who subscribed have it at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import EnishiError, NotPublished, SourceError
from tracker.messages import _
from tracker.reading import hubs
from tracker.rules import websub

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import datetime
    from pathlib import Path

    from tracker.http import Http
    from tracker.ledger import Ledger
    from tracker.rules.websub import Topic

ANEW = {"Cache-Control": "no-cache"}


class Rung(NamedTuple):
    """What came of telling the hubs of one feed."""

    feed: str
    error: EnishiError | None = None


def plan(ledger: Ledger, output: Path) -> tuple[Topic, ...]:
    """Return the feeds in `output` that changed since their hubs were told; nothing is asked."""
    return websub.due(hubs.topics(output), ledger.pinged.all())


def ring(
    ledger: Ledger, topics: Iterable[Topic], http: Http, now: datetime, tell: Callable[[Rung], None] = lambda _one: None
) -> tuple[Rung, ...]:
    """Tell the hubs of each feed, each remembered before the next; one that fails is told of in another run."""
    return tuple(_rung(ledger, topic, http, now, tell) for topic in topics)


def _rung(ledger: Ledger, topic: Topic, http: Http, now: datetime, tell: Callable[[Rung], None]) -> Rung:
    error = _told(topic, http)
    if error is None:
        with ledger.transaction():
            ledger.pinged.put(topic.url, topic.digest, now)
    rung = Rung(topic.url, error)
    tell(rung)
    return rung


def _told(topic: Topic, http: Http) -> EnishiError | None:
    """Return why a feed's hubs could not be told; a hub reads the feed at once, so it must be there."""
    try:
        if hubs.digest(http.get(topic.url, headers=ANEW).body) != topic.digest:
            return NotPublished(topic.url, _("it is still published as it was before"))
        for hub in topic.hubs:
            http.post(hub, form=websub.form(topic))
    except SourceError as error:
        return error
    return None
