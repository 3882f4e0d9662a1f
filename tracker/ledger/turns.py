"""One after the other: what two commands must not do at once for one ledger."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tracker.errors import LedgerBusy
from tracker.ledger.place import OWNER_ONLY_FILE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

try:
    import fcntl
except ImportError:  # pragma: no cover - Windows, where two at once are only told of each other's files
    fcntl = None  # type: ignore[assignment]


@contextmanager
def turn(ledger: Path, what: str) -> Iterator[None]:
    """Do `what` alone; raises LedgerBusy while another process does it.

    The lock is an empty file beside the ledger. It ends with the process that holds it, however that ends.
    """
    file = os.open(ledger.with_name(f"{ledger.name}.{what}"), os.O_CREAT | os.O_RDWR, OWNER_ONLY_FILE)
    try:
        if fcntl is not None:
            _lock(file, ledger)
        yield
    finally:
        os.close(file)


def _lock(file: int, ledger: Path) -> None:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise LedgerBusy(ledger) from None
