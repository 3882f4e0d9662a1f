from __future__ import annotations

import sqlite3
import stat
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.ledger.given import reply, store
from tracker.errors import LedgerTooNew
from tracker.ledger import Ledger
from tracker.ledger.database import Database
from tracker.ledger.schema import APPLICATION_ID, upgrade
from tracker.ledger.steps import STEPS

if TYPE_CHECKING:
    from pathlib import Path

TOMORROW = (
    *STEPS,
    "ALTER TABLE articles ADD COLUMN mood TEXT;\nUPDATE articles SET mood = 'fine; really';",
    """
    CREATE TABLE events (name TEXT NOT NULL) STRICT;
    CREATE TRIGGER kept BEFORE DELETE ON events BEGIN
        SELECT raise(ABORT, 'kept');
    END;
    """,
)
BROKEN = (*STEPS, "CREATE TABLE half (name TEXT) STRICT;\nCREATE TABLE half (name TEXT) STRICT;")


def at_version(path: Path, version: int) -> None:
    """A file as the version that knew so many steps left it."""
    path.parent.mkdir(exist_ok=True)
    database = Database.connect(path, 1)
    upgrade(database, STEPS[:version])
    database.close()


def tables(path: Path) -> list[tuple[str, str]]:
    with closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()


@pytest.mark.parametrize("version", range(1, len(STEPS) + 1))
def test_every_version_becomes_the_last_one(path: Path, version: int) -> None:
    at_version(path, version)
    fresh = path.with_name("fresh.db")
    for one in (path, fresh):
        with Ledger.open(one) as ledger:
            store(ledger, "webmention", reply("1"))
            assert ledger.trouble() == ""
    assert tables(path) == tables(fresh)


def test_every_table_is_strict(ledger: Ledger) -> None:
    loose = "SELECT name FROM pragma_table_list WHERE schema = 'main' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    assert ledger._database.rows(loose) == []


def test_an_upgrade_keeps_what_was_there_and_a_copy_beside_it(path: Path) -> None:
    with Ledger.open(path) as ledger:
        store(ledger, "webmention", reply("1"))
        before = list(ledger.export())
        upgrade(ledger._database, TOMORROW)
        assert list(ledger.export()) == before
        assert ledger._database.rows("SELECT DISTINCT mood FROM articles") == [("fine; really",)]
    copy = path.with_name(f"{path.name}.v{len(STEPS)}")
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with Ledger.open(copy) as old:
        assert list(old.export()) == before
    assert sorted(one.name for one in path.parent.glob("*.v*")) == [copy.name]


def test_an_upgrade_from_nothing_copies_nothing(path: Path) -> None:
    Ledger.open(path).close()
    assert [one.name for one in path.parent.iterdir()] == [path.name]


def test_a_step_that_fails_leaves_the_version_before_it(path: Path) -> None:
    with Ledger.open(path) as ledger:
        before = tables(path)
        with pytest.raises(sqlite3.OperationalError):
            upgrade(ledger._database, BROKEN)
        assert ledger._database.number("PRAGMA user_version") == len(STEPS)
        assert tables(path) == before


def test_a_ledger_ahead_of_its_program(path: Path) -> None:
    with Ledger.open(path) as ledger:
        upgrade(ledger._database, TOMORROW)
    with pytest.raises(LedgerTooNew):
        Ledger.open(path)


def test_the_mark_in_the_header_survives_upgrades(path: Path) -> None:
    with Ledger.open(path) as ledger:
        upgrade(ledger._database, TOMORROW)
        assert ledger._database.number("PRAGMA application_id") == APPLICATION_ID
