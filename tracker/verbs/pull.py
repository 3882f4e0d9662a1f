"""Ask every place what people answered, and keep it.

Sources are read side by side, one thread each; the ledger is written by one thread, one
transaction a page. A place that fails costs its own outcome and nothing else.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import TYPE_CHECKING, Protocol, TypeAlias

from tracker.errors import SourceError
from tracker.ledger.pulls import Pulled
from tracker.ledger.storable import storable
from tracker.messages import _
from tracker.rules import reconcile

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.ledger import Ledger
    from tracker.model import Article, Count, Page, Validator
    from tracker.sources import Source

AHEAD = 4
"""Pages read before the ledger has taken them: keeps memory flat."""


Connect: TypeAlias = "Callable[[Kept, Event], Http]"
"""How a source gets its way out: a session whose waits end when the event is set."""


class Tell(Protocol):
    """What hears how far a source has come."""

    def __call__(self, source: str, interactions: int) -> None:
        """Take the figures so far."""
        ...


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source brought."""

    source: str
    new: int = 0
    edited: int = 0
    returned: int = 0
    missing: int = 0
    gone: int = 0
    problems: tuple[str, ...] = ()
    complete: bool = True
    why: str = ""
    """Why it is partial; empty when it is complete."""
    error: SourceError | None = None


@dataclass(frozen=True, slots=True)
class Request:
    """What is to be pulled."""

    sources: Mapping[str, Source]
    articles: Sequence[Article]
    full: bool = False
    """Ask for everything again, as if nothing had been read."""


@dataclass(slots=True)
class Kept:
    """Validators of one source: what the ledger has, and what its next page brings along."""

    known: Mapping[str, Validator]
    fresh: dict[str, Validator] = field(default_factory=dict)

    def get(self, url: str) -> Validator | None:
        """Return what the last whole answer of `url` gave."""
        return self.known.get(url)

    def put(self, url: str, validator: Validator) -> None:
        """Keep it until the page it belongs to is stored."""
        self.fresh[url] = validator

    def drain(self) -> dict[str, Validator]:
        """Hand over what came since the last page."""
        taken, self.fresh = self.fresh, {}
        return taken


@dataclass(frozen=True, slots=True)
class _Read:
    source: str
    page: Page
    validators: Mapping[str, Validator]


@dataclass(frozen=True, slots=True)
class _Ended:
    source: str
    error: BaseException | None


@dataclass(slots=True)
class _Tally:
    """What one source has brought so far."""

    started: datetime
    interactions: int = 0
    new: int = 0
    edited: int = 0
    returned: int = 0
    gone: int = 0
    problems: list[str] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, page: Page, changes: reconcile.Changes) -> None:
        """Count a stored page."""
        self.interactions += len(page.interactions)
        self.new += len(changes.new)
        self.edited += len(changes.edited)
        self.returned += len(changes.returned)
        self.gone += len(changes.gone)
        self.problems.extend(page.problems)
        self.counts.extend(page.counts)
        for one in page.interactions:
            self.seen[one.article].add(storable(one.id))  # as the ledger will name what is present


class Pull:
    """One pull: reading threads on one side, the ledger on the other."""

    def __init__(self, ledger: Ledger, connect: Connect, now: Callable[[], datetime], tell: Tell | None = None) -> None:
        self._ledger, self._connect, self._now, self._tell = ledger, connect, now, tell
        self._stop = Event()
        self._read: Queue[_Read | _Ended] = Queue(AHEAD)
        self._tallies: dict[str, _Tally] = {}

    def __call__(self, request: Request) -> tuple[Outcome, ...]:
        """Pull `request` and return an outcome for each source, in the order they were named.

        Interrupted (KeyboardInterrupt, a bug), it stops the threads and leaves what is stored.
        """
        try:
            self._start(request)
            ended = {one.source: one for one in (self._end(self._next_end()) for _source in request.sources)}
            return tuple(ended[name] for name in request.sources)
        finally:
            self._stop.set()

    def _start(self, request: Request) -> None:
        with self._ledger.transaction():
            self._ledger.articles.remember(request.articles, self._now())
        articles = self._ledger.articles.all()
        for name, source in request.sources.items():
            anew = request.full or self._ledger.interactions.in_doubt(name)
            kept = Kept({} if anew else self._ledger.validators.all(name))
            cursor = None if anew else self._ledger.cursors.get(name)
            self._tallies[name] = _Tally(self._now())
            walk = _Walk(source, kept, self._read, self._stop)
            Thread(target=walk, args=(articles, cursor, self._connect), name=name, daemon=True).start()

    def _next_end(self) -> _Ended:
        """Store pages until a source ends."""
        while isinstance(event := self._wait(), _Read):
            self._store(event)
        return event

    def _wait(self) -> _Read | _Ended:
        while True:  # a wait without end would not hear Ctrl-C on every platform
            try:
                return self._read.get(timeout=1)
            except Empty:
                continue

    def _store(self, event: _Read) -> None:
        ledger, page = self._ledger, event.page
        with ledger.transaction():
            marks = ledger.interactions.marks(event.source, [one.id for one in page.interactions] + list(page.gone))
            changes = reconcile.changes(page, marks)
            ledger.interactions.apply(event.source, changes, self._now())
            if page.cursor is not None:
                ledger.cursors.put(event.source, page.cursor)
            ledger.validators.put_all(event.source, event.validators)
        tally = self._tallies[event.source]
        tally.add(page, changes)
        if self._tell:
            self._tell(event.source, tally.interactions)

    def _end(self, ended: _Ended) -> Outcome:
        if ended.error is not None and not isinstance(ended.error, SourceError):
            raise ended.error
        tally = self._tallies[ended.source]
        absences = reconcile.Absences() if ended.error else self._absences(ended.source, tally)
        outcome = _outcome(ended, tally, absences)
        with self._ledger.transaction():
            self._ledger.interactions.mark_absent(ended.source, absences, self._now())
            self._ledger.pulls.record(_pulled(outcome, tally.started, self._now()))
        return outcome

    def _absences(self, source: str, tally: _Tally) -> reconcile.Absences:
        walked = {count.article for count in tally.counts if count.complete}
        present = self._ledger.interactions.present(source, walked)
        return reconcile.absences(tally.seen, tally.counts, present)


class _Walk:
    """One thread: read a source to its end, a page ahead of the ledger."""

    def __init__(self, source: Source, kept: Kept, out: Queue[_Read | _Ended], stop: Event) -> None:
        self._source, self._kept, self._out, self._stop = source, kept, out, stop

    def __call__(self, articles: Sequence[Article], cursor: str | None, connect: Connect) -> None:
        error: BaseException | None = None
        try:
            with connect(self._kept, self._stop) as http:
                for page in self._source.pages(articles, cursor, http):
                    self._put(_Read(self._source.name, page, self._kept.drain()))
                    if self._stop.is_set():
                        return
        except Exception as caught:  # noqa: BLE001 - carried over and raised again by the pull's own thread
            error = caught
        self._put(_Ended(self._source.name, error))

    def _put(self, event: _Read | _Ended) -> None:
        while not self._stop.is_set():
            try:
                return self._out.put(event, timeout=0.2)
            except Full:
                continue
        return None


def _outcome(ended: _Ended, tally: _Tally, absences: reconcile.Absences) -> Outcome:
    error = ended.error if isinstance(ended.error, SourceError) else None
    why = _why(tally.counts)
    return Outcome(
        ended.source,
        new=tally.new,
        edited=tally.edited,
        returned=tally.returned,
        missing=len(absences.missing),
        gone=tally.gone + len(absences.gone),
        problems=tuple(tally.problems),
        complete=not why and error is None,
        why=why,
        error=error,
    )


def _pulled(outcome: Outcome, started: datetime, finished: datetime) -> Pulled:
    return Pulled(
        outcome.source,
        started,
        finished,
        complete=outcome.complete,
        partial_why=outcome.why,
        new=outcome.new,
        edited=outcome.edited,
        gone=outcome.gone,
        problems=len(outcome.problems),
        error=outcome.error.message if outcome.error else "",
    )


def _why(counts: Sequence[Count]) -> str:
    """Say what was not seen: `59 of 74 (a token would show more)`."""
    short = [count for count in counts if count.claimed is not None and not count.complete]
    if not short:
        return ""
    said = _("{seen:,} of {claimed:,} seen").format(
        seen=sum(count.seen for count in short), claimed=sum(count.claimed or 0 for count in short)
    )
    reasons = sorted({count.why for count in short if count.why})
    return f"{said}: {'; '.join(reasons)}" if reasons else said
