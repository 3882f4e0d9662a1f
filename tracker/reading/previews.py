"""What a page says of itself to those who show a link to it (Open Graph, microformats2), and its picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.model.posts import Preview
from tracker.reading import entries
from tracker.reading.html import plain, tidy
from tracker.reading.webpages import Webpage
from tracker.rules.text import pieces

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser

    from tracker.rules.answers import Answer

ASKS = ("?", "？")
SHAPES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF8", "image/gif"),
)
"""How a picture begins; what a server calls it is often wrong."""


def read(answer: Answer) -> Preview | None:
    """Return what a published page says of itself, without its picture; None: it says that it is gone."""
    post = entries.read(answer.body, answer.url)
    if post and post.gone:
        return None
    page = Webpage(answer.url, answer.body, answer.headers.get("Content-Type", ""))
    hook = _said(page.tree, 'meta[property="og:description"]', 'meta[name="description" i]') or _summary(page.tree)
    tags = tuple(_content(node.attributes) for node in page.tree.css('meta[property="article:tag"]'))
    picture = page.join(_said(page.tree, 'meta[property="og:image"]'))
    return Preview(answer.url, page.title, page.lang, hook, tuple(filter(None, tags)), picture)


def kind(picture: bytes) -> str:
    """Return the media type of a picture by how it begins; empty: it is none that is shown everywhere."""
    if picture[:4] == b"RIFF" and picture[8:12] == b"WEBP":
        return "image/webp"
    return next((name for start, name in SHAPES if picture.startswith(start)), "")


def _said(tree: LexborHTMLParser, *queries: str) -> str:
    found = (node for query in queries for node in tree.css(query)[:1])
    return next(filter(None, (_content(node.attributes) for node in found)), "")


def _summary(tree: LexborHTMLParser) -> str:
    """Return the summary that the page shows, else the question its text ends with."""
    shown = tree.css_first(".h-entry .p-summary")
    if shown is not None:
        return plain(shown.html or "")
    text = tree.css_first(".h-entry .e-content")
    last = pieces(plain(text.html or ""))[-1:] if text is not None else ()
    return next((one.text for one in last if one.text.rstrip('」』)）"”').endswith(ASKS)), "")


def _content(attributes: dict[str, str | None]) -> str:
    return tidy(attributes.get("content") or "").strip()
