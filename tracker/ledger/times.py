"""Times as the ledger writes them: UTC, ISO 8601, 27 characters, so that text order is time order."""

from __future__ import annotations

from datetime import UTC, datetime

EARLIEST = datetime.min.replace(tzinfo=UTC)
LATEST = datetime.max.replace(tzinfo=UTC)
WITHOUT_ZONE = len("2026-10-14T08:30:00.000000")


def stamp(at: datetime) -> str:
    """Write an aware time; one before year 1 or after 9999 in UTC becomes the nearest there is."""
    try:
        utc = at if at.tzinfo is UTC else at.astimezone(UTC)
    except OverflowError:
        utc = EARLIEST if at.year == 1 else LATEST
    return utc.isoformat(timespec="microseconds")[:WITHOUT_ZONE] + "Z"


def stamp_or_none(at: datetime | None) -> str | None:
    """Write a time that may not be known."""
    return stamp(at) if at else None


def moment(written: str) -> datetime:
    """Read a time that `stamp` wrote."""
    return datetime.fromisoformat(written)


def moment_or_none(written: str | None) -> datetime | None:
    """Read a time that may not be known."""
    return datetime.fromisoformat(written) if written else None
