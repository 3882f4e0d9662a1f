"""Remark42: counts of all threads, the latest comments, and one thread."""

from __future__ import annotations

import hashlib
from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import url
from tracker.sources.remark42 import Remark42

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said


class Remark42Place(Place):
    """A thread is its page's address."""

    name = "remark42"

    @cached_property
    def _threads(self) -> dict[str, tuple[int, tuple[Said, ...]]]:
        return {url(number): (number, thread) for number, thread in self.told.items()}

    def source(self) -> Remark42:
        """One site."""
        return Remark42(address=self.server, site="mio")

    def answer(self, asked: Asked) -> Reply:
        """Answer with counts, with the latest comments, or with a thread."""
        way = asked.path.removeprefix("/api/v1/")
        if way == "counts":
            return reply([{"url": one, "count": len(self._threads.get(one, (0, ()))[1])} for one in asked.json])
        if way.startswith("last/"):
            return reply([_comment(said, number, "") for number, said in self.newest[: int(way[5:])]])
        number, thread = self._threads[asked.query["url"]]
        rows = [_comment(said, number, f"c{thread[said.answers].number}" if said.answers else "") for said in thread]
        return reply({"comments": rows, "info": {"url": url(number), "count": len(rows)}})


def _comment(said: Said, number: int, parent: str) -> dict[str, Any]:
    digits = hashlib.sha1(said.by.handle.encode(), usedforsecurity=False).hexdigest()
    return {
        "id": f"c{said.number}",
        "pid": parent,
        "text": said.html,
        "orig": said.text,
        "user": {"name": said.by.name, "id": f"google_{digits}", "picture": f"{said.by.site}me.png", "admin": False},
        "locator": {"site": "mio", "url": url(number)},
        "score": 0,
        "time": stamp(said.at),
        "title": "",
    }


PLACE = Remark42Place
