"""What SQLite and the file system say when they cannot, as errors a user can act on; the only such place."""

from __future__ import annotations

import sqlite3
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.errors import LedgerBusy, LedgerDamaged, LedgerError, LedgerFull, NotALedger

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

BUSY = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PROTOCOL}
FULL = {
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_READONLY,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_PERM,
}
DAMAGED = {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_FORMAT}
PRIMARY = 0xFF
"""The low byte of an extended result code is the plain one (https://sqlite.org/rescode.html)."""


@contextmanager
def explained(path: Path) -> Iterator[None]:
    """Raise a LedgerError in place of what SQLite or the file system says; a bug passes unchanged."""
    try:
        yield
    except sqlite3.Error as error:
        known = _explanation(path, error)
        if known is None:
            raise
        raise known from error
    except OSError as error:
        raise LedgerFull(path, error.strerror or str(error)) from error


def _explanation(path: Path, error: sqlite3.Error) -> LedgerError | None:
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    if code in BUSY:
        return LedgerBusy(path)
    if code in FULL:
        return LedgerFull(path, str(error))
    if code in DAMAGED:
        return LedgerDamaged(path, str(error))
    return NotALedger(path) if code == sqlite3.SQLITE_NOTADB else None
