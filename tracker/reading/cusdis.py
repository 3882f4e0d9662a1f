"""Cusdis' comments: a page of them, each with its replies below it, and by newer servers beside it too."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.html import plain, tidy
from tracker.rules import fields, times
from tracker.rules.threads import roots
from tracker.rules.urls import path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.rules.fields import Table


@dataclass
class Sheet:
    """A thread: pages are added, and what a reply answers is known when all are."""

    article: str
    url: str
    rows: dict[str, Table] = field(default_factory=dict)
    parents: dict[str, str] = field(default_factory=dict)
    problems: list[str] = field(default_factory=list)

    def add(self, rows: Sequence[object]) -> None:
        """Take one page."""
        ahead = [(row, "") for row in reversed(rows)]
        while ahead:
            row, parent = ahead.pop()
            told = fields.table(row)
            uid = tidy(fields.name(told.get("id")))
            if uid:
                self.rows.setdefault(uid, told)
                self.parents[uid] = parent or self.parents.get(uid, "")
            else:
                said = _("A comment on {path} has no id and was left out.")
                self.problems.append(said.format(path=path(self.url)))
            ahead.extend((reply, uid or parent) for reply in reversed(_replies(told)))

    def page(self) -> Page:
        """Return all of it."""
        began = roots(self.parents)
        told = tuple(self._interaction(uid, row, began[uid]) for uid, row in self.rows.items())
        return Page(told, problems=tuple(self.problems))

    def _interaction(self, uid: str, row: Table, thread: str) -> Interaction:
        """A comment has no address of its own: that of its page would make all of them one."""
        at = times.moment(row.get("createdAt"))
        return Interaction(
            id=uid,
            kind=Kind.REPLY,
            article=self.article,
            account=_account(row, uid),
            target=self.url,
            text=tidy(fields.text(row.get("content"))) or plain(fields.text(row.get("parsedContent"))),
            published=at.at if at else None,
            parent=self.parents[uid],
            thread=thread,
        )


def _replies(row: Table) -> list[object]:
    """A page of their own, or as older servers had it a list."""
    told = row.get("replies")
    return fields.rows(told["data"] if isinstance(told, dict) and "data" in told else told)


def _account(row: Table, uid: str) -> Account | None:
    """A moderator has an account; anybody else only a name that they typed."""
    moderator = tidy(fields.name(row.get("moderatorId")))
    nickname = fields.text(row.get("by_nickname"))
    shown = fields.text(fields.table(row.get("moderator")).get("displayName")) if moderator else ""
    called = tidy(shown or nickname).strip()
    return Account("cusdis", moderator or uid, name=called) if moderator or called else None
