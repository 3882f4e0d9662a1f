"""One source read to its end in a thread of its own, a few pages ahead of the ledger."""

from __future__ import annotations

from dataclasses import dataclass, field
from queue import Full
from typing import TYPE_CHECKING

from tracker.model import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime
    from queue import Queue
    from threading import Event
    from typing import TypeAlias

    from tracker.http import Http
    from tracker.model import Article, Validator
    from tracker.sources import Source

    Connect: TypeAlias = Callable[["Kept", Event], Http]
    """How a source gets its way out: a session whose waits end when the event is set."""

NOTHING = Page()


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
class Read:
    """A page, with the validators that belong to it."""

    source: str
    page: Page
    validators: Mapping[str, Validator]


@dataclass(frozen=True, slots=True)
class Ended:
    """The end of a source, and what ended it; None: there was no more."""

    source: str
    error: BaseException | None
    token_ends: datetime | None = None


class Walk:
    """What a thread runs."""

    def __init__(self, source: Source, kept: Kept, out: Queue[Read | Ended], stop: Event) -> None:
        self._source, self._kept, self._out, self._stop = source, kept, out, stop
        self._token_ends: datetime | None = None

    def __call__(self, articles: Sequence[Article], cursor: str | None, connect: Connect) -> None:
        """Read the source, and say how it ended."""
        error: BaseException | None = None
        try:
            self._read(articles, cursor, connect)
        except Exception as caught:  # noqa: BLE001 - carried over and raised again by the pull's own thread
            error = caught
        self._put(Ended(self._source.name, error, self._token_ends))

    def _read(self, articles: Sequence[Article], cursor: str | None, connect: Connect) -> None:
        with connect(self._kept, self._stop) as http:
            try:
                for page in self._source.pages(articles, cursor, http):
                    validators = self._kept.drain()
                    if validators or page != NOTHING:
                        self._put(Read(self._source.name, page, validators))
                    if self._stop.is_set():
                        return
            finally:
                self._token_ends = http.token_ends

    def _put(self, event: Read | Ended) -> None:
        while not self._stop.is_set():
            try:
                return self._out.put(event, timeout=0.2)
            except Full:
                continue
        return None
