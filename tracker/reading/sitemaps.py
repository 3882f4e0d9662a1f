"""Sitemaps and indexes of sitemaps (sitemaps.org, protocol 0.9)."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from xml.etree import ElementTree as ET


@dataclass(frozen=True, slots=True)
class Sitemap:
    """What one file lists."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()
    """Of an index."""
    broken: str = ""
    """What is wrong with the XML; what is listed before it is good."""


def read(body: bytes) -> Sitemap:
    """Return the addresses in `body`, in order.

    `lastmod` is left aside: it says when a page was changed, not when it was published.
    """
    found: dict[str, list[str]] = {"url": [], "sitemap": []}
    broken = ""
    try:
        # Entities are bounded by expat itself (since 2.4.1), and nothing outside is ever loaded.
        for _event, element in ET.iterparse(BytesIO(body)):  # noqa: S314 - see above
            name = _name(element)
            if name in found:
                found[name] += _locations(element)
                element.clear()
    except ET.ParseError as error:
        broken = str(error)
    return Sitemap(tuple(found["url"]), tuple(found["sitemap"]), broken)


def _name(element: ET.Element) -> str:
    return element.tag.rpartition("}")[2]


def _locations(element: ET.Element) -> list[str]:
    """The element's own `loc`: those of its images and videos lie deeper."""
    return [(child.text or "").strip() for child in element if _name(child) == "loc"]
