"""Our links, and what came of telling the pages they lead to: the words of sending webmentions."""

from __future__ import annotations

from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.addresses import place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime, timedelta

GONE = ""
"""The fingerprint of a link that is no more."""


class Entry(NamedTuple):
    """A page of ours as a reader of microformats2 sees it."""

    url: str
    links: tuple[str, ...] = ()
    """Where it leads, as written: receivers look for the very letters."""
    fingerprint: str = GONE
    """Over its words, its links and the responses it shows (S10), not over its mark-up."""
    gone: bool = False
    """It says of itself that it was deleted (`410` in a meta element)."""


class Why(StrEnum):
    """What there is to tell."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    DELETED = "deleted"
    AGAIN = "again"
    """It was tried before."""
    ASK = "ask"
    """It was told; what became of it was not known yet."""


class Status(StrEnum):
    """What came of it when it was last told."""

    SENT = "sent"
    WAITING = "waiting"
    """Taken, and a status page will say more."""
    NO_ENDPOINT = "no-endpoint"
    REFUSED = "refused"
    FAILED = "failed"
    UNSAFE = "unsafe"
    """It leads to where we do not go."""
    ASSUMED = "assumed"
    """Not told by us: taken as told."""


class Sent(NamedTuple):
    """One link of ours, and what came of telling its target."""

    source: str
    target: str
    wanted: str
    """The fingerprint of the page that was last tried to tell of; `GONE`: that the link is no more."""
    told: str | None
    """The last one that was taken; None: none ever."""
    status: Status
    tried_at: datetime
    endpoint: str = ""
    code: int | None = None
    """What the endpoint answered with."""
    status_url: str = ""
    error: str = ""
    tried: int = 0
    """Failures in a row."""
    sent_at: datetime | None = None
    """When it was last taken."""
    next_try: datetime | None = None
    """Of what failed or waits; of a page without an endpoint: until when it is not asked."""

    @property
    def page(self) -> str:
        """The target without its fragment, which receivers ignore: one of each is told."""
        return page_of(self.target)


class Mention(NamedTuple):
    """One webmention to send."""

    source: str
    target: str
    why: Why
    fingerprint: str
    before: Sent | None = None


class Outcome(NamedTuple):
    """What came of one try."""

    status: Status
    endpoint: str = ""
    code: int | None = None
    status_url: str = ""
    error: str = ""
    wait: timedelta | None = None
    """How long the other side asks to be left alone, or says that its answer holds."""


def fingerprint(said: Iterable[str]) -> str:
    """Return 32 hex digits over texts in their order."""
    digest = blake2b(digest_size=16)
    for text in said:
        digest.update(text.encode("utf-8", "surrogatepass") + b"\0")
    return digest.hexdigest()


def page_of(url: str) -> str:
    """Return the address without its fragment."""
    return url.partition("#")[0]


def outward(links: Iterable[str], page: str) -> tuple[str, ...]:
    """Return the links that leave our site, one to each page they lead to, the first as it is written."""
    ours = place(page).lower()
    first: dict[str, str] = {}
    for link in links:
        if place(link).lower() != ours:
            first.setdefault(page_of(link), link)
    return tuple(first.values())
