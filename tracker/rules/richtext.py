"""Where links and tags stand in a post of Bluesky: facets, by UTF-8 bytes.

Only what a facet marks is a link or a tag: https://docs.bsky.app/docs/advanced-guides/post-richtext.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from tracker.rules.atproto import LINK
from tracker.rules.posting import LINK as TYPED

if TYPE_CHECKING:
    from collections.abc import Iterator

TAG = "app.bsky.richtext.facet#tag"
HASHTAG = re.compile(r"(?<!\S)#(?=\w*[^\W\d_])(\w+)")


def facets(text: str, link: str, shown: str) -> list[dict[str, Any]]:
    """Return the facets of `text`: `link` where it is `shown`, other addresses, hashtags; none overlap."""
    marked: list[dict[str, Any]] = []
    end = 0
    for start, stop, feature in sorted(_found(text, link, shown), key=lambda one: (one[0], -one[1])):
        if start >= end:
            where = {"byteStart": len(text[:start].encode()), "byteEnd": len(text[:stop].encode())}
            marked.append({"index": where, "features": [feature]})
            end = stop
    return marked


def _found(text: str, link: str, shown: str) -> Iterator[tuple[int, int, dict[str, str]]]:
    """Yield each link and tag by its letters."""
    at = text.find(shown) if link not in text else -1
    if at >= 0:
        yield at, at + len(shown), {"$type": LINK, "uri": link}
    for found in TYPED.finditer(text):
        yield *found.span(), {"$type": LINK, "uri": found[0]}
    for found in HASHTAG.finditer(text):
        yield *found.span(), {"$type": TAG, "tag": found[1]}
