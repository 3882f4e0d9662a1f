from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.places import ARTICLES, NOW, QUEUE, SEARCH, heard, said
from tracker.errors import NoSuchArticle, SeveralArticles
from tracker.model import Account, Kind
from tracker.rules.owner import Owner
from tracker.verbs import inbox, people
from tracker.verbs.who import Audience, Query, who

if TYPE_CHECKING:
    from tracker.ledger import Ledger

NOBODY = Owner()
ALL = Query()
LIKE: dict[str, Any] = {"kind": Kind.LIKE, "text": ""}


def asked(ledger: Ledger, query: Query = ALL, owner: Owner = NOBODY) -> dict[str, Audience]:
    """The audiences by the article's uid; all together under an empty one."""
    return {one.article.uid if one.article else "": one for one in who(ledger, owner, query, NOW)}


def names(audience: Audience) -> list[str]:
    return [one.name for one in audience.people]


def test_nobody_yet(ledger: Ledger) -> None:
    assert who(ledger, NOBODY, Query(), NOW) == ()


def test_people_not_rows(ledger: Ledger) -> None:
    heard(
        ledger,
        said("1", by="aoi"),
        said("2", by="aoi", **LIKE, published=NOW - timedelta(days=1)),
        said("3", by="aoi", article=QUEUE, published=NOW - timedelta(days=90)),
        said("4", by="ben", **LIKE),
    )
    found = asked(ledger)
    assert list(found) == [SEARCH, QUEUE, ""]
    aoi = found[""].people[0]
    assert (aoi.name, aoi.kinds, aoi.articles, aoi.waiting) == ("aoi", {"reply": 2, "like": 1}, 2, 2)
    assert (aoi.first, aoi.last) == (NOW - timedelta(days=90), NOW - timedelta(days=1))
    assert found[SEARCH].people[0].kinds == {"reply": 1, "like": 1}
    assert (found[SEARCH].reach, found[SEARCH].waiting) == (2, 1)


def test_those_who_wait_come_first_then_the_latest(ledger: Ledger) -> None:
    ago = [NOW - timedelta(days=days) for days in (0, 300, 3, 200)]
    heard(
        ledger,
        said("1", by="like of today", **LIKE, published=ago[0]),
        said("2", by="asked long ago", published=ago[1]),
        said("3", by="asked lately", published=ago[2]),
        said("4", by="like of old", **LIKE, published=ago[3]),
    )
    assert names(asked(ledger)[""]) == ["asked lately", "asked long ago", "like of today", "like of old"]


def test_a_merge_makes_one_of_two_across_places(ledger: Ledger) -> None:
    heard(ledger, said("1", by="aoi"), said("2", account=Account("web", "https://aoi.example/", name="葵"), **LIKE))
    assert len(asked(ledger)[SEARCH].people) == 2
    people.merge(ledger, "p1", "p2", "", NOW)
    [one] = asked(ledger)[SEARCH].people
    assert (one.person, one.kinds, one.waiting) == (1, {"reply": 1, "like": 1}, 1)
    people.rename(ledger, "p2", "葵さん", NOW)
    assert names(asked(ledger)[""]) == ["葵さん"]


def test_the_author_is_left_out_with_every_account_tied_to_them(ledger: Ledger) -> None:
    heard(ledger, said("1", by="mio"), said("2", by="mio_m"), said("3", by="aoi"))
    owner = Owner(accounts=("place:mio",))
    people.merge(ledger, "p1", "p2", "mine too", NOW)
    assert names(asked(ledger, owner=owner)[""]) == ["aoi"]


def test_what_has_no_name_is_counted_by_kind(ledger: Ledger) -> None:
    heard(ledger, said("1", account=None), said("2", account=None, **LIKE), said("3", account=None, **LIKE))
    found = asked(ledger)[SEARCH]
    assert (found.people, found.reach, found.unnamed) == ((), 0, {"like": 2, "reply": 1})


def test_only_what_happened_since(ledger: Ledger) -> None:
    heard(ledger, said("1", by="aoi"), said("2", by="ben", published=NOW - timedelta(days=60)))
    assert names(asked(ledger, Query(since=NOW - timedelta(days=30)))[""]) == ["aoi"]
    assert asked(ledger, Query(since=NOW)) == {}


def test_only_some_kinds(ledger: Ledger) -> None:
    heard(ledger, said("1", by="aoi"), said("2", by="aoi", **LIKE), said("3", by="ben", kind=Kind.MENTION))
    found = asked(ledger, Query(kinds=(Kind.LIKE, Kind.MENTION)))[""]
    assert {one.name: one.kinds for one in found.people} == {"ben": {"mention": 1}, "aoi": {"like": 1}}


@pytest.mark.parametrize("typed", ["queue", "QUEUE", "nobody needed", ARTICLES[1].url, ARTICLES[1].uid, "/06/queue"])
def test_one_article_alone(typed: str, ledger: Ledger) -> None:
    heard(ledger, said("1", by="aoi"), said("2", by="ben", article=QUEUE))
    found = asked(ledger, Query(typed))
    assert list(found) == [QUEUE]
    assert names(found[QUEUE]) == ["ben"]


def test_an_article_that_was_asked_for_is_there_without_people(ledger: Ledger) -> None:
    heard(ledger, said("1"))
    assert list(asked(ledger, Query("queue"))) == [QUEUE]


def test_no_article_or_several(ledger: Ledger) -> None:
    heard(ledger, said("1"))
    with pytest.raises(NoSuchArticle, match="serch"):
        asked(ledger, Query("serch"))
    with pytest.raises(SeveralArticles):
        asked(ledger, Query("2026"))


def test_the_latest_articles_and_no_more_people_than_wanted(ledger: Ledger) -> None:
    heard(ledger, *(said(f"{n}") for n in range(5)), said("9", article=QUEUE, **LIKE))
    found = asked(ledger, Query(latest=1, most=2))
    assert list(found) == [SEARCH, ""]
    for one, count in ((found[SEARCH], 5), (found[""], 6)):
        assert (len(one.people), one.reach, one.waiting) == (2, count, 5)
    everybody = asked(ledger, Query())
    assert found[""].people == everybody[""].people[:2]


def test_who_is_answered_waits_no_longer(ledger: Ledger) -> None:
    heard(ledger, said("1", by="aoi"))
    inbox.settle(ledger, ("c1",), NOW)
    assert asked(ledger)[""].people[0].waiting == 0
