"""The editor and the draft: what somebody wrote is never lost."""

from __future__ import annotations

import os
import sqlite3
import stat
from typing import TYPE_CHECKING

import pytest

from tests.places import said

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.desk import Desk, Said

WRITES = "file.write_text('My own words.\\n' + text, 'utf-8')"


def edited(desk: Desk, monkeypatch: pytest.MonkeyPatch, script: str, line: str = "draft c1 --edit") -> Said:
    monkeypatch.setenv("EDITOR", desk.editor(script))
    return desk.type(line)


def text(desk: Desk) -> str:
    """The draft as the ledger has it."""
    return str(desk.type("draft c1 --json").rows[0]["text"])


@pytest.fixture
def asked(empty: Desk) -> Desk:
    empty.hear(said("1", "Does it work in Korean?", by="ben"))
    return empty


@pytest.fixture
def sheet(asked: Desk) -> Path:
    return asked.home / "drafts" / "ledger-c1.md"


def test_the_sheet_is_private_and_gone_when_the_draft_is_kept(
    asked: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mode = asked.home / "mode"
    script = f"import os; Path({str(mode)!r}).write_text(oct(os.stat(file).st_mode)); {WRITES}"
    assert edited(asked, monkeypatch, script).code == 0
    assert text(asked).startswith("My own words.\n")
    if os.name == "posix":
        assert stat.S_IMODE(int(mode.read_text(), 8)) == 0o600
    assert not sheet.exists()


def test_what_an_editor_that_failed_left_is_gone_on_with(
    asked: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed = edited(asked, monkeypatch, f"{WRITES}; sys.exit(1)")
    assert (failed.code, str(sheet) in failed.err) == (1, True)
    assert "My own words." in sheet.read_text("utf-8")
    assert "My own words." not in text(asked)
    assert edited(asked, monkeypatch, "file.write_text(text.replace('My', 'Still my'), 'utf-8')").code == 0
    assert text(asked).startswith("Still my own words.")
    assert not sheet.exists()


def test_afresh_begins_anew_whatever_was_left(asked: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = text(asked)
    edited(asked, monkeypatch, f"{WRITES}; sys.exit(1)")
    assert edited(asked, monkeypatch, "", "draft c1 --edit --afresh").code == 0
    assert text(asked) == first
    assert not sheet.exists()


@pytest.mark.parametrize("script", ["file.write_text('')", "file.unlink()", "file.write_text('\\n\\n')"])
def test_an_empty_sheet_changes_nothing(script: str, asked: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    edited(asked, monkeypatch, WRITES)
    before = text(asked)
    assert edited(asked, monkeypatch, script).code == 8
    assert text(asked) == before
    assert not sheet.exists()


def test_an_editor_that_writes_another_encoding(asked: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failed = edited(asked, monkeypatch, "file.write_bytes('返信です。'.encode('shift_jis'))")
    assert (failed.code, "UTF-8" in failed.err) == (1, True)
    assert sheet.read_bytes() == "返信です。".encode("shift_jis")


def test_words_outlive_a_ledger_that_takes_nothing(asked: Desk, sheet: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text(asked)
    other = sqlite3.connect(asked.ledger, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    failed = edited(asked, monkeypatch, WRITES)
    assert (failed.code, "in use by another command" in failed.err) == (5, True)
    assert "My own words." in sheet.read_text("utf-8")
    other.execute("ROLLBACK")
    other.close()
    assert edited(asked, monkeypatch, "").code == 0
    assert text(asked).startswith("My own words.")


def test_an_edit_of_what_is_answered_is_told(asked: Desk) -> None:
    text(asked)
    asked.hear(said("1", "Does it work in Thai?", by="ben"))
    assert "c1 was edited since this draft was begun: read it again." in asked.type("draft c1").err


def test_a_response_without_an_address(empty: Desk) -> None:
    empty.hear(said("1", url=""))
    assert "Nothing was sent.\n" in empty.type("draft c1").err


def test_nothing_opens_where_there_is_no_terminal(asked: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    assert edited(asked, monkeypatch, "sys.exit(9)", "draft c1").code == 0
    assert edited(asked, monkeypatch, "sys.exit(9)", "new Backups").code == 0
