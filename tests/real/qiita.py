"""Qiita: a list of items, none of which has comments that were kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, as_json, name, words
from tracker.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every list; each item is named by an article of its own."""
    for file in sorted((ROOT / "qiita").glob("items_*.json")):
        yield _listed(file, json.loads(file.read_text()))


def _listed(file: Path, rows: Sequence[Row]) -> Real:
    def answer(request: Request) -> Reply:
        if not request.path.endswith("/items"):
            return as_json([])
        return as_json([row for row in rows if request.path == f"/api/v2/users/{row['user']['id']}/items"])

    articles = [Article(row["id"], f"https://x.example/{row['id']}", syndication=(row["url"],)) for row in rows]
    return Real(
        name(file),
        "qiita",
        answer,
        articles,
        rows=len(rows),
        words=words(row["title"] for row in rows),
        settings={"address": "{server}"},
    )
