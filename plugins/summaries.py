"""A post without a `Summary` line is summed up by its first sentence.

Pelican cuts after 50 words, which in Japanese are 50 characters, in the middle of a word.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import chain
from typing import Any

from pelican import signals

PARAGRAPH = re.compile(r"<p\b[^>]*>(.*?)</p>", re.DOTALL)
UNREAD = re.compile(r"<(rt|rp|sup)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")
SENTENCE = re.compile(r".+?(?:[。！？]+[」』）]*|[.!?]+[\"'”’)]*(?=\s|$))", re.DOTALL)


def first_sentence(html: str) -> str:
    """Return the first sentence of the first paragraph as plain text; empty when there is none."""
    paragraph = PARAGRAPH.search(html)
    if not paragraph:
        return ""
    text = " ".join(unescape(TAG.sub("", UNREAD.sub("", paragraph[1]))).split())
    sentence = SENTENCE.match(text)
    return sentence[0] if sentence else text


def _sum_up(generator: Any) -> None:
    for article in chain(generator.articles, generator.translations, generator.drafts, generator.drafts_translations):
        article.metadata.setdefault("summary", first_sentence(article._content))  # noqa: SLF001 - no addresses in it


def register() -> None:
    """Sum up every post that does not do so itself."""
    signals.article_generator_finalized.connect(_sum_up)
