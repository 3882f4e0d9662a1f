from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import AOI, ARTICLES, NOW, REN, later, reply, same, store
from tracker.errors import LedgerBusy, LedgerFull
from tracker.ledger import Ledger
from tracker.ledger.pulls import Pulled
from tracker.model import Decision, Scope, Validator, Verdict
from tracker.rules.reconcile import Absences, Changes

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

WRITES: dict[str, Callable[[Ledger], object]] = {
    "articles": lambda it: it.articles.remember(ARTICLES, NOW),
    "accounts": lambda it: it.accounts.remember([AOI], NOW),
    "interactions": lambda it: it.interactions.apply("hatena", Changes(new=(reply("9"),)), NOW),
    "absences": lambda it: it.interactions.mark_absent("hatena", Absences(("1",)), NOW),
    "cursors": lambda it: it.cursors.put("hatena", "7"),
    "cursors, cleared": lambda it: it.cursors.clear("hatena"),
    "validators": lambda it: it.validators.put_all("hatena", {"https://b.example.jp/": Validator('"1"')}),
    "validators, cleared": lambda it: it.validators.clear("hatena"),
    "drafts": lambda it: it.drafts.save(1, "こんにちは", NOW, lang="ja", parent_fingerprint=""),
    "drafts, dropped": lambda it: it.drafts.drop(1),
    "links": lambda it: it.links.add(same(1, 2)),
    "links, retracted": lambda it: it.links.retract(same(1, 2), NOW),
    "contacts": lambda it: it.contacts.rename(1, "佐藤さん", NOW),
    "notes": lambda it: it.contacts.note(1, "猫が二匹", NOW),
    "moderation": lambda it: it.moderation.decide(Decision(Scope.ITEM, "1", Verdict.APPROVED, "", NOW)),
    "triage": lambda it: it.triage.done(1, NOW),
    "triage, put off": lambda it: it.triage.later(1, later(60), NOW),
    "triage, cleared": lambda it: it.triage.clear(1),
    "pulls": lambda it: it.pulls.record(Pulled("hatena", NOW, NOW)),
}


def filled(ledger: Ledger) -> None:
    store(ledger, "hatena", reply("1"), reply("2", AOI))


@pytest.mark.parametrize("write", WRITES)
def test_every_collection_waits_for_another_writer_and_then_says_so(ledger: Ledger, write: str) -> None:
    filled(ledger)
    before = list(ledger.export())
    with closing(sqlite3.connect(ledger.path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LedgerBusy):
            WRITES[write](ledger)
        assert list(ledger.export()) == before
        other.execute("ROLLBACK")
    WRITES[write](ledger)


@pytest.mark.parametrize("write", WRITES)
def test_every_collection_says_when_the_file_cannot_be_written(ledger: Ledger, write: str) -> None:
    filled(ledger)
    ledger._database.execute("PRAGMA query_only = ON")
    with pytest.raises(LedgerFull, match="readonly"):
        WRITES[write](ledger)


def interrupted(ledger: Ledger, write: Callable[[Ledger], object]) -> None:
    with ledger.transaction():
        write(ledger)
        raise KeyboardInterrupt


@pytest.mark.parametrize("write", WRITES)
def test_every_collection_belongs_to_the_transaction_around_it(ledger: Ledger, write: str) -> None:
    filled(ledger)
    before = list(ledger.export())
    with pytest.raises(KeyboardInterrupt):
        interrupted(ledger, WRITES[write])
    assert list(ledger.export()) == before


def nested(ledger: Ledger) -> None:
    ledger.cursors.put("hatena", "7")
    with ledger.transaction():
        ledger.cursors.put("webmention", "8")


def test_a_transaction_takes_all_or_nothing(ledger: Ledger) -> None:
    with pytest.raises(KeyboardInterrupt):
        interrupted(ledger, nested)
    assert ledger.cursors.get("hatena") is None
    assert ledger.cursors.get("webmention") is None
    with ledger.transaction():
        ledger.cursors.put("hatena", "7")
    assert ledger.cursors.get("hatena") == "7"


def test_a_bug_is_not_dressed_up(ledger: Ledger) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        ledger.links.add(same(404, 405))
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        ledger._database.rows("SELECT * FROM unheard_of")


def test_a_reader_sees_one_moment_while_another_writes(path: Path) -> None:
    with Ledger.open(path) as reader, Ledger.open(path) as writer:
        filled(writer)
        with writer.transaction():
            writer.cursors.put("hatena", "7")
            assert reader.cursors.get("hatena") is None
            assert len(reader.interactions.by_accounts([1, 2])) == 2
        assert reader.cursors.get("hatena") == "7"


def test_a_scratch_copy_inside_a_transaction_gives_up_at_once(ledger: Ledger) -> None:
    with ledger.transaction():
        ledger.cursors.put("hatena", "7")
        with pytest.raises(LedgerBusy):
            ledger.scratch_copy()


def test_what_is_deleted_leaves_no_trace_in_the_file(path: Path) -> None:
    words = "誰にも言わないでください"
    with Ledger.open(path) as ledger:
        store(ledger, "mail", reply("1", REN))
        ledger.drafts.save(1, words, NOW, lang="ja", parent_fingerprint="")
    assert words.encode() in path.read_bytes()
    with Ledger.open(path) as ledger:
        assert ledger.drafts.drop(1)
    assert [one.name for one in path.parent.iterdir()] == [path.name]
    assert words.encode() not in path.read_bytes()
