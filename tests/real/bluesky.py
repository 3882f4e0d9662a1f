"""Bluesky: every post of every file as one about an article, every list of people as its likes or reposts.

A post that links somewhere is about that page; one that does not is served as the announcement of a page made
here. What a file does not hold (answers, likes) is answered with nothing: counted by the place, not shown.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.real import ROOT, Real, Row, articles, as_json, name, words
from tests.sky import CARD, TEXT, linked
from tracker.rules import atproto
from tracker.rules.urls import is_web, spellings

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from tests.servers import Reply, Request

HOME = "https://mio.example/"
LISTS = {"likes": "getLikes", "repostedBy": "getRepostedBy"}


def files() -> Iterator[Real]:
    """Every file in which anybody speaks or is listed."""
    for file in sorted((ROOT / "bluesky").glob("*.json")):
        told = json.loads(file.read_text())
        body = told.get("body", told)
        key = next((key for key in LISTS if key in body), "")
        view = _shown().get(body["uri"], _stub(body["uri"])) if key else None
        views = {view["uri"]: view} if view else _posts(body)
        lists = {LISTS[key]: body[key]} if key else {}
        if views:
            yield _real(file, AppView(views, lists))


def records() -> list[Row]:
    """Every post of every file, as its author wrote it."""
    return [view["record"] for view in _shown().values()]


@dataclass
class AppView:
    """Posts as they were shown, and who gave them something."""

    views: Mapping[str, Row]
    lists: Mapping[str, list[Row]] = field(default_factory=dict)

    def __call__(self, request: Request) -> Reply:
        method = request.path.rpartition(".")[2]
        if method == "getPosts":
            asked = parse_qs(urlsplit(request.target).query)["uris"]
            return as_json({"posts": [self.views[uri] for uri in asked if uri in self.views]})
        if method == "getPostThread":
            return as_json({"thread": {"post": self.views[request.query["uri"]], "replies": []}})
        if method == "getQuotes":
            quoting = [one for one in self.views.values() if atproto.quoted(one["record"]) == request.query["uri"]]
            return as_json({"posts": quoting})
        if method == "getBacklinks":
            return as_json({"records": self._linking(request.query["subject"], request.query["source"])})
        return as_json(
            {key: self.lists.get(one, []) for key, one in LISTS.items() if one == method} or {"profiles": []}
        )

    def _linking(self, url: str, source: str) -> list[Row]:
        found = [uri.split("/") for uri, view in self.views.items() if url in linked(view["record"], source)]
        return [{"did": did, "collection": collection, "rkey": key} for _at, _, did, collection, key in found]


def _real(file: Path, place: AppView) -> Real:
    told = {uri: [*linked(view["record"], CARD), *linked(view["record"], TEXT)] for uri, view in place.views.items()}
    pages = articles(url for urls in told.values() for url in filter(is_web, urls[:1]))
    asked = {spelled for page in pages for spelled in spellings(page.url)}
    (home,) = articles([HOME])
    alone = tuple(uri for uri, urls in told.items() if not asked.intersection(urls))
    return Real(
        name(file),
        "bluesky",
        place,
        [replace(home, syndication=alone), *pages],
        rows=len(place.views) + sum(map(len, place.lists.values())),
        words=words(view["record"]["text"] for view in place.views.values()),
        settings={"address": "{server}", "index": "{server}"},
    )


def _shown() -> dict[str, Row]:
    """Every post of every file, by at-uri."""
    return _posts([json.loads(file.read_text()) for file in sorted((ROOT / "bluesky").glob("*.json"))])


def _posts(told: Any) -> dict[str, Row]:  # noqa: ANN401 - JSON is any shape
    """Find posts wherever they stand; what a post quotes has its record as `value`."""
    found: dict[str, Row] = {}
    if isinstance(told, dict):
        record = told.get("record", told.get("value"))
        if atproto.post(told.get("uri")) and isinstance(record, dict) and "text" in record:
            found[told["uri"]] = {**told, "record": record}
        told = list(told.values())
    for one in told if isinstance(told, list) else ():
        found = _posts(one) | found
    return found


def _stub(uri: str) -> Row:
    """A post that somebody reposted, and that no file holds."""
    at = "2023-10-01T00:00:00.000Z"
    record = {"$type": atproto.COLLECTION, "text": "", "createdAt": at}
    return {"uri": uri, "cid": "x", "author": {}, "record": record, "indexedAt": at, "repostCount": 1}
