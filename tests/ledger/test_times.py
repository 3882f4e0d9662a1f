from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.ledger.times import EARLIEST, LATEST, moment, moment_or_none, stamp, stamp_or_none

TOKYO = timezone(timedelta(hours=9))
aware = st.datetimes(timezones=st.sampled_from([UTC, TOKYO, timezone(timedelta(hours=-11, minutes=-30))]))


def test_a_time_is_written_in_utc() -> None:
    assert stamp(datetime(2026, 10, 14, 8, 30, tzinfo=TOKYO)) == "2026-10-13T23:30:00.000000Z"


def test_no_time_stays_none() -> None:
    assert stamp_or_none(None) is None
    assert moment_or_none(None) is None


@pytest.mark.parametrize(
    ("at", "nearest"),
    [
        (datetime(1, 1, 1, tzinfo=TOKYO), EARLIEST),
        (datetime(9999, 12, 31, 23, tzinfo=timezone(-timedelta(hours=9))), LATEST),
    ],
)
def test_a_time_beyond_the_calendar_costs_nothing(at: datetime, nearest: datetime) -> None:
    assert moment(stamp(at)) == nearest


@given(aware.filter(lambda at: 1 < at.year < 9999))
def test_what_is_written_is_read(at: datetime) -> None:
    assert moment_or_none(stamp_or_none(at)) == at
    assert moment(stamp(at)).tzinfo is UTC


@given(aware, aware)
def test_the_order_of_texts_is_the_order_of_times(one: datetime, other: datetime) -> None:
    assert len(stamp(one)) == 27
    assert (stamp(one) < stamp(other)) == (moment(stamp(one)) < moment(stamp(other)))
