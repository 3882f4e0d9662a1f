"""Sessions for tests: only loopback is reached, and waits take no time."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from ipaddress import ip_network
from threading import Event
from typing import TYPE_CHECKING

from tracker.http import Clock, Http, HttpSettings

if TYPE_CHECKING:
    from tracker.model import Validator
    from tracker.rules.addresses import Network

LOOPBACK: tuple[Network, ...] = (ip_network("127.0.0.1/32"),)
OURS = HttpSettings("Enishi/1 (+https://mio.example)", allow=LOOPBACK)


@dataclass
class Kept:
    """Validators in memory."""

    known: dict[str, Validator] = field(default_factory=dict)

    def get(self, url: str) -> Validator | None:
        return self.known.get(url)

    def put(self, url: str, validator: Validator) -> None:
        self.known[url] = validator


class Skipped(Event):
    """An event whose waits are over at once, and are remembered."""

    def __init__(self) -> None:
        super().__init__()
        self.all: list[float] = []

    @property
    def waits(self) -> list[float]:
        return [seconds for seconds in self.all if seconds]

    def wait(self, timeout: float | None = None) -> bool:
        self.all.append(timeout or 0)
        return self.is_set()

    def monotonic(self) -> float:
        return time.monotonic() + sum(self.all)


def session(settings: HttpSettings = OURS, kept: Kept | None = None, skipped: Skipped | None = None) -> Http:
    """Return a session that waits for nothing."""
    stop = skipped or Skipped()
    return Http(settings, kept or Kept(), clock=Clock(stop, stop.monotonic, chance=lambda: 0.0))
