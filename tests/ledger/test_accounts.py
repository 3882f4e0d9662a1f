from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import AOI, MIO, NOW, REN, later, like, reply, store
from tracker.model import Account, Claim

if TYPE_CHECKING:
    from tracker.ledger import Ledger


def test_what_is_remembered_comes_back_by_number(ledger: Ledger) -> None:
    bot = Account("fediverse", "https://social.example.net/users/relay", "Relay", bot=True)
    ledger.accounts.remember([REN, AOI, bot], NOW)
    assert ledger.accounts.all() == {1: REN, 2: AOI, 3: bot}
    assert ledger.accounts.some([3, 1]) == {1: REN, 3: bot}
    assert ledger.accounts.some([]) == {}


def test_an_account_is_found_by_place_and_stable_id(ledger: Ledger) -> None:
    ledger.accounts.remember([REN, AOI], NOW)
    assert ledger.accounts.find("hatena", "aoi_builds") == 2
    assert ledger.accounts.find("hackernews", "aoi_builds") is None
    assert ledger.accounts.find("hatena", "青木 あおい") is None


def test_a_new_name_is_the_same_account_and_the_old_one_is_history(ledger: Ledger) -> None:
    ledger.accounts.remember([AOI], NOW)
    ledger.accounts.remember([replace(AOI, name="山口 あおい", handle="aoi")], later(1))
    assert ledger.accounts.all() == {1: replace(AOI, name="山口 あおい", handle="aoi")}
    assert ledger.accounts.names(1) == ("青木 あおい", "山口 あおい")


def test_a_place_that_says_no_name_takes_none_away(ledger: Ledger) -> None:
    ledger.accounts.remember([AOI], NOW)
    ledger.accounts.remember([Account("hatena", "aoi_builds")], later(1))
    assert ledger.accounts.all() == {1: AOI}


def test_a_name_may_come_later_than_the_account(ledger: Ledger) -> None:
    ledger.accounts.remember([Account("hatena", "aoi_builds")], later(9))
    ledger.accounts.remember([AOI], NOW)
    assert ledger.accounts.all() == {1: AOI}


def test_claims_gather(ledger: Ledger) -> None:
    profile = Claim("url", "https://aoi.example.jp/", "declared")
    proved = Claim("url", "https://aoi.example.jp/", "verified")
    ledger.accounts.remember([replace(AOI, claims=(profile,))], NOW)
    ledger.accounts.remember([replace(AOI, claims=(proved,)), AOI], later(1))
    assert ledger.accounts.all()[1].claims == (profile, proved)


PROFILES = [
    reply("1", replace(MIO, name="Mio M."), published=later(1)),
    reply("2", replace(MIO, name="森川 澪"), published=later(2)),
    reply("3", replace(MIO, name="", handle=""), published=later(3)),
    like("4", replace(MIO, name="澪🌿"), published=None, received=later(2)),
]


@pytest.mark.parametrize("order", list(permutations(PROFILES)))
def test_the_latest_name_stands_in_whatever_order_pages_come(ledger: Ledger, order: tuple[object, ...]) -> None:
    for one in order:
        store(ledger, "hackernews", one, at=later(60))  # type: ignore[arg-type] # permutations forget the type
    assert ledger.accounts.all()[1].name == "澪🌿"
    assert ledger.accounts.names(1) == ("Mio M.", *sorted(("森川 澪", "澪🌿")))


@pytest.mark.parametrize("what", ["\ud83d", "\0"])
def test_what_is_no_text_costs_that_character_alone(ledger: Ledger, what: str) -> None:
    broken = Account("hatena", f"id{what}", f"名{what}前", claims=(Claim("url", what, "declared"),))
    for _twice in range(2):
        store(ledger, "hatena", reply(f"1{what}", broken, text=f"本{what}文"), reply("2", text="無事"))
    texts = [one.interaction.text.replace("\ufffd\ufffd\ufffd", "\ufffd") for one in ledger.interactions.responses()]
    assert texts == ["本\ufffd文", "無事"]
    assert all("\ufffd" in text for text in (ledger.accounts.all()[1].name, ledger.accounts.all()[1].id))
    assert ledger.interactions.marks("hatena", [f"1{what}"]).keys() == {f"1{what}"}
