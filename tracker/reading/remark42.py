"""Remark42's comments: one list, or a tree of the same.

An id of a user is `<how they came in>_<SHA-1>`. It is made of what a service calls them, which is stable,
or of the name that an anonymous or imported author typed, which is anybody's.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.messages import _
from tracker.model import Account, Claim, Interaction, Kind, Page
from tracker.reading.html import plain, tidy
from tracker.rules import fields, times
from tracker.rules.threads import roots
from tracker.rules.urls import path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.rules.fields import Table

ANYBODY = ("", "deleted", "anonymous", "disqus", "wordpress")
"""Whose id is made of a name that was typed, or is none."""
ANCHOR = "#remark42__comment-"


class Listed(NamedTuple):
    """A thread, and how much of it was seen."""

    page: Page
    seen: int
    """As the server counts: what is deleted is not, what it hides of a blocked user is."""
    claimed: int | None
    """None: the answer makes no claim."""


@dataclass(frozen=True)
class _Thread:
    """What comments are about, and how they hang together."""

    article: str
    address: str
    """Ours, as the server knows it."""
    parents: Mapping[str, str]
    roots: Mapping[str, str]


def listed(data: object, article: str, address: str) -> Listed:
    """Return what the answer about the thread of our page `address` says; raises NotAsExpected."""
    told = fields.expected_table(data, address)
    rows = list(_flat(fields.expected_list(told.get("comments"), address)))
    known = {_id(row.get("id")): _id(row.get("pid")) for row in rows}
    known.pop("", None)
    thread = _Thread(article, address, known, roots(known))
    live = {one.id: one for one in _interactions(rows, thread)}
    gone = {_id(row["id"]): row for row in rows if _id(row.get("id")) in known and row.get("delete")}
    said = _("A comment on {path} has no id and was left out.").format(path=path(address))
    problems = (said,) * sum(not _id(row.get("id")) for row in rows)
    hidden = sum(fields.table(row.get("user")).get("block") is True for row in gone.values())
    info = fields.table(told.get("info"))
    claimed = fields.number(info["count"]) if "count" in info else None
    return Listed(Page(tuple(live.values()), gone=tuple(gone), problems=problems), len(live) + hidden, claimed)


def digest(row: Table) -> str:
    """Return a few letters over what an edit would change."""
    said = [row.get("text"), fields.table(row.get("edit")).get("time")]
    return hashlib.blake2b(repr(said).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()


def _flat(rows: Sequence[object]) -> Iterator[dict[str, Any]]:
    """Yield every comment of a list or a tree; what is none is an empty table."""
    ahead = list(reversed(rows))
    while ahead:
        node = fields.table(ahead.pop())
        yield fields.table(node["comment"]) if "comment" in node else node
        ahead.extend(reversed(fields.rows(node.get("replies"))))


def _interactions(rows: Sequence[Table], thread: _Thread) -> Iterator[Interaction]:
    for row in rows:
        uid = _id(row.get("id"))
        if uid and not row.get("delete"):
            yield _interaction(row, uid, thread)


def _interaction(row: Table, uid: str, thread: _Thread) -> Interaction:
    at = times.moment(row.get("time"))
    parent = thread.parents[uid]
    return Interaction(
        id=uid,
        kind=Kind.REPLY,
        article=thread.article,
        account=_account(fields.table(row.get("user")), uid),
        url=f"{thread.address}{ANCHOR}{uid}",
        target=thread.address,
        text=plain(fields.text(row.get("text"))),
        published=at.at if at else None,
        parent=parent if parent in thread.parents else "",
        thread=thread.roots[uid],
    )


def _account(user: Table, comment: str) -> Account | None:
    """Somebody who came in by a service is known by their id; anybody else by the comment alone."""
    called = tidy(unescape(fields.text(user.get("name")))).strip()
    uid = _id(user.get("id"))
    way, _bar, digits = uid.partition("_")
    if way in ANYBODY:
        return Account("remark42", comment, name=called) if called and way != "deleted" else None
    photo = fields.web(user.get("picture"))
    if way == "github" and digits == hashlib.sha1(called.encode("utf-8", "replace"), usedforsecurity=False).hexdigest():
        # Whoever has no name there is called by their login, of which the id is made.
        profile = f"https://github.com/{called}"
        claims = (Claim("url", profile, "linked"),)
        return Account("remark42", uid, name=called, handle=called, photo=photo, claims=claims)
    return Account("remark42", uid, name=called, photo=photo)


def _id(value: object) -> str:
    """Return an id as text; half a surrogate pair is no part of an address."""
    return tidy(fields.name(value))
