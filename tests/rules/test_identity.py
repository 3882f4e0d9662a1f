from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.model import Account, Link
from tracker.rules.identity import conflicts, fold, owned, why

if TYPE_CHECKING:
    from random import Random

START = datetime(2026, 10, 1, tzinfo=UTC)


def link(first: int, second: int, *, same: bool = True, minute: int = 0) -> Link:
    return Link(first, second, same, "human", "同じ人だと本人から聞いた", START + timedelta(minutes=minute))


numbers = st.integers(1, 8)
webs = st.lists(
    st.builds(link, numbers, numbers, same=st.booleans(), minute=st.integers(0, 3)).filter(
        lambda one: one.first != one.second
    ),
    max_size=14,
)
EVERYONE = range(1, 9)


def test_without_links_everybody_is_themselves() -> None:
    assert fold([3, 1], []) == {3: 3, 1: 1}


def test_a_person_is_the_smallest_account_of_theirs() -> None:
    assert fold([1, 2, 5, 9], [link(9, 5), link(5, 2)]) == {1: 1, 2: 2, 5: 2, 9: 2}


def test_not_same_keeps_that_pair_apart() -> None:
    assert fold([1, 2], [link(1, 2), link(2, 1, same=False)]) == {1: 1, 2: 2}


def test_not_same_does_not_cut_other_ties_and_is_reported() -> None:
    apart = link(1, 3, same=False)
    links = [link(1, 2), link(2, 3), apart]
    assert fold([1, 2, 3], links) == {1: 1, 2: 1, 3: 1}
    assert conflicts([1, 2, 3], links) == (apart,)
    assert conflicts([1, 2, 3], [link(1, 2), apart]) == ()


def test_a_link_to_somebody_unknown_ties_nothing() -> None:
    assert fold([1, 2], [link(1, 7), link(7, 2)]) == {1: 1, 2: 2}
    assert conflicts([1], [link(1, 7, same=False), link(7, 8, same=False)]) == ()


def test_why_is_the_shortest_path_of_evidence() -> None:
    long = [link(1, 2), link(2, 3), link(3, 4)]
    assert why(1, 4, long) == tuple(long)
    assert why(4, 1, long) == tuple(reversed(long))
    assert why(1, 4, [*long, link(4, 1, minute=9)]) == (link(4, 1, minute=9),)
    assert why(1, 5, long) == ()
    assert why(1, 1, long) == ()


def test_why_gives_the_oldest_evidence_of_two() -> None:
    assert why(1, 2, [link(1, 2, minute=3), link(2, 1, minute=1)]) == (link(2, 1, minute=1),)


def test_owned_follows_the_ties_of_the_author() -> None:
    accounts = {
        1: Account("web", "https://mio.example/"),
        2: Account("hackernews", "mio"),
        3: Account("hatena", "sora"),
    }
    persons = fold(accounts, [link(1, 2)])
    assert owned(accounts, persons, lambda one: one.place == "web") == {1, 2}
    assert owned(accounts, persons, lambda one: one.place == "mastodon") == frozenset()


@given(webs, st.randoms(use_true_random=False))
def test_the_order_of_links_does_not_matter(links: list[Link], chance: Random) -> None:
    mixed = list(links)
    chance.shuffle(mixed)
    turned = [Link(one.second, one.first, one.same, one.by, one.why, one.at) for one in mixed]
    assert fold(EVERYONE, links) == fold(EVERYONE, mixed) == fold(reversed(EVERYONE), turned)
    assert conflicts(EVERYONE, links) == conflicts(EVERYONE, mixed)
    assert why(1, 2, links) == why(1, 2, mixed)


@given(webs)
def test_saying_it_again_changes_nothing(links: list[Link]) -> None:
    once = fold(EVERYONE, links)
    assert fold(EVERYONE, links + links) == once
    assert all(once[person] == person <= number for number, person in once.items())
    ties = [link(number, person) for number, person in once.items() if number != person]
    assert fold(EVERYONE, ties) == once


@given(webs, numbers, numbers)
def test_one_person_exactly_when_there_is_a_why(links: list[Link], first: int, second: int) -> None:
    persons = fold(EVERYONE, links)
    path = why(first, second, links)
    assert (persons[first] == persons[second]) == (bool(path) or first == second)
    assert all(one.same for one in path)


@given(webs, numbers, numbers)
def test_a_tie_retracted_leaves_what_was_before(links: list[Link], first: int, second: int) -> None:
    tied = [*links, link(first, second, minute=9)] if first != second else list(links)
    assert fold(EVERYONE, [one for one in tied if one.at < START + timedelta(minutes=9)]) == fold(EVERYONE, links)


@pytest.mark.parametrize("size", [50_000])
def test_a_long_chain_is_folded(size: int) -> None:
    chain = [link(number, number + 1) for number in range(1, size)]
    assert set(fold(range(1, size + 1), reversed(chain)).values()) == {1}
