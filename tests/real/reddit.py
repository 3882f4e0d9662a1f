"""Reddit: what its old API answered, told again as its feeds would."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from html import escape, unescape
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, name, words
from tracker.reading.reddit import SITE, TAKEN_AWAY
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request
    from tracker.model import Article


def files() -> Iterator[Real]:
    """Every cassette."""
    for file in sorted((ROOT / "reddit").glob("*.json")):
        yield _cassette(file)


def _cassette(file: Path) -> Real:
    interactions = json.loads(file.read_text())["interactions"]
    answers = [json.loads(one["response"]["body"]["string"]) for one in interactions]
    rows = {row["name"]: row for row in _rows(answers)}
    told = [row for row in rows.values() if row["name"].startswith(("t1_", "t3_"))]
    gone = [row for row in told if _text(row) in TAKEN_AWAY]
    return Real(
        name(file),
        "reddit",
        RedditServer(told),
        (*_linked(told), *_announced(told)),
        rows=len(told),
        gone=len(gone),
        words=words(_text(row) for row in told if row not in gone),
        settings={"address": "{server}"},
    )


def _rows(data: object) -> Iterator[Row]:
    """Yield every thing in the answers, however deep; those of a later answer replace the earlier."""
    if isinstance(data, list):
        for value in data:
            yield from _rows(value)
    elif isinstance(data, dict):
        if data.get("kind") in ("t1", "t3") and "name" in data["data"]:
            yield data["data"]
        for value in data.values():
            yield from _rows(value)


def _linked(rows: Sequence[Row]) -> tuple[Article, ...]:
    """The pages that submissions link to."""
    return articles(row["url"] for row in rows if _is_link(row))


def _announced(rows: Sequence[Row]) -> Iterator[Article]:
    """An article for each submission that is a text, or that is not in the file."""
    linked = {row["name"] for row in rows if _is_link(row)}
    for thread in sorted({_thread(row) for row in rows} - linked):
        (one,) = articles([f"https://x.example/{thread}/"])
        yield replace(one, syndication=(f"{{server}}/comments/{thread.removeprefix('t3_')}/",))


@dataclass(frozen=True)
class RedditServer:
    """The list of a host, and the feed of each submission."""

    rows: Sequence[Row]

    def __call__(self, request: Request) -> Reply:
        thread = re.search(r"/comments/(\w+)/", request.path)
        if request.path.startswith("/domain/"):
            asked = request.path.split("/")[2]
            shown = [row for row in self.rows if _is_link(row) and host(row["url"]).removeprefix("www.") == asked]
        else:
            shown = [row for row in self.rows if thread and _thread(row) == f"t3_{thread[1]}"]
        entries = "".join(map(_entry, sorted(shown, key=lambda row: row["name"], reverse=True)))
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><id>{request.path}</id>{entries}</feed>'
        return 200, {"Content-Type": "application/atom+xml; charset=UTF-8"}, body


def _entry(row: Row) -> str:
    html = _html(row)
    written = f"<!-- SC_OFF -->{html}<!-- SC_ON -->" if html else ""
    if row["name"].startswith("t3_"):
        written += f' submitted by /u/{row["author"]} <span><a href="{escape(row["url"])}">[link]</a></span>'
    at = datetime.fromtimestamp(row["created_utc"], UTC).isoformat()
    own = f"/comments/{_thread(row)[3:]}/_/{row['name'][3:]}/"
    permalink = SITE + (row.get("permalink") or row.get("context") or own)
    return (
        f"<entry><author><name>/u/{escape(row['author'] or '[deleted]')}</name></author>"
        f"<content type='html'>{escape(written)}</content><id>{row['name']}</id><link href='{escape(permalink)}'/>"
        f"<updated>{at}</updated><title>{escape(row.get('title', 'a comment'))}</title></entry>"
    )


def _html(row: Row) -> str:
    html = row.get("body_html") or row.get("selftext_html") or ""
    return unescape(html) if html.startswith("&lt;") else html


def _text(row: Row) -> str:
    return str(row.get("body", row.get("selftext", ""))).strip()


def _thread(row: Row) -> str:
    within = re.search(r"/comments/(\w+)/", row.get("context", ""))
    return f"t3_{within[1]}" if within else str(row.get("link_id", row["name"]))


def _is_link(row: Row) -> bool:
    return row["name"].startswith("t3_") and not row.get("is_self") and "reddit.com" not in host(row["url"])
