"""Bluesky: an announcement of each article by its author, and what became of it."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import NOT_THERE, Place, reply, stamp
from benchmarks.town.story import title, url
from tracker.model import Secret
from tracker.sources.bluesky import Bluesky

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Person, Said

OWN = "did:plc:mio222222222222222222222"
COLLECTION = "app.bsky.feed.post"
LINK = "app.bsky.richtext.facet#link"


class BlueskyPlace(Place):
    """The first is the announcement; then likes, reposts and answers in turn."""

    name = "bluesky"
    reach = 100

    @cached_property
    def _threads(self) -> dict[str, tuple[int, tuple[Said, ...]]]:
        return {_uri(thread[0]): (number, thread) for number, thread in self.told.items()}

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return {url(number): number for number in self.told}

    @cached_property
    def _answers(self) -> dict[str, tuple[Said, int]]:
        return {_uri(said): (said, number) for number, thread in self.told.items() for said in _answers(thread)}

    @cached_property
    def _people(self) -> dict[str, Person]:
        return {_did(said.by): said.by for thread in self.told.values() for said in thread[1:]}

    def source(self) -> Bluesky:
        """With an app password, so that the search is asked and not the index."""
        return Bluesky(
            account="mio.example", app_password=Secret("town"), address=self.server, pds=self.server, index=""
        )

    def announcement(self, number: int) -> str:
        """Every article that anybody answered was announced."""
        thread = self.told.get(number)
        return f"https://bsky.app/profile/{OWN}/post/{_key(thread[0])}" if thread else ""

    def answer(self, asked: Asked) -> Reply:
        """Answer one method."""
        method = asked.path.rpartition("/")[2]
        answers = {
            "com.atproto.server.createSession": self._session,
            "app.bsky.feed.searchPosts": self._search,
            "app.bsky.feed.getPosts": self._posts,
            "app.bsky.feed.getPostThread": self._thread,
            "app.bsky.actor.getProfiles": self._profiles,
            "app.bsky.feed.getLikes": self._likes,
            "app.bsky.feed.getRepostedBy": self._reposts,
        }
        return answers[method](asked) if method in answers else NOT_THERE

    def _session(self, _asked: Asked) -> Reply:
        return reply({"handle": "mio.example", "did": OWN, "accessJwt": "town", "refreshJwt": "town"})

    def _search(self, asked: Asked) -> Reply:
        number = self._numbers.get(asked.query["url"])
        return reply({"posts": [] if number is None else [_announcement(number, self.told[number])]})

    def _posts(self, asked: Asked) -> Reply:
        views = (self._view(uri) for uri in asked.many["uris"])
        return reply({"posts": [view for view in views if view]})

    def _view(self, uri: str) -> dict[str, Any]:
        if uri in self._threads:
            return _announcement(*self._threads[uri])
        said, number = self._answers[uri]
        return _answer(said, self.told[number])

    def _thread(self, asked: Asked) -> Reply:
        number, thread = self._threads[asked.query["uri"]]
        nodes = {0: _node(_announcement(number, thread))}
        for said in _answers(thread):
            nodes[said.turn] = _node(_answer(said, thread))
            nodes[_parent(said)]["replies"].append(nodes[said.turn])
        return reply({"thread": nodes[0]})

    def _profiles(self, asked: Asked) -> Reply:
        told = [_profile(self._people[did]) for did in asked.many["actors"] if did in self._people]
        return reply({"profiles": told + [_own() for did in asked.many["actors"] if did == OWN]})

    def _likes(self, asked: Asked) -> Reply:
        _number, thread = self._threads[asked.query["uri"]]
        rows = [
            {"actor": _profile(said.by), "createdAt": stamp(said.at), "indexedAt": stamp(said.at)}
            for said in _given(thread, 1)
        ]
        return reply(_page("likes", rows, asked))

    def _reposts(self, asked: Asked) -> Reply:
        _number, thread = self._threads[asked.query["uri"]]
        return reply(_page("repostedBy", [_profile(said.by) for said in _given(thread, 2)], asked))


def _page(name: str, rows: list[dict[str, Any]], asked: Asked) -> dict[str, Any]:
    start, size = int(asked.query.get("cursor", "0")), int(asked.query["limit"])
    more = {"cursor": str(start + size)} if start + size < len(rows) else {}
    return {name: rows[start : start + size], **more}


def _answers(thread: tuple[Said, ...]) -> list[Said]:
    return _given(thread, 0)


def _given(thread: tuple[Said, ...], way: int) -> list[Said]:
    """Of three, one answers, one likes and one reposts."""
    return [said for said in thread[1:] if said.turn % 3 == way]


def _parent(said: Said) -> int:
    """Every other answer answers the one before it."""
    return said.turn - 3 if said.turn % 2 and said.turn > 3 else 0  # noqa: PLR2004 - the first answer answers the top


def _key(said: Said) -> str:
    return f"3m{said.number:011d}"


def _did(person: Person) -> str:
    return f"did:plc:{person.handle:2<24}"


def _uri(said: Said) -> str:
    return f"at://{_did(said.by) if said.turn else OWN}/{COLLECTION}/{_key(said)}"


def _node(view: dict[str, Any]) -> dict[str, Any]:
    return {"$type": "app.bsky.feed.defs#threadViewPost", "post": view, "replies": []}


def _announcement(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    words, here = f"{title(number)} {url(number)}", url(number)
    start = len(words.encode()) - len(here)
    index = {"byteStart": start, "byteEnd": len(words.encode())}
    record = {
        "$type": COLLECTION,
        "createdAt": stamp(thread[0].at),
        "langs": ["ja"],
        "text": words,
        "facets": [{"index": index, "features": [{"$type": LINK, "uri": here}]}],
        "embed": {"$type": "app.bsky.embed.external", "external": {"uri": here, "title": title(number)}},
    }
    counts = {"likeCount": len(_given(thread, 1)), "repostCount": len(_given(thread, 2)), "quoteCount": 0}
    below = sum(1 for said in _answers(thread) if not _parent(said))
    return _post(thread[0], _own(), record) | counts | {"replyCount": below}


def _answer(said: Said, thread: tuple[Said, ...]) -> dict[str, Any]:
    reply_to = {
        "root": {"uri": _uri(thread[0]), "cid": "x"},
        "parent": {"uri": _uri(thread[_parent(said)]), "cid": "x"},
    }
    record = {"$type": COLLECTION, "createdAt": stamp(said.at), "text": said.text[:300], "reply": reply_to}
    below = sum(1 for other in _answers(thread) if _parent(other) == said.turn)
    counts = {"likeCount": 0, "repostCount": 0, "quoteCount": 0, "replyCount": below}
    return _post(said, _profile(said.by), record) | counts


def _post(said: Said, author: dict[str, Any], record: dict[str, Any]) -> dict[str, Any]:
    told = {"uri": _uri(said), "cid": f"bafy{said.number}", "author": author, "record": record}
    return told | {"indexedAt": stamp(said.at), "labels": []}


def _profile(person: Person) -> dict[str, Any]:
    return {
        "did": _did(person),
        "handle": f"{person.handle}.bsky.social",
        "displayName": person.name,
        "avatar": f"https://img.example/{person.handle}.jpg",
        "labels": [],
        "description": "検索が好き",
        "website": person.site,
    }


def _own() -> dict[str, Any]:
    return {"did": OWN, "handle": "mio.example", "displayName": "森川 澪", "labels": [], "description": "書く人"}


PLACE = BlueskyPlace
