"""webmention.io: the mentions of a whole account, by the number of each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import url
from tracker.model import Secret
from tracker.sources.webmentionio import WebmentionIo

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said

KINDS = ("in-reply-to", "like-of", "repost-of", "bookmark-of", "mention-of")


class WebmentionIoPlace(Place):
    """Sorted by when they came."""

    name = "webmentionio"
    reach = 200

    @cached_property
    def _rows(self) -> list[dict[str, Any]]:
        rows = [_row(number, said) for number, thread in self.told.items() for said in thread]
        return sorted(rows, key=lambda row: int(row["wm-id"]))

    def source(self) -> WebmentionIo:
        """With the token of the account, as the service's users have one."""
        return WebmentionIo(address=self.server, domain="mio.example", token=Secret("town"))

    def answer(self, asked: Asked) -> Reply:
        """Answer with a page, the newest first or the oldest."""
        if asked.path == "/api/deleted":
            return reply({"type": "feed", "name": "Deleted webmentions", "children": []})
        after, size, page = (int(asked.query.get(name, "0")) for name in ("since_id", "per-page", "page"))
        rows = [row for row in self._rows if row["wm-id"] > after]
        if asked.query["sort-dir"] == "down":
            rows.reverse()
        return reply({"type": "feed", "name": "Webmentions", "children": rows[page * size : (page + 1) * size]})


def _row(number: int, said: Said) -> dict[str, Any]:
    kind, target = KINDS[said.number % len(KINDS)], url(number)
    where = f"{said.by.site}{said.at:%Y/%m}/{said.number}"
    row = {
        "type": "entry",
        "author": {"type": "card", "name": said.by.name, "photo": f"{said.by.site}me.png", "url": said.by.site},
        "url": where,
        "published": stamp(said.at),
        "wm-received": stamp(said.at),
        "wm-id": said.number,
        "wm-source": where,
        "wm-target": target,
        "wm-protocol": "webmention",
        kind: target,
        "wm-property": kind,
        "wm-private": False,
    }
    return row | ({"content": {"html": said.html, "text": said.text}} if kind in (KINDS[0], KINDS[-1]) else {})


PLACE = WebmentionIoPlace
