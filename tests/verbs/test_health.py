from __future__ import annotations

import os
import sqlite3
import sys
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING, NoReturn

import pytest

from tests.places import ARTICLES, NOW
from tracker.errors import MissingSecret, NoSite, NotALedger
from tracker.ledger import Ledger
from tracker.verbs import health
from tracker.verbs.health import Finding

if TYPE_CHECKING:
    from pathlib import Path

SWAPPED = """
UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'triage')
WHERE name = 'interactions_by_thread'
"""


def test_a_check_that_fails_is_a_finding_and_not_the_end(tmp_path: Path) -> None:
    def fails() -> NoReturn:
        raise NoSite(tmp_path)

    found = health.health([fails, health.python], ["settings", "python"])
    error = NoSite(tmp_path)
    assert found[0] == Finding("settings", fine=False, said=error.message, fix=error.hint)
    assert found[1] == Finding("python", fine=True, said=sys.version.split()[0])


def test_a_bug_in_a_check_is_not_swallowed() -> None:
    with pytest.raises(ZeroDivisionError):
        health.health([lambda: Finding(str(1 // 0), fine=True, said="")], ["x"])


def test_a_ledger_in_order(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    assert health.ledger(path, lambda: Ledger.open(path)).said == f"{path} is new and empty."
    assert health.ledger(path, lambda: Ledger.open(path)) == Finding("ledger", fine=True, said=f"{path} is in order.")


@pytest.mark.skipif(os.name != "posix", reason="file modes of POSIX")
def test_a_ledger_that_others_can_read_is_made_private_again(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Ledger.open(path).close()
    path.chmod(0o644)
    assert health.ledger(path, lambda: Ledger.open(path)).fine
    assert path.stat().st_mode & 0o077 == 0


def test_a_ledger_with_a_broken_index(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    Ledger.open(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("PRAGMA writable_schema = ON")
        raw.execute(SWAPPED)
    raw.close()
    found = health.ledger(path, lambda: Ledger.open(path))
    assert not found.fine
    assert found.fix == "Put a copy back from a backup."


def test_a_file_of_somebody_else(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("Dear diary," * 100)
    with pytest.raises(NotALedger):
        health.ledger(path, lambda: Ledger.open(path))


@pytest.mark.parametrize(("days", "fine"), [(0, True), (34, True), (36, False)])
def test_a_list_of_articles_grows_old(days: int, fine: bool) -> None:  # noqa: FBT001 - a parameter of the test
    recent = (replace(ARTICLES[0], published=NOW), ARTICLES[1])
    found = health.articles(lambda: recent, NOW + timedelta(days=days))
    assert (found.fine, bool(found.fix)) == (fine, not fine)
    assert found.said == "2 articles; the latest is of 2026-11-22."


def test_articles_without_dates_are_no_matter() -> None:
    found = health.articles(lambda: (replace(ARTICLES[0], published=None),), NOW)
    assert (found.fine, "an unknown day" in found.said) == (True, True)


def test_sources_are_asked_for_what_they_lack() -> None:
    def ready(name: str) -> str:
        if name == "webmentionio":
            raise MissingSecret(name, "ENISHI_WEBMENTIONIO_TOKEN")
        return name

    assert health.sources(("feed", "hatena"), ready) == Finding("sources", fine=True, said="feed, hatena")
    assert not health.sources((), ready).fine
    [found] = health.health([lambda: health.sources(("feed", "webmentionio"), ready)], ["sources"])
    assert "ENISHI_WEBMENTIONIO_TOKEN" in found.fix


def test_the_editor_is_looked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"'{sys.executable}' --wait")
    assert health.editor() == Finding("editor", fine=True, said=sys.executable)
    monkeypatch.setenv("EDITOR", "/nowhere/editor")
    assert not health.editor().fine
    monkeypatch.delenv("EDITOR")
    monkeypatch.setenv("PATH", str(tmp_path))
    found = health.editor()
    assert (found.fine, found.fix) == (False, "Set the environment variable EDITOR.")


def test_a_terminal_that_cannot_show_everything() -> None:
    assert health.language("ja", "UTF-8").fine
    found = health.language("ja", "shift_jis")
    assert (found.fine, "shift_jis" in found.said) == (False, True)


def test_pelican_is_looked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "pelican", raising=False)
    monkeypatch.setattr(sys, "path", [])
    found = health.pelican()
    assert (found.fine, found.fix) == (False, "pip install 'enishi[site]'")
