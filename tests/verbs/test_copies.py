from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.places import NOW, QUEUE, heard, said
from tracker.errors import NoSuchInteraction, NotOneArticle
from tracker.verbs.copies import fold, leave_to_rule, showings, unfold

if TYPE_CHECKING:
    from tracker.ledger import Ledger

ONE = said("1", url="https://social.example.net/@sora/109501235")
SAME = said("2", url="https://social.example.net/users/sora/statuses/109501235", by="sora2")
OTHER = said("3", url="https://blog.example/notes/7/")


def seen(ledger: Ledger, asked: str) -> list[tuple[str, bool, str]]:
    return [(one.id, one.is_head, one.by) for one in showings(ledger, asked)]


def test_every_showing_is_listed_with_who_says_so(ledger: Ledger) -> None:
    heard(ledger, ONE, SAME, OTHER)
    assert seen(ledger, "c2") == [("c1", True, "rule"), ("c2", False, "rule")]
    assert seen(ledger, "c3") == [("c3", True, "rule")]


def test_a_human_folds_and_unfolds(ledger: Ledger) -> None:
    heard(ledger, ONE, SAME, OTHER)
    assert [one.id for one in fold(ledger, "c3", "c1", NOW)] == ["c1", "c2", "c3"]
    assert [one.id for one in unfold(ledger, "c2", NOW)] == ["c2"]
    assert seen(ledger, "c1") == [("c1", True, "rule"), ("c3", False, "human")]
    assert [one.id for one in leave_to_rule(ledger, "c2")] == ["c1", "c2", "c3"]
    assert [one.id for one in leave_to_rule(ledger, "c3")] == ["c3"]


def test_what_cannot_be_one_is_said(ledger: Ledger) -> None:
    heard(ledger, ONE, said("4", article=QUEUE))
    for pair in (("c1", "c2"), ("c1", "c1")):
        with pytest.raises(NotOneArticle):
            fold(ledger, *pair, NOW)
    with pytest.raises(NoSuchInteraction):
        unfold(ledger, "c9", NOW)
