"""An Isso that is played, for the tests of its source."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker.model import Article
from tracker.sources.isso import Isso

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Reply, Request
    from tracker.http import Http

POST = Article("a", "https://mio.example/a.html", older_urls=("https://mio.example/old.html",))
OTHER = Article("b", "https://mio.example/b.html")
AT = 1792022400.0
SETTLED = "Sun, 22 Nov 2026 12:00:00 GMT"
"""Weeks after the comments here were written."""


def row(number: int, **more: object) -> dict[str, Any]:
    told = {"id": number, "parent": None, "created": AT + number, "modified": None, "mode": 1, "text": f"縁 {number}"}
    return told | {"author": None, "website": None, "hash": "4505c1eeda98"} | more


def uid(number: int) -> str:
    return f"{number}@{AT + number:.6f}"


@dataclass
class Place:
    """An Isso with comments by thread, which answers as 0.14 does; `latest` is not listed unless it is enabled."""

    threads: dict[str, list[dict[str, Any]]]
    latest: bool = False
    date: str = SETTLED
    counts_what_is_left: bool = False
    """As older servers did: `hidden_replies` speaks of what is written after `after`."""
    answers: dict[str, Reply] = field(default_factory=dict)
    """Instead, by path or thread."""
    asked: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        uri = request.query.get("uri", request.path)
        self.asked.append(uri)
        self.headers += [name.lower() for name in request.headers]
        if uri in self.answers:
            return self.answers[uri]
        told = self._told(request, uri)
        return (404, {}, "") if told is None else (200, {"Date": self.date, "ETag": '"same"'}, json.dumps(told))

    def _told(self, request: Request, uri: str) -> object:
        if uri == "/count":
            return [sum(one["mode"] == 1 for one in self.threads.get(name, ())) for name in json.loads(request.body)]
        if uri == "/latest":
            return [one | {"uri": name} for name in self.threads for one in self.threads[name]] if self.latest else None
        assert request.query["plain"] == "1"
        return self._listing(request.query, self.threads.get(uri, []))

    def _listing(self, query: dict[str, str], rows: list[dict[str, Any]]) -> object:
        after, parent = float(query.get("after", "0")), query.get("parent")
        level = [one for one in rows if str(one["parent"]) == str(parent and int(parent))]
        left = [one for one in level if one["created"] > after]
        shown = left[: int(query["limit"])]
        listed = [one if parent else self._with_replies(one, rows, int(query["nested_limit"])) for one in shown]
        hidden = len(left if self.counts_what_is_left else level) - len(shown)
        total = len(level) if parent or self.counts_what_is_left else len(rows)
        return {"id": parent, "replies": listed, "hidden_replies": hidden, "total_replies": total, "config": {}}

    def _with_replies(self, one: dict[str, Any], rows: list[dict[str, Any]], most: int) -> dict[str, Any]:
        replies = [each for each in rows if each["parent"] == one["id"]]
        hidden = len(replies) - len(replies[:most])
        return one | {"replies": replies[:most], "total_replies": len(replies), "hidden_replies": hidden}


def pulled(place: Place, shelf: Shelf, source: Isso | None = None) -> list[str]:
    """Pull into `shelf`; return what was asked for."""
    place.asked.clear()
    with serve(place) as server, way_out() as http:
        taken(source or Isso(server.url + "/"), shelf, http)
    return list(place.asked)


def taken(source: Isso, shelf: Shelf, http: Http, articles: Sequence[Article] = (POST, OTHER)) -> None:
    shelf.pages = []
    for page in source.pages(articles, shelf.cursor, http):
        shelf.take(page)
    shelf.end()
