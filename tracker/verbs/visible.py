"""Wait until the world sees what was put up: a receiver of webmentions and a hub look at once."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import NotSeen, Refused, SourceError
from tracker.messages import _
from tracker.reading import entries
from tracker.reading.live import live

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from tracker.http import Clock, Http
    from tracker.rules.outgoing import Entry

PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0)
"""Seconds between two looks; the last is that of all that follow."""
UNANSWERED = 60.0
"""Seconds that are enough for a site that does not answer at all: its name is wrong, or nothing serves it."""
MOST = 12
"""Pages that are worth looking at: what one deployment brings comes together."""


class Waiting(NamedTuple):
    """A page that is not there yet, for those who watch."""

    url: str
    reason: str
    seconds: float
    """Since the first look."""


class _Reason(NamedTuple):
    """Why a page is not seen as it was built, and whether its site answered at all."""

    said: str
    answered: bool = True


def expected(output: Path, names: Iterable[str]) -> tuple[Entry, ...]:
    """Return the first posts among the files `names` of a built site, those that are gone too."""
    read = (entries.read((output / name).read_bytes()) for name in names if name.endswith(".html"))
    return tuple(islice((one for one in read if one), MOST))


def wait(
    pages: Iterable[Entry],
    http: Http,
    clock: Clock,
    patience: float,
    tell: Callable[[Waiting], None] = lambda _one: None,
) -> int:
    """Return how many pages were looked at, once each is published as it was built.

    Raises NotSeen when one is not seen so within `patience`
    seconds (0: look once).
    """
    begun = clock.monotonic()
    some = tuple(pages)
    for page in some:
        tries = 0
        while reason := _missing(page, http):
            waited = clock.monotonic() - begun
            pause = PAUSES[min(tries, len(PAUSES) - 1)]
            if waited + pause > (patience if reason.answered else min(patience, UNANSWERED)):
                raise NotSeen(page.url, reason.said)
            tell(Waiting(page.url, reason.said, waited))
            clock.sleep(pause)
            tries += 1
    return len(some)


def _missing(page: Entry, http: Http) -> _Reason | None:
    """Say why a page is not seen as it was built; None: it is."""
    try:
        seen = live(page.url, http)
    except SourceError as error:
        return _Reason(error.message.rstrip(".。"), answered=isinstance(error, Refused))
    if page.gone:
        return None if seen.gone else _Reason(_("it is still there"))
    if seen.gone:
        return _Reason(_("it is not there"))
    same = (seen.fingerprint, seen.links) == (page.fingerprint, page.links)
    return None if same else _Reason(_("it is still published as it was before"))
