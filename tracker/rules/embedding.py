"""How Discourse spells the address of a page that it was embedded in (`TopicEmbed.normalize_url`)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from tracker.rules.batches import batches

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.model import Article

MOST_ADDRESSES = 50
MOST_LETTERS = 6000
"""Of a question: servers refuse addresses that are much longer."""


def embedded(url: str) -> str:
    """Return the address as Discourse keeps it: lower case, no last slash, the first run of hyphens as one."""
    return re.sub("-+", "-", url.strip().lower().removesuffix("/"), count=1)


def addresses(article: Article) -> tuple[str, ...]:
    """Return what an article may be embedded as; Discourse tells http from https."""
    told = (embedded(url.partition("#")[0]) for url in (article.url, *article.older_urls))
    bare = dict.fromkeys(re.sub("^https?://", "", url) for url in told)
    return tuple(f"{scheme}://{url}" for url in bare for scheme in ("https", "http"))


def questions(urls: Iterable[str]) -> Iterator[str]:
    """Yield queries that ask about all of these, some at a time."""
    pairs = (("embed_url[]", url) for url in dict.fromkeys(urls))
    asked = batches(pairs, MOST_ADDRESSES, MOST_LETTERS, lambda pair: len(urlencode([pair])) + 1)
    return map(urlencode, asked)
