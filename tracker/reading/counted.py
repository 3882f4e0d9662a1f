"""Places that count before they list: only what has changed since is listed again.

A comment engine is asked for the counts of all threads at once. A thread that has none is not
asked for; one whose count, and whose part of the latest comments, is as it was is left alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Protocol

from tracker.errors import NotAsExpected, Refused
from tracker.model import Count, Page
from tracker.rules import times
from tracker.rules.counting import Entry, Memory, due
from tracker.rules.threads import threads

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.model import Article, Cursor
    from tracker.rules.answers import Answer
    from tracker.rules.counting import Told
    from tracker.rules.threads import Thread

NOT_THERE = (404, 410)


class Engine(Protocol):
    """A comment engine, as one walk asks it."""

    @property
    def why(self) -> str:
        """What is counted there and not listed, for a person."""
        ...

    def told(self, names: Sequence[str]) -> Told:
        """Return what it says of the threads of these names before anything is listed; raises SourceError."""
        ...

    def comments(self, thread: Thread, article: Article, counted: int) -> Iterator[Page]:
        """Yield what a thread of so many holds, with a count of this thread on its last page; raises SourceError."""
        ...


def walk(engine: Engine, pattern: str, articles: Sequence[Article], cursor: Cursor) -> Iterator[Page]:
    """Yield what is new in the threads of `articles`, which are called as `pattern` says."""
    found = threads(articles, pattern)
    names = [thread.name for some in found.values() for thread in some]
    if not names:
        return
    told = engine.told(names)
    memory = Memory.read(cursor)
    memory.entries = {uid: entry for uid, entry in memory.entries.items() if uid in found}
    one = _Walk(engine, told, memory)
    for article in articles:
        yield from one.article(article, found[article.uid], known=cursor is not None)
    yield Page(cursor=one.ended(), counts=tuple(one.quiet))


def clock(answer: Answer) -> datetime | None:
    """The time of a place, as its answer says it."""
    said = times.moment(answer.headers.get("Date"))
    return said.at if said else None


@dataclass
class _Walk:
    """One walk, and what is to be remembered of it."""

    engine: Engine
    told: Told
    memory: Memory
    quiet: list[Count] = field(default_factory=list)
    """Counts of articles that there was no need to look at."""
    failed: set[str] = field(default_factory=set)
    """Threads that could not be read."""

    def article(self, article: Article, threads: Sequence[Thread], *, known: bool) -> Iterator[Page]:
        """Yield what its threads hold, unless they are `known` and as they were."""
        counts = {thread.name: self.told.counts[thread.name] for thread in threads if self._counted(thread)}
        if known and self.memory.is_current(article.uid, counts, self.told):
            self.quiet += self._still_short(article.uid)
            return
        self.memory.entries.pop(article.uid, None)
        if counts:
            yield from self._listed(article, [thread for thread in threads if thread.name in counts], counts)
        else:
            self.quiet.append(Count(article.uid, 0, 0))

    def ended(self) -> str:
        """Return the cursor of a walk that came to its end."""
        marks = self.told.marks
        self.memory.marks = marks and {name: marks[name] for name in marks if name not in self.failed}
        return self.memory.written()

    def _counted(self, thread: Thread) -> bool:
        return bool(self.told.counts.get(thread.name))

    def _listed(self, article: Article, threads: Sequence[Thread], counts: Mapping[str, int]) -> Iterator[Page]:
        """Yield each thread; the article is remembered unless something was in the way."""
        tally = _Tally()
        for thread in threads:
            yield from self._thread(thread, article, tally)
        if self.failed.isdisjoint(counts):
            when = due(tally.newest, self.told)
            self.memory.entries[article.uid] = Entry(counts, when, tally.seen, tally.claimed or tally.seen)
            yield Page(cursor=self.memory.written(), counts=(self._count(article.uid, tally.seen, tally.claimed),))

    def _count(self, article: str, seen: int, claimed: int | None) -> Count:
        return Count(article, seen, claimed, self.engine.why if claimed and claimed > seen else "")

    def _still_short(self, article: str) -> list[Count]:
        """Say again what was not listed last time: nothing has changed since."""
        entry = self.memory.entries.get(article)
        return [self._count(article, entry.seen, entry.claimed)] if entry and entry.claimed > entry.seen else []

    def _thread(self, thread: Thread, article: Article, tally: _Tally) -> Iterator[Page]:
        try:
            for page in self.engine.comments(thread, article, self.told.counts[thread.name]):
                tally.add(page)
                yield replace(page, counts=())
        except (NotAsExpected, Refused) as error:
            if isinstance(error, Refused) and error.status not in NOT_THERE:
                raise
            self.failed.add(thread.name)
            yield Page(problems=(f"{thread.url}: {error.message}",))


@dataclass
class _Tally:
    """What was seen of one article, over all of its threads."""

    seen: int = 0
    claimed: int | None = 0
    newest: datetime | None = None

    def add(self, page: Page) -> None:
        """Count what a page holds."""
        for count in page.counts:
            self.seen += count.seen
            self.claimed = None if self.claimed is None or count.claimed is None else self.claimed + count.claimed
        known = [self.newest] if self.newest else []
        self.newest = max([*known, *(one.published for one in page.interactions if one.published)], default=None)
