from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tracker.model import Interaction, Kind
from tracker.rules.submitted import Memory, Submission

TODAY = date(2026, 11, 27)


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


@pytest.mark.parametrize(
    ("age", "asked", "due"),
    [(2, 0, True), (20, 0, True), (40, 0, False), (40, 1, True), (500, 6, False), (500, 7, True), (500, -7, True)],
)
def test_the_young_are_asked_about_each_time_and_the_old_seldom(age: int, asked: int, due: bool) -> None:  # noqa: FBT001 - a row
    assert Submission("a", "/x/", days_ago(age), seen=True, asked=days_ago(asked)).is_due(TODAY) is due


def test_what_was_never_asked_about_is_due_whatever_its_age() -> None:
    assert Submission("a", "/x/", days_ago(5000)).is_due(TODAY)
    assert Submission("a", "/x/").is_due(TODAY)


def test_one_without_a_date_counts_as_a_year_old() -> None:
    assert not Submission("a", "/x/", asked=days_ago(0)).is_due(TODAY)
    assert Submission("a", "/x/", asked=days_ago(1)).is_due(TODAY)


def test_what_is_remembered_is_read_back() -> None:
    memory = Memory.read(None)
    memory.name("t3_1", "a", "/r/x/comments/1/")
    memory.see(Interaction("t3_2", Kind.MENTION, "b", published=datetime(2026, 10, 15, 23, tzinfo=UTC)), "/comments/2/")
    memory.asked("t3_2", TODAY)
    again = Memory.read(memory.written())
    assert again == memory
    assert again.known == {
        "t3_1": Submission("a", "/r/x/comments/1/"),
        "t3_2": Submission("b", "/comments/2/", "2026-10-15", seen=True, asked="2026-11-27"),
    }


def test_what_was_seen_stays_so_when_it_is_named_or_seen_again_without_a_date() -> None:
    memory = Memory({"t3_1": Submission("a", "/x/", "2026-10-15", seen=True, asked="2026-11-01")})
    memory.name("t3_1", "a", "/other/")
    memory.see(Interaction("t3_1", Kind.MENTION, "a"), "/other/")
    assert memory.known == {"t3_1": Submission("a", "/x/", "2026-10-15", seen=True, asked="2026-11-01")}


def test_only_submissions_of_the_articles_asked_for_are_due() -> None:
    memory = Memory({"t3_1": Submission("a", "/x/"), "t3_2": Submission("b", "/y/")})
    assert memory.due({"b"}, TODAY) == ["t3_2"]
