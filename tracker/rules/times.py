"""Every way places write a time, to an aware one and how exact it is.

RFC 3339 and ISO 8601 with their usual liberties, RFC 2822, Hatena's slashes, LinkedIn's English,
X's asctime, Japanese numerals with units, seconds and milliseconds since 1970.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import tzinfo

    Reader: TypeAlias = "Callable[[re.Match[str]], Moment | None]"

JST = timezone(timedelta(hours=9), "JST")
MILLISECONDS = 100_000_000_000
"""Larger than this, a number counts milliseconds: as seconds it would be the year 5138."""

ZONE = r"(?P<zone>[zZ]|UTC|GMT|JST|[+-]\d{2}:?\d{2}|[+-]\d{2})?"
CLOCK = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d+)?)?"
NUMERIC = re.compile(
    rf"(?P<year>\d{{4}}) ?[-/] ?(?P<month>\d{{1,2}}) ?[-/] ?(?P<day>\d{{1,2}})(?:(?:[tT]|[ ,]+){CLOCK}\s*{ZONE})?"
)
JAPANESE = re.compile(
    r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日"
    r"(?:\s*(?P<hour>\d{1,2})[時:](?P<minute>\d{2})分?(?::?(?P<second>\d{2})秒?)?)?"
)
AMERICAN = re.compile(
    r"(?P<month>\d{1,2})/(?P<day>\d{1,2})/(?P<year>\d{2,4}),? (?P<clock>\d{1,2}:\d{2}) (?P<half>[AP]M)"
)
DAY = re.compile(r"\d{1,2} [A-Z][a-z]{2} \d{4}")
ASCTIME = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d{2}:\d{2}:\d{2} [+-]\d{4} \d{4}")
NUMBER = re.compile(r"-?\d{9,14}(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class Moment:
    """An aware time, exact to the `second`, the `minute` or the `day`."""

    at: datetime
    precision: str = "second"


def moment(said: object, zone: tzinfo | None = None) -> Moment | None:
    """Return what a place said of a time; None when it is no time.

    A time without a zone is in `zone`; without `zone` either, it is no time.
    """
    if isinstance(said, str):
        return _sane(_written(said.strip(), zone))
    if isinstance(said, int | float) and not isinstance(said, bool):
        return _epoch(said)
    return None


def local(said: object) -> Moment | None:
    """Return a time that names no zone, exact to the day only; None for any other."""
    placed = moment(said, UTC)
    return Moment(placed.at, "day") if placed and moment(said) is None else None


def _written(said: str, zone: tzinfo | None) -> Moment | None:
    for pattern, reader in _READERS:
        found = pattern.fullmatch(said)
        if found:
            return _in_zone(reader, found, zone)
    return _mail(said, zone)


def _sane(read: Moment | None) -> Moment | None:
    """In the first and last hours of the calendar some zones have no such time."""
    try:
        if read:
            read.at.astimezone(UTC)
    except OverflowError:
        return None
    return read


def _in_zone(reader: Reader, found: re.Match[str], zone: tzinfo | None) -> Moment | None:
    try:
        read = reader(found)
        return read if read is None or read.at.tzinfo else _placed(read, zone)
    except (ValueError, OverflowError):
        return None


def _placed(naive: Moment, zone: tzinfo | None) -> Moment | None:
    return Moment(naive.at.replace(tzinfo=zone), naive.precision) if zone else None


def _epoch(number: float) -> Moment | None:
    try:
        whole = number / 1000 if abs(number) > MILLISECONDS else number
        return Moment(datetime.fromtimestamp(whole, UTC).replace(microsecond=0))
    except (ValueError, OverflowError, OSError):
        return None


def _numeric(found: re.Match[str]) -> Moment:
    year, month, day = (int(found[name]) for name in ("year", "month", "day"))
    if found["hour"] is None:
        return Moment(datetime(year, month, day), "day")  # noqa: DTZ001 - its zone is given by the caller
    zone = _offset(found.groupdict().get("zone") or "")
    second = int(found["second"] or 0)
    leap = second == 60  # noqa: PLR2004 - RFC 3339 §5.6: the second that is inserted
    at = datetime(year, month, day, int(found["hour"]), int(found["minute"]), second - leap, tzinfo=zone)
    return Moment(at, "second" if found["second"] else "minute")


def _offset(written: str) -> tzinfo | None:
    if not written:
        return None
    if written in ("z", "Z", "UTC", "GMT"):
        return UTC
    if written == "JST":
        return JST
    digits = written[1:].replace(":", "").ljust(4, "0")
    ahead = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-ahead if written[0] == "-" else ahead)


def _american(found: re.Match[str]) -> Moment:
    year = found["year"] if len(found["year"]) > 2 else "20" + found["year"]  # noqa: PLR2004 - two digits
    clock = f"{found['month']}/{found['day']}/{year} {found['clock']} {found['half']}"
    return Moment(datetime.strptime(clock, "%m/%d/%Y %I:%M %p"), "minute")  # noqa: DTZ007 - as in `_numeric`


def _day(found: re.Match[str]) -> Moment:
    return Moment(datetime.strptime(found[0], "%d %b %Y"), "day")  # noqa: DTZ007 - as in `_numeric`


def _asctime(found: re.Match[str]) -> Moment:
    return Moment(datetime.strptime(found[0], "%a %b %d %H:%M:%S %z %Y"))


def _mail(said: str, zone: tzinfo | None) -> Moment | None:
    """RFC 2822, in which `-0000` means that no zone is known (§3.3)."""
    japanese = re.sub(r" JST$", " +0900", said)
    try:
        at = parsedate_to_datetime(japanese)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return Moment(at) if at.tzinfo else _placed(Moment(at), zone)


_READERS: tuple[tuple[re.Pattern[str], Reader], ...] = (
    (NUMERIC, _numeric),
    (JAPANESE, _numeric),
    (NUMBER, lambda found: _epoch(float(found[0]))),
    (AMERICAN, _american),
    (DAY, _day),
    (ASCTIME, _asctime),
)
