"""Copies of our articles in other places: which item is whose, and what was read of it before.

An item is a copy when an article names it (`u-syndication`), when it names an article as its
original, or when its text links to one article and no other. A title alone only suggests it.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from tracker.model import Interaction, Kind
from tracker.rules.fields import name
from tracker.rules.finding import folded
from tracker.rules.urls import Pages, canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.model import Account, Article, Cursor

LINK = re.compile(r"https?://[^\s<>\"'`\\^{}|「」『』（）【】、。，．]+(?<![.,;:!?)\]*_])")

HANDLE = re.compile(r"[\w-]+", re.ASCII)


class Spot(NamedTuple):
    """What the address of an item tells."""

    user: str
    """Whose it is; empty: it does not say."""
    key: str
    """What it is called there."""


class Named(NamedTuple):
    """An item that an article names as its copy."""

    article: str
    """Its `uid`."""
    url: str
    spot: Spot


class Copy(NamedTuple):
    """An item of another place, as a list or an answer of its own shows it."""

    key: str
    """What its address calls it."""
    id: str
    """What its place is asked by."""
    url: str
    counts: Mapping[Kind, int]
    """How many there are, of each kind that is counted there."""
    title: str = ""
    at: datetime | None = None
    """When it was posted."""
    mark: str = ""
    """Another one tells that its comments changed although their number did not."""
    original: str = ""
    """What the place says it is a copy of."""
    links: tuple[str, ...] = ()
    """Where its text links to."""
    by: Account | None = None
    """Who posted it."""

    @property
    def told(self) -> str:
        """The `id` of the copy itself, as an interaction."""
        return f"copy:{self.id}"

    def itself(self, article: str) -> Interaction:
        """Return it as an interaction with `article`: a mention, whose words are our own."""
        return Interaction(
            self.told, Kind.MENTION, article, self.by, self.url, title=self.title, published=self.at, thread=self.told
        )


class Reading(NamedTuple):
    """What a walk saw of one kind of responses to one article."""

    state: str
    """Of the copies, as their place counted them then."""
    seen: int
    claimed: int

    @property
    def is_short(self) -> bool:
        """Whether less was seen than claimed."""
        return self.seen < self.claimed


@dataclass
class Memory:
    """What a cursor remembers."""

    readings: dict[str, Reading] = field(default_factory=dict)
    """By kind and article: what had not to be read again if its state is still the same."""
    settled: str = ""
    """The articles that everything was read for (`digest`), so that lists without news are no news; else empty."""

    @classmethod
    def of(cls, cursor: Cursor) -> Memory:
        """Return what was remembered."""
        told = json.loads(cursor) if cursor else {}
        readings = {key: Reading(*value) for key, value in told.get("read", {}).items()}
        return cls(readings, told.get("settled", ""))

    def text(self, settled: str = "") -> str:
        """Write it as a cursor."""
        return json.dumps({"read": dict(sorted(self.readings.items())), "settled": settled}, ensure_ascii=False)

    def knows(self, key: str, state: str) -> bool:
        """Whether there is nothing to read again."""
        before = self.readings.get(key)
        return before is not None and before.state == state


def named(articles: Iterable[Article], spot: Callable[[str], Spot | None]) -> dict[str, Named]:
    """Return the items of a place that articles name, by what they are called there."""
    told = ((article.uid, url, spot(url)) for article in articles for url in article.syndication)
    return {found.key: Named(uid, url, found) for uid, url, found in told if found}


def article_of(copy: Copy, ours: Pages, names: Mapping[str, Named]) -> str:
    """Return the `uid` of the article that an item is a copy of; empty: of none, or of who knows which."""
    if copy.key in names:
        return names[copy.key].article
    original = ours.find(copy.original)
    if original:
        return original.uid
    linked = {one.uid: one for one in map(ours.find, copy.links) if one}
    same = [uid for uid, one in linked.items() if len(linked) == 1 or _alike(one, copy)]
    return same[0] if len(same) == 1 else ""


def suggested(copy: Copy, articles: Iterable[Article]) -> str:
    """Return the `uid` of the one article with the title of an item, which proves nothing; else nothing."""
    same = [one.uid for one in articles if _alike(one, copy)]
    return same[0] if len(same) == 1 else ""


def links(*texts: str) -> tuple[str, ...]:
    """Return the addresses in HTML or Markdown, each once."""
    return tuple(dict.fromkeys(url.replace("&amp;", "&") for text in texts for url in LINK.findall(text)))


def state(copies: Iterable[Copy], kind: Kind) -> str:
    """Return another text whenever the responses of a kind may be others."""
    marks = (
        f"{one.id}={one.counts[kind]}{'@' + one.mark if one.mark and kind is Kind.REPLY else ''}" for one in copies
    )
    return " ".join(sorted(marks))


def counted(row: Mapping[str, object], names: Mapping[Kind, str]) -> dict[Kind, int] | None:
    """Return the counts that an item states under these names; None when it does not: silence is no zero."""
    told = {kind: row.get(name) for kind, name in names.items()}
    counts = {kind: value for kind, value in told.items() if isinstance(value, int) and not isinstance(value, bool)}
    return counts if len(counts) == len(names) and min(counts.values(), default=0) >= 0 else None


def digest(articles: Sequence[Article]) -> str:
    """Return another text when other articles, or other addresses or titles of them, are looked for."""
    told = sorted((one.uid, one.url, one.title, *sorted(one.older_urls), *sorted(one.syndication)) for one in articles)
    return blake2b(json.dumps(told).encode(), digest_size=6).hexdigest()


def handle(value: object) -> str:
    """Return what an item is called in addresses, or nothing: it becomes a part of paths that are asked for."""
    said = name(value)
    return said if HANDLE.fullmatch(said) else ""


def elsewhere(pattern: str, login: object) -> str:
    """Return the address of somebody's profile elsewhere; empty when the login is none that a path can hold."""
    said = login.strip().removeprefix("@") if isinstance(login, str) else ""
    return canonical(pattern.format(said)) if re.fullmatch(r"[\w.-]+", said, re.ASCII) else ""


def newest_first(copies: Iterable[Copy]) -> Iterator[Copy]:
    """Yield items by when they were posted; those that do not say come last."""
    told = list(copies)
    yield from sorted(
        (one for one in told if one.at), key=lambda one: one.at.timestamp() if one.at else 0, reverse=True
    )
    yield from (one for one in told if not one.at)


def _alike(article: Article, copy: Copy) -> bool:
    return bool(copy.title) and folded(article.title) == folded(copy.title)
