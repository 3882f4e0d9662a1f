"""How we go out: how long, how much, how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING

from tracker.rules.addresses import Network, is_loopback

if TYPE_CHECKING:
    from collections.abc import Mapping

PACES: Mapping[str, float] = {
    "hn.algolia.com": 0.5,
    "hacker-news.firebaseio.com": 0.5,
    "lobste.rs": 2.0,
    "qiita.com": 1.0,
    "zenn.dev": 2.0,
    "note.com": 2.0,
    "www.reddit.com": 2.0,
    "public.api.bsky.app": 0.25,
    "constellation.microcosm.blue": 0.5,
}
"""Seconds between two requests, where the place's documents differ from our one second."""
ONCE = ("www.reddit.com",)
"""Places that turn away for longer whoever asks again."""


@dataclass(frozen=True, slots=True)
class HttpSettings:
    """The limits of a session."""

    user_agent: str
    allow: tuple[Network, ...] = ()
    """Networks that may be reached although they are not public."""
    pace: Mapping[str, float] = field(default_factory=lambda: PACES)
    """Seconds between two requests to a host; to one not named 1, on loopback 0."""
    connect_seconds: float = 5.0
    """For each address of a host."""
    read_seconds: float = 20.0
    """Without a byte."""
    total_seconds: float = 60.0
    """For all redirects and tries of one call together; what is waited between them is not counted."""
    max_bytes: int = 10_000_000
    """Of one answer, decoded."""
    cut: bool = False
    """Whether an answer that is longer is cut there instead of refused: for who looks at its beginning."""
    max_redirects: int = 5
    max_wait: float = 60.0
    """Seconds; a place that asks for more is left alone at once."""
    retries: int = 2
    once: tuple[str, ...] = ONCE
    """Hosts that are not asked again, whatever they said."""
    budget: int = 0
    """Requests to one host in one run; 0: as many as it takes."""

    def retries_of(self, host: str) -> int:
        """How often a question to this host is asked again."""
        return 0 if host in self.once else self.retries

    def seconds_between(self, host: str) -> float:
        """How far apart two requests to this host are."""
        return self.pace.get(host, 0.0 if is_loopback(host) else 1.0)


class Pace:
    """When each place may be asked again; all threads of a run share one."""

    def __init__(self) -> None:
        self._free: dict[str, float] = {}
        self._spent: Counter[str] = Counter()
        self._lock = Lock()

    def turn(self, place: str, between: float, now: float) -> float:
        """Take the next turn, `between` seconds before the one after it; return how long it is until then."""
        with self._lock:
            turn = max(now, self._free.get(place, now))
            self._free[place] = turn + between
            return turn - now

    def spend(self, place: str) -> int:
        """Count one more request; return how many there were in this run."""
        with self._lock:
            self._spent[place] += 1
            return self._spent[place]

    @property
    def spent(self) -> dict[str, int]:
        """How many requests each place was asked in this run."""
        with self._lock:
            return dict(self._spent)

    def hold(self, place: str, until: float) -> None:
        """Let nobody ask before `until`."""
        with self._lock:
            self._free[place] = max(self._free.get(place, until), until)
