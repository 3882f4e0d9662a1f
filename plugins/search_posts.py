"""A post as the search knows it: what it says without its markup, and how much each word says about it."""

from __future__ import annotations

import json
import re
from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import Any
from urllib.parse import quote

from search_words import tokens

OFTEN = 3
"""So often a word stands in a text that is about it, rather than mentions it."""
ONCE, MANY, HEADING, TITLE = range(4)
"""What a word is in a post, from the least to the most; a tag is as good as a title."""

UNREAD = re.compile(
    r"<(rt|rp|svg|script|style|template)\b.*?</\1>|<!--.*?-->"
    r'|<sup id="fnref.*?</sup>|<a class="footnote-backref".*?</a>',
    re.DOTALL,
)
_ATTRIBUTES = r"""(?:"[^"]*"|'[^']*'|[^'">])*>"""
_PHRASES = "a|abbr|b|bdi|bdo|cite|code|data|del|dfn|em|i|ins|kbd|mark|q|rb|ruby|s|samp|small|span|strong|sub|sup|time|u"
INLINE = re.compile(rf"</?(?:{_PHRASES}|var|wbr)(?![\w-]){_ATTRIBUTES}", re.IGNORECASE)
"""Tags that begin no new word."""
TAG = re.compile(rf"</?[a-zA-Z]{_ATTRIBUTES}")
HEADINGS = re.compile(r"<h([2-6])\b[^>]*>(.*?)</h\1>", re.DOTALL)


def plain(html: str) -> str:
    """Return what stands in a text, in one line."""
    return " ".join(unescape(TAG.sub(" ", INLINE.sub("", UNREAD.sub("", html)))).split())


@dataclass(frozen=True)
class Post:
    """What is known of one post."""

    title: str
    url: str
    """Below the root of the site."""
    day: str
    """When it was published, as a machine reads it."""
    date: str
    """The same as people do."""
    tags: tuple[str, ...]
    summary: str
    html: str

    @cached_property
    def text(self) -> str:
        """What it says; its summary first, unless that stands in it."""
        text = plain(self.html)
        summary = " ".join(self.summary.split())
        return text if summary in text else f"{summary} {text}".rstrip()

    def kept(self) -> bytes:
        """Return the file from which a browser shows it and checks that it says what was asked for."""
        said: dict[str, Any] = {
            "title": self.title,
            "url": quote(self.url),
            "day": self.day,
            "date": self.date,
            "tags": self.tags,
            "text": self.text,
        }
        return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode()

    def weights(self) -> dict[str, int]:
        """Return everything it can be found by: `ONCE`, `MANY`, `HEADING` or `TITLE` for each token."""
        times = Counter(tokens(self.text))
        found = {token: MANY if count >= OFTEN else ONCE for token, count in times.items()}
        for _, heading in HEADINGS.findall(self.html):
            found |= dict.fromkeys(tokens(plain(heading)), HEADING)
        for text in (self.title, *self.tags):
            found |= dict.fromkeys(tokens(text), TITLE)
        return found
