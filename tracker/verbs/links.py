"""Ask the pages that our posts link to whether they are still there: politely, and not again for weeks."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Event
from typing import TYPE_CHECKING, Protocol

from tracker.content import remembered
from tracker.errors import ForbiddenAddress, Refused, SourceError, Stopped, TooLarge
from tracker.rules.writing import outside

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from pathlib import Path

    from tracker.http import Http, Validators
    from tracker.model import Validator
    from tracker.rules.writing.findings import Remark
    from tracker.rules.writing.gate import Outside

AT_ONCE = 6
"""Hosts that are asked at the same time."""
NO_ENTRY = (401, 402, 403, 405, 406, 407, 418, 429, 451, 999)
"""How places say that they let no program in."""


class Connect(Protocol):
    """What gives each thread its way out."""

    def __call__(self, validators: Validators, stop: Event, /) -> Http:
        """Return a session."""
        ...


@dataclass(frozen=True, slots=True)
class Links:
    """One round of asking."""

    connect: Connect
    memory: Path
    """The file of what was said before."""
    now: datetime

    def __call__(self, links: Sequence[Outside]) -> tuple[tuple[str, Remark], ...]:
        """Return (file, remark) for each link whose page is gone or silent; what was said is remembered."""
        known = remembered.load(self.memory)
        stop = Event()
        try:
            for url, state, said in self._asked(outside.due((one.url for one in links), known, self.now), stop):
                known[url] = outside.answered(state, said, known.get(url), self.now)
        finally:
            stop.set()
            remembered.save(self.memory, known)
        return tuple(outside.remarks(links, known))

    def _asked(self, urls: Sequence[str], stop: Event) -> Iterator[tuple[str, str, str]]:
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                for url, told in zip(urls, pool.map(lambda url: self._one(url, stop), urls), strict=True):
                    if told:
                        yield url, *told
            finally:
                stop.set()

    def _one(self, url: str, stop: Event) -> tuple[str, str] | None:
        """Ask one page; None when the round was stopped."""
        with self.connect(_Nothing(), stop) as http:
            try:
                http.get(url)
            except Stopped:
                return None
            except TooLarge:
                return outside.THERE, ""
            except Refused as error:
                return _meant(error)
            except ForbiddenAddress as error:
                return outside.DEAD, error.message
            except SourceError as error:
                return outside.UNANSWERED, error.message
            return outside.THERE, ""


def _meant(error: Refused) -> tuple[str, str]:
    if error.status in NO_ENTRY:
        return outside.THERE, str(error.status)
    return (outside.DEAD if error.status in outside.GONE else outside.UNANSWERED), str(error.status)


class _Nothing:
    """Validators of what is always read anew."""

    def get(self, _url: str) -> Validator | None:
        return None

    def put(self, url: str, validator: Validator) -> None:
        """Keep nothing."""
