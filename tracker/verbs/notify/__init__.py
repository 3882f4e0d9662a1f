"""Tell the pages we link to that we do, and when we no longer do (Webmention, W3C 2017: the sender's side).

What was built says what is to be told; what is published says whether it may be told yet; the ledger says
what was told before. Receivers take the same webmention twice for one (R12), so a crash between sending and
remembering costs nobody anything.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from tracker.content import built
from tracker.errors import EnishiError, NothingBuilt
from tracker.reading import entries
from tracker.rules import finding, telling
from tracker.rules.outgoing import Outcome, Status, Why
from tracker.rules.urls import canonical, is_web
from tracker.verbs.notify.delivery import Delivery, Ways
from tracker.verbs.notify.publication import hindrance

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.rules.outgoing import Entry, Mention, Sent

__all__ = ["Held", "Report", "Ways", "assume", "plan", "published", "send", "sent", "sources_of"]

POLLS = (1.0, 2.0, 4.0)
"""Seconds before a status page is asked, each time; what is open then is asked in another run (S7)."""


class Held(NamedTuple):
    """A page of ours for which nothing was sent, and why."""

    source: str
    error: EnishiError


class Report(NamedTuple):
    """What came of sending."""

    told: tuple[Sent, ...]
    held: tuple[Held, ...]


def published(output: Path) -> tuple[Entry, ...]:
    """Return the posts of the site that was built into `output`, in the order of their files.

    A page that says it was deleted is none; drafts have no address of their own and are none. Raises NothingBuilt
    where there are no posts, unless the site's own list says so: the last one may have been taken down.
    """
    read = (entries.read(path.read_bytes()) for path in sorted(output.rglob("*.html")))
    found = {entry.url: entry for entry in read if entry and not entry.gone}
    if not found and not built.lists_none(output / built.ARTICLES):
        raise NothingBuilt(output)
    return tuple(found.values())


def plan(
    ledger: Ledger, posts: Iterable[Entry], now: datetime, *, only: Collection[str] = (), again: bool = False
) -> tuple[Mention, ...]:
    """Return what is to be told of the links in `posts`; nothing is asked.

    `only` are pages (see `sources_of`); `again` takes up at once what failed, was refused or had no endpoint.
    """
    due = telling.plan(posts, ledger.outgoing.all(), now, again=again)
    return tuple(one for one in due if not only or canonical(one.source) in only)


def sources_of(asked: str, articles: Sequence[Article], known: Iterable[Sent]) -> frozenset[str]:
    """Return the addresses of the article that was typed, older ones too; raises NoSuchArticle or SeveralArticles.

    One that was deleted is in no list of articles any more: its address will do.
    """
    if is_web(asked) and canonical(asked) in {canonical(one.source) for one in known}:
        return frozenset((canonical(asked),))
    article = finding.article(asked, articles)
    return frozenset(map(canonical, (article.url, *article.older_urls)))


def sent(ledger: Ledger) -> tuple[Sent, ...]:
    """Return what was told and what came of it, the last first."""
    return ledger.outgoing.all()


def assume(ledger: Ledger, mentions: Iterable[Mention], now: datetime) -> tuple[Sent, ...]:
    """Take these as told, by another program or long ago; nothing is sent."""
    taken = Outcome(Status.ASSUMED)
    rows = tuple(telling.record(one, taken, now) for one in mentions if one.why is not Why.ASK)
    with ledger.transaction():
        for row in rows:
            ledger.outgoing.put(row)
    return rows


def send(
    ledger: Ledger,
    mentions: Iterable[Mention],
    ways: Ways,
    tell: Callable[[Sent | Held], None] = lambda _one: None,
) -> Report:
    """Send what was planned, each remembered before the next; call `tell` with what came of each.

    A page that does not yet show (or not yet stopped showing) its links to the world is held as a whole.
    """
    planned = tuple(mentions)
    deliver = Delivery(ways, telling.without_endpoint(ledger.outgoing.all(), ways.now))
    told: list[Sent] = []
    held: list[Held] = []
    waiting = [one.before for one in planned if one.why is Why.ASK and one.before]
    for source, some in groupby((one for one in planned if one.why is not Why.ASK), lambda one: one.source):
        due = tuple(some)
        if error := hindrance(source, due, ways):
            held.append(Held(source, error))
            tell(held[-1])
            continue
        for row in _delivered(ledger, due, deliver, ways):
            if row.status is Status.WAITING:
                waiting.append(row)
            else:
                told.append(row)
                tell(row)
    for row in _settled(ledger, waiting, deliver, ways):
        told.append(row)
        tell(row)
    return Report(tuple(told), tuple(held))


def _delivered(ledger: Ledger, due: Iterable[Mention], deliver: Delivery, ways: Ways) -> Iterator[Sent]:
    for one in due:
        row = telling.record(one, deliver(one), ways.now)
        with ledger.transaction():
            ledger.outgoing.put(row)
        yield row


def _settled(ledger: Ledger, waiting: list[Sent], deliver: Delivery, ways: Ways) -> Iterator[Sent]:
    """Ask the status pages a few times; yield each when it has said its last word, or none in time."""
    for seconds in POLLS if waiting else ():
        ways.clock.sleep(seconds)
        asked = [telling.answered(row, deliver.ask(row), ways.now) for row in waiting]
        with ledger.transaction():
            for row in asked:
                ledger.outgoing.put(row)
        yield from (row for row in asked if row.status is not Status.WAITING)
        waiting = [row for row in asked if row.status is Status.WAITING]
        if not waiting:
            break
    yield from waiting
