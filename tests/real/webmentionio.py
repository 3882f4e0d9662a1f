"""Received webmentions, cache shapes unwrapped."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, as_json, name, words
from tracker.model import Secret
from tracker.rules.urls import canonical, path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every cache."""
    for file in sorted((ROOT / "webmention.io").rglob("*.json")):
        yield mentioned(file)


def mentioned(file: Path, keep: Callable[[Row], bool] = bool) -> Real:
    """Return the webmentions of one file; the home page is an article only when there is no other page."""
    data = json.loads(file.read_text())
    rows = data if isinstance(data, list) else data.get("children", data.get("links"))
    rows = sorted((row for row in rows if keep(row)), key=_number)
    targets = [row.get("wm-target", row.get("target")) for row in rows]
    pages = [target for target in targets if path(canonical(target)) != "/"] or targets
    return Real(
        name(file),
        "webmentionio",
        MentionServer(rows),
        articles(pages),
        rows=len(rows),
        other=len(targets) - len(pages),
        words=words(_said(row) for row, target in zip(rows, targets, strict=True) if target in pages),
        settings={"address": "{server}", "domain": "x.example", "token": Secret("none")},
    )


def snapshots() -> tuple[Path, Path]:
    """The two files that one cache was on two days."""
    older, newer = sorted((ROOT / "webmention.io").glob("*-20[0-9][0-9]-[0-9][0-9]-[0-9][0-9].json"))
    return older, newer


@dataclass
class MentionServer:
    """The read API over some rows, in the shape that fits them."""

    rows: Sequence[Row]

    def __call__(self, request: Request) -> Reply:
        if request.path != "/api/mentions.jf2":
            return 404, {}, ""
        asked = request.query
        size, number = int(asked["per-page"]), int(asked.get("page", "0"))
        rows = [row for row in self.rows if _number(row) > int(asked.get("since_id", "0"))]
        rows = rows[::-1] if asked["sort-dir"] == "down" else rows
        shown = rows[number * size : (number + 1) * size]
        modern = all("wm-id" in row for row in self.rows)
        return as_json({"type": "feed", "children": shown} if modern else {"links": shown})


def _said(row: Row) -> str:
    """Every word of a mention that is to come through."""
    data = row.get("data") or row
    content = data.get("content") or ""
    text = content.get("text") or content.get("value") or "" if isinstance(content, dict) else content
    author = data.get("author") or {}
    return "\n".join(filter(None, (text, data.get("name"), author.get("name"))))


def _number(row: Row) -> int:
    return int(row["wm-id"] if "wm-id" in row else row["id"])
