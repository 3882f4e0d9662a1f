"""Spans of time as people type and read them: `30d`, `2w`, `2026-10-01`, `last-month`; "3 days ago"."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import tzinfo

SPAN = re.compile(r"(\d{1,5})([hdwmy])")
DAYS = {"h": 1 / 24, "d": 1, "w": 7, "m": 30.4375, "y": 365.25}
STEPS = ((365.25 * 86400, "year"), (30.4375 * 86400, "month"), (86400, "day"), (3600, "hour"), (60, "minute"))


def since(asked: str, now: datetime) -> datetime | None:
    """Return the aware start of the span `asked`, in the zone of `now`; None when it is none."""
    word = asked.strip().lower()
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    named = {
        "today": today,
        "yesterday": today - timedelta(days=1),
        "this-month": today.replace(day=1),
        "last-month": (today.replace(day=1) - timedelta(days=1)).replace(day=1),
        "this-year": today.replace(month=1, day=1),
    }
    return named.get(word) or _span(word, now) or _date(word, now.tzinfo)


def ago(then: datetime, now: datetime) -> tuple[int, str]:
    """How long it is: a count of the largest whole unit (`year` … `minute`); (0, "minute") is now."""
    seconds = max((now - then).total_seconds(), 0)
    return next(((int(seconds // size), unit) for size, unit in STEPS if seconds >= size), (0, "minute"))


def _span(word: str, now: datetime) -> datetime | None:
    found = SPAN.fullmatch(word)
    try:
        return now - timedelta(days=int(found[1]) * DAYS[found[2]]) if found else None
    except OverflowError:  # before the year 1: as long ago as there is
        return datetime.min.replace(tzinfo=now.tzinfo)


def _date(word: str, zone: tzinfo | None) -> datetime | None:
    full = word + "-01" if re.fullmatch(r"\d{4}-\d{2}", word) else word
    try:
        found = datetime.fromisoformat(full)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=zone)
