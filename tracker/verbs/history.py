"""How each source fared: when it was last read in full, and what keeps it from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from tracker.ledger import Ledger


@dataclass(frozen=True, slots=True)
class History:
    """The past of one source."""

    last: datetime | None = None
    complete: datetime | None = None
    why: str = ""
    """Why the last pull was partial."""
    error: str = ""
    """What the last pull failed with."""
    failing_since: datetime | None = None
    token_ends: datetime | None = None
    """When the place stops taking the token, if it said so."""


def history(ledger: Ledger, names: Iterable[str]) -> dict[str, History]:
    """Return the past of each source."""
    return {name: _history(ledger, name) for name in names}


def _history(ledger: Ledger, name: str) -> History:
    last = ledger.pulls.last(name)
    if last is None:
        return History()
    complete = ledger.pulls.last_complete(name)
    return History(
        last.started,
        complete.started if complete else None,
        last.partial_why,
        last.error,
        ledger.pulls.failing_since(name),
        last.token_ends,
    )
