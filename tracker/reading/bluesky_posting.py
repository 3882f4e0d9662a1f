"""Posting to Bluesky: a record in the author's own repository, under a name that its key gives it.

The name is looked up first, and is free only once: so the same key never makes a second post.
See https://docs.bsky.app/docs/advanced-guides/posts and the lexicon `app.bsky.feed.post`.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC
from typing import TYPE_CHECKING, Any

from tracker.errors import NotAsExpected, NotTaken, Refused, SourceError
from tracker.messages import _
from tracker.model.posts import Limits, Sent
from tracker.reading.xrpc import LOCAL, Service
from tracker.rules import atproto
from tracker.rules.fields import table
from tracker.rules.posting import link, shown
from tracker.rules.richtext import facets
from tracker.rules.times import moment
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.http import Http
    from tracker.model.posts import Message, Preview
    from tracker.reading.xrpc import Session

LIMITS = Limits(300, octets=3_000, short_links=True, card=True)
"""Of the lexicon, for everybody."""
LARGEST = 1_000_000
"""Bytes of a card's picture."""
PICTURES = ("image/png", "image/jpeg", "image/webp", "image/gif")
LONGEST = 1_000
"""Characters of a card's description."""


class Repository:
    """Where an account keeps its records."""

    def __init__(self, session: Session, pds: str, http: Http) -> None:
        self._service, self._did = Service(session.home or pds, http, session.token), session.did
        if not session.did:
            raise NotAsExpected(host(pds), _("an account"), _("something else"))

    def send(self, message: Message, key: str) -> Sent:
        """Return the post that says this: the one that is there, else one that is made now."""
        name = atproto.tid(key)
        return self._there(name) or self._made(name, message)

    def _there(self, name: str) -> Sent | None:
        asked = (("repo", self._did), ("collection", atproto.COLLECTION), ("rkey", name))
        try:
            found = self._service.table("com.atproto.repo.getRecord", *asked)
        except Refused as refused:
            if refused.status in LOCAL:
                return None
            raise
        at = moment(table(found.get("value")).get("createdAt"))
        return Sent(self._address(name), at.at if at else None)

    def _made(self, name: str, message: Message) -> Sent:
        said = {"repo": self._did, "collection": atproto.COLLECTION, "rkey": name, "record": self._record(message)}
        try:
            self._service.call("com.atproto.repo.createRecord", said)
        except Refused as refused:
            with suppress(SourceError):
                if there := self._there(name):  # another of ours was quicker
                    return there
            if refused.status in LOCAL:
                raise NotTaken(host(self._service.address), refused.status) from None
            raise
        return Sent(self._address(name), message.at)

    def _record(self, message: Message) -> dict[str, Any]:
        about = message.about
        marks = facets(message.text, link(about.url), shown(about.url, LIMITS))
        return {
            "$type": atproto.COLLECTION,
            "text": message.text,
            "createdAt": f"{message.at.astimezone(UTC):%Y-%m-%dT%H:%M:%S}.{message.at.microsecond // 1000:03}Z",
            **({"langs": [message.lang]} if message.lang else {}),
            **({"facets": marks} if marks else {}),
            "embed": {"$type": "app.bsky.embed.external", "external": self._card(about)},
        }

    def _card(self, about: Preview) -> Mapping[str, Any]:
        """Return what is shown of the article, with its picture where that is one Bluesky takes."""
        card: dict[str, Any] = {"uri": link(about.url), "title": about.title, "description": about.hook[:LONGEST]}
        if 0 < len(about.picture) <= LARGEST and about.picture_type in PICTURES:
            card["thumb"] = self._service.blob(about.picture, about.picture_type)
        return card

    def _address(self, name: str) -> str:
        return atproto.permalink(atproto.uri(self._did, name))
