"""Hatena Bookmark: counts by address, and who bookmarked one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from benchmarks.town.places import Place, reply
from benchmarks.town.story import title, url
from tracker.rules.times import JST
from tracker.sources.hatena import Hatena

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said

FIRST = 4_700_000


class HatenaPlace(Place):
    """An entry for the one address that everybody bookmarks."""

    name = "hatena"
    reach = 200

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {url(number): number for number in self.told}

    def source(self) -> Hatena:
        """Lists and counts answer at one address here."""
        return Hatena(address=self.server, count_address=self.server)

    def answer(self, asked: Asked) -> Reply:
        """Answer with counts, or with an entry."""
        if asked.path == "/count/entries":
            return reply({one: len(self.told.get(self._numbers.get(one, -1), ())) for one in asked.many["url"]})
        number = self._numbers.get(asked.query["url"])
        if number is None:
            return reply(None)
        thread = self.told[number]
        return reply(
            {
                "eid": str(FIRST + number),
                "title": title(number),
                "url": url(number),
                "count": len(thread),
                "screenshot": "",
                "bookmarks": [_bookmark(said) for said in reversed(thread)],
            }
        )


def _bookmark(said: Said) -> dict[str, object]:
    comment = said.text.replace("\n\n", " ") if said.number % 3 else ""
    day = said.at.astimezone(JST)
    return {"user": said.by.handle, "comment": comment, "tags": ["検索"], "timestamp": f"{day:%Y/%m/%d %H:%M}"}


PLACE = HatenaPlace
