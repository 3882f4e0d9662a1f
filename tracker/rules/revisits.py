"""Which pages of strangers are looked at, and when again: seldom, and never for nothing.

What is known of them lives in the cursor of the source that was told of them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from tracker.rules.fields import number, rows, table, text
from tracker.rules.referrers import fetched
from tracker.rules.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

MOST = 1000
"""Pages that are remembered; beyond that, those of least use are forgotten."""
VERIFIED_AGAIN = 30
"""Days until a page that links to us is looked at again."""
TRIED_AGAIN = 7
"""Days until a page that did not is looked at again, if people come from it still."""
MOST_TRIES = 3
NEVER = date.min


class Outcome(StrEnum):
    """What a look at a page showed."""

    LINKS = "links"
    NOTHING = "nothing"
    POINTS = "points"
    """It only lists posts, which were looked at instead."""
    CLOSED = "closed"
    """It asks programs to stay away."""
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Look:
    """One page, and what the last look at it showed."""

    url: str
    """As it is fetched; without a scheme when none was told."""
    times: int = 0
    """How often people came from it."""
    outcome: Outcome | None = None
    """None: nobody has looked yet."""
    day: date = NEVER
    ids: tuple[str, ...] = ()
    """What was found there."""
    tries: int = 0
    """How often in a row it could not be read."""
    waits: bool = False
    """Whether it is to be looked at as soon as there is room."""
    listed: bool = False
    """Whether another page named it as a post, so that it points to no further one."""

    def is_due(self, today: date) -> bool:
        """Whether to look now."""
        age = (today - self.day).days
        if self.outcome is Outcome.LINKS:
            return age >= (1 if self.tries else VERIFIED_AGAIN)
        failed = self.outcome is Outcome.FAILED and 0 < self.tries < MOST_TRIES
        return self.waits or (failed and age >= self.tries)


@dataclass
class Memory:
    """The pages that are known, each once whatever its spelling."""

    looks: dict[str, Look] = field(default_factory=dict)

    @classmethod
    def read(cls, told: object) -> Memory:
        """Return what `written` wrote; what cannot be read is forgotten."""
        read = (_read(key, row) for key, row in table(told).items())
        return cls({_key(look.url): look for look in read if look})

    def written(self) -> dict[str, Any]:
        """Return it as JSON, the pages of least use left out."""
        kept = sorted(self.looks.values(), key=_use, reverse=True)[:MOST]
        return {look.url: _row(look) for look in sorted(kept, key=lambda one: one.url)}

    def came(self, url: str, times: int, today: date, *, listed: bool = False) -> None:
        """Take note that people came from a page, or that a page `listed` it."""
        known = self.looks.get(_key(url)) or Look(url, listed=listed)
        again = known.outcome is None or (
            known.outcome is not Outcome.LINKS and (today - known.day).days >= TRIED_AGAIN
        )
        self.looks[_key(url)] = replace(known, times=known.times + times, waits=known.waits or again)

    def due(self, today: date) -> list[Look]:
        """Return what is to be looked at: first what nobody has seen, by how many people came from it."""
        due = (look for look in self.looks.values() if look.is_due(today))
        return sorted(due, key=lambda one: (one.day, -one.times, one.url))

    def holds(self, found: str) -> bool:
        """Whether something was found on a page: one post may be met by several addresses."""
        return any(found in look.ids for look in self.looks.values())

    def saw(self, look: Look, today: date, outcome: Outcome, ids: Iterable[str] = ()) -> None:
        """Take note of a look that showed something."""
        self.looks[_key(look.url)] = replace(look, outcome=outcome, day=today, ids=tuple(ids), tries=0, waits=False)

    def failed(self, look: Look, today: date, *, missing: bool) -> None:
        """Take note of a look that failed: what was found there before stays; if it is `missing`, not for long."""
        outcome = Outcome.LINKS if look.ids else Outcome.FAILED
        tries = look.tries + (missing or not look.ids)
        self.looks[_key(look.url)] = replace(look, outcome=outcome, day=today, tries=tries, waits=False)


def _key(url: str) -> str:
    return canonical(fetched(url))


def _use(look: Look) -> tuple[bool, bool, int, date, str]:
    """What is found there is of most use, then what waits, then what was seen last."""
    return (look.outcome is Outcome.LINKS, look.waits, look.times if look.waits else 0, look.day, look.url)


def _row(look: Look) -> dict[str, Any]:
    told: Mapping[str, Any] = {
        "times": look.times,
        "outcome": look.outcome,
        "day": look.day.isoformat() if look.day != NEVER else "",
        "ids": list(look.ids),
        "tries": look.tries,
        "waits": look.waits,
        "listed": look.listed,
    }
    return {key: value for key, value in told.items() if value}


def _read(url: str, row: object) -> Look | None:
    told = table(row)
    try:
        return Look(
            url,
            number(told.get("times")),
            Outcome(told["outcome"]) if told.get("outcome") else None,
            date.fromisoformat(told["day"]) if told.get("day") else NEVER,
            tuple(filter(None, map(text, rows(told.get("ids"))))),
            number(told.get("tries")),
            told.get("waits") is True,
            told.get("listed") is True,
        )
    except (TypeError, ValueError):
        return None
