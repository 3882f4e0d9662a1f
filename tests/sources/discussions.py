"""A place of discussions, and what a pull of it brings."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import SourceError
from tracker.model import Article, Page, Secret
from tracker.rules.github import sha1
from tracker.sources.giscus import Giscus

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.servers import Reply, Request

POST = Article("a", "https://mio.example/a/", "二文字検索")
OTHER = Article("b", "https://mio.example/b/", "Small tools")
AOI = {"__typename": "User", "login": "aoi-t", "databaseId": 2, "url": "https://github.com/aoi-t"}


def comment(uid: int, **more: object) -> dict[str, Any]:
    told = {"id": f"DC_{uid}", "databaseId": uid, "url": f"https://github.com/mio/blog/discussions/1#c-{uid}"}
    told |= {"createdAt": "2026-10-03T04:00:00Z", "author": AOI, "bodyHTML": "<p>so</p>"}
    return told | {"reactions": listed(), "replies": listed()} | more


def listed(*rows: object, total: int | None = None, **turn: object) -> dict[str, Any]:
    return {"totalCount": len(rows) if total is None else total, "nodes": list(rows), "pageInfo": turn}


class Place:
    """Discussions by title, each with pages of comments; what is searched for, and which are read, is remembered."""

    def __init__(self, pages: Mapping[str, Sequence[Mapping[str, Any]]], **more: object) -> None:
        self.pages, self.more = dict(pages), more
        self.searches: list[str] = []
        self.read: list[str] = []
        self.questions = 0
        self.known: list[str] = []
        self.gone: set[str] = set()
        self.shown: dict[str, str] = {}
        """What is called otherwise now."""

    def __call__(self, request: Request) -> Reply:
        if request.path == "/user":
            return 200, {}, json.dumps({"login": request.headers["Authorization"].removeprefix("Bearer ")})
        asked = json.loads(request.body)
        assert request.headers["Authorization"] == "Bearer t"
        variables = asked["variables"]
        data = self._node(variables) if "id" in variables else self._found(asked["query"], variables)
        return 200, {}, json.dumps({"data": data} | self.more)

    def _node(self, variables: Mapping[str, Any]) -> dict[str, Any]:
        uid, before = variables["id"], variables.get("before")
        self.read.append(uid if before is None else f"{uid} {before}")
        if before is not None:
            return {"node": {"replies": self.pages[uid][int(before)]}}
        comments = self.pages[uid][int(variables["after"] or 0)]
        given = comments.get("given", listed())
        return {"node": {"databaseId": 7, "url": "https://github.com/d/7", "reactions": given, "comments": comments}}

    def _found(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        self.questions += 1
        self.known = list(variables.get("known", ()))
        self.searches += [said for alias, said in variables.items() if alias.startswith("q")]
        there = [self._brief(title) for title in self.pages if "DC_" not in title and title not in self.gone]
        data: dict[str, Any] = {alias: {"nodes": there} for alias in variables if alias.startswith("q")}
        numbers = {f"n{number}": there[0] for number in range(20) if f"n{number}:" in query}
        by_id = {node["id"]: node for node in there}
        return data | {"repository": {"id": "R"} | numbers, "known": [by_id.get(uid) for uid in self.known]}

    def _brief(self, title: str) -> dict[str, Any]:
        pages = self.pages[title]
        return {
            "id": title,
            "title": self.shown.get(title, title),
            "body": f"<!-- sha1: {sha1(title)} -->",
            "comments": pages[0],
        }


def pulled(
    place: Place, cursor: str | None = None, articles: Sequence[Article] = (POST,), **settings: str | bool
) -> list[Page]:
    with serve(place) as server, way_out() as http:
        return list(source(server.url, **settings).pages(articles, cursor, http))


def source(address: str, **settings: str | bool) -> Giscus:
    return replace(Giscus("mio/Blog", Secret("t"), address=address), **settings)  # type: ignore[arg-type]  # by name


def until_it_fails(walk: Iterator[Page]) -> tuple[list[Page], SourceError | None]:
    """Return what was yielded, and the error that ended it."""
    pages: list[Page] = []
    try:
        pages.extend(walk)
    except SourceError as error:
        return pages, error
    return pages, None


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def counts(pages: Sequence[Page]) -> dict[tuple[str, str], tuple[int, int | None]]:
    told = [count for page in pages for count in page.counts]
    return {(count.article, count.kinds[0].word): (count.seen, count.claimed) for count in told}


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]
