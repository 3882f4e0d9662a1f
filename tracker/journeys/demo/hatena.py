"""Hatena Bookmark, played: `/count/entries`, `/count/entry` and `/entry/jsonlite/`.

Another spelling of an address is another entry. Times are Japanese, to the minute, and say
no zone; private bookmarks are counted and not listed; who does not say a name is sent away.
"""

from __future__ import annotations

from datetime import timedelta, timezone
from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.journeys.demo.answers import NOT_FOUND, Asked, Said, said_json

if TYPE_CHECKING:
    from tracker.journeys.demo.cast import Cast
    from tracker.journeys.demo.roles import Bookmark, Entry

JST = timezone(timedelta(hours=9))
MOST_ADDRESSES = 50
HEADERS = {"Cache-Control": "max-age=1800"}


class Hatena:
    """The place, holding entries by their address as it is spelled."""

    def __init__(self, cast: Cast) -> None:
        self.entries = {entry.url: entry for entry in cast.entries}

    def answer(self, asked: Asked) -> Said:
        """Answer the two services; a client without a name of its own gets 503."""
        agent = asked.headers.get("user-agent", "")
        if not agent or agent.startswith("Ruby"):
            return Said("Service Unavailable", 503, "text/plain; charset=utf-8")
        rooms = {
            "/count/entries": self._counts,
            "/count/entry": self._count,
            "/entry/jsonlite/": self._entry,
        }
        return rooms.get(asked.path, lambda _asked: NOT_FOUND)(asked)

    def _counts(self, asked: Asked) -> Said:
        """Answer with a map of at most 50 addresses."""
        urls = asked.all("url")
        if len(urls) > MOST_ADDRESSES:
            return Said("URI Too Long", 414, "text/plain; charset=utf-8")
        return said_json({url: self._number(url) for url in urls}, headers=HEADERS)

    def _count(self, asked: Asked) -> Said:
        return Said(str(self._number(asked.one("url"))), 200, "text/plain; charset=utf-8", HEADERS)

    def _entry(self, asked: Asked) -> Said:
        """Answer with the entry, or literally `null` when nobody has bookmarked the address."""
        entry = self.entries.get(asked.one("url"))
        return said_json(shown(entry) if entry and count(entry) else None, headers=HEADERS)

    def _number(self, url: str) -> int:
        return count(self.entries[url]) if url in self.entries else 0


def count(entry: Entry) -> int:
    """How many bookmarked it, those who keep it to themselves included."""
    return len(entry.bookmarks) + entry.private


def shown(entry: Entry) -> dict[str, object]:
    """Return an entry as the place shows it, newest bookmark first."""
    scheme, _colon, address = entry.url.partition("://")
    page = "https://b.hatena.ne.jp/entry/" + ("s/" if scheme == "https" else "") + address
    newest = sorted(entry.bookmarks, key=attrgetter("at"), reverse=True)
    return {
        "eid": str(entry.eid),
        "title": entry.title,
        "url": entry.url,
        "entry_url": page,
        "count": count(entry),
        "screenshot": "",
        "bookmarks": [_bookmark(one) for one in newest],
    }


def _bookmark(one: Bookmark) -> dict[str, object]:
    stamp = one.at.astimezone(JST).strftime("%Y/%m/%d %H:%M")
    return {"user": one.user, "comment": one.comment, "tags": list(one.tags), "timestamp": stamp}
