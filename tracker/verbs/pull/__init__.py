"""Ask every place what people answered, and keep it.

Sources are read side by side, one thread each; the ledger is written by one thread, one
transaction a page. A place that fails costs its own outcome and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from queue import Empty, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol

from tracker.errors import SourceError
from tracker.rules import reconcile, schedule
from tracker.verbs.pull import settling
from tracker.verbs.pull.outcome import Outcome, Tally, outcome, pulled
from tracker.verbs.pull.walk import Ended, Kept, Read, Walk

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tracker.ledger import Ledger
    from tracker.model import Account, Article, Interaction, Page
    from tracker.sources import Source
    from tracker.verbs.pull.walk import Connect

__all__ = ["Kept", "Outcome", "Pull", "Request", "Tell"]

AHEAD = 2
"""Pages of each source that are read before the ledger has taken them: keeps memory flat."""


class Tell(Protocol):
    """What hears how far a source has come."""

    def __call__(self, source: str, interactions: int) -> None:
        """Take the figures so far."""
        ...


def _nobody(_account: Account) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be pulled."""

    sources: Mapping[str, Source]
    articles: Sequence[Article]
    full: bool = False
    """Ask for everything again, as if nothing had been read."""
    every: bool = False
    """Ask about every article, whether it is due or not."""
    owns: Callable[[Account], bool] = _nobody
    """Tells the author's own accounts: they are kept whatever they say of collecting."""
    forget_after: int = 0
    """Days after which words of what is gone are forgotten; 0: never."""


class Pull:
    """One pull: reading threads on one side, the ledger on the other."""

    def __init__(self, ledger: Ledger, connect: Connect, now: Callable[[], datetime], tell: Tell | None = None) -> None:
        self._ledger, self._connect, self._now, self._tell = ledger, connect, now, tell
        self._stop = Event()
        self._read: Queue[Read | Ended] = Queue()
        self._tallies: dict[str, Tally] = {}
        self._announced: Mapping[str, str] = {}
        self._owns: Callable[[Account], bool] = _nobody

    def __call__(self, request: Request) -> tuple[Outcome, ...]:
        """Pull `request` and return an outcome for each source, in the order they were named.

        Interrupted (KeyboardInterrupt, a bug), it stops the threads and leaves what is stored.
        """
        try:
            self._start(request)
            ended = {one.source: one for one in (self._end(self._next_end()) for _source in request.sources)}
            self._settle(request)
            return tuple(ended[name] for name in request.sources)
        finally:
            self._stop.set()

    def _start(self, request: Request) -> None:
        with self._ledger.transaction():
            self._ledger.articles.remember(request.articles, self._now())
            settling.renew_copies(self._ledger)
        articles = self._ledger.articles.all()
        self._read = Queue(AHEAD * len(request.sources))
        self._owns = request.owns
        self._announced = settling.announced(self._ledger, articles)
        for name, source in request.sources.items():
            anew = request.full or self._ledger.interactions.in_doubt(name)
            due = articles if anew or request.every or not source.by_article else self._due(name, articles)
            kept = Kept({} if anew else self._ledger.validators.all(name))
            cursor = None if anew else self._ledger.cursors.get(name)
            asked = tuple(one.uid for one in due)
            self._tallies[name] = Tally(self._now(), asked, cursor is None, len(articles) - len(due))
            walk = Walk(source, kept, self._read, self._stop)
            Thread(target=walk, args=(due, cursor, self._connect), name=name, daemon=True).start()

    def _due(self, source: str, articles: Sequence[Article]) -> tuple[Article, ...]:
        return schedule.due(articles, self._ledger.walks.last(source), self._now())

    def _next_end(self) -> Ended:
        """Store pages until a source ends."""
        while isinstance(event := self._wait(), Read):
            self._store(event)
        return event

    def _wait(self) -> Read | Ended:
        while True:  # a wait without end would not hear Ctrl-C on every platform
            try:
                return self._read.get(timeout=1)
            except Empty:
                continue

    def _store(self, event: Read) -> None:
        ledger, tally = self._ledger, self._tallies[event.source]
        page = self._ours(event.page, tally)
        with ledger.transaction():
            ledger.interactions.erase(event.source, _ids(event.page) - _ids(page))
            marks = ledger.interactions.marks(event.source, [one.id for one in page.interactions] + list(page.gone))
            changes = reconcile.changes(page, marks)
            ledger.interactions.apply(event.source, changes, self._now())
            if page.cursor is not None:
                ledger.cursors.put(event.source, page.cursor)
            ledger.validators.put_all(event.source, event.validators)
        tally.add(page, changes)
        if self._tell:
            self._tell(event.source, tally.interactions)

    def _ours(self, page: Page, tally: Tally) -> Page:
        """Return what may be kept of a page; who announces our articles is known for the author."""
        told = [settling.recognised(one, self._announced) for one in page.interactions]
        tally.withhold(one for one in told if not self._may_keep(one))
        return replace(page, interactions=tuple(filter(self._may_keep, told)))

    def _may_keep(self, one: Interaction) -> bool:
        return not one.account or not one.account.opted_out or self._owns(one.account)

    def _end(self, ended: Ended) -> Outcome:
        if ended.error is not None and not isinstance(ended.error, SourceError):
            raise ended.error
        tally = self._tallies[ended.source]
        absences = reconcile.Absences() if ended.error else self._absences(ended.source, tally)
        told = replace(outcome(ended.source, tally, absences, ended.error), token_ends=ended.token_ends)
        with self._ledger.transaction():
            self._ledger.interactions.mark_absent(ended.source, absences, self._now())
            self._ledger.pulls.record(pulled(told, tally.started, self._now()))
            self._remember_walks(ended, tally)
        return told

    def _remember_walks(self, ended: Ended, tally: Tally) -> None:
        asked = tally.counted if ended.error else {*tally.asked, *tally.counted}
        self._ledger.walks.record(ended.source, asked, tally.started)
        self._ledger.walks.saw(ended.source, tally.counts, tally.counted if tally.anew else ())
        withheld = {key: len(ids) for key, ids in tally.withheld.items()}
        self._ledger.walks.withhold(ended.source, withheld, () if ended.error else tally.whole)

    def _absences(self, source: str, tally: Tally) -> reconcile.Absences:
        walked = {count.article for count in tally.counts if count.complete}
        present = self._ledger.interactions.present(source, walked)
        return reconcile.absences(tally.seen, tally.counts, present)

    def _settle(self, request: Request) -> None:
        """See to what follows from all that is stored."""
        now = self._now()
        settling.tie(self._ledger, now)
        if request.forget_after:
            self._ledger.interactions.forget(now - timedelta(days=request.forget_after), now)


def _ids(page: Page) -> set[str]:
    return {one.id for one in page.interactions}
