"""Atom feeds (RFC 4287) of each language and each tag: the full texts, each entry under its permanent id.

Pelican's own feeds share one id, name no author and no language. A feed says that it changed when one of
its posts does: nothing in it depends on when it was built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from article_feed import full_text
from feed_places import address, changed, feed_places, hubs
from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feed_places import FeedPlace

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(feed: FeedPlace, settings: Mapping[str, Any]) -> str:
    """Return a feed as XML."""
    site = settings["PRODUCTION_SITEURL"]
    root = Element(f"{{{ATOM}}}feed", {LANG: feed.lang})
    _text(root, "id", address(site, feed.atom))
    _text(root, "title", feed.title)
    _text(root, "subtitle", feed.subtitle)
    _text(root, "updated", max(map(changed, feed.articles)).isoformat())
    _link(root, "self", address(site, feed.atom), "application/atom+xml")
    _link(root, "alternate", address(site, feed.page), "text/html")
    for hub in hubs(settings):
        _link(root, "hub", hub)
    author = SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", settings["AUTHORS"][feed.lang])
    _text(author, "uri", f"{site}/")
    for article in feed.articles:
        _entry(root, article, site)
    indent(root, " ")
    register_namespace("", ATOM)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _entry(root: Element, article: Any, site: str) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "id", article.uid)
    _text(entry, "title", article.title)
    for version in (article, *article.translations):
        _link(entry, "alternate", address(site, version.url), "text/html", version.lang)
    _text(entry, "published", article.date.isoformat())
    _text(entry, "updated", changed(article).isoformat())
    for tag in getattr(article, "tags", ()):
        SubElement(entry, f"{{{ATOM}}}category", {"term": tag.name})
    if article.summary:
        _text(entry, "summary", article.summary)
    _text(entry, "content", full_text(article, site)).set("type", "html")


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child


def _link(parent: Element, rel: str, href: str, kind: str = "", lang: str = "") -> None:
    said = {"rel": rel, "type": kind, "href": href, "hreflang": lang}
    SubElement(parent, f"{{{ATOM}}}link", {name: value for name, value in said.items() if value})


def _write(generator: Any, writer: Any) -> None:
    for feed in feed_places(generator.context, generator.settings):
        write_text(writer.output_path, feed.atom, atom(feed, generator.settings))


def register() -> None:
    """Write the feeds once the posts are written."""
    signals.article_writer_finalized.connect(_write)
