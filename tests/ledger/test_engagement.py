from __future__ import annotations

from typing import TYPE_CHECKING

from tests.ledger.given import AOI, NOW, QUIET, REN, SEARCH, later, like, reply, store
from tracker.model import Kind
from tracker.rules.reconcile import Absences

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.ledger import Ledger
    from tracker.ledger.engagement import Engagement

BOTH = (SEARCH.uid, QUIET.uid)
COPY = "https://social.example.net/@ren/9"


def counted(rows: Iterable[Engagement]) -> dict[tuple[int, str, Kind], int]:
    return {(row.account, row.article, row.kind): row.count for row in rows}


def test_copies_count_once_and_all_their_sources_are_named(ledger: Ledger) -> None:
    store(ledger, "webmention", like("1", url=COPY, published=later(3)), like("2", url=COPY, published=later(1)))
    store(ledger, "hackernews", like("3", url=COPY, published=later(9)))
    (row,) = ledger.interactions.engagement(BOTH)
    assert (row.account, row.article, row.kind, row.count) == (1, SEARCH.uid, Kind.LIKE, 1)
    assert (row.first, row.last) == (later(1), later(9))
    assert set(row.sources) == {"webmention", "hackernews"}


def test_one_row_for_each_account_article_and_kind(ledger: Ledger) -> None:
    store(ledger, "webmention", like("1"), like("2"), reply("3"), like("4", AOI), like("5", article=QUIET.uid))
    assert counted(ledger.interactions.engagement(BOTH)) == {
        (1, SEARCH.uid, Kind.LIKE): 2,
        (1, SEARCH.uid, Kind.REPLY): 1,
        (2, SEARCH.uid, Kind.LIKE): 1,
        (1, QUIET.uid, Kind.LIKE): 1,
    }
    assert counted(ledger.interactions.engagement([QUIET.uid])) == {(1, QUIET.uid, Kind.LIKE): 1}
    assert ledger.interactions.engagement([]) == []


def test_nobody_in_particular_is_account_0(ledger: Ledger) -> None:
    store(ledger, "hatena", like("1", None), like("2", None))
    assert counted(ledger.interactions.engagement(BOTH)) == {(0, SEARCH.uid, Kind.LIKE): 2}


def test_private_ones_count_gone_ones_do_not(ledger: Ledger) -> None:
    store(ledger, "webmention", like("1", private=True), like("2"), like("3", AOI))
    ledger.interactions.mark_absent("webmention", Absences(missing=("2",), gone=("3",)), NOW)
    assert counted(ledger.interactions.engagement(BOTH)) == {(1, SEARCH.uid, Kind.LIKE): 2}


def test_since_and_kinds_narrow_it(ledger: Ledger) -> None:
    undated = like("3", published=None, received=None)
    store(ledger, "webmention", like("1", published=later(-60)), reply("2", published=later(5)), undated)
    assert counted(ledger.interactions.engagement(BOTH, NOW)) == {
        (1, SEARCH.uid, Kind.REPLY): 1,
        (1, SEARCH.uid, Kind.LIKE): 1,
    }
    assert counted(ledger.interactions.engagement(BOTH, None, (Kind.REPLY, Kind.QUOTE))) == {
        (1, SEARCH.uid, Kind.REPLY): 1
    }


def test_totals_are_the_sum_over_articles(ledger: Ledger) -> None:
    store(
        ledger,
        "webmention",
        like("1", url=COPY),
        like("2", url=COPY),
        like("3", url=COPY, article=QUIET.uid),
        reply("4", AOI),
    )
    totals = ledger.interactions.totals()
    assert counted(totals) == {(1, "", Kind.LIKE): 2, (2, "", Kind.REPLY): 1}
    articles = {row.account: len(set(row.articles)) for row in totals}
    assert articles == {1: 2, 2: 1}
    assert counted(ledger.interactions.totals([2])) == {(2, "", Kind.REPLY): 1}


def test_when_each_account_was_last_heard_of(ledger: Ledger) -> None:
    store(ledger, "webmention", like("1", published=later(1)), reply("2", published=later(2)), like("3", None))
    assert ledger.interactions.reach()[1] == later(2)
    assert ledger.interactions.reach(kinds=[Kind.LIKE])[1] == later(1)
    assert set(ledger.interactions.reach()) == {0, 1}
    assert ledger.accounts.all() == {1: REN}
