from __future__ import annotations

import csv
import io
from datetime import datetime
from typing import TYPE_CHECKING

import pytest

from tests.places import said
from tracker.model import Account, Kind

if TYPE_CHECKING:
    from tests.cli.desk import Desk

WAITING = {
    *(
        "id",
        "person",
        "name",
        "source",
        "kind",
        "article",
        "url",
        "text",
        "lang",
        "asks",
        "since",
        "drafted",
        "private",
    ),
}
RESPONSE = {
    *("id", "verdict", "edited", "kind", "name", "person", "source", "article", "url", "text", "private", "since"),
}
SOURCE = {
    *("name", "title", "about", "unproven", "settings", "given"),
    *("last", "complete", "why", "error", "failing_since", "token_ends", "unofficial", "posts"),
}
OUTCOME = {
    *("source", "new", "edited", "returned", "missing", "gone", "problems", "complete", "why", "error"),
    *("withheld", "later", "token_ends"),
}
KEYS = {
    "who": {"article", "person", "name", "places", "kinds", "waiting", "articles", "first", "last"},
    "inbox": WAITING,
    "people list": {"person", "name", "places", "accounts", "responses", "articles", "last", "notes"},
    "people show p1": {"contact", "accounts", "links", "responses"},
    "draft c4": {"id", "person", "lang", "text", "slots", "outdated", "updated", "url"},
    "responses list": RESPONSE,
    "responses export": {"shown", "articles", "written", "removed"},
    "sources": SOURCE,
    "sources hatena": SOURCE,
    "doctor": {"matter", "fine", "said", "fix"},
    "pull": OUTCOME,
}
"""What programs may count on: change it only with a line in the changelog."""


@pytest.mark.parametrize("command", KEYS)
@pytest.mark.parametrize("lang", ["en", "ja"])
def test_keys_are_stable_and_english(command: str, lang: str, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", lang)
    rows = desk.type(f"{command} --json").rows
    assert rows
    assert all(set(row) == KEYS[command] for row in rows)


def test_drafts_are_listed_with_the_same_keys(desk: Desk) -> None:
    desk.type("draft c4 --no-edit")
    assert [set(row) for row in desk.type("draft --json").rows] == [KEYS["draft c4"]]


@pytest.mark.parametrize("command", ["who", "inbox", "people list", "responses list", "draft"])
def test_nothing_is_no_line(command: str, empty: Desk) -> None:
    said = empty.type(f"{command} --json")
    assert (said.code, said.out, said.err) == (0, "", "")


def test_times_are_iso_8601_with_a_zone(desk: Desk) -> None:
    for row in desk.type("who --json").rows:
        assert all(datetime.fromisoformat(row[key]).tzinfo for key in ("first", "last"))


def test_all_articles_together_have_no_address(desk: Desk) -> None:
    rows = desk.type("who --json --total").rows
    assert rows
    assert {row["article"] for row in rows} == {None}


def test_programs_are_told_of_everybody(desk: Desk) -> None:
    table, rows = desk.type("who --total").out, desk.type("who --total --json").rows
    assert f"… and {len(rows) - 10} more" in table
    assert len(rows) > 30


def test_a_failed_source_says_so_in_its_line(empty: Desk) -> None:
    empty.configure('[sources.hackernews]\naddress = "http://127.0.0.1:9"\n')
    said = empty.type("pull hackernews --json")
    assert said.code == 4
    assert set(said.rows[0]["error"]) == {"code", "message"}
    assert said.rows[0]["error"]["code"] == "ForbiddenAddress"


# --- spreadsheets ---------------------------------------------------------------------------------


def test_csv_has_a_row_for_each_line_of_json(desk: Desk) -> None:
    table = list(csv.DictReader(io.StringIO(desk.type("who --csv").out)))
    rows = desk.type("who --json").rows
    assert list(table[0]) == ["article", "person", "name", "places", "kinds", "waiting", "articles", "first", "last"]
    assert [(one["article"], one["person"], one["name"]) for one in table] == [
        (one["article"] or "", str(one["person"]), one["name"]) for one in rows
    ]
    assert table[0]["kinds"] == " ".join(f"{kind}:{count}" for kind, count in rows[0]["kinds"].items())


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@SUM(1)", "\t=1", "\r=1", " =1", "＝1", "＠1"])
def test_no_name_is_a_formula(name: str, empty: Desk) -> None:
    empty.hear(said("1", account=Account("place", "1", name=name)))
    rows = list(csv.DictReader(io.StringIO(empty.type("who --csv").out)))
    assert {row["name"] for row in rows} == {"'" + name.strip()}


def test_a_name_with_everything_csv_must_quote(empty: Desk) -> None:
    empty.hear(said("1", account=Account("place", "1", name='Ono, "Rei"\nand ‑ 小野')))
    rows = list(csv.DictReader(io.StringIO(empty.type("who --csv").out)))
    assert {row["name"] for row in rows} == {'Ono, "Rei" and ‑ 小野'}


def test_who_is_not_named_is_counted_only(empty: Desk) -> None:
    empty.hear(said("1", account=None, kind=Kind.MENTION), said("2", account=None, kind=Kind.BOOKMARK, text=""))
    assert empty.type("who --json").out == ""
    assert "Nobody in particular: 1 bookmark, 1 mention" in empty.type("who").out
