"""What is left: details of single commands."""

from __future__ import annotations

import json
import socket
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.places import NOW, said
from tracker.cli import _json, _words
from tracker.cli._app import App
from tracker.model import Kind, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.desk import Desk


def test_a_source_that_lacks_something_says_what(empty: Desk) -> None:
    empty.configure('[sources.hatena]\nadress = "x"\n[sources.mine]\nuse = "not.there"\n')
    listing = empty.type("sources").out
    assert "hatena: [sources.hatena] has no setting “adress”. Did you mean “address”?" in listing
    assert "mine: The source “mine” could not be loaded" in listing
    assert "Not set up yet" in listing
    assert "\nfeed " in listing


UNPROVEN = """
from dataclasses import dataclass
from tracker.sources import Source

@dataclass(frozen=True)
class Mine(Source):
    name = "mine"
    title = "Mine"
    about = "A place of my own."
    unproven = True

    def pages(self, articles, cursor, http):
        yield from ()
"""


def test_a_source_of_ones_own(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(empty.home))
    (empty.home / "mine_of_tests").mkdir()
    (empty.home / "mine_of_tests" / "__init__.py").write_text("")
    (empty.home / "mine_of_tests" / "place.py").write_text(UNPROVEN)
    settings = (empty.blog / "enishi.toml").read_text("utf-8")
    empty.configure(settings + '\n[sources.mine]\nuse = "mine_of_tests.place"\n')
    shown = empty.type("sources mine").out
    assert "Built from documents alone" in shown
    assert "It has no settings." in shown
    assert empty.type("pull mine").out == "mine  0 new  complete\n"


def test_the_site_that_cannot_be_shown(empty: Desk) -> None:
    (empty.blog / "pelicanconf.py").write_text("PATH = 'content'\n")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said_ = empty.type(f"serve --port {port}")
    assert said_.code in (1, 3)
    assert str(port) in said_.err or "pelican" in said_.err


def test_help_of_help(desk: Desk) -> None:
    assert desk.type("help help").out == desk.type("help --help").out
    assert desk.type("help who").out == desk.type("who --help").out == desk.type("who -h").out


def test_everything_of_a_trial_is_forgotten(empty: Desk) -> None:
    assert "Nothing was kept" in empty.type("pull --try").out
    assert empty.type("who --json").out == ""
    assert "48 new" in empty.type("pull").out


def test_more_than_fits_is_said(empty: Desk) -> None:
    empty.hear(*(said(f"{number}") for number in range(33)))
    listing = empty.type("people list").out
    assert listing.endswith("… and 3 more: enishi people list --all\n")
    assert len(empty.type("people list --all").out.splitlines()) == 34
    assert len(empty.type("people list --json").rows) == 33


def test_the_ledger_can_be_named_three_ways(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    empty.hear(said("1"))
    other = empty.home / "other.db"
    assert empty.type("people list --json").rows
    assert empty.type(f"--ledger {other} people list --json").out == ""
    monkeypatch.setenv("ENISHI_LEDGER", str(other))
    assert empty.type("people list --json").out == ""
    assert empty.type(f"--ledger {empty.ledger} people list --json").rows
    monkeypatch.delenv("ENISHI_LEDGER")
    monkeypatch.setenv("XDG_DATA_HOME", str(empty.home / "data"))
    monkeypatch.setenv("HOME", str(empty.home))
    empty.type("people list")
    assert [path.name for path in empty.home.rglob("mio.example.db")] == ["mio.example.db"]


def test_a_folder_can_be_named(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.chdir("/")
        assert empty.type("sources").code == 3
        assert empty.type(f"-C {empty.blog} sources").code == empty.type(f"--folder {empty.blog} sources").code == 0


def test_a_title_is_one_line(empty: Desk) -> None:
    assert empty.type("new 'Backups\nStatus: published' --slug b").code == 0
    head = (empty.blog / "content/2026/11-b.md").read_text("utf-8").splitlines()
    assert head[0] == "Title: Backups Status: published"
    assert "Status: draft" in head


def test_now_is_now_unless_a_test_says_otherwise(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ENISHI_NOW")
    now = App(empty.blog).now
    assert now.tzinfo is not None
    assert abs((datetime.now(UTC) - now).total_seconds()) < 60


@pytest.mark.parametrize(
    ("typed", "day"),
    [("3d", "2026-11-25"), ("2W", "2026-12-06"), ("2026-12-01", "2026-12-01"), ("2027-01", "2027-01-01")],
)
def test_later_is_later(typed: str, day: str, desk: Desk) -> None:
    assert desk.type(f"inbox later c4 --until {typed}").out == f"Back on {day}: c4.\n"


@pytest.mark.parametrize("typed", ["2020-01-01", "yesterday", "last-month", "soon", "0d", "-3d", "99999999d"])
def test_later_is_never_before(typed: str, desk: Desk) -> None:
    said_ = desk.type(f"inbox later c4 --until {typed}")
    assert (said_.code, said_.out) == (2, "")
    assert f"“{typed}”" in said_.err


@pytest.mark.parametrize("kind", Kind)
def test_every_kind_has_its_words_in_both_languages(kind: Kind, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", "en")
    assert _words.kinds({kind.word: 1}).startswith("1 ")
    assert _words.kinds({kind.word: 2}) != _words.kinds({kind.word: 1})
    assert _words.kind_word(kind.word).lower() == kind.word


def test_times_are_said_as_people_do() -> None:
    assert _words.since(None, NOW) == "unknown"
    assert _words.since(NOW, NOW) == "just now"
    assert _words.day(None) == ""


def test_json_knows_the_types_of_the_verbs(tmp_path: Path) -> None:
    given = {Verdict.HELD: {3, 1}, "path": tmp_path, "at": NOW, "nested": [(None, frozenset("b"))]}
    assert json.loads(_json.line(given)) == {
        "held": [1, 3],
        "path": str(tmp_path),
        "at": NOW.isoformat(),
        "nested": [[None, ["b"]]],
    }


def test_nobody_within_a_span_is_not_nobody_at_all(desk: Desk) -> None:
    assert "Nobody fits that" in desk.type("who --since 2030-01-01").out
    assert "Nobody fits that" in desk.type("who --kind rsvp").out


def test_nobody_at_all_is_told_to_pull(empty: Desk) -> None:
    assert "enishi pull" in empty.type("who").out
