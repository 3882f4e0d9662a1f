"""Mentions of the author on their own server, and which conversation of ours each belongs to."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlencode

from tracker.rules import fields
from tracker.rules.fediverse import number
from tracker.rules.paging import following
from tracker.rules.times import moment

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import datetime

    from tracker.reading.fediverse_server import Server
    from tracker.rules.fields import Table

MOST_PAGES = 25
"""Of 80 mentions, in one walk."""
MOST_LOOKED_UP = 50
"""Conversations in one walk: whoever talks a lot is mentioned a lot, and hardly ever about an article."""


class Below(NamedTuple):
    """A mention that is a reply in a conversation of ours."""

    root: str
    """The id of the announcement."""
    called: str
    """What the own server calls the announcement."""
    rows: list[object]
    """The posts between the two, and the mention."""


@dataclass
class Mentions:
    """What the mentions of one walk are about."""

    own: Server
    elsewhere: set[str] = field(default_factory=set)
    """Posts of conversations that are not ours, as the own server calls them."""
    looked_up: int = 0
    unread: int = 0
    """Of which it was not seen what they are."""
    _ended: bool = False

    @property
    def left(self) -> int:
        """How many there was no time to look up."""
        return max(self.looked_up - MOST_LOOKED_UP, 0)

    @property
    def whole(self) -> bool:
        """Whether all there are were read and looked up."""
        return self._ended and not self.left and not self.unread

    def pages(self, last: str, since: datetime | None) -> Iterator[tuple[list[object], str]]:
        """Yield pages of mentions, each with how far all is read then; empty: that is not known yet.

        It goes on from `last`; without it, from now back to `since`.
        """
        asked = {"types[]": "mention", "limit": "80"} | ({"min_id": last} if last else {})
        url = f"{self.own.address}/api/v1/notifications?{urlencode(asked)}"
        newest, pages = "", 0
        while url and pages < MOST_PAGES:
            answer = self.own.ask(url)
            rows = fields.expected_list(answer.json(), answer.url)
            first = next(filter(None, (number(fields.table(row).get("id")) for row in rows)), "")
            newest = first or newest if last else newest or first
            yield rows, newest if last else ""
            over = not rows or (not last and _is_older(rows[-1], since))
            url, pages = "" if over else following(answer, "prev" if last else "next"), pages + 1
        self._ended = not url
        yield [], newest

    def below(self, status: Table, roots: Collection[str]) -> Below | None:
        """Ask what a reply is below; None when that is no post of `roots`, or was too much to ask."""
        called, above = number(status.get("id")), fields.name(status.get("in_reply_to_id"))
        if {called, above} & self.elsewhere:
            self.elsewhere.add(called)
            return None
        self.looked_up += 1
        return self._asked(status, called, roots) if self.looked_up <= MOST_LOOKED_UP else None

    def _asked(self, status: Table, called: str, roots: Collection[str]) -> Below | None:
        self.unread += 1
        context = self.own.context(called) if called else {}
        self.unread -= bool(called)
        before = fields.rows(context.get("ancestors"))
        for at, row in enumerate(before):
            told = fields.table(row)
            if fields.text(told.get("uri")) in roots:
                return Below(told["uri"], fields.name(told.get("id")), [*before[at + 1 :], status])
        around = [*before, *fields.rows(context.get("descendants"))]
        self.elsewhere |= {called, *(fields.name(fields.table(row).get("id")) for row in around)}
        return None


def _is_older(row: object, since: datetime | None) -> bool:
    at = moment(fields.table(row).get("created_at"))
    return since is not None and at is not None and at.at < since
