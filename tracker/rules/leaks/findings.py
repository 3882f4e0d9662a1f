"""What the guard looks for, and what it says of what it found: never the private text itself."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime

KEY_BYTES = 5


class What(StrEnum):
    """What is private."""

    NOTE = "note"
    DRAFT = "draft"
    MAIL = "mail"
    PRIVATE = "private"
    """Something said to the author alone, or to followers."""
    ADDRESS = "address"
    PHONE = "phone"


class Private(NamedTuple):
    """A text that nobody else shall read."""

    item: str
    """What it is called: `c12`; of a note the person's, `p3`."""
    what: What
    text: str
    since: datetime
    """When it was there at the latest."""
    account: int = 0
    """That it is by, or about; 0: none."""


class Place(NamedTuple):
    """Where a built site says it."""

    file: str
    """In the output."""
    line: int
    source: str = ""
    """The text that the file was made from, below the folder of texts; empty: not known."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One private thing in what was built."""

    key: str
    """What allows it: bound to the private text and to the run."""
    item: str
    what: What
    clear: bool
    """Nobody wrote this by chance; else it is to be looked at."""
    length: int
    """Characters of the run; of letters and figures alone."""
    places: tuple[Place, ...]


def key(secret: bytes, what: What, text: str, run: str) -> str:
    """Return what a finding is called as long as neither text changes; without `secret` nobody guesses a number."""
    said = f"{what.value}\0{text}\0{run}".encode("utf-8", "replace")
    return blake2b(said, key=secret, digest_size=KEY_BYTES).hexdigest()
