"""How the month stands: this month's post, the months kept, what waits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.rules.writing.cadence import State, cadence

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.rules.writing.manuscript import Manuscript


@dataclass(frozen=True, slots=True)
class Status:
    """The month, and what waits; a number that is not known is None."""

    month: str
    """`2026-11`."""
    state: State
    title: str
    """Of this month's post; empty when there is none."""
    file: str
    """Of that post, below `content/`."""
    date: datetime | None
    """When it is published."""
    streak: int
    days_left: int
    last: datetime | None
    """When the latest post came out."""
    drafts: tuple[str, ...]
    """Files of posts that are drafts, below `content/`."""
    waiting: int | None = None
    """Responses that wait for an answer."""
    replies: int | None = None
    """Answers begun and not sent."""
    held: int | None = None
    """Responses nobody has decided about."""
    published: datetime | None = None
    """When the site was last put anywhere."""
    untold: bool | None = None
    """Whether somebody is still to be told of what was published."""


def status(posts: Iterable[Manuscript], now: datetime) -> Status:
    """Return how the month stands; what the ledger knows is for the caller to add."""
    written = tuple(posts)
    found = cadence(written, now)
    return Status(
        f"{now:%Y-%m}",
        found.state,
        found.post.title if found.post else "",
        found.post.name if found.post else "",
        found.post.date if found.post else None,
        found.streak,
        found.days_left,
        found.last.date if found.last else None,
        tuple(one.name for one in written if one.said("status").lower() == "draft"),
    )
