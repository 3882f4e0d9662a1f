"""What the author says elsewhere, on its way there: the words, what goes with them, what a place takes."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class Limits(NamedTuple):
    """What a place takes at most."""

    characters: int
    """As readers count them: extended grapheme clusters."""
    per_link: int = 0
    """What each link counts, however long it is; 0: as long as it is."""
    octets: int = 0
    """Of the text in UTF-8; 0: any number."""
    short_links: bool = False
    """Whether a link is marked apart from the text, so that the text may show its beginning only."""
    card: bool = False
    """Whether we send a card of the article with it; elsewhere the place makes its own."""


class Preview(NamedTuple):
    """What the published page of an article says of itself to those who show a link to it."""

    url: str
    title: str
    lang: str = ""
    hook: str = ""
    """Its own summary, else the question it ends with."""
    tags: tuple[str, ...] = ()
    picture_url: str = ""
    picture: bytes = b""
    """What is there, if it was fetched."""
    picture_type: str = ""
    """`image/png`."""


class Message(NamedTuple):
    """Words that are ready to be sent."""

    text: str
    lang: str
    about: Preview
    at: datetime
    """When it is sent."""


class Sent(NamedTuple):
    """A post that a place has taken."""

    url: str
    at: datetime | None = None
    """When, by the place's own clock."""


class Stage(StrEnum):
    """How far an announcement of ours has come."""

    DRAFT = "draft"
    DECLINED = "declined"
    SENDING = "sending"
    """It was handed over, and whether it arrived is not known (yet)."""
    SENT = "sent"


class Posting(NamedTuple):
    """An announcement of ours, from its draft to the address it got."""

    article: str
    """The `uid` of the article."""
    place: str
    """The source it goes to: `mastodon`."""
    stage: Stage
    lang: str
    text: str
    key: str
    """Sent with it, so that the place takes it once."""
    url: str
    """Empty until it is sent."""
    at: datetime
    """When it was last changed."""
