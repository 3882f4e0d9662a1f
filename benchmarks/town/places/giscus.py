"""GitHub Discussions: a search for several pages at once, then one discussion to its end."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import slug, url
from tracker.model import Secret
from tracker.sources.giscus import Giscus

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Person, Said

PHRASE = re.compile(r'in:title "([^"]+)"')
A_PAGE = 20
EMOJI = ("HEART", "THUMBS_UP", "ROCKET", "EYES")
WHERE = "https://github.com/mio/blog/discussions"


class GiscusPlace(Place):
    """Of four, one reacts to the discussion, one comments, and two reply to that comment."""

    name = "giscus"

    @cached_property
    def _titles(self) -> dict[str, int]:
        return {f"{slug(number)}/": number for number in self.told}

    def source(self) -> Giscus:
        """A discussion is called by the path of its page."""
        return Giscus(repo="mio/blog", token=Secret("town"), address=self.server)

    def answer(self, asked: Asked) -> Reply:
        """Answer a query."""
        variables = asked.json["variables"]
        if "id" in variables:
            return reply({"data": {"node": self._discussion(int(variables["id"][2:]), variables["after"] or "0")}})
        searches = {name: said for name, said in variables.items() if name.startswith("q")}
        data = {"repository": {"id": "R_1"}} | {name: self._found(said) for name, said in searches.items()}
        known = [self._probe(int(uid[2:])) for uid in variables.get("known", ())]
        return reply({"data": data | ({"known": known} if known else {})})

    def _found(self, said: str) -> dict[str, Any]:
        phrase = PHRASE.search(said)
        number = self._titles.get(phrase[1]) if phrase else None
        return {"nodes": [] if number is None else [self._probe(number)]}

    def _probe(self, number: int) -> dict[str, Any]:
        thread = self.told[number]
        comments = _ways(thread, 1)
        nodes = [_sign(said) | {"replies": _signs(_below(said, thread))} for said in comments[-50:]]
        return {
            "id": f"D_{number}",
            "databaseId": number,
            "title": f"{slug(number)}/",
            "body": url(number),
            "url": f"{WHERE}/{number}",
            "updatedAt": stamp(thread[-1].at),
            "reactions": {"totalCount": len(_ways(thread, 0))},
            "comments": {"totalCount": len(comments), "nodes": nodes},
        }

    def _discussion(self, number: int, after: str) -> dict[str, Any]:
        thread, start = self.told[number], int(after)
        comments = _ways(thread, 1)
        shown = comments[start : start + A_PAGE]
        turn = {"hasNextPage": start + A_PAGE < len(comments), "endCursor": str(start + A_PAGE)}
        nodes = [_comment(said, number) | {"replies": _replies(_below(said, thread), number)} for said in shown]
        return {
            "databaseId": number,
            "url": f"{WHERE}/{number}",
            "reactions": _given(_ways(thread, 0)[:100]),
            "comments": {"totalCount": len(comments), "pageInfo": turn, "nodes": nodes},
        }


def _ways(thread: tuple[Said, ...], way: int) -> list[Said]:
    return [said for said in thread if said.turn % 4 == way]


def _below(comment: Said, thread: tuple[Said, ...]) -> tuple[Said, ...]:
    return thread[comment.turn + 1 : comment.turn + 3]


def _sign(said: Said) -> dict[str, Any]:
    return {"updatedAt": stamp(said.at), "isMinimized": False, "reactions": {"totalCount": 0}}


def _signs(below: tuple[Said, ...]) -> dict[str, Any]:
    return {"totalCount": len(below), "nodes": [_sign(said) for said in below]}


def _replies(below: tuple[Said, ...], number: int) -> dict[str, Any]:
    turn = {"hasPreviousPage": False, "startCursor": "0"}
    return {"totalCount": len(below), "pageInfo": turn, "nodes": [_comment(said, number) for said in below]}


def _comment(said: Said, number: int) -> dict[str, Any]:
    return {
        "id": f"DC_{said.number}",
        "databaseId": said.number,
        "url": f"{WHERE}/{number}#discussioncomment-{said.number}",
        "createdAt": stamp(said.at),
        "deletedAt": None,
        "isMinimized": False,
        "bodyHTML": said.html,
        "author": _who(said.by),
        "reactions": {"totalCount": 0, "nodes": []},
    }


def _given(gifts: list[Said]) -> dict[str, Any]:
    nodes = [
        {
            "databaseId": said.number,
            "content": EMOJI[said.number % len(EMOJI)],
            "createdAt": stamp(said.at),
            "user": _who(said.by),
        }
        for said in gifts
    ]
    return {"totalCount": len(gifts), "nodes": nodes}


def _who(person: Person) -> dict[str, Any]:
    return {
        "__typename": "User",
        "login": person.handle,
        "url": f"https://github.com/{person.handle}",
        "avatarUrl": f"https://avatars.githubusercontent.com/u/{90_000 + person.number}?v=4",
        "databaseId": 90_000 + person.number,
        "name": person.name,
        "bio": None,
        "websiteUrl": person.site,
        "twitterUsername": None,
    }


PLACE = GiscusPlace
