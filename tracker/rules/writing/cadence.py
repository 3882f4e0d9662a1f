"""A post a month: this month's, the months kept in a row, the days that are left."""

from __future__ import annotations

from calendar import monthrange
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.writing.manuscript import EARLY

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.rules.writing.manuscript import Manuscript


class State(StrEnum):
    """How far this month's post is."""

    PUBLISHED = "published"
    SCHEDULED = "scheduled"
    DRAFT = "draft"
    NONE = "none"


class Cadence(NamedTuple):
    """The month as it stands."""

    state: State
    post: Manuscript | None
    """This month's."""
    streak: int
    """Months in a row with a post, this one counted once it has one."""
    days_left: int
    """Until the month ends, today not counted."""
    last: Manuscript | None
    """The latest that is out."""


def cadence(posts: Iterable[Manuscript], now: datetime) -> Cadence:
    """Return how the month stands; versions in several languages are one post."""
    dated = sorted((one for one in posts if one.date and not one.page), key=_when)
    out = [one for one in dated if one.is_out(now)]
    waiting = [one for one in dated if one.waits(now) and _month(one.date, now) == _month(now, now)]
    drafts = [one for one in dated if one.said("status").lower() == "draft"]
    current = [one for one in out if _month(one.date, now) == _month(now, now)]
    state, post = State.NONE, None
    for named, found in ((State.PUBLISHED, current[:1]), (State.SCHEDULED, waiting), (State.DRAFT, drafts[-1:])):
        if found:
            state, post = named, found[0]
            break
    left = monthrange(now.year, now.month)[1] - now.day
    return Cadence(state, post, _streak(out, now), left, out[-1] if out else None)


def _streak(out: list[Manuscript], now: datetime) -> int:
    kept = {_month(one.date, now) for one in out}
    month = _month(now, now)
    month = month if month in kept else month - 1
    count = 0
    while month - count in kept:
        count += 1
    return count


def _when(one: Manuscript) -> tuple[datetime, str]:
    return one.date or EARLY, one.name


def _month(at: datetime | None, now: datetime) -> int:
    """Months since the year 0, in the zone of `now`."""
    if at is None:
        return -1
    there = at.astimezone(now.tzinfo)
    return there.year * 12 + there.month - 1
