from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from tests.ledger.given import AOI, NOW, REN, REN_HN, SEARCH, later, reply, same, store
from tracker.ledger import Ledger
from tracker.ledger.pulls import Pulled
from tracker.model import Decision, Scope, Validator, Verdict

if TYPE_CHECKING:
    from pathlib import Path


def sections(ledger: Ledger, kind: str) -> list[dict[str, object]]:
    return [row for row in ledger.export() if row["type"] == kind]


def full(ledger: Ledger, minute: int = 0) -> None:
    store(ledger, "webmention", reply("1", REN), reply("2", AOI, "二"), reply("3", REN_HN), at=later(minute))
    store(ledger, "webmention", reply("2", AOI, "二、直しました"), at=later(minute + 1))
    number = {one.interaction.id: one.number for one in ledger.interactions.responses()}
    ledger.drafts.save(number["2"], "こんにちは", later(minute), lang="ja", parent_fingerprint="f")
    ledger.links.add(same(*(ledger.accounts.find(*one.key) or 0 for one in (REN, REN_HN))))
    ledger.contacts.rename(ledger.accounts.find(*AOI.key) or 0, "あおいさん", later(minute))
    ledger.contacts.note(ledger.accounts.find(*AOI.key) or 0, "猫が二匹", NOW)
    ledger.moderation.decide(
        Decision(Scope.ITEM, str(number["1"]), Verdict.HIDDEN, "f", later(minute)),
        Decision(Scope.ITEM, str(number["1"]), Verdict.APPROVED, "f", later(minute)),
        Decision(Scope.PERSON, str(ledger.accounts.find(*AOI.key)), Verdict.HIDDEN, "", later(minute)),
        Decision(Scope.DOMAIN, "spam.example.com", Verdict.HIDDEN, "", later(minute)),
    )
    ledger.triage.done(number["3"], later(minute))
    ledger.cursors.put("webmention", "9")
    ledger.validators.put_all("webmention", {"https://api.example.net/": Validator(f'"{minute}"')})
    ledger.pulls.record(Pulled("webmention", later(minute), later(minute + 1)))


def test_two_ledgers_that_mean_the_same_give_the_same_bytes(tmp_path: Path) -> None:
    with Ledger.open(tmp_path / "one.db") as one, Ledger.open(tmp_path / "other.db") as other:
        full(one)
        other.articles.remember([replace(SEARCH, title="別の題")], later(30))
        other.accounts.remember([REN_HN, AOI], later(30))
        full(other, 50)
        assert [json.dumps(row) for row in one.export()] == [json.dumps(row) for row in other.export()]


def test_every_kind_of_fact_is_there_and_no_number_or_time_of_our_own(ledger: Ledger) -> None:
    full(ledger)
    rows = list(ledger.export())
    assert {row["type"] for row in rows} >= {"article", "account", "interaction", "version", "link", "note", "draft"}
    assert not {name for row in rows for name in row} & {"number", "first_seen", "missed_at", "seen_at", "since"}
    assert sections(ledger, "decision") == [
        {
            "type": "decision",
            "scope": "domain",
            "place": "",
            "id": "spam.example.com",
            "verdict": "hidden",
            "fingerprint": "",
        },
        {
            "type": "decision",
            "scope": "item",
            "place": "webmention",
            "id": "1",
            "verdict": "approved",
            "fingerprint": "f",
        },
        {
            "type": "decision",
            "scope": "person",
            "place": "hatena",
            "id": "aoi_builds",
            "verdict": "hidden",
            "fingerprint": "",
        },
    ]
    assert sections(ledger, "version")[0]["text"] == "二"
    assert sections(ledger, "triage") == [
        {"type": "triage", "source": "webmention", "id": "3", "state": "done", "until": None}
    ]
    assert sections(ledger, "cursor") == [{"type": "cursor", "source": "webmention", "cursor": "9"}]


def test_an_export_begun_is_of_one_moment(path: Path) -> None:
    with Ledger.open(path) as ledger, Ledger.open(path) as other:
        full(ledger)
        before = list(ledger.export())
        begun = ledger.export()
        rows = [next(begun)]
        store(other, "webmention", reply("late"))
        assert rows + list(begun) == before
