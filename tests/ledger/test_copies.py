from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING

import pytest

from tests.places import ARTICLES, NOW, SEARCH, Place, connect, heard, said
from tracker.model import Account, Kind, Page, State
from tracker.rules import copies
from tracker.verbs.pull import Pull, Request

if TYPE_CHECKING:
    from tracker.ledger import Ledger
    from tracker.model import Interaction

STATUS = "https://social.example.net/users/sora/statuses/109501235"
PAGE = "https://social.example.net/@sora/109501235"
NATIVE = said(
    STATUS,
    url=PAGE,
    account=Account("mastodon", "https://social.example.net/users/sora", "空", url="https://social.example.net/@sora"),
)
BRIDGED = said(
    "at://did:plc:sora/app.bsky.feed.post/3l",
    url="https://bsky.app/profile/did:plc:sora/post/3l",
    original=PAGE,
    account=Account("bluesky", "did:plc:sora", "空"),
)
RECEIVED = said(
    "2104631", url=PAGE, kind=Kind.MENTION, account=Account("web", "https://social.example.net/@sora", "空")
)
OTHER = said("7", url="https://social.example.net/@ren/109501236")


def engaged(ledger: Ledger) -> list[tuple[str, str, int]]:
    accounts = ledger.accounts.all()
    return sorted(
        (accounts[one.account].place, one.kind.word, one.count) for one in ledger.interactions.engagement([SEARCH])
    )


ORDERS = list(permutations([NATIVE, BRIDGED, RECEIVED]))


@pytest.mark.parametrize("order", ORDERS)
def test_three_showings_are_told_of_once_by_who_said_it_first_hand(
    ledger: Ledger, order: tuple[Interaction, ...]
) -> None:
    heard(ledger, *order, OTHER)
    assert engaged(ledger) == [("mastodon", "reply", 1), ("place", "reply", 1)]
    native = ledger.interactions.find("place", STATUS)
    assert native
    assert ledger.copies.of(native.number)[0] == native.number
    assert len(ledger.copies.of(native.number)) == 3
    assert [one.interaction.id for one in ledger.interactions.responses()] == [STATUS, "7"]
    assert [one.interaction.id for one in ledger.interactions.waiting([], NOW)] == [STATUS, "7"]


def test_unfolded_it_stands_alone_and_folded_again_it_does_not(ledger: Ledger) -> None:
    heard(ledger, NATIVE, BRIDGED, RECEIVED)
    before = list(ledger.export())
    ledger.copies.unfold(2, NOW)
    assert engaged(ledger) == [("bluesky", "reply", 1), ("mastodon", "reply", 1)]
    assert ledger.copies.of(2) == (2,)
    ledger.copies.fold(2, 1, NOW)
    assert engaged(ledger) == [("mastodon", "reply", 1)]
    assert ledger.copies.said() == {2: 1}
    assert ledger.copies.leave_to_rule(2, copies.copy_key("place", BRIDGED))
    assert not ledger.copies.leave_to_rule(2, "unsaid")
    assert engaged(ledger) == [("mastodon", "reply", 1)]
    assert list(ledger.export()) == before


def test_what_a_human_said_outlasts_pulls_and_edits(ledger: Ledger) -> None:
    heard(ledger, NATIVE, BRIDGED, OTHER)
    ledger.copies.unfold(2, NOW)
    ledger.copies.fold(3, 1, NOW)
    heard(
        ledger,
        replace(NATIVE, text="直しました。"),
        replace(BRIDGED, text="直しました。"),
        replace(OTHER, text="直しました。"),
    )
    assert ledger.copies.of(1) == (1, 3)
    assert ledger.copies.of(2) == (2,)
    moved = replace(NATIVE, id=STATUS, kind=Kind.QUOTE, private=True)
    heard(ledger, moved)
    assert ledger.copies.of(1) == (1, 3)


def test_when_the_original_is_gone_a_copy_stands_for_it(ledger: Ledger) -> None:
    heard(ledger, NATIVE, BRIDGED)
    heard_gone = Page(gone=(STATUS,))
    Pull(ledger, connect, lambda: NOW)(Request({"place": Place((heard_gone,))}, ARTICLES))
    assert engaged(ledger) == [("bluesky", "reply", 1)]
    assert [one.interaction.id for one in ledger.interactions.responses()] == [BRIDGED.id]
    heard(ledger, NATIVE)
    assert engaged(ledger) == [("mastodon", "reply", 1)]


def test_private_and_public_are_never_one(ledger: Ledger) -> None:
    heard(ledger, NATIVE, replace(RECEIVED, private=True))
    assert engaged(ledger) == [("mastodon", "reply", 1), ("web", "mention", 1)]


def test_a_rule_that_changed_folds_anew_what_is_stored(ledger: Ledger) -> None:
    heard(ledger, NATIVE, BRIDGED, OTHER)
    ledger.copies.fold(3, 1, NOW)
    ledger.copies.renew([(1, "a"), (2, "b"), (3, "c")], 1)
    assert engaged(ledger) == [("bluesky", "reply", 1), ("mastodon", "reply", 1)]
    assert ledger.copies.of(1) == (1, 3)
    assert ledger.copies.rule() == 1
    heard(ledger)
    assert ledger.copies.rule() == copies.VERSION
    assert engaged(ledger) == [("mastodon", "reply", 1)]


def test_answering_one_showing_answers_all(ledger: Ledger) -> None:
    mine = said("mine", by="mio", parent=STATUS, thread=STATUS, published=NOW)
    heard(ledger, replace(NATIVE, thread=STATUS), BRIDGED, mine)
    owner = ledger.accounts.find("place", "mio")
    assert owner
    assert ledger.interactions.waiting([owner], NOW) == []
    assert not ledger.interactions.waiting_counts([owner], NOW)


def test_words_of_what_is_gone_are_forgotten_after_a_time(ledger: Ledger) -> None:
    heard(ledger, NATIVE, OTHER)
    heard(ledger, replace(NATIVE, text="直しました。"))
    Pull(ledger, connect, lambda: NOW)(Request({"place": Place((Page(gone=(STATUS,)),))}, ARTICLES))
    assert ledger.interactions.forget(NOW - timedelta(days=1), NOW) == 0
    assert ledger.interactions.forget(NOW + timedelta(days=1), NOW) == 1
    assert ledger.interactions.forget(NOW + timedelta(days=1), NOW) == 0
    gone = ledger.interactions.get(1)
    assert (gone.state, gone.interaction.text, ledger.interactions.versions(1)) == (State.GONE, "", ())
    assert gone.interaction.account == NATIVE.account
    heard(ledger, NATIVE)
    back = ledger.interactions.get(1)
    assert (back.state, back.interaction.text) == (State.LIVE, NATIVE.text)
    assert ledger.interactions.versions(1) == ()  # of what was forgotten there is no version


def test_erased_is_as_if_never_heard(ledger: Ledger) -> None:
    heard(ledger, OTHER)
    before = list(ledger.export())
    heard(ledger, NATIVE)
    assert ledger.interactions.erase("place", [STATUS, "unheard-of"]) == 1
    assert list(ledger.export()) == before


def test_erased_a_person_with_a_note_of_ours_stays(ledger: Ledger) -> None:
    heard(ledger, NATIVE)
    ledger.contacts.note(1, "met in Kyoto", NOW)
    ledger.interactions.erase("place", [STATUS])
    assert ledger.contacts.get(1).notes == ("met in Kyoto",)
