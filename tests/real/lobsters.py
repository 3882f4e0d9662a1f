"""Lobsters: a row of its JSON, told again as its feed would."""

from __future__ import annotations

import json
from datetime import datetime
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, name, words
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def files() -> Iterator[Real]:
    """Every row."""
    for file in sorted((ROOT / "lobsters").glob("*.json")):
        yield _story(file, json.loads(file.read_text()))


def _story(file: Path, row: Row) -> Real:
    body = f'<rss version="2.0"><channel><title>Lobsters</title>{_item(row)}</channel></rss>'
    return Real(
        name(file),
        "lobsters",
        lambda _request: (200, {"Content-Type": "application/rss+xml; charset=utf-8"}, body),
        articles([row["url"]]),
        rows=1,
        words=words([row["title"]]),
        settings={"address": "{server}"},
    )


def _item(row: Row) -> str:
    way = "by" if row["user_is_author"] else "via"
    at = format_datetime(datetime.fromisoformat(row["created_at"]))
    comments = f'<p><a href="{row["comments_url"]}">Comments</a></p>'
    return (
        f"<item><title>{escape(row['title'])}</title><link>{escape(row['url'])}</link><guid>{row['short_id_url']}</guid>"
        f"<author>{host(row['url']).removeprefix('www.')} {way} {row['submitter_user']}</author><pubDate>{at}</pubDate>"
        f"<comments>{row['comments_url']}</comments><description>{escape(row['description'] + comments)}</description>"
        "</item>"
    )
