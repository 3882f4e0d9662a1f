from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tracker.rules.batches import batches


def test_so_many_names_of_so_many_letters_are_asked_at_once() -> None:
    assert list(batches([], 2, 10, len)) == []
    assert list(batches(["a", "b", "c"], 2, 10, len)) == [["a", "b"], ["c"]]
    assert list(batches(["aaaa", "bbbb", "cccc"], 9, 8, len)) == [["aaaa", "bbbb"], ["cccc"]]


def test_what_is_longer_than_a_question_is_asked_alone() -> None:
    assert list(batches(["a", "bbbb", "c"], 9, 3, len)) == [["a"], ["bbbb"], ["c"]]
    assert list(batches(["bbbb", "c"], 9, 3, len)) == [["bbbb"], ["c"]]


@given(st.lists(st.text(max_size=9)), st.integers(1, 5), st.integers(1, 20))
def test_everything_is_asked_once_in_order_and_within_limits(asked: list[str], most: int, letters: int) -> None:
    made = list(batches(asked, most, letters, len))
    assert [one for batch in made for one in batch] == asked
    assert all(0 < len(batch) <= most for batch in made)
    assert all(sum(map(len, batch)) <= letters or len(batch) == 1 for batch in made)
