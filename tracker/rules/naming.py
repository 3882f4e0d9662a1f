"""Which article a text names: by its address, or by its whole title."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.crossposts import links
from tracker.rules.urls import Pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.model import Article

SHORTEST = 12
"""A shorter title stands in too many texts; letters of CJK count double."""
WIDE = ("W", "F")
BEYOND_ASCII = re.compile(r"[^\x21-\x7e].*", re.DOTALL)
"""In Japanese, words go on behind an address without a space."""


class Found(NamedTuple):
    """An article that a text names, and how it spells the address."""

    article: Article
    url: str = ""
    """Empty: it names the title."""


class Names:
    """Our articles, as others may name them."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._pages = Pages(articles)
        titles = [(_folded(one.title), one) for one in articles if _width(one.title) >= SHORTEST]
        often = Counter(title for title, _article in titles)
        self._titles = [(title, one) for title, one in titles if often[title] == 1]

    def linked(self, *texts: str) -> Found | None:
        """Return the first article that one of these texts links to."""
        urls = (reading for url in links(*texts) for reading in _readings(url))
        return next((Found(article, url) for url in urls if (article := self._pages.find(url))), None)

    def titled(self, *texts: str) -> Found | None:
        """Return the article whose whole title stands in one of these texts; None when several do."""
        folded = [_folded(text) for text in texts]
        found = [one for title, one in self._titles if any(title in text for text in folded)]
        return Found(found[0]) if len(found) == 1 else None


def _readings(url: str) -> Iterable[str]:
    """Return what an address may be, the longest first."""
    return dict.fromkeys((url, BEYOND_ASCII.sub("", url)))


def _folded(text: str) -> str:
    """Return a text in one spelling of its letters and spaces."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _width(text: str) -> int:
    return sum(_cells(text))


def _cells(text: str) -> Iterator[int]:
    return (2 if unicodedata.east_asian_width(letter) in WIDE else 1 for letter in text)
