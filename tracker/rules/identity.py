"""Which accounts are one person: the fold of what was asserted about them.

Nothing is ever joined in storage. Links are assertions, a person is a component of them,
so that retracting a link undoes exactly what it did.
"""

from __future__ import annotations

from collections import defaultdict, deque
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from tracker.model import Account, Link


def fold(accounts: Iterable[int], links: Iterable[Link]) -> dict[int, int]:
    """Return each account's person: the smallest account number they are tied to.

    `not same` between two accounts outweighs any `same` between those two, and no other;
    a link to an account that is not given ties nothing.
    """
    persons = {number: number for number in accounts}
    for link in _ties(links):
        if link.first in persons and link.second in persons:
            low, high = sorted((_root(persons, link.first), _root(persons, link.second)))
            persons[high] = low
    return {number: _root(persons, number) for number in persons}


def conflicts(accounts: Iterable[int], links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the `not same` links whose two accounts are joined through others all the same."""
    told = tuple(links)
    persons = fold(accounts, told)
    joined = (
        link
        for link in told
        if not link.same and link.first in persons and persons[link.first] == persons.get(link.second)
    )
    return tuple(sorted(joined, key=_order))


def why(first: int, second: int, links: Iterable[Link]) -> tuple[Link, ...]:
    """Return the shortest path of evidence from one account to another; empty when there is none."""
    ways: dict[int, list[tuple[int, Link]]] = defaultdict(list)
    for link in _ties(links):
        ways[link.first].append((link.second, link))
        ways[link.second].append((link.first, link))
    came_by: dict[int, tuple[int, Link] | None] = {first: None}
    ahead = deque([first])
    while ahead and second not in came_by:
        here = ahead.popleft()
        fresh = [(there, link) for there, link in ways[here] if there not in came_by]
        came_by |= {there: (here, link) for there, link in reversed(fresh)}
        ahead.extend(there for there, _link in fresh)
    return _walked_back(came_by, second)


def owned(
    accounts: Mapping[int, Account], persons: Mapping[int, int], owns: Callable[[Account], bool]
) -> frozenset[int]:
    """Return the accounts that `owns` knows for the author's, and those of the same person."""
    mine = {persons[number] for number, account in accounts.items() if owns(account)}
    return frozenset(number for number, person in persons.items() if person in mine)


def _ties(links: Iterable[Link]) -> list[Link]:
    """Keep the links that may join, in an order of their own so that the given one does not matter."""
    told = tuple(links)
    apart = {_pair(link) for link in told if not link.same}
    return sorted((link for link in told if link.same and _pair(link) not in apart), key=_order)


def _pair(link: Link) -> frozenset[int]:
    return frozenset((link.first, link.second))


def _order(link: Link) -> tuple[object, ...]:
    return (link.at, *sorted((link.first, link.second)), link.by, link.why, link.first)


def _root(persons: dict[int, int], number: int) -> int:
    while persons[number] != number:
        persons[number] = number = persons[persons[number]]
    return number


def _walked_back(came_by: Mapping[int, tuple[int, Link] | None], end: int) -> tuple[Link, ...]:
    path: list[Link] = []
    step = came_by.get(end)
    while step is not None:
        here, link = step
        path.append(link)
        step = came_by[here]
    return tuple(reversed(path))
