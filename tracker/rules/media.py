"""What a file of a site is called on the web, and how long it may be kept by whoever fetched it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

TEXTS: Mapping[str, str] = {
    "html": "text/html",
    "htm": "text/html",
    "css": "text/css",
    "js": "text/javascript",
    "mjs": "text/javascript",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "vtt": "text/vtt",
    "ics": "text/calendar",
    "xml": "application/xml",
    "xsl": "application/xslt+xml",
    "atom": "application/atom+xml",
    "rss": "application/rss+xml",
    "json": "application/json",
    "map": "application/json",
    "webmanifest": "application/manifest+json",
    "svg": "image/svg+xml",
}
"""By the ending of a name: what is written in letters, all of it in UTF-8."""
OTHERS: Mapping[str, str] = {
    "avif": "image/avif",
    "webp": "image/webp",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "ico": "image/x-icon",
    "woff": "font/woff",
    "woff2": "font/woff2",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "ogg": "audio/ogg",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "epub": "application/epub+zip",
    "zip": "application/zip",
    "gz": "application/gzip",
    "wasm": "application/wasm",
}
DOUBLE: Mapping[str, str] = {"atom.xml": TEXTS["atom"], "rss.xml": TEXTS["rss"]}
UNKNOWN = "application/octet-stream"
KEPT = frozenset({"html", "htm", "xml", "atom", "rss", "json", "txt", "webmanifest", ""})
"""Endings of what is asked for by an address that stays, whatever is in the name."""
CODE = frozenset({"css", "js", "mjs", "xsl"})
"""What must fit the page that asks for it."""
FINGERPRINT = re.compile(r"\.(?=[a-z]*\d)(?=\d*[a-z])[0-9a-f]{8,64}[.-]")
"""Letters and digits in a name that another content would not have; a date is digits alone."""
FOR_GOOD, FOR_A_DAY, FOR_MINUTES = "public, max-age=31536000, immutable", "public, max-age=86400", "public, max-age=300"


def media_type(name: str) -> str:
    """Return the Content-Type of a file, by its name."""
    lower = name.lower()
    ending = _ending(lower)
    text = next((kind for end, kind in DOUBLE.items() if lower.endswith(end)), TEXTS.get(ending, ""))
    if not ending:  # CNAME, _headers, .nojekyll
        text = "text/plain"
    return f"{text}; charset=utf-8" if text else OTHERS.get(ending, UNKNOWN)


def cache_control(name: str) -> str:
    """Return how long a file may be kept: a page for minutes, what carries its fingerprint for good."""
    ending = _ending(name.lower())
    if ending not in KEPT and FINGERPRINT.search(name.rpartition("/")[2]):
        return FOR_GOOD
    return FOR_MINUTES if ending in KEPT | CODE else FOR_A_DAY


def _ending(name: str) -> str:
    stem, _dot, ending = name.rpartition("/")[2].rpartition(".")
    return ending if stem else ""
