from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import AOI, NOW, REN, REN_HN, later, reply, same, store
from tracker.errors import NoSuchPerson

if TYPE_CHECKING:
    from tracker.ledger import Ledger


@pytest.fixture(autouse=True)
def crowd(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1", REN), reply("2", AOI), reply("3", REN_HN))


def exported(ledger: Ledger) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in ledger.export())


def test_everybody_is_a_person_of_one_account_at_first(ledger: Ledger) -> None:
    assert [(one.number, one.accounts) for one in ledger.contacts.all()] == [(1, (REN,)), (2, (AOI,)), (3, (REN_HN,))]
    assert ledger.contacts.get(2).label == "青木 あおい"


def test_a_merge_makes_one_person_of_two_accounts(ledger: Ledger) -> None:
    assert ledger.links.add(same(1, 3))
    assert [(one.number, one.accounts) for one in ledger.contacts.all()] == [(1, (REN, REN_HN)), (2, (AOI,))]
    assert ledger.contacts.get(3) == ledger.contacts.get(1)
    assert [one.person for one in ledger.interactions.responses()] == [1, 2, 1]
    assert [one.account for one in ledger.interactions.responses()] == [1, 2, 3]


def test_names_and_notes_are_found_from_either_side_and_go_back_at_a_split(ledger: Ledger) -> None:
    ledger.contacts.rename(3, "蓮さん", NOW)
    ledger.contacts.note(3, "札幌の勉強会で会った", later(1))
    ledger.contacts.note(1, "猫が二匹", NOW)
    link = same(1, 3)
    ledger.links.add(link)
    merged = ledger.contacts.get(3)
    assert (merged.number, merged.name, merged.notes) == (1, "蓮さん", ("猫が二匹", "札幌の勉強会で会った"))
    assert [note.text for note in ledger.contacts.notes(1)] == ["猫が二匹", "札幌の勉強会で会った"]
    assert ledger.contacts.names() == {1: "蓮さん"}
    ledger.links.retract(link, later(2))
    assert (ledger.contacts.get(1).name, ledger.contacts.get(1).notes) == ("", ("猫が二匹",))
    assert (ledger.contacts.get(3).name, ledger.contacts.get(3).notes) == ("蓮さん", ("札幌の勉強会で会った",))


def test_the_latest_name_counts_for_a_merged_person(ledger: Ledger) -> None:
    ledger.contacts.rename(1, "Ren", later(5))
    ledger.contacts.rename(3, "蓮", NOW)
    ledger.links.add(same(3, 1))
    assert ledger.contacts.get(3).name == "Ren"
    assert ledger.contacts.rename(3, "れん", later(9)).name == "れん"


def test_an_empty_name_gives_back_that_of_the_account(ledger: Ledger) -> None:
    ledger.contacts.rename(2, "あおいさん", NOW)
    assert ledger.contacts.get(2).label == "あおいさん"
    assert ledger.contacts.rename(2, "", later(1)).label == "青木 あおい"


def test_merge_and_split_leave_the_export_as_it_was_byte_for_byte(ledger: Ledger) -> None:
    ledger.contacts.note(3, "札幌の勉強会で会った", NOW)
    ledger.contacts.rename(1, "Ren", NOW)
    before = exported(ledger)
    ledger.links.add(same(3, 1))
    assert exported(ledger) != before
    assert ledger.links.retract(same(1, 3), later(1)) == 1
    assert exported(ledger) == before
    assert ledger.links.retract(same(1, 3), later(2)) == 0


def test_an_assertion_is_made_once_and_may_be_made_again_after_a_split(ledger: Ledger) -> None:
    assert ledger.links.add(same(1, 3))
    assert not ledger.links.add(same(3, 1))
    assert ledger.links.add(same(1, 3, apart=True))
    assert [link.same for link in ledger.links.active()] == [True, False]
    ledger.links.retract(same(1, 3), later(1))
    assert [link.same for link in ledger.links.active()] == [False]
    assert ledger.links.add(same(1, 3))
    (apart, again) = ledger.links.active()
    assert again == same(1, 3)
    assert apart == same(1, 3, apart=True)


def test_not_same_keeps_them_apart(ledger: Ledger) -> None:
    ledger.links.add(same(1, 3))
    ledger.links.add(same(1, 3, apart=True))
    assert len(ledger.contacts.all()) == 3
    assert ledger.links.persons() == {1: 1, 3: 3}


def test_somebody_nobody_knows(ledger: Ledger) -> None:
    for ask in (
        ledger.contacts.get,
        lambda number: ledger.contacts.rename(number, "誰", NOW),
        lambda number: ledger.contacts.note(number, "?", NOW),
    ):
        with pytest.raises(NoSuchPerson, match="p9"):
            ask(9)
    assert ledger.contacts.notes(9) == ()
