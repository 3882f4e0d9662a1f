from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Article
from tracker.rules.schedule import SELDOM, due, interval

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MINUTES, HOURS, DAYS = (timedelta(minutes=1), timedelta(hours=1), timedelta(days=1))


@pytest.mark.parametrize(
    ("age", "every"),
    [(DAYS, 30 * MINUTES), (8 * DAYS, 5 * HOURS), (40 * DAYS, DAYS), (400 * DAYS, 7 * DAYS), (-DAYS, 30 * MINUTES)],
)
def test_the_young_are_asked_about_often(age: timedelta, every: timedelta) -> None:
    assert interval(NOW - age, NOW) == every
    article = Article("a", "https://mio.example/a/", published=NOW - age)
    assert due([article], {"a": NOW - every}, NOW) == (article,)
    assert due([article], {"a": NOW - every * 0.9}, NOW) == ()


def test_what_was_never_asked_about_or_in_the_future_is_due() -> None:
    article = Article("a", "https://mio.example/a/")
    assert due([article], {}, NOW) == (article,)
    assert due([article], {"a": NOW + DAYS}, NOW) == (article,)  # a clock that was set back


def test_without_a_date_an_article_is_asked_about_daily() -> None:
    assert interval(None, NOW) == DAYS


@given(st.timedeltas(min_value=timedelta(), max_value=timedelta(days=4000)), st.timedeltas(min_value=timedelta()))
def test_nothing_grows_younger(age: timedelta, later: timedelta) -> None:
    older = min(age + later, timedelta(days=4000))
    assert interval(NOW - age, NOW) <= interval(NOW - older, NOW) <= SELDOM
