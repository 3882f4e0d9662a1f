"""The words everything else is said in: frozen records, no behaviour beyond their own fields.

Small ones are tuples with names, which Python makes five times as fast as dataclasses.
Names follow the field: h-entry and the IndieWeb's "responses" for what is read,
vCard for people. Every time is aware; an empty string means "not said".
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tracker.model.secret import Secret as Secret

if TYPE_CHECKING:
    from datetime import datetime

Cursor: TypeAlias = str | None
"""Where a source goes on: whatever text it likes; None leaves (or finds) none."""


class Kind(StrEnum):
    """What somebody did with an article; values are microformats2 property names."""

    REPLY = "in-reply-to"
    MENTION = "mention-of"
    QUOTE = "quotation-of"
    MAIL = "mail"
    LIKE = "like-of"
    REPOST = "repost-of"
    BOOKMARK = "bookmark-of"
    REACTION = "reaction"
    RSVP = "rsvp"

    @property
    def word(self) -> str:
        """What a person types and a table shows: `reply`, `like`."""
        return self.name.lower()


class State(StrEnum):
    """Whether the place still shows an interaction."""

    LIVE = "live"
    MISSING = "missing"
    """Not there in one complete walk; one more makes it gone."""
    GONE = "gone"


class Verdict(StrEnum):
    """What the author decided about showing an interaction in public."""

    HELD = "held"
    APPROVED = "approved"
    HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Article:
    """A post on our site (h-entry)."""

    uid: str
    """Permanent, whatever becomes of the address: JSON Feed `id`."""
    url: str
    title: str = ""
    lang: str = ""
    published: datetime | None = None
    older_urls: tuple[str, ...] = ()
    syndication: tuple[str, ...] = ()
    comments_feed: str = ""
    """Where its comments are fed (`wfw:commentRss`, Atom `rel=replies`), if its feed says so."""


class Claim(NamedTuple):
    """What an account says about who it is: `kind` (`url`, `email_sha256` …), and on what basis."""

    kind: str
    value: str
    basis: str
    """`native`, `bridge`, `verified`, `linked`, `declared` or `hash`, strongest first."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as one place shows them; the key is (`place`, `id`), never the handle or the name."""

    place: str
    """`hackernews`, `hatena`, `web` (known by an address of their own) …"""
    id: str
    """Stable in that place: an actor's URI, a number, a canonical address, a login."""
    name: str = ""
    handle: str = ""
    url: str = ""
    photo: str = ""
    bot: bool = False
    claims: tuple[Claim, ...] = ()
    opted_out: bool = False
    """They asked not to be collected (`#nobot`, `noindex` …): counted, never stored."""

    @property
    def key(self) -> tuple[str, str]:
        """What makes two accounts one."""
        return (self.place, self.id)

    @property
    def label(self) -> str:
        """What to call it in a list."""
        return self.name or self.handle or self.url or self.id


@dataclass(frozen=True, slots=True)
class Interaction:
    """One reply, mention, like … to one article, as its place shows it now."""

    id: str
    """Permanent in its source."""
    kind: Kind
    article: str
    """The `uid` of the article it is about."""
    account: Account | None = None
    """None: the place does not say who."""
    url: str = ""
    """Where a person reads it."""
    target: str = ""
    """The address of ours that it names, as it spells it."""
    title: str = ""
    text: str = ""
    """Plain text, NFC, as written: no mark-up."""
    lang: str = ""
    published: datetime | None = None
    precision: str = "second"
    """How exact `published` is: `second`, `minute` or `day`."""
    received: datetime | None = None
    """When the place learned of it."""
    parent: str = ""
    """The `id` of the interaction it answers; empty: the article itself."""
    thread: str = ""
    """The conversation, as its place delimits it; empty: it stands alone."""
    private: bool = False
    """Its author did not make it public: listed to the owner, never exported."""
    original: str = ""
    """The `id` or address of what this is a copy of, when a bridge says so; empty: it is no copy."""


class Announcement(NamedTuple):
    """A post of the author's elsewhere that tells of an article (`u-syndication`)."""

    article: str
    """Its `uid`."""
    url: str
    at: datetime | None = None
    """When it was posted, if the place says."""


class Count(NamedTuple):
    """How much of one article a walk saw, and how much its place says there is.

    Narrowed by `thread` and `kinds` it speaks only of those; one that is not proves something about all.
    """

    article: str
    seen: int
    claimed: int | None = None
    """None: the place makes no claim, so that nothing is proved by what is missing."""
    why: str = ""
    """For a person: why less was seen than claimed, and what would show more."""
    thread: str = ""
    """The conversation it speaks of (`Interaction.thread`); empty: every one."""
    kinds: tuple[Kind, ...] = ()
    """What it speaks of; empty: every kind."""

    @property
    def complete(self) -> bool:
        """Whether an interaction that was not seen is proved to be missing."""
        return self.claimed is not None and self.seen >= self.claimed

    def covers(self, kind: Kind, thread: str) -> bool:
        """Whether it speaks of such an interaction."""
        return (not self.kinds or kind in self.kinds) and self.thread in ("", thread)


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer said, and where to resume; the ledger takes both or neither.

    A cursor promises that all before it has been yielded; None leaves the old one.
    `counts` says per article how many were seen and how many the place claims: a walk
    that saw fewer never proves a deletion.
    """

    interactions: tuple[Interaction, ...] = ()
    cursor: Cursor = None
    counts: tuple[Count, ...] = ()
    gone: tuple[str, ...] = ()
    """`id`s the place itself says are deleted."""
    problems: tuple[str, ...] = ()
    """One sentence for each item that could not be read."""


class Validator(NamedTuple):
    """What a place gave to ask "anything new since?" with (RFC 9110 §13)."""

    etag: str = ""
    last_modified: str = ""


class Known(NamedTuple):
    """An interaction as the ledger holds it."""

    number: int
    """Short and permanent in this ledger: shown as `c12`."""
    source: str
    interaction: Interaction
    person: int
    """The number of its account's contact (`p3`); 0: nobody is named."""
    state: State = State.LIVE
    first_seen: datetime | None = None
    account: int = 0
    """The number of its account; 0: nobody is named."""


class Contact(NamedTuple):
    """A person: a set of accounts held together by evidence."""

    number: int
    """Short and permanent: that of their oldest account. Shown as `p3`."""
    accounts: tuple[Account, ...]
    name: str = ""
    """As the author calls them; empty: as their accounts do."""
    notes: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """What to call them in a list."""
        return self.name or next((a.name for a in self.accounts if a.name), self.accounts[0].label)


class Link(NamedTuple):
    """One assertion that two accounts are, or are not, the same person; never edited, only retracted."""

    first: int
    second: int
    same: bool
    by: str
    """`human`, or the rule that found it."""
    why: str
    at: datetime


class Draft(NamedTuple):
    """A reply not sent."""

    number: int
    interaction: int
    lang: str
    text: str
    parent_fingerprint: str
    """Of the interaction as it was when the draft was made; another one now: it was edited since."""
    created: datetime
    updated: datetime


class Scope(StrEnum):
    """How much one decision covers."""

    ITEM = "item"
    PERSON = "person"
    DOMAIN = "domain"


class Decision(NamedTuple):
    """What the author decided about showing something; never edited, only followed by another."""

    scope: Scope
    key: str
    """The number of an interaction, the number of an account, or a host."""
    verdict: Verdict
    fingerprint: str
    """Of the interaction as it was approved; empty for a person or a domain."""
    at: datetime
