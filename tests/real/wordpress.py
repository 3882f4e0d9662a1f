"""WordPress: feeds of comments with the list closed, and an exported blog as its list would show it."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

from tests.real import ROOT, Real, Row, articles, name, words
from tracker.reading.wordpress import numbered
from tracker.sources.wordpress import FEED, LIST

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request

EXPORTED = "{http://wordpress.org/export/1.0/}"


def files() -> Iterator[Real]:
    """Every file."""
    for file in sorted((ROOT / "wordpress").glob("*.xml")):
        text = file.read_text()
        yield _exported(file, text) if "<wp:comment>" in text else _feed(file, text)


def _feed(file: Path, text: str) -> Real:
    """A feed of all comments beside a list without pingbacks, or that of one article beside a closed list."""
    links = [link for link in re.findall("<link>(.*?)</link>", text) if numbered(link)]
    whole = "/comments/feed/" in text

    def answer(request: Request) -> Reply:
        if whole and request.path == LIST:
            return 200, {"X-WP-Total": "0", "X-WP-TotalPages": "0"}, "[]"
        shown = request.path.endswith("/feed/atom/") and whole == (request.path == FEED)
        return (200, {"Content-Type": "application/rss+xml"}, text) if shown else (404, {}, "")

    return Real(
        f"{name(file)} (WordPress)",
        "wordpress",
        answer,
        articles(link.partition("#")[0] for link in links),
        rows=len(links),
        words=words(re.findall("<item>.*?</item>", re.sub("<title>.*?</title>", "", text), re.DOTALL)),
        settings={"address": "https://{}".format(links[0].split("/")[2]), "api_address": "{server}"},
    )


def _exported(file: Path, text: str) -> Real:
    """The comments of an export in the shape of the API; no blog gives one number twice, as a sample does."""
    items = ET.fromstring(_declared(text)).iter("item")  # noqa: S314 - a file of our own
    told = [_row(comment, item.findtext("link", "")) for item in items for comment in item.iter(f"{EXPORTED}comment")]
    rows = list({row["id"]: row for row in told}.values())

    def answer(request: Request) -> Reply:
        if request.path != LIST:
            return 404, {}, ""
        shown = rows[-1:] if request.query["order"] == "desc" else rows
        return 200, {"X-WP-Total": str(len(rows)), "X-WP-TotalPages": "1"}, json.dumps(shown)

    return Real(
        f"{name(file)} (WordPress)",
        "wordpress",
        answer,
        articles(row["link"].partition("#")[0] for row in rows),
        rows=len(rows),
        words=words(row["content"]["rendered"] for row in rows),
        settings={"address": "https://x.example", "api_address": "{server}"},
    )


def _declared(text: str) -> str:
    """Not every export declares the names that it uses."""
    missing = [one for one in ("dc", "excerpt") if f"<{one}:" in text and f"xmlns:{one}" not in text]
    spaces = "".join(f' xmlns:{one}="urn:{one}"' for one in missing)
    return text.replace("<rss ", f"<rss{spaces} ", 1)


def _row(comment: ET.Element, page: str) -> Row:
    told = {each.tag.removeprefix(f"{EXPORTED}comment_"): (each.text or "").strip() for each in comment}
    return {
        "id": int(told["id"]),
        "parent": int(told.get("parent") or 0),
        "author": int(told.get("user_id") or 0),
        "author_name": told["author"],
        "author_url": told.get("author_url", ""),
        "date_gmt": told["date_gmt"].replace(" ", "T"),
        "content": {"rendered": told["content"]},
        "link": f"{page}#comment-{told['id']}",
        "status": "approved",
        "type": told.get("type") or "comment",
    }
