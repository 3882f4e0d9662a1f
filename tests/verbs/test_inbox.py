from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.places import ARTICLES, NOW, QUEUE, heard, said
from tracker.errors import NoSuchArticle, NoSuchInteraction
from tracker.model import Account, Kind
from tracker.rules.owner import Owner
from tracker.verbs import draft, people
from tracker.verbs.inbox import inbox, postpone, reopen, settle

if TYPE_CHECKING:
    from tracker.ledger import Ledger

ME = Owner(accounts=("place:mio",))


def waiting(ledger: Ledger, days: int = 0, article: str = "") -> list[str]:
    return [one.id for one in inbox(ledger, ME, NOW + timedelta(days=days), article)]


def test_questions_first_then_the_oldest(ledger: Ledger) -> None:
    ages = {"1": ("Old words.", 30), "2": ("Newer words.", 3), "3": ("New question?", 2), "4": ("Old question?", 20)}
    heard(ledger, *(said(id_, text, published=NOW - timedelta(days=days)) for id_, (text, days) in ages.items()))
    assert [one.text for one in inbox(ledger, ME, NOW)] == [
        "Old question?",
        "New question?",
        "Old words.",
        "Newer words.",
    ]


def test_what_a_line_tells(ledger: Ledger) -> None:
    heard(ledger, said("1", "読みました。どうやって測りましたか？", by="aoi", kind=Kind.MENTION))
    draft.begin(ledger, "c1", NOW)
    [one] = inbox(ledger, ME, NOW)
    assert (one.id, one.person, one.name, one.source, one.kind) == ("c1", 1, "aoi", "place", "mention")
    assert (one.article, one.url, one.lang) == (ARTICLES[0].title, "https://place.example/1", "ja")
    assert (one.asks, one.since, one.drafted) == (("どうやって測りましたか？",), NOW - timedelta(days=3), True)


def test_a_person_goes_by_the_name_the_author_gave(ledger: Ledger) -> None:
    ours: dict[str, Any] = {
        "account": None,
        "url": "https://mio.example/a/#comment-3",
        "target": "https://mio.example/a/",
    }
    heard(ledger, said("1", by="aoi"), said("2", account=None), said("3", **ours))
    people.rename(ledger, "p1", "葵さん", NOW)
    assert [one.name for one in inbox(ledger, ME, NOW)] == ["葵さん", "place.example", ""]


def test_what_was_said_in_private_is_marked(ledger: Ledger) -> None:
    heard(ledger, said("1", private=True), said("2"))
    assert [one.private for one in inbox(ledger, ME, NOW)] == [True, False]


@pytest.mark.parametrize("kind", [Kind.LIKE, Kind.REPOST, Kind.BOOKMARK, Kind.REACTION, Kind.RSVP])
def test_only_words_wait(kind: Kind, ledger: Ledger) -> None:
    heard(ledger, said("1", kind=kind), said("2", text=""), said("3", by="mio"))
    assert waiting(ledger) == []


def test_a_later_word_of_the_author_in_the_thread_is_an_answer(ledger: Ledger) -> None:
    thread = {"thread": "t"}
    heard(
        ledger,
        said("1", **thread, published=NOW - timedelta(days=5)),
        said("2", by="mio", **thread, published=NOW - timedelta(days=4)),
        said("3", **thread, published=NOW - timedelta(days=3)),
    )
    assert waiting(ledger) == ["c3"]


def test_without_a_date_it_waits_since_it_was_received_or_seen(ledger: Ledger) -> None:
    received = NOW - timedelta(days=9)
    heard(ledger, said("1", published=None, received=received), said("2", published=None))
    assert [one.since for one in inbox(ledger, ME, NOW)] == [received, NOW]


def test_of_one_article(ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2", article=QUEUE))
    assert waiting(ledger, article="queue") == ["c2"]
    with pytest.raises(NoSuchArticle):
        waiting(ledger, article="nothing like it")


def test_settled_until_it_is_edited(ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2"))
    assert [one.number for one in settle(ledger, ("c1",), NOW)] == [1]
    assert waiting(ledger) == ["c2"]
    heard(ledger, said("1", "And in Korean?"))
    assert waiting(ledger) == ["c1", "c2"]


def test_put_away_for_a_while_or_taken_back(ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2"))
    postpone(ledger, ("c1", "c2"), NOW, NOW + timedelta(days=7))
    assert (waiting(ledger), waiting(ledger, days=8)) == ([], ["c1", "c2"])
    assert [one.number for one in reopen(ledger, ("c2",))] == [2]
    assert waiting(ledger) == ["c2"]


def test_all_of_them_or_none(ledger: Ledger) -> None:
    heard(ledger, said("1"))
    with pytest.raises(NoSuchInteraction, match="c9"):
        settle(ledger, ("c1", "c9"), NOW)
    with pytest.raises(NoSuchInteraction, match="c9"):
        postpone(ledger, ("c1", "c9"), NOW, NOW + timedelta(days=1))
    assert waiting(ledger) == ["c1"]
    settle(ledger, ("c1",), NOW)
    with pytest.raises(NoSuchInteraction, match="nonsense"):
        reopen(ledger, ("c1", "nonsense"))
    assert waiting(ledger) == []


def test_an_article_without_a_title_goes_by_its_address(ledger: Ledger) -> None:
    heard(ledger, said("1", account=Account("place", "x")))
    with ledger.transaction():
        ledger.articles.remember([replace(ARTICLES[0], title="")], NOW)
    assert inbox(ledger, ME, NOW)[0].article == "search"
