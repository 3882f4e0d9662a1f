from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tracker.rules.trees import Memory, Tree

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = NOW.toordinal()


def ago(days: int) -> int:
    """A time before now, in seconds since 1970."""
    return int((NOW - timedelta(days=days)).timestamp())


def remembered(tree: Tree, now: datetime | None = NOW) -> Memory:
    """Return what the next walk knows of one tree that was looked at now."""
    memory = Memory(clock=NOW)
    memory.look("1", tree)
    known = Memory.read(memory.written())
    known.clock = now
    return known


@pytest.mark.parametrize(("age", "apart"), [(0, 0), (3, 1), (4, 1), (12, 3), (400, 7)])
def test_a_tree_is_left_alone_for_a_quarter_of_its_age_and_a_week_at_most(age: int, apart: int) -> None:
    memory = remembered(Tree(2, 2, ago(age)))
    assert memory.trees["1"].due == TODAY + apart
    for days in range(10):
        memory.clock = NOW + timedelta(days=days)
        assert (memory.left_alone("1", 2) is not None) == (days < apart)


def test_another_number_of_comments_is_news() -> None:
    memory = remembered(Tree(2, 2, ago(400)))
    assert memory.left_alone("1", 2)
    assert memory.left_alone("1", 3) is None
    assert memory.left_alone("2", 2) is None


def test_without_a_clock_nothing_is_left_alone() -> None:
    assert remembered(Tree(2, 2, ago(400)), None).left_alone("1", 2) is None
    timeless = Memory()
    timeless.look("1", Tree(2, 2, ago(400)))
    assert Memory(timeless.trees, NOW).left_alone("1", 2) is None


def test_what_a_whole_walk_did_not_meet_is_forgotten() -> None:
    memory = remembered(Tree(3, 2, ago(400)))
    memory.look("2", Tree(1, 1, ago(400)))
    assert set(Memory.read(memory.written()).trees) == {"1", "2"}
    kept = memory.left_alone("1", 3)
    assert kept == Tree(3, 2, ago(400), TODAY + 7)
    assert Memory.read(memory.ended()).trees == {"1": kept}


def test_an_unchanged_tree_is_as_it_was_whatever_it_is_listed_with() -> None:
    memory = remembered(Tree(3, 2, ago(12)))
    assert memory.unchanged("1", Tree(4, 4, ago(400))) == Tree(4, 2, ago(12), TODAY + 3)
    assert memory.unchanged("2", Tree(4, 4, ago(400))) == Tree(4, 4, ago(400), TODAY + 7)
