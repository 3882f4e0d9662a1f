"""Atom feeds (RFC 4287) of each language and each tag: the full texts, each entry under its permanent id.

Pelican's own feeds share one id, name no author and no language. A feed says that it changed when one of
its posts does: nothing in it depends on when it was built.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from article_feed import full_text
from feed_items import once
from feed_places import address, changed, feed_places, hubs
from output_files import write_bytes
from pelican import signals
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feed_places import FeedPlace

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(feed: FeedPlace, settings: Mapping[str, Any]) -> bytes:
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
    head, end, _ = _laid_out(root).rpartition("</feed>")
    entries = b"".join(_entry_text(article, site) for article in passing(feed.articles))
    return f'<?xml version="1.0" encoding="utf-8"?>\n{head}'.encode() + entries + f"{end}\n".encode()


def _entry_text(article: Any, site: str) -> bytes:
    """Return the lines of an entry, made once for all feeds."""
    return once(article, f"entry {site}", lambda: _entry_lines(article, site))


def _entry_lines(article: Any, site: str) -> str:
    root = Element(f"{{{ATOM}}}feed")
    _fill(SubElement(root, f"{{{ATOM}}}entry"), article, site)
    _, _, lines = _laid_out(root).partition("\n")
    return lines.rpartition("</feed>")[0]


def _laid_out(root: Element) -> str:
    indent(root, " ")
    register_namespace("", ATOM)  # here, since another list of the site asks for the same
    return tostring(root, encoding="unicode")


def _fill(entry: Element, article: Any, site: str) -> None:
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
        write_bytes(writer.output_path, feed.atom, atom(feed, generator.settings))


def register() -> None:
    """Write the feeds once the posts are written."""
    signals.article_writer_finalized.connect(_write)
