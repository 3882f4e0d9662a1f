"""The fediverse's own words: what an address is of, what a bridge made, who asks to be left out.

Learned from https://docs.joinmastodon.org and from what Pleroma, Akkoma, GoToSocial and Misskey write.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from tracker.model import Claim
from tracker.rules import fields
from tracker.rules.profiles import SHARED
from tracker.rules.urls import canonical, host, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.model import Article

POSTS = (
    re.compile(r"/(?:web/|deck/)?@[\w.-]+(?:@[\w.:-]+)?/(\d+|[0-9A-HJKMNP-TV-Z]{26})/?"),
    re.compile(r"/(?:(?:ap/)?users/[\w.-]+|web)/statuses/(\d+|[0-9A-HJKMNP-TV-Z]{26})(?:/activity)?/?"),
    re.compile(r"/notice/([0-9A-Za-z]+)/?"),  # Pleroma, Akkoma
    re.compile(r"/notes/(?=[a-z]*\d)([0-9a-z]{10,26})/?"),  # Misskey: an id always has a digit, a word has none
)
"""How servers write the address of a post: with a number, or a ULID (GoToSocial)."""
DAY = timedelta(days=1)
NUMBER = re.compile(r"[\w-]{1,64}", re.ASCII)
HANDLE = re.compile(r"@?([\w.-]+)@([\w.-]+(?::\d+)?)")
PUBLIC = ("public", "unlisted")
"""Anybody may read these; "unlisted" only stays out of the server's own timelines."""
BRIDGED_DID = re.compile(r"https://bsky\.brid\.gy/ap/(did:[a-z]+:[\w.:%-]+)")
BRIDGED_SITE = re.compile(r"https://(?:web|fed)\.brid\.gy/((?:[\w-]+\.)+[a-z][\w-]+)/?")
BRIDGED_HANDLE = re.compile(r"([\w-]+)\.((?:[\w-]+\.)+[\w-]+)\.ap\.brid\.gy")
BRIDGED_POST = re.compile(r"https://(?:[\w-]+\.)?brid\.gy/(?:convert/ap|r)/((?:at|https?)(?::|%3A)/.+)", re.IGNORECASE)
SPOILED = re.compile(r"^(at|https?)(?::|%3A)/{1,2}", re.IGNORECASE)
"""Some servers fold the slashes of an address inside a path, or write its colon as a number."""
FETCHING = "Mastodon-Async-Refresh"
"""The header of a server (4.5) that is still asking others for replies it has not."""


class Post(NamedTuple):
    """A post as the API of a server names it."""

    server: str
    """`https://mastodon.example`."""
    id: str

    @property
    def key(self) -> str:
        """The same text for every way to write its address."""
        return f"{self.server}/{self.id}"

    @classmethod
    def of(cls, key: str) -> Post:
        """Return the post that has this key."""
        server, _slash, number = key.rpartition("/")
        return cls(server, number)


def post(url: str) -> Post | None:
    """Return the post at `url`, if that looks like one of the fediverse."""
    if not is_web(url) or host(url).removeprefix("www.") in SHARED:
        return None
    parts = urlsplit(url.strip())
    found = next(filter(None, (pattern.fullmatch(unquote(parts.path)) for pattern in POSTS)), None)
    return Post(f"{parts.scheme.lower()}://{parts.netloc.lower()}", found[1]) if found else None


def announcements(articles: Iterable[Article]) -> list[tuple[str, Post, Article]]:
    """Return what looks like a post of the fediverse among the announcements of `articles`, each once."""
    found: dict[str, tuple[str, Post, Article]] = {}
    for article in articles:
        for url in article.syndication:
            if told := post(url):
                found.setdefault(told.key, (url, told, article))
    return list(found.values())


def since(articles: Sequence[Article]) -> datetime | None:
    """Return the day before the oldest of these, the earliest that anybody spoke of one; None when one has no date."""
    times = [article.published for article in articles]
    return min(filter(None, times)) - DAY if times and all(times) else None


def home(server: str, handle: str) -> str:
    """Return the address of the author's own server, told by itself or by their handle; empty: by neither."""
    if is_web(server):
        parts = urlsplit(server.strip())
        return f"{parts.scheme.lower()}://{parts.netloc.lower()}"
    named = HANDLE.fullmatch(handle.strip())
    return f"https://{named[2].lower()}" if named else ""


def number(value: object) -> str:
    """Return what a server calls something, if that may stand in an address; else nothing."""
    told = fields.name(value)
    return told if NUMBER.fullmatch(told) else ""


def acct(told: str, asked: str) -> str:
    """Return `user@host`; the server that was asked leaves its own name out."""
    name = told.strip().removeprefix("@")
    return name if "@" in name or not name else f"{name}@{asked}"


def bridged(uri: str, handle: str) -> tuple[Claim, ...]:
    """Return whom a bridge made this account for; empty: no bridge made it."""
    if did := BRIDGED_DID.fullmatch(uri):
        claims = [Claim("account", f"bluesky:{did[1]}", "bridge")]
        if there := BRIDGED_HANDLE.fullmatch(handle.partition("@")[0]):
            claims.append(Claim("acct", f"{there[1]}@{there[2]}".lower(), "bridge"))
        return tuple(claims)
    site = BRIDGED_SITE.fullmatch(uri)
    return (Claim("url", canonical(f"https://{site[1]}/"), "bridge"),) if site else ()


def original(uri: str) -> str:
    """Return what a bridge says it copied into this post; empty: it is no copy."""
    copied = BRIDGED_POST.fullmatch(uri)
    return SPOILED.sub(r"\1://", copied[1]) if copied else ""
