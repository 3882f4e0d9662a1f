"""`sitemap.xml` and `robots.txt`: every public page, when it last changed, and its other languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from language_pages import versions
from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
XHTML = "http://www.w3.org/1999/xhtml"


@dataclass(frozen=True)
class Place:
    """One page of the site."""

    url: str
    changed: datetime | None
    alternates: tuple[tuple[str, str], ...]
    """(language, url), this page's own included; empty when there is one language only."""


def places(context: Mapping[str, Any]) -> Iterator[Place]:
    """Yield the lists, then the posts, then the pages."""
    for page in context["list_pages"]:
        if page.listed:
            yield Place(page.url, _last_change(page.articles or context["everything"]), page.alternates)
    for article in context["everything"]:
        yield Place(article.url, _changed(article), versions(article))
    for page in context["pages"]:
        for version in (page, *page.translations):
            yield Place(version.url, _changed(version), versions(version))


def sitemap(found: Iterable[Place], site: str, default: str) -> str:
    """Return the sitemap as XML; who reads none of its languages gets the `default` one."""
    register_namespace("", SITEMAP)
    register_namespace("xhtml", XHTML)
    root = Element(f"{{{SITEMAP}}}urlset")
    for place in found:
        url = SubElement(root, f"{{{SITEMAP}}}url")
        SubElement(url, f"{{{SITEMAP}}}loc").text = f"{site}/{quote(place.url)}"
        if place.changed:
            SubElement(url, f"{{{SITEMAP}}}lastmod").text = place.changed.isoformat()
        others = dict(place.alternates)
        for lang, address in (others | ({"x-default": others[default]} if default in others else {})).items():
            href = f"{site}/{quote(address)}"
            SubElement(url, f"{{{XHTML}}}link", {"rel": "alternate", "hreflang": lang, "href": href})
    indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def robots(site: str) -> str:
    """Return robots.txt: all may read all, and drafts are not for them."""
    return f"User-agent: *\nDisallow: /drafts/\n\nSitemap: {site}/sitemap.xml\n"


def _last_change(contents: Iterable[Any]) -> datetime | None:
    return max((when for content in contents if (when := _changed(content))), default=None)


def _changed(content: Any) -> datetime | None:
    when: datetime | None = getattr(content, "modified", getattr(content, "date", None))
    return when


def _write(generator: Any, writer: Any) -> None:
    site = generator.settings["PRODUCTION_SITEURL"]
    write_text(
        writer.output_path, "sitemap.xml", sitemap(places(generator.context), site, generator.settings["DEFAULT_LANG"])
    )
    write_text(writer.output_path, "robots.txt", robots(site))


def register() -> None:
    """Write both once the posts are written."""
    signals.article_writer_finalized.connect(_write)
