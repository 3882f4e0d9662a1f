"""What the specifications ask of a feed, as a list of what is wrong: RFC 4287 and JSON Feed 1.1."""

from __future__ import annotations

import re
from collections import Counter
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

if TYPE_CHECKING:
    from collections.abc import Iterator

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*")
MEDIA = re.compile(r".+/.+")

FEED = {"author": "*", "category": "*", "contributor": "*", "generator": "?", "icon": "?", "id": "1", "link": "*"}
FEED |= {"logo": "?", "rights": "?", "subtitle": "?", "title": "1", "updated": "1", "entry": "*"}
ENTRY = {"author": "*", "category": "*", "content": "?", "contributor": "*", "id": "1", "link": "*"}
ENTRY |= {"published": "?", "rights": "?", "source": "?", "summary": "?", "title": "1", "updated": "1"}
ATTRIBUTES = {"link": {"href", "rel", "type", "hreflang", "title", "length"}, "category": {"term", "scheme", "label"}}
ATTRIBUTES |= {"content": {"type", "src"}, "title": {"type"}, "summary": {"type"}, "subtitle": {"type"}}


def is_address(text: str | None) -> bool:
    """Whether it is a whole address and nothing that would have to be escaped."""
    return bool(text and urlsplit(text).scheme and text.isascii() and not re.search(r'[\s<>"{}|\\^`]', text))


def is_date(text: str | None) -> bool:
    """Whether it is a moment as RFC 3339 writes it, and there is such a one."""
    if not text or not DATE.fullmatch(text):
        return False
    try:
        return datetime.fromisoformat(text).utcoffset() is not None
    except ValueError:
        return False


def wrong_in_atom(text: str) -> list[str]:
    """What RFC 4287 (§4, appendix B) forbids; nothing when it is valid."""
    root = ET.fromstring(text)  # noqa: S314 - our own file
    return [*_root(root), *(wrong for node in root.iter() for wrong in _node(node))]


def _root(root: ET.Element) -> Iterator[str]:
    if root.tag != f"{ATOM}feed":
        yield f"the root is {root.tag}"
    yield from _children(root, FEED)
    authored = root.find(f"{ATOM}author") is not None
    for entry in root.iter(f"{ATOM}entry"):
        yield from _children(entry, ENTRY)
        if not authored and entry.find(f"{ATOM}author") is None:
            yield "an entry has no author"
        if entry.find(f"{ATOM}content") is None and not _links(entry, "alternate"):
            yield "an entry has neither content nor an alternate link"
    ids = Counter(node.text for node in root.iter(f"{ATOM}id"))
    yield from (f"the id {name} stands {times} times" for name, times in ids.items() if times > 1)
    if len(_links(root, "self")) != 1:
        yield "a feed should have one link to itself"


def _children(node: ET.Element, allowed: dict[str, str]) -> Iterator[str]:
    counts = Counter(child.tag.removeprefix(ATOM) for child in node)
    yield from (f"{name} may not stand in {node.tag}" for name in counts if name not in allowed)
    yield from (
        f"{name} is missing in {node.tag}" for name, many in allowed.items() if many == "1" and not counts[name]
    )
    yield from (
        f"{name} stands twice in {node.tag}" for name, many in allowed.items() if many != "*" and counts[name] > 1
    )
    alternates = Counter((link.get("type"), link.get("hreflang")) for link in _links(node, "alternate"))
    yield from (f"two alternate links of {pair}" for pair, times in alternates.items() if times > 1)


def _links(node: ET.Element, rel: str) -> list[ET.Element]:
    return [link for link in node.findall(f"{ATOM}link") if link.get("rel", "alternate") == rel]


def _node(node: ET.Element) -> Iterator[str]:
    name, text = node.tag.removeprefix(ATOM), node.text
    known = ATTRIBUTES.get(name, set()) | {f"{XML}lang", f"{XML}base"}
    yield from (f"{name} has the attribute {key}" for key in set(node.attrib) - known)
    if name in ("updated", "published") and not is_date(text):
        yield f"{name} is {text}"
    if name in ("id", "uri", "icon", "logo") and not is_address(text):
        yield f"{name} is {text}"
    if name == "link" and not is_address(node.get("href")):
        yield f"a link leads to {node.get('href')}"
    if name == "link" and node.get("type") and not MEDIA.fullmatch(node.get("type", "")):
        yield f"a link has the type {node.get('type')}"
    if name == "category" and not node.get("term"):
        yield "a category has no term"
    languages = [node.get(key) for key in (f"{XML}lang", "hreflang") if node.get(key)]
    yield from (f"{name} has the language {lang}" for lang in languages if not LANGUAGE.fullmatch(lang or ""))


def wrong_in_json(feed: dict[str, Any]) -> list[str]:
    """What JSON Feed 1.1 forbids; nothing when it is valid."""
    return [*_json_feed(feed), *(wrong for item in feed.get("items", ()) for wrong in _json_item(item))]


JSON_FEED = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon"}
JSON_FEED |= {"favicon", "authors", "language", "expired", "hubs", "items"}
JSON_ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"}
JSON_ITEM |= {"date_published", "date_modified", "authors", "tags", "language", "attachments"}


def _json_feed(feed: dict[str, Any]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        yield f"the version is {feed.get('version')}"
    yield from (f"{name} is no text" for name in ("title", "language") if not isinstance(feed.get(name), str))
    yield from (
        f"{name} is {feed.get(name)}" for name in ("home_page_url", "feed_url") if not is_address(feed.get(name))
    )
    yield from (f"{name} is unknown" for name in feed if name not in JSON_FEED and not name.startswith("_"))
    authors = feed.get("authors", [])
    yield from (f"{author} is no author" for author in authors if not set(author) & {"name", "url", "avatar"})
    yield from (f"{hub} is no hub" for hub in feed.get("hubs", ()) if not (hub["type"] and is_address(hub["url"])))
    ids = Counter(item.get("id") for item in feed["items"])
    yield from (f"the id {name} stands {times} times" for name, times in ids.items() if times > 1)


def _json_item(item: dict[str, Any]) -> Iterator[str]:
    if not item.get("id") or not isinstance(item["id"], str):
        yield f"the id is {item.get('id')}"
    if not isinstance(item.get("content_html", item.get("content_text")), str):
        yield "an item has no content"
    yield from (f"{name} is unknown" for name in item if name not in JSON_ITEM and not name.startswith("_"))
    dates = [item[name] for name in ("date_published", "date_modified") if name in item]
    yield from (f"a date is {date}" for date in dates if not is_date(date))
    yield from (
        f"{item[name]} is no address" for name in ("url", "image") if name in item and not is_address(item[name])
    )
    if not all(isinstance(tag, str) for tag in item.get("tags", ())):
        yield "a tag is no text"
