"""Discourse: the posts of a topic, as its JSON has them (`/t/<id>.json`, `/t/<id>/posts.json`).

The first post is what announces the article, unless the forum made it from the article itself. Answers
name the number of a post in its topic; the ids are those of the forum.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from tracker.messages import _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.html import plain, tidy
from tracker.rules import avatars, times
from tracker.rules.fields import name, number, rows, table, text
from tracker.rules.urls import canonical, host, is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.rules.fields import Table

SMALL_ACTION, WHISPER = 3, 4
"""Types of posts: “closed this topic”, and what only the staff of a forum reads."""
LIKE = 2
PICTURE = "96"
"""Pixels."""
LIGHTBOX = re.compile(r'<div class="meta">.*?</div>', re.DOTALL)
"""The name and the size of a picture, which readers see only when they point at it."""
NUMBERED = re.compile(r"(?:(\d+)|[^/]+/(\d+))(?:/\d+)?/?")
"""The address of a topic or post behind `/t/`: the slug may be left out."""


@dataclass(frozen=True)
class Topic:
    """One conversation about an article of ours."""

    forum: str
    """Its address, without a slash at the end."""
    number: str
    article: str
    target: str
    """Our address."""
    embedded: bool = False
    """Whether the forum made it from the article: its first post is the article once more."""
    private: bool = False
    """Whether nobody reads it without an account."""

    @property
    def url(self) -> str:
        """Where people read it."""
        return f"{self.forum}/t/{self.number}"


@dataclass
class Posts:
    """What has been read of a topic."""

    topic: Topic
    title: str = ""
    seen: set[str] = field(default_factory=set)
    """Ids of posts, of whatever type."""
    likes: int = 0
    """Of the first post: nobody says whose."""
    _ids: dict[int, str] = field(default_factory=dict)
    """By their number in the topic."""
    _roots: dict[str, str] = field(default_factory=dict)
    """Of each post that was told of, the one that its conversation began with; of the first, nothing."""

    def take(self, posts: Sequence[object]) -> Page:
        """Read some posts, in the order of their numbers."""
        told: dict[str, Interaction] = {}
        gone: list[str] = []
        problems: list[str] = []
        for post in map(table, posts):
            uid, place = _whole(post.get("id")), number(post.get("post_number"))
            if not uid:
                problems.append(_("A post in {topic} has no number and was left out.").format(topic=self.topic.url))
                continue
            self.seen.add(uid)
            self._ids[place] = uid
            self.likes = _likes(post) if place == 1 else self.likes
            if _is_gone(post):
                gone.append(uid)
            elif self._speaks(post, place):
                told[uid] = self._interaction(post, uid, place)
            else:
                continue
            self._roots[uid] = "" if place == 1 else self._root(post, uid)
        return Page(tuple(told.values()), gone=tuple(gone), problems=tuple(problems))

    def _speaks(self, post: Table, place: int) -> bool:
        """Whether this is somebody's word: not the forum's own, and not the article once more."""
        own = post.get("post_type") == SMALL_ACTION or _whole(post.get("user_id")).startswith("-")
        return not own and not (self.topic.embedded and place == 1)

    def _interaction(self, post: Table, uid: str, place: int) -> Interaction:
        at, topic, first = times.moment(post.get("created_at")), self.topic, place == 1
        return Interaction(
            id=uid,
            kind=Kind.MENTION if first else Kind.REPLY,
            article=topic.article,
            account=_account(post, topic.forum),
            url=f"{topic.url}/{place}",
            target=topic.target,
            title=self.title if first else "",
            text=plain(LIGHTBOX.sub("", text(post.get("cooked")))),
            published=at.at if at else None,
            parent="" if first else self._answered(post),
            thread=uid if first else self._root(post, uid),
            private=topic.private or post.get("post_type") == WHISPER,
        )

    def _answered(self, post: Table) -> str:
        """The id of the post that is answered, else of the first, which stands for the topic; empty: not told."""
        first = self._ids.get(1, "")
        answered = self._ids.get(number(post.get("reply_to_post_number")), first)
        return answered if answered in self._roots else ""

    def _root(self, post: Table, uid: str) -> str:
        return self._roots.get(self._answered(post), "") or uid


def _is_gone(post: Table) -> bool:
    """Whether it was deleted by its author or the staff, or is hidden because of flags."""
    return bool(post.get("user_deleted") or post.get("deleted_at") or post.get("hidden"))


def numbered(url: str, forum: str) -> str:
    """Return the number of the topic that an address of this forum leads to, else nothing."""
    base = canonical(forum).rstrip("/") + "/t/"
    address = canonical(url).partition("?")[0]
    found = NUMBERED.fullmatch(address.removeprefix(base)) if address.startswith(base) else None
    return (found[1] or found[2]) if found else ""


def _account(post: Table, forum: str) -> Account | None:
    """A user's number is stable; the login can be changed."""
    user, login = _whole(post.get("user_id")), tidy(name(post.get("username")))
    if not user:
        return None
    photo = _picture(text(post.get("avatar_template")), forum)
    return Account(
        "discourse",
        f"{host(forum)}#{user}",
        name=tidy(text(post.get("name"))) or login,
        handle=login,
        url=f"{forum}/u/{login}" if login else "",
        photo=photo,
        claims=avatars.of_picture(photo),
    )


def _picture(template: str, forum: str) -> str:
    try:
        url = urljoin(f"{forum}/", template.replace("{size}", PICTURE)) if template else ""
    except ValueError:
        return ""
    return url if is_web(url) else ""


def _likes(post: Table) -> int:
    told = map(table, rows(post.get("actions_summary")))
    return sum(number(one.get("count")) for one in told if one.get("id") == LIKE)


def _whole(value: object) -> str:
    """Return a whole number as text, else nothing."""
    said = name(value)
    return said if said.removeprefix("-").isdecimal() and said.isascii() else ""
