from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.places import ARTICLES, NOW, QUEUE, SEARCH
from tracker.ledger.walks import Walked
from tracker.model import Count, Kind

if TYPE_CHECKING:
    from tracker.ledger import Ledger


PARTIAL = Count(SEARCH, 59, 74, "a token would show more", thread="t1", kinds=(Kind.REPLY,))
LIKES = Count(SEARCH, 3, 3, thread="t1", kinds=(Kind.LIKE,))


def test_a_walk_says_when_and_how_much_of_each_part(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.walks.record("mastodon", [SEARCH, QUEUE], NOW)
    ledger.walks.saw("mastodon", [PARTIAL, LIKES])
    quiet, likes, partial = sorted(ledger.walks.all(), key=lambda one: one.seen)
    assert partial == Walked("mastodon", SEARCH, NOW, "t1 in-reply-to", 59, 74, "a token would show more")
    assert [one.is_partial for one in (partial, likes, quiet)] == [True, False, False]
    ledger.walks.record("mastodon", [SEARCH], NOW + timedelta(hours=1))
    assert ledger.walks.last("mastodon") == {SEARCH: NOW + timedelta(hours=1), QUEUE: NOW}
    assert ledger.walks.last("hatena") == {}


def test_a_part_that_was_not_looked_at_again_stays_as_it_was(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.walks.record("mastodon", [SEARCH], NOW)
    ledger.walks.saw("mastodon", [PARTIAL, LIKES])
    ledger.walks.saw("mastodon", [LIKES._replace(seen=4, claimed=4)])
    assert sorted(one.seen for one in ledger.walks.all()) == [4, 59]
    ledger.walks.saw("mastodon", [Count(SEARCH, 9, 9, thread="t2")], [SEARCH])
    assert [(one.part, one.seen) for one in ledger.walks.all()] == [("t2", 9)]


def test_those_who_are_not_kept_are_counted(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.walks.withhold("mastodon", {(SEARCH, Kind.LIKE): 3, (SEARCH, Kind.REPLY): 1})
    ledger.walks.withhold("bluesky", {(SEARCH, Kind.LIKE): 1})
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 4, Kind.REPLY: 1}}
    ledger.walks.withhold("mastodon", {(SEARCH, Kind.LIKE): 2}, [(SEARCH, Kind.LIKE)])
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 3, Kind.REPLY: 1}}
    ledger.walks.withhold("mastodon", {}, [(SEARCH, Kind.REPLY)])
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 3}}
    ledger.walks.withhold("bluesky", {(SEARCH, Kind.LIKE): 0})  # a part of a stream takes nothing back
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 3}}
