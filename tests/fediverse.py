"""Servers of the fediverse as tests need them: what each says is written down in the test, and asked over real HTTP."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tests.recordings import Shelf, Validators, way_out
from tests.servers import serve
from tracker.errors import SourceError
from tracker.model import Article, Count, Kind, Secret
from tracker.sources.mastodon import Mastodon

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.servers import Reply, Request
    from tracker.model import Validator

HOME, AWAY = "https://mastodon.example", "https://fedi.example"
FIRST, SECOND = "115000000000000001", "115000000000000500"
ROOT = f"{HOME}/users/mio/statuses/{FIRST}"
POST = Article("a", "https://mio.example/a/", syndication=(f"{HOME}/@mio/{FIRST}",))
OTHER = Article("b", "https://mio.example/b/", syndication=(f"{AWAY}/@mio/{SECOND}",))
STATUSES = "/api/v1/statuses"
MENTIONS = "/api/v1/notifications"
TOKEN = Secret("read-only")


def person(login: str, place: str = AWAY, **more: object) -> dict[str, Any]:
    told = {"id": str(sum(login.encode())), "username": login, "acct": f"{login}@{place.removeprefix('https://')}"}
    return told | {"uri": f"{place}/users/{login}", "url": f"{place}/@{login}", "display_name": login} | more


def post(number: str, who: str = "mio", place: str = HOME, above: str | None = None, **more: object) -> dict[str, Any]:
    told = {
        "id": number,
        "uri": f"{place}/users/{who}/statuses/{number}",
        "url": f"{place}/@{who}/{number}",
        "created_at": "2026-10-15T09:00:00.000Z",
        "in_reply_to_id": above,
        "visibility": "public",
        "content": "<p>縁</p>",
        "account": person(who, place),
    }
    counts = dict.fromkeys(("replies_count", "favourites_count", "reblogs_count", "quotes_count"), 0)
    return told | counts | more


def replies(count: int, above: str = FIRST) -> list[dict[str, Any]]:
    return [post(f"9{n:05}", f"reader{n}", AWAY, above) for n in range(count)]


def context(*below: object, above: Sequence[object] = ()) -> dict[str, object]:
    return {"ancestors": list(above), "descendants": list(below)}


def mention(number: int, status: object) -> dict[str, object]:
    return {"id": str(number), "type": "mention", "created_at": "2026-10-15T09:00:00.000Z", "status": status}


class Anywhere(Validators):
    """Validators of a server whose port is another one in every walk."""

    def get(self, url: str) -> Validator | None:
        return super().get(urlsplit(url).path)

    def put(self, url: str, validator: Validator) -> None:
        super().put(urlsplit(url).path, validator)


@dataclass
class World:
    """Servers that say what is written in `told`: a status, an answer, or an answer with headers."""

    told: dict[str, Any]
    shelf: Shelf = field(default_factory=Shelf)
    validators: Validators = field(default_factory=Anywhere)
    asked: list[str] = field(default_factory=list)
    tokens: dict[str, str] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        self.asked.append(request.target)
        self.tokens[request.path] = request.headers.get("Authorization", "")
        told = self.told.get(request.target, self.told.get(request.path, 404))
        if isinstance(told, int):
            return told, {}, b""
        headers, body = told if isinstance(told, tuple) else ({}, told)
        here = f"http://{request.headers['Host']}"
        given = {name: value.replace("{server}", here) for name, value in headers.items()}
        if given.get("ETag") and request.headers.get("If-None-Match") == given["ETag"]:
            return 304, given, b""
        return 200, given, json.dumps(body)

    def pull(self, *articles: Article, cursor: str | None = "", **settings: Any) -> World:  # noqa: ANN401 - settings are any
        """Walk on from what was kept; an error raised is left in `error`."""
        self.shelf.pages, self.asked, self.error = [], [], None
        if cursor is None:
            self.shelf.cursor, self.validators.kept = None, {}
        with self.source(**settings) as (source, http):
            try:
                for page in source.pages(articles or (POST,), self.shelf.cursor, http):
                    self.shelf.take(page)
            except SourceError as error:
                self.error = error
        self.shelf.end()
        return self

    @contextmanager
    def source(self, **settings: Any) -> Iterator[tuple[Mastodon, Any]]:  # noqa: ANN401 - settings are any
        with serve(self) as server, way_out(self.validators) as http:
            yield Mastodon(**{"server": HOME, "address": server.url} | settings), http

    error: SourceError | None = None

    @property
    def paths(self) -> list[str]:
        return [target.removeprefix(STATUSES) for target in self.asked]

    def count(self, kind: Kind) -> list[Count]:
        return [count for count in self.shelf.counts if count.kinds == (kind,)]

    def ids(self, kind: Kind) -> list[str]:
        return [one.id.rpartition("/")[2] for one in self.shelf.interactions if one.kind is kind]


def world(root: Mapping[str, Any] | None = None, below: Sequence[object] = (), **more: object) -> World:
    """A home with one announcement and what is below it; `more` is said at other addresses."""
    told = {f"{STATUSES}/{FIRST}": post(FIRST, **(root or {})), f"{STATUSES}/{FIRST}/context": context(*below)}
    return World(told | {f"{STATUSES}/{FIRST}/{name}": value for name, value in more.items()})


def seen(counts: Sequence[Count]) -> list[tuple[int, int | None, str]]:
    return [(count.seen, count.claimed, count.why) for count in counts]
