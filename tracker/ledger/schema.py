"""The version of a file, and how it comes to the last one."""

from __future__ import annotations

import os
import sqlite3
from typing import TYPE_CHECKING

from tracker.errors import LedgerTooNew
from tracker.ledger.failures import explained
from tracker.ledger.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracker.ledger.database import Database

APPLICATION_ID = 0x454E5348
"""`ENSH` in the file's header: this is a ledger."""


def upgrade(database: Database, steps: Sequence[str] = STEPS) -> None:
    """Bring a file to the last version, a transaction for each step; a copy of it is kept beside it first.

    A new file takes all steps in one, so that none is ever found half made. Raises LedgerTooNew when it is
    further already.
    """
    found = database.number("PRAGMA user_version")
    if found > len(steps):
        raise LedgerTooNew(database.path, found, len(steps))
    if found == 0:
        with database.transaction():
            _climb(database, steps, 0)
    for version in range(max(found, 1), len(steps)):
        with database.transaction():
            if version == found == database.number("PRAGMA user_version"):
                keep_copy(database, version)
            _climb(database, steps[: version + 1], version)


def _climb(database: Database, steps: Sequence[str], version: int) -> None:
    """Take the steps from `version` on, unless another process was quicker."""
    if database.number("PRAGMA user_version") == version:
        for number in range(version, len(steps)):
            _run(database, steps[number], number + 1)


def keep_copy(database: Database, version: int) -> Path:
    """Write `<file>.v<version>`, readable by the owner alone, and return its path."""
    path = database.path.with_name(f"{database.path.name}.v{version}")
    part = path.with_name(f"{path.name}.part")
    with explained(part):
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_CREAT | os.O_EXCL, 0o600))
        database.copy_to(part)
        part.replace(path)
    return path


def _run(database: Database, script: str, version: int) -> None:
    """Run one step; `executescript` would commit before it, and not be one transaction."""
    for statement in _statements(script):
        database.execute(statement)
    database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    database.execute(f"PRAGMA user_version = {version}")


def _statements(script: str) -> Iterator[str]:
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""
