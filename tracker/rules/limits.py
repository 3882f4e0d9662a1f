"""How long a place asks to be left alone, in every dialect of saying so.

`Retry-After` (RFC 9110 §10.2.3: seconds or a date), and a reset with a remaining count under the
names of `DIALECTS`: seconds left, seconds or milliseconds since 1970, or a written time.
"""

from __future__ import annotations

import re
from datetime import UTC, timedelta
from typing import TYPE_CHECKING

from tracker.errors import RateLimited, Refused
from tracker.rules.addresses import place
from tracker.rules.times import moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.errors import SourceError
    from tracker.rules.answers import Answer
    from tracker.rules.calls import Call

DIALECTS = (
    ("x-ratelimit-reset", "x-ratelimit-remaining"),  # GitHub, Mastodon, GoatCounter
    ("x-rate-limit-reset", "x-rate-limit-remaining"),
    ("ratelimit-reset", "ratelimit-remaining"),  # Bluesky, Lobsters; IETF drafts before the eighth
    ("rate-reset", "rate-remaining"),  # Qiita
)
ENDS = "github-authentication-token-expiration"
REDIRECTION = 300
TOO_MANY = 429
FORBIDDEN = 403
WORTH_RETRYING = frozenset({500, 502, 503, 504})
LONGEST = timedelta(days=366).total_seconds()
"""No wait is longer; what claims to be is a mistake, and dates have an end."""
EPOCH = 100_000_000
"""A smaller number is seconds left: as a time it would be 1973."""
NUMBER = re.compile(r"[0-9]{1,15}(?:\.[0-9]+)?")


def is_limit(status: int, headers: Mapping[str, str]) -> bool:
    """Whether the place refuses because it was asked too much, not because of what was asked.

    GitHub and Qiita say 403 where others say 429.
    """
    said = _lower(headers)
    told = "retry-after" in said or _used_up(said)
    return status == TOO_MANY or (told and status in (FORBIDDEN, 503))


def wait(status: int, headers: Mapping[str, str], now: datetime) -> float | None:
    """Return the seconds that the place asks to be left alone for; None when it does not say.

    Times are compared with the place's own clock (`Date`) where it shows it, else with `now`.
    An answer that is no error asks for a wait too when nothing remains.
    """
    said = _lower(headers)
    clock = moment(said.get("date"), UTC)
    there = clock.at if clock else now
    asked = [_seconds(said.get("retry-after"), there)]
    for reset, remaining in DIALECTS:
        if _nothing(said.get(remaining), unsaid=status == TOO_MANY):
            asked.append(_seconds(said.get(reset), there))
    return max((each for each in asked if each is not None), default=None)


def token_ends(headers: Mapping[str, str]) -> datetime | None:
    """Return when the token that was sent ends, where the place says so (GitHub does, in every answer)."""
    said = moment(_lower(headers).get(ENDS), UTC)
    return said.at if said else None


def failure(call: Call, answer: Answer, asked: float | None, now: datetime) -> SourceError | None:
    """Return what an answer means unless a later one is better; None: it is what was asked for."""
    host = place(answer.url)
    if is_limit(answer.status, answer.headers):
        return RateLimited(host, None if asked is None else now + timedelta(seconds=asked))
    if answer.status < REDIRECTION or (answer.unchanged and call.is_conditional):
        return None
    return Refused(host, answer.status, passing=answer.status in WORTH_RETRYING)


def backoff(tried: int, asked: float | None, chance: float) -> float:
    """Return the seconds to wait after `tried` tries; `chance` (0 to 1) keeps many from coming at once."""
    own = (1 << tried) * (1 + chance) / 2
    return own if asked is None else max(asked + chance, own)


def _lower(headers: Mapping[str, str]) -> dict[str, str]:
    return {name.lower(): value.strip() for name, value in headers.items()}


def _used_up(said: Mapping[str, str]) -> bool:
    return any(_nothing(said.get(remaining), unsaid=False) for _reset, remaining in DIALECTS)


def _nothing(remaining: str | None, *, unsaid: bool) -> bool:
    return unsaid if remaining is None else remaining == "0"


def _seconds(said: str | None, now: datetime) -> float | None:
    if said is None:
        return None
    if NUMBER.fullmatch(said) and float(said) < EPOCH:
        return min(float(said), LONGEST)
    until = moment(said, UTC)
    return min(max((until.at - now).total_seconds(), 0.0), LONGEST) if until else None
