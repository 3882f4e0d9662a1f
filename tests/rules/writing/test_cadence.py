from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.rules.writing.texts import JST, NOW, post
from tracker.rules.writing.cadence import State, cadence
from tracker.rules.writing.manuscript import Manuscript


def on(day: str, **head: str) -> Manuscript:
    return post(date=day, name=f"{day}.md", **head)


def test_nothing_is_written_yet() -> None:
    found = cadence([], NOW)
    assert found == (State.NONE, None, 0, 8, None)


def test_the_months_post_is_out() -> None:
    post_ = on("2026-11-13 08:30 +0900")
    found = cadence([on("2026-10-14"), post_, on("2026-12-09")], NOW)
    assert (found.state, found.post, found.streak, found.last) == (State.PUBLISHED, post_, 2, post_)


def test_it_is_scheduled_or_a_draft() -> None:
    later, draft = on("2026-11-29"), on("2026-11-20", status="draft")
    assert cadence([draft, later], NOW)[:2] == (State.SCHEDULED, later)
    assert cadence([draft], NOW)[:2] == (State.DRAFT, draft)
    assert cadence([on("2026-12-09")], NOW).state is State.NONE


@pytest.mark.parametrize(
    ("months", "streak"),
    [
        (["2026-11", "2026-10", "2026-09"], 3),
        (["2026-10", "2026-09"], 2),
        (["2026-09", "2026-08"], 0),
        (["2026-11", "2026-09"], 1),
        (["2026-11", "2026-11", "2026-10"], 2),
        (["2026-01", "2025-12", "2025-11"], 0),
    ],
)
def test_months_in_a_row(months: list[str], streak: int) -> None:
    assert cadence([on(f"{month}-10") for month in months], NOW).streak == streak


def test_the_month_is_that_of_the_place() -> None:
    just = on("2026-11-01 08:30 +0900")
    assert cadence([just], datetime(2026, 11, 20, tzinfo=JST)).state is State.PUBLISHED
    assert cadence([just], datetime(2026, 10, 31, 23, 45, tzinfo=UTC)).post is just


def test_the_year_turns() -> None:
    months = [on(f"{month}-10") for month in ("2025-11", "2025-12", "2026-01")]
    assert cadence(months, datetime(2026, 1, 31, tzinfo=JST)) == (State.PUBLISHED, months[-1], 3, 0, months[-1])


def test_pages_are_no_posts() -> None:
    page = Manuscript("pages/about.md", on("2026-11-13").lines, "Text.", page=True, zone=JST)
    assert cadence([page], NOW).state is State.NONE
