from __future__ import annotations

import json
from datetime import timedelta
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.places import ARTICLES, NOW, QUEUE, Place, connect, heard, said
from tracker.errors import AlreadyOne, NoSuchPerson, NotMerged
from tracker.ledger import Ledger
from tracker.model import Account, Kind, Page
from tracker.rules.owner import Owner
from tracker.verbs.people import merge, note, people, profile, rename, split, why
from tracker.verbs.pull import Pull, Request

ME = Owner(accounts=("place:mio",))


def exported(ledger: Ledger) -> str:
    return json.dumps(list(ledger.export()), sort_keys=True)


@pytest.fixture
def four(ledger: Ledger) -> Ledger:
    """A ledger with p1 aoi, p2 ben, p3 chika and p4, who is aoi elsewhere."""
    elsewhere = Account("web", "https://aoi.example/", name="葵", url="https://aoi.example/")
    heard(ledger, said("1", by="aoi"), said("2", by="ben"), said("3", by="chika"), said("4", account=elsewhere))
    return ledger


def test_who_answered_most_articles_comes_first(four: Ledger) -> None:
    heard(
        four,
        said("5", by="chika", article=QUEUE),
        said("6", by="ben", kind=Kind.LIKE, text=""),
        said("7", by="aoi", published=NOW - timedelta(hours=1)),
        said("8", by="mio"),
    )
    found = people(four, ME)
    assert [(one.name, one.articles, one.responses) for one in found] == [
        ("chika", 2, 2),
        ("aoi", 1, 2),
        ("ben", 1, 2),
        ("葵", 1, 1),
    ]
    assert found[1].last == NOW - timedelta(hours=1)
    assert (found[3].places, found[3].accounts, found[3].notes) == (("web",), 1, 0)


def test_a_person_without_a_response_is_listed_last(four: Ledger) -> None:
    Pull(four, connect, lambda: NOW)(Request({"place": Place((Page(gone=("2",)),))}, ARTICLES))
    last = people(four, ME)[-1]
    assert (last.name, last.responses, last.last) == ("ben", 0, None)


def test_merged_they_are_one_everywhere(four: Ledger) -> None:
    contact, link = merge(four, "葵", "aoi", "told me by mail", NOW)
    assert (contact.number, link.first, link.second) == (1, 1, 4)
    one = next(one for one in people(four, ME) if one.person == 1)
    assert (one.places, one.accounts, one.responses) == (("place", "web"), 2, 2)
    for asked in ("p1", "p4", "1", "aoi", "葵", "https://aoi.example/", "place:aoi"):
        found = profile(four, asked)
        assert (found.contact.number, list(found.accounts)) == (1, [1, 4])
        assert [link.why for link in found.links] == ["told me by mail"]
        assert [one.number for one in found.responses] == [1, 4]


def test_a_split_gives_back_exactly_what_was(four: Ledger) -> None:
    note(four, "p4", "met at the study group", NOW)
    rename(four, "p4", "葵さん", NOW)
    before = people(four, ME)
    merge(four, "p1", "p4", "", NOW)
    assert profile(four, "p1").contact.notes == ("met at the study group",)
    one, other = split(four, "p4", "p1", NOW)
    assert (one.number, other.number) == (4, 1)
    assert (other.notes, other.name) == ((), "")
    assert (one.notes, one.name) == (("met at the study group",), "葵さん")
    assert people(four, ME) == before


def test_a_split_parts_two_that_are_tied_through_a_third(four: Ledger) -> None:
    merge(four, "p2", "p3", "", NOW)
    merge(four, "p1", "p2", "", NOW + timedelta(hours=1))
    assert [(link.first, link.second) for link in why(four, "p1", "p3")] == [(1, 2), (2, 3)]
    one, other = split(four, "p1", "p3", NOW)
    assert (one.number, other.number) == (1, 3)
    assert profile(four, "p2").contact.number == 1


def test_nobody_is_merged_with_themselves_or_split_from_strangers(four: Ledger) -> None:
    with pytest.raises(AlreadyOne):
        merge(four, "p1", "aoi", "", NOW)
    with pytest.raises(NotMerged):
        split(four, "p1", "p2", NOW)
    assert why(four, "p1", "p2") == ()


@pytest.mark.parametrize("asked", ["p9", "p0", "c1", "nobody like this"])
def test_nobody_fits(asked: str, four: Ledger) -> None:
    before = exported(four)
    for act in (
        lambda: profile(four, asked),
        lambda: merge(four, "p1", asked, "", NOW),
        lambda: split(four, asked, "p1", NOW),
        lambda: why(four, "p1", asked),
        lambda: note(four, asked, "x", NOW),
        lambda: rename(four, asked, "x", NOW),
    ):
        with pytest.raises(NoSuchPerson):
            act()
    assert exported(four) == before


def test_a_name_is_the_authors_own_and_can_be_taken_back(four: Ledger) -> None:
    assert rename(four, "p4", "葵さん", NOW).label == "葵さん"
    assert profile(four, "葵さん").contact.number == 4
    assert rename(four, "p4", "", NOW).label == "葵"


PAIRS = st.permutations([1, 2, 3, 4, 5]).map(lambda order: order[:2])


@settings(max_examples=15, deadline=None)
@given(st.lists(PAIRS, max_size=6))
def test_merges_undone_in_any_order_leave_what_was(pairs: list[list[int]]) -> None:
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "test.db") as ledger:
        heard(ledger, *(said(str(number)) for number in range(5)))
        before = people(ledger, ME)
        for one, other in pairs:
            if not why(ledger, f"p{one}", f"p{other}"):
                merge(ledger, f"p{one}", f"p{other}", "", NOW)
        for one, other in combinations(range(1, 6), 2):
            if why(ledger, f"p{one}", f"p{other}"):
                split(ledger, f"p{other}", f"p{one}", NOW)
        assert people(ledger, ME) == before
