"""What a parser is given of a stranger's page: nothing that would keep it busy for ever.

Parsers take the square of how deep tags lie in tags, and of how many attributes one has; they open
formatting that was never closed again in every paragraph that follows. No page that a person wrote
comes near these bounds.
"""

from __future__ import annotations

import re

from tracker.errors import NotAsExpected, TooLarge
from tracker.messages import _
from tracker.reading import charsets
from tracker.rules.urls import host

LARGEST = 3_000_000
"""Bytes."""
DEEPEST = 3_000
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_FLAT = (
    "area base br col embed hr img input link meta param source track wbr "
    "p li dt dd tr td th thead tbody tfoot option html head body"
)
FLAT = frozenset(_FLAT.split())
"""Tags that end by themselves, or at the next of their kind."""
FORMATTING = frozenset(
    ["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]
)
"""What a parser opens again until it is closed (https://html.spec.whatwg.org/#formatting)."""
MOST_FORMATTING = 32
PICTURE = re.compile(r"data:[\w/+.-]+[\w;=-]*,[\w%+/=-]*")
ENDLESS = re.compile(r"<[^<>]{50000,}>?")


def readable(body: bytes, content_type: str, address: str) -> str:
    """Return a page as text, without pictures inside addresses and tags that never end.

    Raises SourceError for what would take too long.
    """
    if len(body) > LARGEST:
        raise TooLarge(host(address), LARGEST)
    written = ENDLESS.sub("", PICTURE.sub("data:,", charsets.text(body, content_type)))
    if not is_tame(written):
        raise NotAsExpected(host(address), _("a page"), _("tags in tags without end"))
    return written


def is_tame(written: str) -> bool:
    """Whether a parser can be given this: tags not too deep in tags, and not too much formatting open at once."""
    depth = formatting = 0
    for found in TAG.finditer(written):
        name, step = found[2].lower(), -1 if found[1] else 1
        depth = max(depth + step, 0) if name not in FLAT else depth
        formatting = max(formatting + step, 0) if name in FORMATTING else formatting
        if depth > DEEPEST or formatting > MOST_FORMATTING:
            return False
    return True
