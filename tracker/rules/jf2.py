"""What the site is given to show: jf2 (https://jf2.spec.indieweb.org/), one feed an article."""

from __future__ import annotations

import re
from hashlib import blake2b
from typing import TYPE_CHECKING, TypedDict

from tracker.model import Kind
from tracker.rules import urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tracker.model import Account, Article, Known

COUNTED = (Kind.LIKE, Kind.REPOST, Kind.BOOKMARK, Kind.REACTION)
"""Shown as figures: they say nothing that could be read, and need no leave."""
UNSAFE = re.compile(r"[^A-Za-z0-9._-]+")


class Card(TypedDict):
    """Who said it."""

    type: str
    name: str
    url: str


Entry = TypedDict(
    "Entry",
    {
        "type": str,
        "id": str,
        "kind": str,
        "place": str,
        "url": str,
        "name": str,
        "published": str | None,
        "author": Card,
        "content": dict[str, str],
        "in-reply-to": str,
    },
)


class Feed(TypedDict):
    """What may be shown below one article."""

    type: str
    uid: str
    url: str
    counts: Mapping[str, int]
    children: list[Entry]
    syndication: list[str]
    """Its announcements, beside those that the site names itself."""


def feed(article: Article, approved: Sequence[Known], counts: Mapping[str, int], told: Sequence[str] = ()) -> Feed:
    """Return the feed of `article`: approved words in their order, the rest as figures, and where it was `told`."""
    shown = {(one.source, one.interaction.id): f"c{one.number}" for one in approved}
    children = [_entry(one, shown.get((one.source, one.interaction.parent), article.url)) for one in approved]
    return {
        "type": "feed",
        "uid": article.uid,
        "url": article.url,
        "counts": counts,
        "children": children,
        "syndication": [url for url in told if urls.is_web(url)],
    }


def file_name(article: Article) -> str:
    """Return a readable name, the same for ever: from the uid, with a hash where letters had to go."""
    plain = UNSAFE.sub("-", article.uid.removeprefix("tag:").removeprefix("https://")).strip("-.")
    digest = blake2b(article.uid.encode(), digest_size=4).hexdigest()
    return f"{plain[:80] or 'article'}-{digest}.json"


def _entry(one: Known, answers: str) -> Entry:
    it = one.interaction
    when = it.published or it.received
    return {
        "type": "entry",
        "id": f"c{one.number}",
        "kind": it.kind.value,
        "place": one.source,
        "url": it.url if urls.is_web(it.url) else "",
        "name": it.title,
        "published": when.isoformat() if when else None,
        "author": _card(it.account),
        "content": {"text": it.text},
        "in-reply-to": answers,
    }


def _card(account: Account | None) -> Card:
    url = account.url if account and urls.is_web(account.url) else ""
    return {"type": "card", "name": account.label if account else "", "url": url}
