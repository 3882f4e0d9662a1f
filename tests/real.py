"""Real answers, kept outside the repository, served over HTTP as their place would.

`ROOT` holds a folder for each place. No word and no name of them is repeated here: files are
found by pattern, and what is expected of each follows from the file itself.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker import sources
from tracker.model import Article, Secret
from tracker.rules.urls import canonical, is_web, path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.servers import Reply, Request
    from tracker.sources import Source

ROOT = Path(os.environ.get("ENISHI_REAL", Path(__file__).parents[2] / "shared" / "real"))
JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]{2,}")
Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True)
class Real:
    """One file: how it is served and asked for, and how much is in it."""

    name: str
    """The path below `ROOT`."""
    source: str
    answer: Callable[[Request], Reply]
    articles: Sequence[Article]
    rows: int
    """Everything in the file that could be an interaction."""
    other: int = 0
    """Rows that are about pages we have not, or that are pages themselves."""
    words: frozenset[str] = frozenset()
    """Runs of Japanese that must come through unchanged."""
    settings: dict[str, Any] = field(default_factory=dict)
    feeds: tuple[str, ...] = ()
    """Paths that are comment feeds."""

    def placed(self, server: str) -> Source:
        """Return the source, asking `server`."""
        told = {key: server if value == "{server}" else value for key, value in self.settings.items()}
        if self.feeds:
            told["feeds"] = tuple(server + feed for feed in self.feeds)
        return sources.load(self.source)(**told)


def files() -> Iterator[Real]:
    """Every file that one of the four sources reads; nothing when the folder is absent."""
    yield from chain(mentions(), stories(), items(), bookmarks(), counts(), feeds())


def mentions() -> Iterator[Real]:
    """Received webmentions, cache shapes unwrapped."""
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
        _name(file),
        "webmentionio",
        MentionServer(rows),
        articles(pages),
        rows=len(rows),
        other=len(targets) - len(pages),
        words=_words(_said(row) for row, target in zip(rows, targets, strict=True) if target in pages),
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
        return _json({"type": "feed", "children": shown} if modern else {"links": shown})


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
            _name(file),
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
            return _json(self.counts)
        return _json(self.entries.get(request.query["url"]))


def feeds() -> Iterator[Real]:
    """Feeds of comments, and of what is no comment."""
    for file in sorted(
        chain.from_iterable((ROOT / place).glob("*.[xr][ms][ls]") for place in ("feeds", "wordpress", "hatena"))
    ):
        text = file.read_text()
        entries = re.findall(r"<(?:item|entry)[ >].*?</(?:item|entry)>", text, re.DOTALL)
        links = [link for entry in entries for link in _links(entry)[:1]]
        comments = [link for link in links if "#" in link]
        yield Real(
            _name(file),
            "feed",
            lambda _request, text=text: (200, {"Content-Type": "application/xml"}, text),  # type: ignore[misc]  # bound
            articles([re.split("[?#]", link)[0] for link in comments or links[:1]]),
            rows=len(entries),
            other=len(links) - len(comments),
            words=_words(re.sub("<title.*?</title>", "", entry) for entry in entries if "#" in _links(entry)[0]),
            feeds=("/feed/",),
        )


def articles(urls: Iterable[str]) -> tuple[Article, ...]:
    """Return an article for each page, whatever the spelling of its address."""
    pages = {canonical(url): url for url in urls}
    return tuple(
        Article(uid, url, published=datetime.fromisoformat("2000-01-01T00:00:00Z")) for uid, url in pages.items()
    )


def _stories(file: Path, hits: Sequence[Row], trees: dict[str, Row] | None = None) -> Real:
    def answer(request: Request) -> Reply:
        if request.path == "/api/v1/search":
            return _json({"hits": hits, "nbHits": len(hits), "nbPages": 1, "page": 0})
        number = request.path.rpartition("/")[2]
        return _json((trees or {}).get(number, {"id": int(number), "children": []}))

    return Real(
        _name(file),
        "hackernews",
        answer,
        articles([hit["url"] for hit in hits]),
        rows=len(hits),
        words=_words(hit["title"] for hit in hits),
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


def _bookmarks(file: Path, entry: Row) -> Real:
    return Real(
        _name(file),
        "hatena",
        HatenaServer({entry["url"]: int(entry["count"])}, {entry["url"]: entry}),
        articles([entry["url"]]),
        rows=len(entry["bookmarks"]),
        words=_words(row["comment"] for row in entry["bookmarks"]),
        settings={"address": "{server}", "count_address": "{server}"},
    )


def _said(row: Row) -> str:
    """Every word of a mention that is to come through."""
    data = row.get("data") or row
    content = data.get("content") or ""
    text = content.get("text") or content.get("value") or "" if isinstance(content, dict) else content
    author = data.get("author") or {}
    return "\n".join(filter(None, (text, data.get("name"), author.get("name"))))


def _links(entry: str) -> list[str]:
    found = re.findall(r"<link>(.*?)</link>|<link rel=.alternate.[^>]*href=['\"](.*?)['\"]", entry)
    return [one or other for one, other in found]


def _words(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(run for text in texts for run in JAPANESE.findall(text))


def _number(row: Row) -> int:
    return int(row["wm-id"] if "wm-id" in row else row["id"])


def _name(file: Path) -> str:
    return str(file.relative_to(ROOT))


def _json(data: object) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps(data)
