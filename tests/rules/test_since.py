from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.since import ago, since

JST = timezone(timedelta(hours=9))
NOW = datetime(2026, 11, 22, 15, 30, tzinfo=JST)


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("30d", NOW - timedelta(days=30)),
        ("2w", NOW - timedelta(weeks=2)),
        ("12h", NOW - timedelta(hours=12)),
        ("1y", NOW - timedelta(days=365.25)),
        (" Today ", datetime(2026, 11, 22, tzinfo=JST)),
        ("yesterday", datetime(2026, 11, 21, tzinfo=JST)),
        ("this-month", datetime(2026, 11, 1, tzinfo=JST)),
        ("last-month", datetime(2026, 10, 1, tzinfo=JST)),
        ("this-year", datetime(2026, 1, 1, tzinfo=JST)),
        ("2026-10-01", datetime(2026, 10, 1, tzinfo=JST)),
        ("2026-10", datetime(2026, 10, 1, tzinfo=JST)),
        ("2026-10-01T08:00:00+00:00", datetime(2026, 10, 1, 8, tzinfo=UTC)),
        ("99999y", datetime.min.replace(tzinfo=JST)),
    ],
)
def test_spans_people_type(asked: str, expected: datetime) -> None:
    assert since(asked, NOW) == expected


@pytest.mark.parametrize("asked", ["", "soon", "30", "d30", "2026-13-01", "30x", "先月"])
def test_what_is_no_span(asked: str) -> None:
    assert since(asked, NOW) is None


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        (timedelta(seconds=20), (0, "minute")),
        (timedelta(minutes=59), (59, "minute")),
        (timedelta(hours=23), (23, "hour")),
        (timedelta(days=29), (29, "day")),
        (timedelta(days=61), (2, "month")),
        (timedelta(days=800), (2, "year")),
        (timedelta(days=-1), (0, "minute")),
    ],
)
def test_how_long_ago(before: timedelta, expected: tuple[int, str]) -> None:
    assert ago(NOW - before, NOW) == expected


@given(st.integers(1, 9999), st.sampled_from("hdwm"))
def test_a_span_is_in_the_past_and_aware(count: int, unit: str) -> None:
    found = since(f"{count}{unit}", NOW)
    assert found is not None
    assert found < NOW
    assert found.tzinfo is not None
