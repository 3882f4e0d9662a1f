from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.places import ARTICLES, NOW, QUEUE, SEARCH
from tracker.ledger.walks import Walked
from tracker.model import Kind

if TYPE_CHECKING:
    from tracker.ledger import Ledger


def test_a_walk_says_when_and_how_much(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.walks.record("mastodon", [SEARCH, QUEUE], NOW)
    ledger.walks.saw("mastodon", {SEARCH: (59, 74, "a token would show more")})
    partial, quiet = sorted(ledger.walks.all(), key=lambda one: -one.seen)
    assert partial == Walked("mastodon", SEARCH, NOW, 59, 74, "a token would show more")
    assert (partial.is_partial, quiet.is_partial) == (True, False)
    ledger.walks.record("mastodon", [SEARCH], NOW + timedelta(hours=1))
    assert ledger.walks.last("mastodon") == {SEARCH: NOW + timedelta(hours=1), QUEUE: NOW}
    assert ledger.walks.last("hatena") == {}
    assert max(ledger.walks.all(), key=lambda one: one.seen).seen == 59  # unless a later walk counts anew


def test_those_who_are_not_kept_are_counted(ledger: Ledger) -> None:
    ledger.articles.remember(ARTICLES, NOW)
    ledger.walks.withhold("mastodon", {(SEARCH, Kind.LIKE): 3, (SEARCH, Kind.REPLY): 1}, [SEARCH])
    ledger.walks.withhold("bluesky", {(SEARCH, Kind.LIKE): 1}, [])
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 4, Kind.REPLY: 1}}
    ledger.walks.withhold("mastodon", {(SEARCH, Kind.LIKE): 2}, [SEARCH])
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 3}}
    ledger.walks.withhold("bluesky", {(SEARCH, Kind.LIKE): 0}, [])  # a part of a stream takes nothing back
    assert ledger.walks.withheld() == {SEARCH: {Kind.LIKE: 3}}
