"""What a cursor keeps of each article: a stamp that is another one when something has changed.

Also what could not be seen, so that it is said again while nothing changes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any

from tracker.model import Count, Kind, Page

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.model import Cursor

STAMP, IDS, SHORT, WHOLE = "stamp", "ids", "short", "whole"
SETTINGS = ""
"""Beside the articles, which all have names."""


def stamp(told: object) -> str:
    """Return a text that is the same for the same JSON."""
    said = json.dumps(told, sort_keys=True)
    return blake2b(said.encode(), digest_size=9).hexdigest()


@dataclass
class Memory:
    """What was known of each article, also of those that nobody asks about today."""

    reasons: Mapping[Kind, str]
    """Why less may be seen than there is."""
    quiet: list[Count] = field(default_factory=list)
    """Counts that wait for the next page."""
    _kept: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: Cursor, settings: object, reasons: Mapping[Kind, str]) -> Memory:
        """Return what a cursor keeps; with other settings than those it was made with it keeps nothing."""
        kept = json.loads(cursor) if cursor else {}
        made = {STAMP: stamp(settings)}
        same = kept.get(SETTINGS, {}).get(STAMP) == made[STAMP]
        return cls(reasons, _kept=kept if same else {SETTINGS: made})

    @property
    def whole(self) -> str:
        """What was read to its end, if anything was; empty: something is left."""
        return str(self._kept[SETTINGS].get(WHOLE, ""))

    @whole.setter
    def whole(self, told: str) -> None:
        self._kept[SETTINGS][WHOLE] = told

    def stamp(self, article: str) -> str:
        """Return the stamp of an article when it was read; empty when it never was."""
        return str(self._kept.get(article, {}).get(STAMP, ""))

    def ids(self, article: str) -> tuple[str, ...]:
        """Return the ids of its conversations."""
        return tuple(self._kept.get(article, {}).get(IDS, ()))

    def put(self, article: str, stamp: str, counts: Sequence[Count] = (), ids: Iterable[str] = ()) -> None:
        """Keep what was read of an article, and let its counts wait."""
        self.quiet += counts
        short = [[one.kinds[0].value, one.seen, one.claimed] for one in counts if not one.complete and one.kinds]
        told = {STAMP: stamp, IDS: list(ids), SHORT: short}
        self._kept[article] = {key: value for key, value in told.items() if value}

    def again(self, article: str) -> None:
        """Say once more what was not seen: nothing has changed since."""
        for value, seen, claimed in self._kept.get(article, {}).get(SHORT, ()):
            kind = Kind(value)
            self.quiet.append(Count(article, seen, claimed, self.reasons.get(kind, ""), kinds=(kind,)))

    def page(self, problems: Sequence[str] = ()) -> Page:
        """Return a page with the cursor, and with the counts that waited."""
        counts, self.quiet = tuple(self.quiet), []
        cursor = json.dumps(self._kept, sort_keys=True)
        return Page(cursor=cursor, counts=counts, problems=tuple(problems))
