"""One open SQLite file: statements, transactions, copies. Only this module holds a connection."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.errors import LedgerBusy
from tracker.ledger.failures import BUSY, PRIMARY, explained

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    Values: TypeAlias = Sequence[str | int | None] | Mapping[str, str | int | None]
    Row: TypeAlias = tuple[Any, ...]

EVERY_TIME = """
PRAGMA foreign_keys = ON;
PRAGMA synchronous = NORMAL;
PRAGMA secure_delete = ON;
PRAGMA temp_store = MEMORY;
PRAGMA cache_size = -32000;
PRAGMA wal_autocheckpoint = 8000;
"""
"""What SQLite does not remember in the file. Sorting in memory leaves no private text in /tmp."""


class Database:
    """A connection whose failures are LedgerErrors."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path

    @classmethod
    def connect(cls, path: Path, patience: float) -> Database:
        """Open the file that `path` names; `patience` is how many seconds to wait for another process."""
        with explained(path):
            connection = sqlite3.connect(path, timeout=patience, isolation_level=None)
        made = cls(connection, path)
        try:
            made.script(EVERY_TIME)
        except BaseException:
            connection.close()
            raise
        return made

    def close(self) -> None:
        """Let go of the file; what was not committed is lost."""
        with explained(self.path):
            self._connection.close()

    def execute(self, sql: str, values: Values = ()) -> int:
        """Run one statement and return how many rows it changed."""
        with explained(self.path):
            return self._connection.execute(sql, values).rowcount

    def insert(self, sql: str, values: Values = ()) -> int:
        """Run one INSERT and return the number of its row."""
        with explained(self.path):
            return self._connection.execute(sql, values).lastrowid or 0

    def many(self, sql: str, rows: Iterable[Values]) -> None:
        """Run one statement for each row."""
        with explained(self.path):
            self._connection.executemany(sql, rows)

    def script(self, sql: str) -> None:
        """Run several statements, outside any transaction."""
        with explained(self.path):
            self._connection.executescript(sql)

    def rows(self, sql: str, values: Values = ()) -> list[Row]:
        """Return all that a query finds."""
        with explained(self.path):
            return self._connection.execute(sql, values).fetchall()

    def table(self, sql: str) -> tuple[tuple[str, ...], list[Row]]:
        """Return all that a query finds, with the names of its columns."""
        with explained(self.path):
            cursor = self._connection.execute(sql)
            return tuple(column[0] for column in cursor.description), cursor.fetchall()

    def row(self, sql: str, values: Values = ()) -> Row | None:
        """Return the first that a query finds."""
        with explained(self.path):
            found: Row | None = self._connection.execute(sql, values).fetchone()
        return found

    def number(self, sql: str, values: Values = ()) -> int:
        """Return the one number a query finds; 0 when it finds none."""
        found = self.row(sql, values)
        return int(found[0]) if found else 0

    @contextmanager
    def transaction(self, mode: str = "IMMEDIATE") -> Iterator[None]:
        """Take all that happens inside, or none of it; inside another one, belong to that."""
        if self._connection.in_transaction:
            yield
            return
        self.execute(f"BEGIN {mode}")
        try:
            yield
            self.execute("COMMIT")
        finally:
            self._roll_back()

    def _roll_back(self) -> None:
        """Undo what was not committed; SQLite itself has done so when the disk was full."""
        if self._connection.in_transaction:
            self.execute("ROLLBACK")

    def trouble(self) -> str:
        """Return the first thing SQLite finds wrong, in its words; empty: nothing."""
        found = self.row("PRAGMA quick_check(1)")
        said = str(found[0]) if found else "ok"
        return "" if said == "ok" else said

    def write_ahead(self) -> None:
        """Let others read while one writes; the file remembers it (https://sqlite.org/wal.html)."""
        self.execute("PRAGMA journal_mode = WAL")

    def copy_to(self, path: Path) -> None:
        """Write what is committed into a new or empty file; a transaction may be open."""
        with (
            explained(self.path),
            closing(sqlite3.connect(self.path)) as committed,  # SQLite copies nothing that is being changed
            closing(sqlite3.connect(path)) as copy,
        ):
            committed.backup(copy, progress=self._give_up)

    def in_memory(self) -> Database:
        """Return a copy that no disk will see; LedgerBusy inside a transaction."""
        with explained(self.path):
            copy = Database(sqlite3.connect(":memory:", isolation_level=None), self.path)
            try:
                self._connection.backup(copy._connection, progress=self._give_up)
                copy.script(EVERY_TIME)
            except BaseException:
                copy.close()
                raise
        return copy

    def _give_up(self, status: int, _left: int, _pages: int) -> None:
        """Python would try a copy again without end while somebody writes."""
        if status & PRIMARY in BUSY:
            raise LedgerBusy(self.path)
