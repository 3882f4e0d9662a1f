"""Isso: what a server of 0.14 listed and gave for single comments, its feed, and its file."""

from __future__ import annotations

import json
import re
import sqlite3
from contextlib import closing
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from tests.real import ROOT, Real, Row, articles, as_json, name, nothing, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request

FOLDER = ROOT / "isso"
SITE = "https://mio.example"


def files() -> Iterator[Real]:
    """Every recorded answer, the feed and the file."""
    for file in sorted(FOLDER.glob("*.json")):
        told = json.loads(file.read_text())
        if isinstance(told["body"], dict | list):
            yield _served(file, told)
    for file in sorted(FOLDER.glob("*.atom")):
        yield _feed(file)
    for file in sorted(FOLDER.glob("*.db")):
        yield _kept(file)


@dataclass
class IssoServer:
    """One thread, by its name."""

    uri: str
    listing: Row

    def __call__(self, request: Request) -> Reply:
        if request.path == "/count":
            shown = sum(row["mode"] == 1 for row in _everything(self.listing))
            return as_json([shown if name == self.uri else 0 for name in json.loads(request.body)])
        return as_json(self.listing) if request.path == "/" else nothing(request)


def _served(file: Path, told: Row) -> Real:
    """A listing is served as it is, a single comment or a list of the latest as one."""
    [uri] = parse_qs(urlsplit(told["_meta"]["uri"]).query).get("uri", ["/"])
    listing = _listing(told["body"])
    rows = list(_everything(listing))
    return Real(
        name(file),
        "isso",
        IssoServer(uri, listing),
        articles([SITE + uri]),
        rows=len(rows) - _hidden(rows),
        words=words(part for row in rows for part in (row["text"], row["author"] or "")),
        settings={"address": "{server}"},
    )


def _listing(body: Any) -> Row:  # noqa: ANN401 - JSON is any shape
    if isinstance(body, dict) and "replies" in body:
        return body
    rows = [row for row in body if isinstance(row, dict)] if isinstance(body, list) else [body]
    return {"id": None, "total_replies": len(rows), "hidden_replies": 0, "replies": rows}


def _everything(listing: Row) -> Iterator[Row]:
    for row in listing["replies"]:
        yield row
        yield from row.get("replies", ())


def _hidden(rows: Sequence[Row]) -> int:
    """A deleted comment alone in its thread is not counted, so that the thread is not asked for."""
    return len(rows) if all(row["mode"] != 1 for row in rows) else 0


def _feed(file: Path) -> Real:
    text = file.read_text()
    entries = re.findall(r"<entry>.*?</entry>", text, re.DOTALL)
    links = [link for entry in entries for link in re.findall(r"<link href=\"(.*?)#", entry)]
    return Real(
        name(file),
        "feed",
        lambda _request: (200, {"Content-Type": "application/atom+xml"}, text),
        articles(links),
        rows=len(entries),
        words=words(entries),
        settings={"feeds": ["{server}/feed"]},
    )


def _kept(file: Path) -> Real:
    with closing(sqlite3.connect(f"{file.as_uri()}?mode=ro", uri=True)) as database:
        rows = database.execute("SELECT uri, text, author FROM comments JOIN threads ON threads.id = tid").fetchall()
    return Real(
        name(file),
        "isso",
        nothing,
        articles(SITE + uri for uri, _text, _author in rows),
        rows=len(rows),
        words=words(part for _uri, *said in rows for part in said if part),
        settings={"database": str(file)},
    )
