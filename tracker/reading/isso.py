"""Isso's comments, as its server lists them and as its file keeps them.

Learned from Isso 0.14 itself. It gives an id again after the newest comment was deleted: only id and
time of creation together name a comment. `hash` is made of a mail address or, where none was typed,
of a masked network address; nobody can tell which, so it is no evidence of anybody. The picture
is of the address, else of the name, else of nothing: of these only the first says something.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.html import plain, tidy
from tracker.rules import avatars, fields, profiles, times
from tracker.rules.threads import roots
from tracker.rules.urls import path

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.model import Claim
    from tracker.rules.fields import Table

PENDING, DELETED = 2, 4
"""Bits of `mode`: it waits for moderation; it is kept only for the replies below it."""
TOO_LATE = 4e9
"""Seconds since 1970; a time after the year 2096 is none."""


class Deeper(NamedTuple):
    """A comment with more replies than one answer listed."""

    number: int
    id: str


class Listed(NamedTuple):
    """One level of a thread, as far as one answer shows it."""

    page: Page
    level: int
    """How many there are of this level, if it is the first answer about it."""
    total: int
    """How many there are in all, if the server says."""
    below: dict[str, int]
    """How many replies each has."""
    deeper: tuple[Deeper, ...]
    last: float
    """When the last comment of this level was written; 0: there is none."""
    more: bool
    """Whether there are more of this level."""

    @property
    def ids(self) -> set[str]:
        """Those that were seen, deleted ones among them."""
        return {*(one.id for one in self.page.interactions), *self.page.gone}


@dataclass
class _Sheet:
    """What was read so far."""

    article: str
    url: str
    live: dict[str, Interaction] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, row: object, parent: str = "", thread: str = "") -> None:
        """Read one comment."""
        told = fields.table(row)
        uid = name(told)
        if not uid:
            said = _("A comment on {path} has no number or time and was left out.")
            self.problems.append(said.format(path=path(self.url)))
        elif fields.number(told.get("mode")) & DELETED:
            self.gone.append(uid)
        else:
            self.live[uid] = self._interaction(told, uid, parent, thread or parent or uid)

    def page(self) -> Page:
        """Return all of it."""
        return Page(tuple(self.live.values()), gone=tuple(self.gone), problems=tuple(self.problems))

    def _interaction(self, told: Table, uid: str, parent: str, thread: str) -> Interaction:
        at = times.moment(told.get("created"))
        return Interaction(
            id=uid,
            kind=Kind.REPLY,
            article=self.article,
            account=_account(told, uid),
            url=f"{self.url}#isso-{told['id']}",
            target=self.url,
            text=_text(fields.text(told.get("text"))),
            published=at.at if at else None,
            parent=parent,
            thread=thread,
            private=fields.number(told.get("mode")) == PENDING,
        )


def listed(data: object, article: str, url: str, below: str = "") -> Listed:
    """Return one answer of the server about the thread at `url`: comments, or the replies `below` one.

    Raises NotAsExpected when it is no list of comments.
    """
    told = fields.expected_table(data, url)
    rows = fields.expected_list(told.get("replies"), url)
    sheet, hidden = _Sheet(article, url), fields.number(told.get("hidden_replies"))
    for row in rows:
        sheet.add(row, below)
        for reply in fields.rows(fields.table(row).get("replies")):
            sheet.add(reply, name(row))
    known = [row for row in rows if name(row)]
    return Listed(
        sheet.page(),
        level=len(rows) + hidden,
        total=fields.number(told.get("total_replies")),
        below={name(row): fields.number(row.get("total_replies")) for row in known},
        deeper=tuple(Deeper(row["id"], name(row)) for row in known if fields.number(row.get("hidden_replies"))),
        last=max((_moment(row["created"]) for row in known), default=0.0),
        more=bool(hidden),
    )


def kept(rows: Sequence[Table], article: str, url: str) -> Page:
    """Return what the file keeps of the thread at `url`, oldest first."""
    sheet = _Sheet(article, url)
    ids = {fields.number(row.get("id")): name(row) for row in rows}
    parents = {name(row): ids.get(fields.number(row.get("parent")), "") for row in rows}
    began = roots({uid: parent for uid, parent in parents.items() if uid})
    for row in rows:
        sheet.add(row, parents[name(row)], began.get(name(row), ""))
    return sheet.page()


def name(row: object) -> str:
    """Return what names a comment for good; empty when it says too little."""
    told = fields.table(row)
    number, created = fields.number(told.get("id")), _moment(told.get("created"))
    return f"{number}@{created:.6f}" if number and created else ""


def digest(row: Table) -> str:
    """Return a few letters over what an edit, or another comment of the same id, would change."""
    said = [row.get(part) for part in ("created", "modified", "author", "website", "text")]
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _moment(created: object) -> float:
    """Return seconds since 1970; 0 when this is no time."""
    if isinstance(created, bool) or not isinstance(created, int | float):
        return 0.0
    return float(created) if 0 < created < TOO_LATE else 0.0


def _account(told: Table, uid: str) -> Account | None:
    """Somebody is known by an address of their own; a name that anybody may type is nobody's."""
    called = tidy(unescape(fields.text(told.get("author")))).strip()
    claims = _claims(told)
    known = profiles.account(fields.web(unescape(fields.text(told.get("website")))), "", called)
    if known:
        return replace(known, claims=claims)
    return Account("isso", uid, name=called, claims=claims) if called or claims else None


def _claims(told: Table) -> tuple[Claim, ...]:
    """Only the file has addresses of mail; the picture is made of one only if not of the name."""
    picture = fields.text(told.get("gravatar_image"))
    of_name = hashlib.md5(fields.text(told.get("author")).encode("utf-8", "replace"), usedforsecurity=False)
    of_mail = () if of_name.hexdigest() in picture else avatars.of_picture(picture)
    return (*avatars.of_mail(unescape(fields.text(told.get("email")))), *of_mail)


def _text(said: str) -> str:
    """Return Markdown as it was typed; an old server, not asked to, makes HTML of it."""
    return plain(said) if said.startswith("<p>") or said.endswith("</p>") else tidy(said)
