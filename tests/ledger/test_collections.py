"""The small collections: cursors, validators, drafts, decisions, pulls."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import NOW, later, reply, store
from tracker.errors import NoSuchDraft
from tracker.ledger.pulls import Pulled
from tracker.model import Decision, Scope, Validator, Verdict

if TYPE_CHECKING:
    from tracker.ledger import Ledger


def test_a_cursor_is_whatever_text_its_source_likes(ledger: Ledger) -> None:
    assert ledger.cursors.get("hatena") is None
    ledger.cursors.put("hatena", '{"次": "7"}')
    ledger.cursors.put("webmention", "9")
    ledger.cursors.put("hatena", "")
    assert ledger.cursors.get("hatena") == ""
    ledger.cursors.clear("hatena")
    assert ledger.cursors.get("hatena") is None
    assert ledger.cursors.get("webmention") == "9"


def test_validators_are_kept_by_source_and_address(ledger: Ledger) -> None:
    one, other = (
        Validator('"1"', "Sun, 01 Nov 2026 09:30:00 GMT"),
        Validator(last_modified="Mon, 02 Nov 2026 09:30:00 GMT"),
    )
    ledger.validators.put_all("hatena", {"https://b.example.jp/1": one, "https://b.example.jp/2": one})
    ledger.validators.put_all("feeds", {"https://b.example.jp/1": one})
    ledger.validators.put_all("hatena", {"https://b.example.jp/2": other})
    ledger.validators.put_all("hatena", {})
    assert ledger.validators.all("hatena") == {"https://b.example.jp/1": one, "https://b.example.jp/2": other}
    ledger.validators.clear("hatena")
    assert ledger.validators.all("hatena") == {}
    assert ledger.validators.all("feeds") == {"https://b.example.jp/1": one}


def test_a_draft_is_rewritten_and_stays_the_one_begun_then(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"), reply("2"))
    first = ledger.drafts.save(2, "こんにちは", NOW, lang="ja", parent_fingerprint="f")
    again = ledger.drafts.save(2, "こんにちは。\n", later(5), lang="ja", parent_fingerprint="g")
    assert again == ledger.drafts.get(2) == ledger.drafts.find(2)
    assert (again.number, again.created, again.updated) == (first.number, NOW, later(5))
    assert (again.text, again.parent_fingerprint) == ("こんにちは。\n", "g")
    other = ledger.drafts.save(1, "Thank you", later(6), lang="en", parent_fingerprint="h")
    assert ledger.drafts.all() == (again, other)
    assert ledger.drafts.answered() == {1, 2}


def test_a_draft_thrown_away(ledger: Ledger) -> None:
    store(ledger, "webmention", reply("1"))
    ledger.drafts.save(1, "x", NOW, lang="ja", parent_fingerprint="")
    assert ledger.drafts.drop(1)
    assert not ledger.drafts.drop(1)
    assert ledger.drafts.find(1) is None
    with pytest.raises(NoSuchDraft, match="c1"):
        ledger.drafts.get(1)


def test_decisions_follow_each_other(ledger: Ledger) -> None:
    shown = Decision(Scope.ITEM, "1", Verdict.APPROVED, "f", NOW)
    held = Decision(Scope.ITEM, "1", Verdict.HELD, "f", later(1))
    spam = Decision(Scope.DOMAIN, "spam.example.com", Verdict.HIDDEN, "", NOW)
    ledger.moderation.decide(shown, spam)
    ledger.moderation.decide(held)
    assert ledger.moderation.history() == (shown, spam, held)
    assert ledger.moderation.standing() == {(Scope.ITEM, "1"): held, (Scope.DOMAIN, "spam.example.com"): spam}


def test_pulls_are_remembered_by_source(ledger: Ledger) -> None:
    whole = Pulled("hatena", NOW, later(1), new=3, edited=1, gone=2)
    partial = Pulled("hatena", later(2), later(3), complete=False, partial_why="59 of 74", problems=4)
    for one in (whole, partial, Pulled("webmention", later(4), later(5))):
        ledger.pulls.record(one)
    assert ledger.pulls.last("hatena") == partial
    assert ledger.pulls.last_complete("hatena") == whole
    assert ledger.pulls.last("feeds") is None
    assert ledger.pulls.last_complete("feeds") is None


def test_failing_since_the_first_failure_nothing_has_ended(ledger: Ledger) -> None:
    def pull(minute: int, error: str = "") -> None:
        ledger.pulls.record(Pulled("hatena", later(minute), later(minute + 1), complete=not error, error=error))

    assert ledger.pulls.failing_since("hatena") is None
    pull(0, "429")
    pull(10)
    assert ledger.pulls.failing_since("hatena") is None
    pull(20, "500")
    pull(30, "500")
    assert ledger.pulls.failing_since("hatena") == later(20)
    assert ledger.pulls.failing_since("webmention") is None
