from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tracker.rules.trees import Memory, Tree

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def remembered(tree: Tree, newest: datetime | None) -> Memory:
    """Return what the next walk knows of one tree."""
    memory = Memory(clock=NOW)
    memory.looked_at("1", tree, newest)
    return Memory.read(memory.written())


def test_a_tree_is_left_alone_for_a_quarter_of_its_age_and_a_week_at_most() -> None:
    for age, apart in ((timedelta(days=4), timedelta(days=1)), (timedelta(days=400), timedelta(days=7))):
        memory = remembered(Tree(2, 2), NOW - age)
        memory.clock = NOW + apart - timedelta(seconds=1)
        assert memory.left_alone("1", 2) is not None
        memory.clock = NOW + apart
        assert memory.left_alone("1", 2) is None


def test_another_number_of_comments_is_news() -> None:
    memory = remembered(Tree(2, 2), NOW - timedelta(days=400))
    memory.clock = NOW
    assert memory.left_alone("1", 3) is None
    assert memory.left_alone("2", 2) is None


def test_without_a_clock_nothing_is_left_alone() -> None:
    memory = remembered(Tree(2, 2), NOW - timedelta(days=400))
    assert memory.left_alone("1", 2) is None
    dateless = Memory()
    dateless.looked_at("1", Tree(2, 2), NOW)
    known = Memory(dateless.now, clock=NOW)
    assert known.left_alone("1", 2) is None


def test_what_was_left_alone_is_remembered_and_what_is_no_more_is_not() -> None:
    memory = remembered(Tree(3, 2), NOW - timedelta(days=400))
    memory.clock, memory.before["gone"] = NOW, Tree(1, 1, 0)
    kept = memory.left_alone("1", 3)
    assert kept is not None
    assert (kept.listed, kept.seen) == (3, 2)
    assert Memory.read(memory.written()).before == {"1": kept}


def test_an_unchanged_tree_is_as_it_was_whatever_it_is_listed_with() -> None:
    memory = remembered(Tree(3, 2), NOW)
    memory.clock = NOW
    assert memory.unchanged("1", 4, NOW)[:2] == (4, 2)
    assert memory.unchanged("2", 4, NOW)[:2] == (4, 4)
    assert set(memory.now) == {"1", "2"}
