"""Where a ledger may lie, and whether what lies there is one; SQLite is not asked before that is settled."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tracker.errors import LedgerInPublic, LedgerTooNew, NotALedger
from tracker.ledger.failures import explained
from tracker.ledger.schema import APPLICATION_ID
from tracker.ledger.steps import STEPS

if TYPE_CHECKING:
    from pathlib import Path

OWNER_ONLY_FILE = 0o600
OWNER_ONLY_FOLDER = 0o700
MAGIC = b"SQLite format 3\0"
VERSION = slice(60, 64)
APPLICATION = slice(68, 72)
"""Of the header: https://sqlite.org/fileformat.html#the_database_header"""
HEADER = 100


def default_path(site: str) -> Path:
    """Return where the ledger of a site lies: `enishi/<site>.db` in the user's data folder."""
    from platformdirs import user_data_path  # noqa: PLC0415 - only who names no other place needs it

    return user_data_path("enishi", appauthor=False) / f"{site}.db"


def prepare(path: Path) -> None:
    """Make sure that `path` is a ledger or a new file nobody else can read.

    Raises LedgerInPublic, NotALedger or LedgerTooNew, and touches nothing then.
    """
    with explained(path):
        _stay_private(path)
        if path.exists():
            _recognise(path)
        else:
            _make_folder(path.parent)
            os.close(os.open(path, os.O_CREAT | os.O_RDWR, OWNER_ONLY_FILE))
        if path.stat().st_mode & ~OWNER_ONLY_FILE & 0o777:
            path.chmod(OWNER_ONLY_FILE)


def _stay_private(path: Path) -> None:
    """Follow links first: what counts is where the bytes lie."""
    for folder in path.resolve().parents:
        if (folder / ".git").exists():
            raise LedgerInPublic(path, folder)


def _recognise(path: Path) -> None:
    if not path.is_file():
        raise NotALedger(path)
    with path.open("rb") as file:
        header = file.read(HEADER)
    if not header:
        return  # made by us, and killed before the first word
    if not header.startswith(MAGIC) or int.from_bytes(header[APPLICATION], "big") != APPLICATION_ID:
        raise NotALedger(path)
    version = int.from_bytes(header[VERSION], "big")
    if version > len(STEPS):
        raise LedgerTooNew(path, version, len(STEPS))


def _make_folder(folder: Path) -> None:
    if not folder.exists():
        folder.mkdir(parents=True, mode=OWNER_ONLY_FOLDER)
