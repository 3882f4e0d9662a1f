"""Hacker News: lists of stories by domain, a hit of the search, and items put together into trees."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, as_json, name, words
from tracker.rules.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every list and every tree."""
    yield from stories()
    yield from items()


def stories() -> Iterator[Real]:
    """Lists of stories by domain, and one hit of the search, as the search shows them."""
    folder = ROOT / "hackernews"
    lists = [file for file in sorted(folder.glob("*.json")) if not file.name.startswith(("firebase", "algolia"))]
    for file in lists:
        yield _stories(file, [_hit(row) for row in json.loads(file.read_text())])
    for file in sorted(folder.glob("algolia_hit_*.json")):
        yield _stories(file, [json.loads(file.read_text())])


def items() -> Iterator[Real]:
    """The items of the other API, put together into stories and their trees."""
    files = sorted((ROOT / "hackernews").glob("firebase_*.json"))
    told = [json.loads(file.read_text()) for file in files]
    known = {row["id"]: row for row in told if isinstance(row, dict) and isinstance(row.get("id"), int)}
    if files:
        top = [row for row in known.values() if row.get("type") == "story" and is_web(row.get("url", ""))]
        trees = {str(row["id"]): _tree(row, known) for row in top}
        below = sum(_size(tree) for tree in trees.values())
        real = _stories(files[0], [_item_hit(row) for row in top], trees)
        yield Real(
            "hackernews/firebase_*.json",
            real.source,
            real.answer,
            real.articles,
            rows=len(told),
            other=len(told) - len(top) - below,
            settings=real.settings,
        )


def _stories(file: Path, hits: Sequence[Row], trees: dict[str, Row] | None = None) -> Real:
    def answer(request: Request) -> Reply:
        if request.path == "/api/v1/search":
            return as_json({"hits": hits, "nbHits": len(hits), "nbPages": 1, "page": 0})
        number = request.path.rpartition("/")[2]
        return as_json((trees or {}).get(number, {"id": int(number), "children": []}))

    return Real(
        name(file),
        "hackernews",
        answer,
        articles([hit["url"] for hit in hits]),
        rows=len(hits),
        words=words(hit["title"] for hit in hits),
        settings={"address": "{server}"},
    )


def _hit(row: Row) -> Row:
    return {
        "objectID": row["id"],
        "title": row["title"],
        "url": row["url"],
        "author": row["submitter"],
        "created_at": row["dt"] + "Z",
        "num_comments": row["numComments"],
    }


def _item_hit(row: Row) -> Row:
    return {
        "objectID": str(row["id"]),
        "title": row["title"],
        "url": row["url"],
        "author": row["by"],
        "created_at_i": row["time"],
        "num_comments": row["descendants"],
        "story_text": row.get("text"),
    }


def _tree(row: Row, known: dict[int, Row]) -> Row:
    """An item without its author is what the search makes of one that is gone."""
    kids = [known[kid] for kid in row.get("kids", ()) if kid in known]
    return {
        "id": row["id"],
        "author": row.get("by"),
        "text": row.get("text"),
        "created_at_i": row.get("time"),
        "children": [_tree(kid, known) for kid in kids],
    }


def _size(tree: Row) -> int:
    return sum(1 + _size(kid) for kid in tree["children"])
