"""Hatena Bookmark: entries with their bookmarks, and counts of many pages."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, as_json, name, words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every entry and every count."""
    yield from bookmarks()
    yield from counts()


def bookmarks() -> Iterator[Real]:
    """Entries with their bookmarks."""
    for file in sorted((ROOT / "hatena").glob("*.json")):
        entry = json.loads(file.read_text())
        if isinstance(entry, dict):
            yield _bookmarks(file, entry)


def counts() -> Iterator[Real]:
    """Counts of many pages, of which no entry is kept."""
    for file in sorted((ROOT / "hatena").glob("counts_*.json")):
        told = {row["url"]: row["hatebu"] for row in json.loads(file.read_text())}
        yield Real(
            name(file),
            "hatena",
            HatenaServer(told, {}),
            articles(told),
            rows=len(told),
            other=len(told),
            settings={"address": "{server}", "count_address": "{server}"},
        )


@dataclass
class HatenaServer:
    """Counts and entries by address, as it is spelled."""

    counts: dict[str, int]
    entries: dict[str, Row]

    def __call__(self, request: Request) -> Reply:
        if request.path == "/count/entries":
            return as_json(self.counts)
        return as_json(self.entries.get(request.query["url"]))


def _bookmarks(file: Path, entry: Row) -> Real:
    return Real(
        name(file),
        "hatena",
        HatenaServer({entry["url"]: int(entry["count"])}, {entry["url"]: entry}),
        articles([entry["url"]]),
        rows=len(entry["bookmarks"]),
        words=words(row["comment"] for row in entry["bookmarks"]),
        settings={"address": "{server}", "count_address": "{server}"},
    )
