from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.times import JST, local, moment


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc, arg-type]  # year, month and day are always given


@pytest.mark.parametrize(
    ("said", "at", "precision"),
    [
        ("2026-02-03T04:05:06Z", utc(2026, 2, 3, 4, 5, 6), "second"),
        ("2026-02-03t04:05:06z", utc(2026, 2, 3, 4, 5, 6), "second"),
        ("2026-02-03T04:05:06.789123456+09:00", utc(2026, 2, 2, 19, 5, 6), "second"),
        ("2026-02-03T04:05+0900", utc(2026, 2, 2, 19, 5), "minute"),
        ("2026-02-03 04:05:06 UTC", utc(2026, 2, 3, 4, 5, 6), "second"),
        ("2026-02-03T04:05:06-05", utc(2026, 2, 3, 9, 5, 6), "second"),
        ("2016-12-31T23:59:60Z", utc(2016, 12, 31, 23, 59, 59), "second"),
        ("Tue, 03 Feb 2026 04:05:06 +0900", utc(2026, 2, 2, 19, 5, 6), "second"),
        ("Tue, 03 Feb 2026 04:05:06 GMT", utc(2026, 2, 3, 4, 5, 6), "second"),
        ("Tue, 03 Feb 2026 04:05:06 JST", utc(2026, 2, 2, 19, 5, 6), "second"),
        ("Wed Oct 10 20:19:24 +0000 2018", utc(2018, 10, 10, 20, 19, 24), "second"),
        (1770091506, utc(2026, 2, 3, 4, 5, 6), "second"),
        (1770091506.75, utc(2026, 2, 3, 4, 5, 6), "second"),
        ("1770091506", utc(2026, 2, 3, 4, 5, 6), "second"),
        (1770091506123, utc(2026, 2, 3, 4, 5, 6), "second"),
    ],
)
def test_a_time_that_names_its_zone(said: object, at: datetime, precision: str) -> None:
    read = moment(said)
    assert read is not None
    assert (read.at, read.precision) == (at, precision)
    assert local(said) is None


@pytest.mark.parametrize(
    ("said", "at", "precision"),
    [
        ("2026/02/03 04:05:06", utc(2026, 2, 2, 19, 5, 6), "second"),
        ("2026/02/03 04:05", utc(2026, 2, 2, 19, 5), "minute"),
        ("2026 /02/03 04:05", utc(2026, 2, 2, 19, 5), "minute"),
        ("2026-02-03", utc(2026, 2, 2, 15), "day"),
        ("2026年2月3日", utc(2026, 2, 2, 15), "day"),
        ("2026年2月3日 4時05分", utc(2026, 2, 2, 19, 5), "minute"),
        ("2026年2月3日 4:05:06", utc(2026, 2, 2, 19, 5, 6), "second"),
        ("1/8/18, 6:14 PM", utc(2018, 1, 8, 9, 14), "minute"),
        ("12 Mar 2024", utc(2024, 3, 11, 15), "day"),
        ("Tue, 03 Feb 2026 04:05:06 -0000", utc(2026, 2, 2, 19, 5, 6), "second"),
    ],
)
def test_a_time_without_zone_is_in_the_one_handed_in(said: str, at: datetime, precision: str) -> None:
    read = moment(said, JST)
    assert read is not None
    assert (read.at, read.precision) == (at, precision)
    assert moment(said) is None
    guessed = local(said)
    assert guessed is not None
    assert guessed.precision == "day"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "yesterday",
        "2026-13-01T00:00:00Z",
        "2026-02-30",
        "0000-00-00",
        "2026-02-03T04:05:06+99:99",
        "0001-01-01T00:00:00+09:00",
        "99999999999999999",
        "Tue, 99 Feb 2026 04:05:06 GMT",
        10**30,
        10**400,
        float("nan"),
        float("inf"),
        None,
        True,
        [],
        {},
    ],
)
def test_what_is_no_time(said: object) -> None:
    assert moment(said, UTC) is None


@given(st.text())
def test_no_text_is_a_crash(said: str) -> None:
    read = moment(said, UTC)
    assert read is None or read.at.tzinfo is not None


@given(st.datetimes(min_value=datetime(1971, 1, 1), max_value=datetime(9998, 1, 1)), st.integers(-14, 14))  # noqa: DTZ001 - the zone is drawn beside it
def test_what_python_writes_is_read_back(naive: datetime, hours: int) -> None:
    at = naive.replace(tzinfo=timezone(timedelta(hours=hours)), microsecond=0)
    read = moment(at.isoformat())
    assert read is not None
    assert read.at == at
