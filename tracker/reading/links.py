"""The links an HTML page makes."""

from __future__ import annotations

from urllib.parse import urljoin

FEEDS = ("application/atom+xml", "application/rss+xml", "application/feed+json", "application/json")


def feeds(page: bytes, address: str = "") -> tuple[str, ...]:
    """The feeds a page names in its head with `rel=alternate` (RSS Autodiscovery)."""
    from selectolax.lexbor import LexborHTMLParser  # noqa: PLC0415 - heavy, and few commands read HTML

    head = LexborHTMLParser(page.decode("utf-8", "replace"))
    links = [node.attributes for node in head.css('link[rel~="alternate" i][type][href]')]
    found = (link["href"] for link in links if (link["type"] or "").lower() in FEEDS)
    return tuple(urljoin(address, href) for href in found if href)
