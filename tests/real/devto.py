"""dev.to: lists of posts, of which no comments were kept."""

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
    """Every list, and every post of a list that was kept alone; each is named by an article of its own."""
    for file in sorted((ROOT / "devto").glob("*.json")):
        told = json.loads(file.read_text())
        yield _listed(file, told.get("body", [told]))


def _listed(file: Path, rows: Sequence[Row]) -> Real:
    def answer(request: Request) -> Reply:
        return as_json(rows if request.path == "/api/articles" else [])

    articles = [Article(str(row["id"]), f"https://x.example/{row['id']}", syndication=(row["url"],)) for row in rows]
    return Real(
        name(file),
        "devto",
        answer,
        articles,
        rows=len(rows),
        words=words(row["title"] for row in rows),
        settings={"address": "{server}"},
    )
