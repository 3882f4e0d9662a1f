from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.places import ARTICLES, NOW, QUEUE, Place, connect, heard, said
from tracker.errors import NoSuchInteraction, NoSuchPerson, PrivateStaysPrivate
from tracker.model import Account, Kind, Page, Scope, Verdict
from tracker.rules.owner import Owner
from tracker.verbs import people
from tracker.verbs.pull import Pull, Request
from tracker.verbs.responses import decide, decide_widely, export, listed

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.ledger import Ledger

ME = Owner(accounts=("place:mio",))
LIKE = {"kind": Kind.LIKE, "text": ""}


def verdicts(ledger: Ledger) -> dict[str, str]:
    return {one.id: one.verdict.value for one in listed(ledger, ME)}


def feeds(ledger: Ledger, folder: Path) -> dict[str, Any]:
    export(ledger, ME, folder)
    return {feed["uid"]: feed for feed in (json.loads(path.read_text("utf-8")) for path in folder.glob("*.json"))}


def test_words_are_listed_newest_first_and_held(ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2", **LIKE), said("3", by="mio"), said("4", article=QUEUE, account=None))
    found = listed(ledger, ME)
    assert [(one.id, one.name, one.article) for one in found] == [
        ("c4", "", ARTICLES[1].title),
        ("c1", "reader1", ARTICLES[0].title),
    ]
    assert {one.verdict for one in found} == {Verdict.HELD}
    assert [one.id for one in listed(ledger, ME, article="queue")] == ["c4"]


def test_a_decision_holds_and_the_last_one_counts(ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2"), said("3"))
    assert [one.number for one in decide(ledger, Verdict.APPROVED, ["c1", "2"], NOW)] == [1, 2]
    decide(ledger, Verdict.HIDDEN, ["c2"], NOW)
    assert verdicts(ledger) == {"c1": "approved", "c2": "hidden", "c3": "held"}
    assert [one.id for one in listed(ledger, ME, verdict=Verdict.HIDDEN)] == ["c2"]


def test_one_that_is_not_there_costs_the_whole_decision(ledger: Ledger) -> None:
    heard(ledger, said("1"))
    with pytest.raises(NoSuchInteraction):
        decide(ledger, Verdict.APPROVED, ["c1", "c9"], NOW)
    assert verdicts(ledger) == {"c1": "held"}


def test_what_is_private_is_refused_and_may_be_hidden(ledger: Ledger) -> None:
    heard(ledger, said("1", private=True), said("2"))
    with pytest.raises(PrivateStaysPrivate, match="c1"):
        decide(ledger, Verdict.APPROVED, ["c1", "c2"], NOW)
    assert verdicts(ledger) == {"c1": "held", "c2": "held"}
    assert len(decide(ledger, Verdict.HIDDEN, ["c1"], NOW)) == 1


def test_approval_is_for_the_words_as_they_were(ledger: Ledger) -> None:
    heard(ledger, said("1", "Fine."))
    decide(ledger, Verdict.APPROVED, ["c1"], NOW)
    heard(ledger, said("1", "Not fine."))
    [one] = listed(ledger, ME)
    assert (one.verdict, one.edited) == (Verdict.HELD, True)


@pytest.mark.parametrize("key", ["p1", "reader1", "place:reader1"])
def test_a_person_is_decided_about_now_and_later(key: str, ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2"))
    decide_widely(ledger, Verdict.APPROVED, Scope.PERSON, key, NOW)
    heard(ledger, said("3", by="reader1"))
    assert verdicts(ledger) == {"c1": "approved", "c2": "held", "c3": "approved"}


@pytest.mark.parametrize("key", ["p9", "nobody like this"])
def test_nobody_is_decided_about(key: str, ledger: Ledger) -> None:
    heard(ledger, said("1"))
    with pytest.raises(NoSuchPerson):
        decide_widely(ledger, Verdict.APPROVED, Scope.PERSON, key, NOW)
    assert ledger.moderation.history() == ()


def test_a_decision_about_a_person_follows_a_merge(ledger: Ledger) -> None:
    heard(ledger, said("1"), said("2"))
    decide_widely(ledger, Verdict.HIDDEN, Scope.PERSON, "p2", NOW)
    people.merge(ledger, "p1", "p2", "", NOW)
    assert verdicts(ledger) == {"c1": "hidden", "c2": "hidden"}


@pytest.mark.parametrize("key", ["spam.example", "SPAM.example", "https://spam.example/x", "spam.example:443"])
def test_a_domain_is_decided_about_however_it_is_written(key: str, ledger: Ledger) -> None:
    heard(ledger, said("1", url="https://spam.example/1"), said("2"))
    decide_widely(ledger, Verdict.HIDDEN, Scope.DOMAIN, key, NOW)
    assert verdicts(ledger) == {"c1": "hidden", "c2": "held"}


def test_a_domain_in_japanese_letters(ledger: Ledger) -> None:
    heard(ledger, said("1", url="https://xn--wgv71a119e.example/1"))
    decide_widely(ledger, Verdict.HIDDEN, Scope.DOMAIN, "日本語.example", NOW)
    assert verdicts(ledger) == {"c1": "hidden"}


def test_without_an_address_the_domain_is_that_of_the_account(ledger: Ledger) -> None:
    heard(ledger, said("1", url="", account=Account("place", "x", url="https://spam.example/@x")))
    decide_widely(ledger, Verdict.HIDDEN, Scope.DOMAIN, "spam.example", NOW)
    assert verdicts(ledger) == {"c1": "hidden"}


# --- the files the site shows it from -------------------------------------------------------------


def test_counts_need_no_leave_and_words_do(ledger: Ledger, tmp_path: Path) -> None:
    bookmark = {"kind": Kind.BOOKMARK, "text": "Good."}
    heard(ledger, said("1"), said("2", **LIKE), said("3", **LIKE, private=True), said("4", **bookmark))
    [feed] = feeds(ledger, tmp_path).values()
    assert (feed["counts"], feed["children"]) == ({"bookmark-of": 1, "like-of": 1}, [])
    decide(ledger, Verdict.APPROVED, ["c1", "c2"], NOW)
    [feed] = feeds(ledger, tmp_path).values()
    assert [one["id"] for one in feed["children"]] == ["c1"]


def test_a_response_says_where_it_came_from_and_what_its_page_is_called(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, said("1", title="Re: margins"))
    decide(ledger, Verdict.APPROVED, ["c1"], NOW)
    [feed] = feeds(ledger, tmp_path).values()
    assert [(one["place"], one["name"]) for one in feed["children"]] == [("place", "Re: margins")]


def test_an_answer_names_the_shown_one_it_answers(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, said("1"), said("2", parent="1"), said("3", parent="2"))
    decide(ledger, Verdict.APPROVED, ["c1", "c2"], NOW)
    [feed] = feeds(ledger, tmp_path).values()
    assert [one["in-reply-to"] for one in feed["children"]] == [ARTICLES[0].url, "c1"]
    decide(ledger, Verdict.HIDDEN, ["c1"], NOW)
    [feed] = feeds(ledger, tmp_path).values()
    assert [one["in-reply-to"] for one in feed["children"]] == [ARTICLES[0].url]


def test_only_what_changed_is_written_and_what_is_left_over_is_removed(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, said("1", **LIKE), said("2", article=QUEUE))
    decide(ledger, Verdict.APPROVED, ["c2"], NOW)
    first = export(ledger, ME, tmp_path)
    assert (first.shown, first.articles, len(first.written), first.removed) == (1, 1, 2, ())
    assert export(ledger, ME, tmp_path).written == ()
    decide(ledger, Verdict.HIDDEN, ["c2"], NOW)
    last = export(ledger, ME, tmp_path)
    assert (last.shown, last.articles, last.written, len(last.removed)) == (0, 0, (), 1)
    assert [path.suffix for path in tmp_path.iterdir() if "test.db" not in path.name] == [".json"]


def test_what_is_gone_in_its_place_is_shown_no_longer(ledger: Ledger, tmp_path: Path) -> None:
    heard(ledger, said("1"))
    decide(ledger, Verdict.APPROVED, ["c1"], NOW)
    assert len(feeds(ledger, tmp_path)) == 1
    Pull(ledger, connect, lambda: NOW)(Request({"place": Place((Page(gone=("1",)),))}, ARTICLES))
    assert feeds(ledger, tmp_path) == {}
    assert listed(ledger, ME) == ()


def test_addresses_that_are_none_are_left_out(ledger: Ledger, tmp_path: Path) -> None:
    wicked = Account("place", "x", name="X", url="javascript:alert(1)")
    heard(ledger, said("1", account=wicked, url="javascript:alert(1)", published=None, received=NOW))
    decide(ledger, Verdict.APPROVED, ["c1"], NOW)
    [feed] = feeds(ledger, tmp_path).values()
    [one] = feed["children"]
    assert (one["url"], one["author"]["url"], one["published"]) == ("", "", NOW.isoformat())
