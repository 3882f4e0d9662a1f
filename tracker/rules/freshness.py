"""How long an answer may be taken for what a new one would say (RFC 9111 §4.2), for one reader alone."""

from __future__ import annotations

import re
from datetime import UTC
from typing import TYPE_CHECKING

from tracker.rules.times import moment

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

DIRECTIVE = re.compile(r'([\w-]+)(?:\s*=\s*"?([^",\s]*)"?)?')
LONGEST = 366 * 86_400.0
"""Seconds; what claims to stay fresh longer is taken at this."""


def lifetime(headers: Mapping[str, str], now: datetime) -> float:
    """Return the seconds for which an answer stays fresh; 0 when it does not say, or says not to keep it."""
    said = {name.lower(): value for name, value in headers.items()}
    told = {name.lower(): value for name, value in DIRECTIVE.findall(said.get("cache-control", ""))}
    if told.keys() & {"no-store", "no-cache"} or said.get("vary", "").strip() == "*":
        return 0.0
    whole = _seconds(told["max-age"]) if "max-age" in told else _until_expiry(said, now)
    return min(max(whole - _seconds(said.get("age", "")), 0.0), LONGEST)


def _until_expiry(said: Mapping[str, str], now: datetime) -> float:
    expires, date = moment(said.get("expires"), UTC), moment(said.get("date"), UTC)
    return (expires.at - (date.at if date else now)).total_seconds() if expires else 0.0


def _seconds(written: str) -> float:
    return float(written) if re.fullmatch(r"[0-9]{1,12}", written) else 0.0
