"""Remark42: trees of comments, some of them deleted, as its own tests have them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, as_json, name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tests.servers import Reply, Request

PAGE = "https://mio.example/a/"


def files() -> Iterator[Real]:
    """Every tree."""
    for file in sorted((ROOT / "remark42").glob("*.json")):
        tree = json.loads(file.read_text())
        rows = list(_everything(tree["comments"]))
        server = Remark42Server(tree, sum(not row.get("delete") for row in rows))
        settings = {"address": "{server}", "site": rows[0]["locator"]["site"]}
        yield Real(name(file), "remark42", server, articles([PAGE]), rows=len(rows), settings=settings)


@dataclass
class Remark42Server:
    """One thread, and how much of it is counted."""

    tree: Row
    count: int

    def __call__(self, request: Request) -> Reply:
        if request.path == "/api/v1/counts":
            return as_json([{"url": url, "count": self.count * (url == PAGE)} for url in json.loads(request.body)])
        return as_json([]) if request.path.startswith("/api/v1/last/") else as_json(self.tree)


def _everything(nodes: Sequence[Row]) -> Iterator[Row]:
    for node in nodes:
        yield node["comment"]
        yield from _everything(node.get("replies", ()))
