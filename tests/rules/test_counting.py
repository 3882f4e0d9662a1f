from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.rules.counting import Entry, Memory, Told, due

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
LATER = int((NOW + timedelta(hours=1)).timestamp())
COUNTS = {"/a/": 2, "/old/": 1}


def known(when: int | None = LATER, **marks: dict[str, str]) -> Memory:
    """Return the memory of an article with three comments."""
    return Memory({"a": Entry(COUNTS, when, 3, 3)}, {f"/{name}/": digests for name, digests in marks.items()})


def test_what_is_written_is_read_again() -> None:
    memory = known(a={"1": "縁", "\ud800": "half a pair"})
    assert Memory.read(memory.written()) == memory
    assert memory.written().isascii()
    assert Memory.read(None) == Memory({}, {})
    assert Memory.read(Memory({}, None).written()) == Memory({}, None)


def test_the_same_counts_say_that_nothing_is_new_until_it_is_due() -> None:
    assert known().is_current("a", COUNTS, Told(COUNTS, NOW))
    assert not known().is_current("a", COUNTS, Told(COUNTS, NOW + timedelta(hours=1)))


@pytest.mark.parametrize("counts", [{}, {"/a/": 3, "/old/": 1}, {"/a/": 2}, {"/a/": 2, "/old/": 1, "/b/": 1}])
def test_other_counts_are_news(counts: dict[str, int]) -> None:
    assert not known().is_current("a", counts, Told(counts, NOW))


def test_an_article_without_comments_is_current_while_it_has_none() -> None:
    assert known().is_current("b", {}, Told({}, NOW))
    assert not known().is_current("b", {"/b/": 1}, Told({}, NOW))


def test_without_a_clock_nothing_is_ever_known_to_be_as_it_was() -> None:
    assert not known().is_current("a", COUNTS, Told(COUNTS))
    assert not known(None).is_current("a", COUNTS, Told(COUNTS, NOW))


@pytest.mark.parametrize(
    ("marks", "current"),
    [
        ({}, True),
        ({"/a/": {"1": "x"}}, True),
        ({"/a/": {"1": "edited"}}, False),
        ({"/a/": {"1": "x", "2": "new"}}, False),
        ({"/elsewhere/": {"1": "edited"}}, True),
    ],
)
def test_one_of_the_latest_comments_that_is_another_than_before_is_news(
    marks: dict[str, dict[str, str]],
    current: bool,  # noqa: FBT001 - a row of a table
) -> None:
    memory = known(a={"1": "x", "0": "no longer among the latest"})
    assert memory.is_current("a", COUNTS, Told(COUNTS, NOW, marks)) is current


@pytest.mark.parametrize(
    ("age", "wait"),
    [
        (timedelta(), timedelta()),
        (timedelta(minutes=20), timedelta(minutes=5)),
        (timedelta(days=4), timedelta(days=1)),
        (timedelta(days=400), timedelta(days=7)),
        (-timedelta(days=1), timedelta()),
    ],
)
def test_a_thread_is_looked_at_again_after_a_quarter_of_its_age(age: timedelta, wait: timedelta) -> None:
    assert due(NOW - age, Told({}, NOW)) == int((NOW + wait).timestamp())


def test_where_the_latest_comments_tell_of_edits_a_week_is_soon_enough() -> None:
    week = int((NOW + timedelta(days=7)).timestamp())
    assert due(NOW, Told({}, NOW, {})) == week
    assert due(None, Told({}, NOW)) == week
    assert due(NOW, Told({})) is None
