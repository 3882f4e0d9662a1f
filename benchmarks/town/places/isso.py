"""Isso: counts of all threads, the latest comments, and one thread with its replies."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply
from benchmarks.town.story import slug
from tracker.sources.isso import Isso

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said


class IssoPlace(Place):
    """Of three, one begins a conversation, and two answer it."""

    name = "isso"

    @cached_property
    def _threads(self) -> dict[str, tuple[Said, ...]]:
        return {f"/{slug(number)}/": thread for number, thread in self.told.items()}

    def source(self) -> Isso:
        """By its server; a thread is called by its path."""
        return Isso(address=self.server)

    def answer(self, asked: Asked) -> Reply:
        """Answer with counts, with the latest comments, or with one level of a thread."""
        if asked.path == "/count":
            return reply([len(self._threads.get(name, ())) for name in asked.json])
        if asked.path == "/latest":
            latest = self.newest[: int(asked.query["limit"])]
            return reply([_row(said, None) | {"uri": f"/{slug(number)}/"} for number, said in latest])
        return reply(_level(self._threads[asked.query["uri"]], asked))


def _level(thread: tuple[Said, ...], asked: Asked) -> dict[str, Any]:
    after = float(asked.query.get("after", "0"))
    tops = [said for said in thread[::3] if said.at.timestamp() > after]
    shown = tops[: int(asked.query["limit"])]
    rows = [_top(said, thread[said.turn + 1 : said.turn + 3]) for said in shown]
    return {"id": None, "total_replies": len(thread), "hidden_replies": len(tops) - len(shown), "replies": rows}


def _top(said: Said, below: tuple[Said, ...]) -> dict[str, Any]:
    replies = [_row(one, said.number) for one in below]
    return _row(said, None) | {"total_replies": len(below), "hidden_replies": 0, "replies": replies}


def _row(said: Said, parent: int | None) -> dict[str, Any]:
    return {
        "id": said.number,
        "parent": parent,
        "created": said.at.timestamp() + said.number / 1e6,
        "modified": None,
        "mode": 1,
        "text": said.text,
        "author": said.by.name,
        "website": said.by.site if said.number % 2 else None,
        "likes": 0,
        "dislikes": 0,
        "hash": "6512bd43d9ca",
        "gravatar_image": "https://www.gravatar.com/avatar/cf733afec1c67561c9762b56e561b397?d=identicon&s=55",
    }


PLACE = IssoPlace
