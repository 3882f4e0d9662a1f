"""What the stage knows: the people and what each of the four places holds of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.model import Article


@dataclass(frozen=True, slots=True)
class Face:
    """A person as one place shows them."""

    name: str
    url: str = ""
    photo: str = ""


NOBODY = Face("")


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented; `faces` by place: `web`, `fedi`, `hackernews`, `hatena`, `comments`."""

    id: str
    about: str = ""
    """For whoever reads the cast; shown nowhere."""
    faces: Mapping[str, Face] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mention:
    """A row of webmention.io."""

    id: int
    kind: str
    """Its `wm-property`; empty: of a type the service does not name, shown as `mention-of`."""
    target: str
    source: str
    received: datetime
    author: Face = NOBODY
    url: str = ""
    """Empty: the source itself."""
    published: str = ""
    """Local time, with an offset only if the source gave one."""
    name: str = ""
    text: str = ""
    html: str = ""
    summary: str = ""
    rsvp: str = ""
    photos: tuple[str, ...] = ()
    syndication: tuple[str, ...] = ()
    canonical: str = ""
    protocol: str = "webmention"
    private: bool = False
    updated: datetime | None = None
    deleted: datetime | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment on Hacker News; without an author it was deleted, and its answers stay."""

    id: int
    parent: int
    at: datetime
    author: str = ""
    text: str = ""
    """HTML, as the place stores it."""


@dataclass(frozen=True, slots=True)
class Story:
    """A submission to Hacker News, with its remarks in order of time."""

    id: int
    url: str
    title: str
    author: str
    at: datetime
    points: int = 1
    text: str = ""
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Bookmark:
    """One user's public bookmark."""

    user: str
    at: datetime
    comment: str = ""
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Entry:
    """One address, exactly as spelled, on Hatena Bookmark."""

    eid: int
    url: str
    title: str = ""
    bookmarks: tuple[Bookmark, ...] = ()
    private: int = 0
    """Bookmarks that are counted and not listed."""


@dataclass(frozen=True, slots=True)
class Comment:
    """An entry of a comment feed; a pingback's author is named after the page that links."""

    id: int
    at: datetime
    author: Face
    html: str
    parent: int = 0
    """The comment it answers; 0: the article."""


@dataclass(frozen=True, slots=True)
class Thread:
    """The comments of one article, fed as `atom` or `rss`."""

    key: str
    """What its address says: `/comments/<key>/feed/`."""
    article: Article
    style: str = "atom"
    comments: tuple[Comment, ...] = ()
