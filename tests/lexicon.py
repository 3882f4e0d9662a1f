"""What `com.atproto.repo.createRecord` checks of a post before it takes it: the lexicon app.bsky.feed.post."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from wcwidth import iter_graphemes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

COLLECTION = "app.bsky.feed.post"
TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
URI = re.compile(r"https?://[!-~]+")
FIELDS = {"$type", "text", "createdAt", "langs", "facets", "embed"}
LARGEST = 1_000_000
STARTS = {"image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff", "image/gif": b"GIF8", "image/webp": b"RIFF"}


def is_picture(content: bytes, kind: str) -> bool:
    """Whether this is a picture of that kind which a card may have."""
    return kind in STARTS and content.startswith(STARTS[kind]) and len(content) <= LARGEST


def wrong(told: Mapping[str, Any], blobs: Mapping[str, Any]) -> str:
    """Say what is wrong with a call; empty: nothing."""
    return next(_wrong(told, blobs), "")


def _wrong(told: Mapping[str, Any], blobs: Mapping[str, Any]) -> Iterator[str]:
    record = told["record"]
    if told["collection"] != COLLECTION or record["$type"] != COLLECTION:
        yield "another collection"
    if not TID.fullmatch(told["rkey"]):
        yield "rkey"
    if set(record) - FIELDS:
        yield "fields"
    if not MOMENT.fullmatch(record["createdAt"]):
        yield "createdAt"
    langs = record.get("langs", ())
    if len(langs) > 3 or not all(re.fullmatch(r"[a-z]{2,3}(-\w+)*", one) for one in langs):
        yield "langs"
    yield from _wrong_text(record["text"], record.get("facets", []))
    yield from _wrong_card(record["embed"], blobs)


def _wrong_text(text: str, facets: list[dict[str, Any]]) -> Iterator[str]:
    if len(list(iter_graphemes(text))) > 300 or len(text.encode()) > 3000:
        yield "text"
    end = 0
    for facet in facets:
        start, stop = facet["index"]["byteStart"], facet["index"]["byteEnd"]
        if not end <= start < stop <= len(text.encode()):
            yield "facets overlap or lie outside"
        try:
            shown = text.encode()[start:stop].decode()
        except UnicodeDecodeError:
            yield "a facet cuts a letter"
        else:
            yield from _wrong_feature(shown, facet["features"])
        end = stop


def _wrong_feature(shown: str, features: list[dict[str, str]]) -> Iterator[str]:
    for one in features:
        if one["$type"] == "app.bsky.richtext.facet#link":
            bare = shown.removesuffix("…")
            if not URI.fullmatch(one["uri"]) or bare not in one["uri"]:
                yield "a link that is not what is shown"
        elif one["$type"] == "app.bsky.richtext.facet#tag":
            if shown != f"#{one['tag']}" or len(one["tag"]) > 64:
                yield "a tag that is not what is shown"
        else:
            yield "an unknown feature"


def _wrong_card(embed: dict[str, Any], blobs: Mapping[str, Any]) -> Iterator[str]:
    card = embed["external"]
    if embed["$type"] != "app.bsky.embed.external" or not {"uri", "title", "description"} <= set(card):
        yield "embed"
    if not URI.fullmatch(card["uri"]):
        yield "uri"
    if "thumb" in card and blobs.get(card["thumb"]["ref"]["$link"]) != card["thumb"]:
        yield "thumb"
