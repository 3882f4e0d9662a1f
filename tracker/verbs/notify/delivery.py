"""One webmention: find the endpoint, send, and ask what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import SourceError
from tracker.reading import charsets
from tracker.reading.endpoints import named
from tracker.rules import receipts
from tracker.rules.discovery import Named, endpoint
from tracker.rules.freshness import lifetime
from tracker.rules.outgoing import Outcome, Status, page_of
from tracker.rules.telling import is_by_address

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.http import Clock, Http
    from tracker.rules.answers import Answer
    from tracker.rules.outgoing import Mention, Sent

READS = {"Accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.5"}
WRITES = {"Accept": "application/json, */*;q=0.5"}
HTML = ("", "text/html", "application/xhtml+xml")
"""Types of content in which `<link>` and `<a>` mean something; one that is not said is looked at."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Two ways out: strangers name addresses, and theirs lead to the public web alone."""

    ours: Http
    """May reach what `[network] allow` names."""
    theirs: Http
    """Public addresses only (S13); both introduce themselves with "Webmention" (S5)."""
    clock: Clock

    @property
    def now(self) -> datetime:
        """The time."""
        return self.clock.now()

    def to(self, url: str, named_by: str = "") -> Http:
        """Return the way to an address, and to one that the page at `named_by` names."""
        return self.ours if is_by_address(url, named_by) else self.theirs


class Found(NamedTuple):
    """What a target says of its endpoint."""

    endpoint: str
    page: str
    """The address that named it."""
    until: datetime
    """How long that holds without asking anew (S14)."""


class Delivery:
    """Sends one webmention after another; what an answer allows to be kept is not asked for again."""

    def __init__(self, ways: Ways, silent: Mapping[str, datetime]) -> None:
        self._ways = ways
        self._silent = dict(silent)
        self._found: dict[str, Found] = {}

    def __call__(self, mention: Mention) -> Outcome:
        """Send one; whatever happens is an outcome."""
        page, now = page_of(mention.target), self._ways.now
        if not _is_again(mention) and (until := self._silent.get(page)):
            return Outcome(Status.NO_ENDPOINT, wait=until - now)
        try:
            found = self._discovered(page, now)
        except SourceError as error:
            return receipts.unfound(error, now)
        if found.endpoint:
            return self._sent(mention, found, now)
        self._silent[page] = found.until
        return Outcome(Status.NO_ENDPOINT, wait=found.until - now)

    def ask(self, row: Sent) -> Outcome:
        """Ask a status page (S7); one that does not answer says nothing."""
        try:
            answer = self._ways.to(row.status_url, row.endpoint).get(row.status_url, headers=WRITES)
        except SourceError as error:
            return Outcome(Status.WAITING if error.passing else Status.SENT)
        return receipts.told(answer)

    def _discovered(self, page: str, now: datetime) -> Found:
        """Fetch the target anew for each update (S1, S9), unless its last answer may still be used (S14)."""
        known = self._found.get(page)
        if known and known.until > now:
            return known
        answer = self._ways.to(page).get(page, headers=READS)
        url = endpoint(answer.url, answer.headers.get("Link", ""), _in_html(answer))
        holds = timedelta(seconds=lifetime(answer.headers, now))
        self._found[page] = Found(url, answer.url, now + holds)
        return self._found[page]

    def _sent(self, mention: Mention, found: Found, now: datetime) -> Outcome:
        """Post source and target as a form (S6); the endpoint's own query stays in its address (S4)."""
        form = {"source": mention.source, "target": mention.target}
        try:
            answer = self._ways.to(found.endpoint, found.page).post(found.endpoint, form=form, headers=WRITES)
        except SourceError as error:
            return receipts.refusal(error, found.endpoint, now)
        return receipts.receipt(found.endpoint, answer)


def _is_again(mention: Mention) -> bool:
    return mention.before is not None and mention.before.status is Status.NO_ENDPOINT


def _in_html(answer: Answer) -> Named:
    kind = answer.headers.get("Content-Type", "")
    is_html = kind.partition(";")[0].strip().lower() in HTML
    return named(charsets.text(answer.body, kind)) if is_html else Named()
