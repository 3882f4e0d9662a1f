"""The hubs that feeds of ours name: `rel=hub` in Atom (WebSub §4), `hubs` in JSON Feed 1.1."""

from __future__ import annotations

import json
from hashlib import blake2b
from typing import TYPE_CHECKING
from xml.parsers import expat

from tracker.rules.websub import Topic

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ATOM = "http://www.w3.org/2005/Atom"
LINK, ENTRY = f"{ATOM} link", f"{ATOM} entry"
KINDS = (".xml", ".json")


def topics(output: Path) -> Iterator[Topic]:
    """Yield the feeds in `output` that name a hub, in the order of their files."""
    for file in sorted(one for one in output.rglob("*") if one.suffix in KINDS and one.is_file()):
        found = topic(file.read_bytes())
        if found and found.hubs:
            yield found


def topic(feed: bytes) -> Topic | None:
    """Return what a feed says of itself and its hubs; None when it is no feed that says where it is."""
    address, hubs = _of_json(feed) if feed.lstrip()[:1] == b"{" else _of_atom(feed)
    return Topic(address, tuple(dict.fromkeys(hubs)), digest(feed)) if address else None


def digest(feed: bytes) -> str:
    """Return 32 hex digits over the bytes of a feed."""
    return blake2b(feed, digest_size=16).hexdigest()


def _of_json(feed: bytes) -> tuple[str, list[str]]:
    try:
        data = json.loads(feed)
        hubs = [str(hub["url"]) for hub in data.get("hubs", ()) if str(hub["type"]).lower() == "websub"]
        return str(data.get("feed_url", "")), hubs
    except (ValueError, LookupError, TypeError, AttributeError):
        return "", []


def _of_atom(feed: bytes) -> tuple[str, list[str]]:
    """Read the links before the first entry."""
    found: dict[str, list[str]] = {"self": [], "hub": []}
    inside = False

    def begin(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        inside = inside or name == ENTRY
        if name == LINK and not inside and attributes.get("rel") in found:
            found[attributes["rel"]].append(attributes.get("href", ""))

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = begin
    try:
        parser.Parse(feed, True)  # noqa: FBT003 - expat's own way to say that this is all
    except expat.ExpatError:
        return "", []
    return next(iter(found["self"]), ""), found["hub"]
