"""What is known of submissions to a place of links: whose they are, and when they were last asked about."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules import schedule

if TYPE_CHECKING:
    from collections.abc import Container

    from tracker.model import Cursor, Interaction


class Submission(NamedTuple):
    """One submission of an article."""

    article: str
    """Its `uid`."""
    path: str
    """Where everything below it is."""
    day: str = ""
    """When it was submitted; empty: nobody said."""
    seen: bool = False
    """Whether it was seen itself, not only named."""
    asked: str = ""
    """The day on which it was last asked about; empty: never."""

    def is_due(self, today: date) -> bool:
        """Whether to ask about it: the young each time, the old seldom, as by `schedule`."""
        if not self.asked:
            return True
        apart = schedule.interval(_midnight(self.day), _begin(today))
        return abs(today - date.fromisoformat(self.asked)) >= apart if apart.days else True


@dataclass
class Memory:
    """Every submission that is known, by the id of its interaction."""

    known: dict[str, Submission] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: Cursor) -> Memory:
        """Return what `cursor` holds; nothing for None."""
        told = json.loads(cursor) if cursor else {}
        return cls({uid: Submission(*row) for uid, row in told.items()})

    def written(self) -> str:
        """Return it as a cursor."""
        return json.dumps(dict(sorted(self.known.items())), ensure_ascii=False)

    def name(self, uid: str, article: str, path: str) -> None:
        """Take note of a submission that the author named."""
        known = self.known.get(uid)
        self.known[uid] = known._replace(article=article) if known else Submission(article, path)

    def see(self, one: Interaction, path: str) -> None:
        """Take note of a submission that was seen."""
        known = self.known.get(one.id, Submission(one.article, path))
        day = one.published.astimezone(UTC).date().isoformat() if one.published else known.day
        self.known[one.id] = known._replace(article=one.article, day=day, seen=True)

    def asked(self, uid: str, today: date) -> None:
        """Take note that everything below a submission was asked for."""
        self.known[uid] = self.known[uid]._replace(asked=today.isoformat())

    def due(self, articles: Container[str], today: date) -> list[str]:
        """Return the ids of submissions that are to be asked about."""
        return [uid for uid, one in self.known.items() if one.article in articles and one.is_due(today)]


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _midnight(day: str) -> datetime | None:
    return _begin(date.fromisoformat(day)) if day else None
