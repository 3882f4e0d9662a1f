"""Zenn: lists of articles as the site's own pages ask for them, of which no comments were kept."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, as_json, name, words
from tracker.model import Article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every list; each article is named by one of ours."""
    for file in sorted((ROOT / "zenn").glob("*.*")):
        body = file.read_text().rpartition("\n\n")[2] if file.suffix == ".txt" else file.read_text()
        told = json.loads(body)
        if "articles" in told:
            yield _listed(file, told)


def _listed(file: Path, told: Row) -> Real:
    def answer(request: Request) -> Reply:
        if request.path == "/api/articles":
            return as_json({**told, "next_page": None})
        return as_json({"comments": [], "users": [], "next_page": None})

    rows = told["articles"]
    articles = [
        Article(row["slug"], f"https://x.example/{row['slug']}", syndication=(f"https://zenn.dev{row['path']}",))
        for row in rows
    ]
    return Real(
        name(file),
        "zenn",
        answer,
        articles,
        rows=len(rows),
        words=words(row["title"] for row in rows),
        settings={"address": "{server}"},
    )
