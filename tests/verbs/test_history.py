from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.places import ARTICLES, CUT, NOW, SEARCH, Place, connect, said
from tracker.model import Count, Page
from tracker.verbs.history import History, history
from tracker.verbs.pull import Pull, Request

if TYPE_CHECKING:
    from tracker.ledger import Ledger


def pulled(ledger: Ledger, days: int, page: Page, until: int | None = None) -> None:
    Pull(ledger, connect, lambda: NOW + timedelta(days=days))(Request({"place": Place((page,), until)}, ARTICLES))


def test_before_the_first_pull(ledger: Ledger) -> None:
    assert history(ledger, ["place", "other"]) == {"place": History(), "other": History()}


def test_the_last_complete_pull_is_remembered_through_worse_days(ledger: Ledger) -> None:
    whole = Page((said("1"),), counts=(Count(SEARCH, 1, 1),))
    pulled(ledger, 0, whole)
    assert history(ledger, ["place"])["place"] == History(NOW, NOW)
    pulled(ledger, 1, Page(counts=(Count(SEARCH, 1, 3, "a token would show more"),)))
    partial = history(ledger, ["place"])["place"]
    assert (partial.complete, partial.why) == (NOW, "1 of 3 seen: a token would show more")
    pulled(ledger, 2, whole, until=0)
    pulled(ledger, 3, whole, until=0)
    failed = history(ledger, ["place"])["place"]
    assert (failed.last, failed.complete, failed.failing_since) == (
        NOW + timedelta(days=3),
        NOW,
        NOW + timedelta(days=2),
    )
    assert CUT in failed.error
    pulled(ledger, 4, whole)
    assert history(ledger, ["place"])["place"] == History(NOW + timedelta(days=4), NOW + timedelta(days=4))
