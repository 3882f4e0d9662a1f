"""What the other side made of a webmention: its answer, and the status page it may have named (S6, S7)."""

from __future__ import annotations

import json
import re
from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.errors import ForbiddenAddress, RateLimited, Refused
from tracker.rules.discovery import status_page
from tracker.rules.outgoing import Outcome, Status

if TYPE_CHECKING:
    from datetime import datetime

    from tracker.errors import SourceError
    from tracker.rules.answers import Answer

CREATED = 201
WAIT = frozenset({"queued", "queue", "pending", "processing", "received", "created", "waiting"})
NO = re.compile(r"error|fail|reject|refus|invalid|forbidden|blocked|unsupported|spam|(?:^|[\W_])not?(?:[\W_]|$)")
"""What services call it when they did not take one: `no_link_found`, `source_not_found` (webmention.io) …"""
SAID = ("summary", "error_description", "message", "error", "reason")
LONGEST = 200
"""Letters of a stranger's reason that are kept."""
TAKES_TIME = frozenset({408, 409, 423, 425})
"""Refusals that another time may not meet."""


def receipt(endpoint: str, answer: Answer) -> Outcome:
    """Return what a 2xx answer means: any is success (S6); a 201 may name where more is told (S7)."""
    location = answer.headers.get("Location", "") if answer.status == CREATED else ""
    page = status_page(endpoint, location)
    return Outcome(Status.WAITING if page else Status.SENT, endpoint, answer.status, page)


def refusal(error: SourceError, endpoint: str, now: datetime) -> Outcome:
    """Return what it means that an endpoint gave no such answer."""
    if isinstance(error, Refused) and not error.passing and error.status not in TAKES_TIME:
        return Outcome(Status.REFUSED, endpoint, error.status, error=error.message)
    return _failure(error, endpoint, now)


def unfound(error: SourceError, now: datetime) -> Outcome:
    """Return what it means that a target could not be read: one that refuses or is not there takes nothing."""
    if isinstance(error, Refused) and not error.passing and error.status not in TAKES_TIME:
        return Outcome(Status.NO_ENDPOINT, error=error.message)
    return _failure(error, "", now)


def _failure(error: SourceError, endpoint: str, now: datetime) -> Outcome:
    if isinstance(error, ForbiddenAddress):  # S12, S13
        return Outcome(Status.UNSAFE, endpoint, error=error.message)
    until = error.until if isinstance(error, RateLimited) else None
    code = error.status if isinstance(error, Refused) else None
    return Outcome(Status.FAILED, endpoint, code, error=error.message, wait=until - now if until else timedelta())


def told(answer: Answer) -> Outcome:
    """Return what a status page says; one that cannot be understood leaves it at "taken"."""
    said = _said(answer.body)
    word = str(said.get("status", "")).strip().lower()
    if word in WAIT:
        return Outcome(Status.WAITING)
    if NO.search(word):
        reason = next((str(said[name]) for name in SAID if said.get(name)), "")
        return Outcome(Status.REFUSED, error=f"{word}: {reason}"[:LONGEST] if reason else word[:LONGEST])
    return Outcome(Status.SENT)


def _said(body: bytes) -> dict[str, object]:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return read if isinstance(read, dict) else {}
