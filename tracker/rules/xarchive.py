"""The rows of an X archive: the user's own posts, in JavaScript files that assign a list of JSON.

Learned from archives of 2019 to 2026. Rows are wrapped (`{"tweet": …}`) or not, ids are texts, times are
asctime's, links are hidden behind t.co and spelled out beside the text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from html import unescape
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.rules import times
from tracker.rules.fields import name, rows, table, text, web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

POSTS = re.compile(r"(?:community-)?tweets?(?:-part\d+)?\.js", re.IGNORECASE)
"""The files with posts; messages, likes, addresses and all else stay closed."""
ACCOUNT = re.compile(r"account\.js", re.IGNORECASE)
FILES = re.compile(f"{POSTS.pattern}|{ACCOUNT.pattern}", re.IGNORECASE)
ASSIGNED = re.compile(r"\s*(?:window\.[\w.]+\s*=)?\s*\[")
BETWEEN = re.compile(r"[\s,]*")
REPEATS = "RT @"
NO_LANGUAGE = ("und", "zxx")
NOT_SAID = re.compile(r"q\w\w")
"""What X says of posts that are only links, pictures or tags."""


class User(NamedTuple):
    """Whose archive it is."""

    id: str = ""
    login: str = ""
    name: str = ""


class Post(NamedTuple):
    """One post."""

    id: str
    text: str
    links: tuple[str, ...] = ()
    answers: str = ""
    """The `id` of the post that it answers; empty: none."""
    said_at: str = ""
    """When it was posted, as it stands there: reading all of them takes its time."""
    lang: str = ""
    latest: str = ""
    """The `id` of the post that it was edited to; empty or its own: none."""

    @property
    def at(self) -> datetime | None:
        """When it was posted."""
        told = times.moment(self.said_at)
        return told.at if told else None

    @property
    def repeats(self) -> bool:
        """Whether the words are somebody else's."""
        return self.text.startswith(REPEATS)


@dataclass
class Listed:
    """The items of the list that a file assigns, one after the other; `whole` is known when all have come."""

    content: bytes
    whole: bool = False
    """Whether it could be read to its end."""

    def __iter__(self) -> Iterator[Any]:
        """Yield each item."""
        written = self.content.decode("utf-8-sig", "replace")
        begun = ASSIGNED.match(written)
        decoder, at = json.JSONDecoder(), _begin(written, begun.end()) if begun else len(written)
        while at < len(written) and written[at] != "]":
            try:
                item, at = decoder.raw_decode(written, at)
            except (ValueError, RecursionError):
                return
            yield item
            at = _begin(written, at)
        self.whole = at < len(written)


def _begin(written: str, at: int) -> int:
    """Return where the next item begins, or the list ends."""
    between = BETWEEN.match(written, at)
    return between.end() if between else at


def user(items: Iterable[Any]) -> User:
    """Return whose archive it is; the address of mail beside it is not looked at."""
    told = table(table(next(iter(items), None)).get("account"))
    return User(name(told.get("accountId")), name(told.get("username")), text(told.get("accountDisplayName")))


def post(item: object) -> Post | None:
    """Return a post; None for what is none."""
    row = table(table(item).get("tweet")) or table(item)
    number = name(row.get("id_str")) or name(row.get("id"))
    said = row.get("full_text", row.get("text"))
    if not (number.isdecimal() and number.isascii()) or not isinstance(said, str):
        return None
    entities = table(row.get("entities"))
    lang = text(row.get("lang"))
    return Post(
        number,
        _spelled(said, entities),
        tuple(filter(None, (web(table(one).get("expanded_url")) for one in rows(entities.get("urls"))))),
        name(row.get("in_reply_to_status_id_str")) or name(row.get("in_reply_to_status_id")),
        text(row.get("created_at")),
        "" if lang in NO_LANGUAGE or NOT_SAID.fullmatch(lang) else lang,
        _latest(table(row.get("edit_info"))),
    )


def standing(posts: Iterable[Post]) -> list[Post]:
    """Return the posts that were not edited to others, oldest first."""
    known = {one.id: one for one in posts}
    kept = (one for one in known.values() if one.latest in ("", one.id) or one.latest not in known)
    return sorted(kept, key=lambda one: int(one.id))


def _spelled(said: str, entities: Mapping[str, Any]) -> str:
    """Return a text with its links spelled out, and without those to its own pictures."""
    for one in map(table, rows(entities.get("urls"))):
        hidden, whole = text(one.get("url")), web(one.get("expanded_url"))
        said = said.replace(hidden, whole) if hidden and whole else said
    for one in map(table, rows(entities.get("media"))):
        hidden = text(one.get("url"))
        said = said.replace(hidden, "") if hidden else said
    return unescape(said).strip()


def _latest(told: Mapping[str, Any]) -> str:
    """Return the last of the ids that a post had."""
    control = table(told.get("initial")) or table(table(told.get("edit")).get("editControlInitial"))
    ids = [name(one) for one in rows(control.get("editTweetIds"))]
    return max((one for one in ids if one.isdecimal() and one.isascii()), key=int, default="")
