"""Figures and times as people read them, in their language."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.messages import _, plural
from tracker.rules.since import ago

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime


SOON = timedelta(days=14)


def kinds(counts: Mapping[str, int]) -> str:
    """Say `3 replies, 12 likes`."""
    return _(", ").join(_kind(kind, count) for kind, count in counts.items())


def _kind(kind: str, count: int) -> str:
    forms = {
        "reply": lambda: plural("{count} reply", "{count} replies", count),
        "mention": lambda: plural("{count} mention", "{count} mentions", count),
        "quote": lambda: plural("{count} quote", "{count} quotes", count),
        "mail": lambda: plural("{count} mail", "{count} mails", count),
        "like": lambda: plural("{count} like", "{count} likes", count),
        "repost": lambda: plural("{count} repost", "{count} reposts", count),
        "bookmark": lambda: plural("{count} bookmark", "{count} bookmarks", count),
        "reaction": lambda: plural("{count} reaction", "{count} reactions", count),
        "rsvp": lambda: plural("{count} RSVP", "{count} RSVPs", count),
    }
    return forms[kind]()


def kind_word(kind: str) -> str:
    """The name of a kind, for a column."""
    names = {
        "reply": _("reply"),
        "mention": _("mention"),
        "quote": _("quote"),
        "mail": _("mail"),
        "like": _("like"),
        "repost": _("repost"),
        "bookmark": _("bookmark"),
        "reaction": _("reaction"),
        "rsvp": _("RSVP"),
    }
    return names[kind]


def since(then: datetime | None, now: datetime) -> str:
    """Say `3 days ago`."""
    if then is None:
        return _("unknown")
    count, unit = ago(then, now)
    if count == 0:
        return _("just now")
    forms = {
        "minute": lambda: plural("{count} minute ago", "{count} minutes ago", count),
        "hour": lambda: plural("{count} hour ago", "{count} hours ago", count),
        "day": lambda: plural("{count} day ago", "{count} days ago", count),
        "month": lambda: plural("{count} month ago", "{count} months ago", count),
        "year": lambda: plural("{count} year ago", "{count} years ago", count),
    }
    return forms[unit]()


def day(then: datetime | None) -> str:
    """The local date, `2026-11-22`; empty when there is none."""
    return f"{then.astimezone():%Y-%m-%d}" if then else ""


def token_ends(then: datetime | None, now: datetime) -> str:
    """Warn of a token's end two weeks before; empty when there is time, or no end is known."""
    if then is None or then - now > SOON:
        return ""
    if then <= now:
        return _("the token ended on {day}; make a new one").format(day=day(then))
    return _("the token ends on {day}; make a new one before that").format(day=day(then))
