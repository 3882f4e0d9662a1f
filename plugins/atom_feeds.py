"""One Atom feed per language (RFC 4287): the full texts, each entry under its permanent id.

Pelican's own feeds share one id, name no author and no language.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement, indent, register_namespace, tostring

from article_feed import full_text
from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

ATOM = "http://www.w3.org/2005/Atom"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def atom(articles: Sequence[Any], lang: str, settings: Mapping[str, Any]) -> str:
    """Return the feed of one language as XML."""
    site, address = settings["PRODUCTION_SITEURL"], settings["LANGUAGE_FEED"].format(lang=lang)
    root = Element(f"{{{ATOM}}}feed", {LANG: lang})
    _text(root, "id", f"{site}/{address}")
    _text(root, "title", settings["SITENAMES"][lang])
    _text(root, "subtitle", settings["TAGLINES"][lang])
    _text(root, "updated", max(map(_updated, articles)).isoformat())
    _link(root, "self", f"{site}/{address}", "application/atom+xml")
    _link(root, "alternate", f"{site}/" if lang == settings["DEFAULT_LANG"] else f"{site}/{lang}/", "text/html")
    author = SubElement(root, f"{{{ATOM}}}author")
    _text(author, "name", settings["AUTHORS"][lang])
    _text(author, "uri", f"{site}/")
    for article in articles:
        _entry(root, article, site)
    indent(root, " ")
    register_namespace("", ATOM)
    return f'<?xml version="1.0" encoding="utf-8"?>\n{tostring(root, encoding="unicode")}\n'


def _entry(root: Element, article: Any, site: str) -> None:
    entry = SubElement(root, f"{{{ATOM}}}entry")
    _text(entry, "id", article.uid)
    _text(entry, "title", article.title)
    _link(entry, "alternate", f"{site}/{article.url}", "text/html", article.lang)
    for version in article.translations:
        _link(entry, "alternate", f"{site}/{version.url}", "text/html", version.lang)
    _text(entry, "published", article.date.isoformat())
    _text(entry, "updated", _updated(article).isoformat())
    for tag in getattr(article, "tags", ()):
        SubElement(entry, f"{{{ATOM}}}category", {"term": tag.name})
    if article.summary:
        _text(entry, "summary", article.summary)
    _text(entry, "content", full_text(article, site)).set("type", "html")


def _updated(article: Any) -> datetime:
    when: datetime = getattr(article, "modified", article.date)
    return when


def _text(parent: Element, name: str, text: str) -> Element:
    child = SubElement(parent, f"{{{ATOM}}}{name}")
    child.text = text
    return child


def _link(parent: Element, rel: str, href: str, kind: str, lang: str = "") -> None:
    SubElement(
        parent, f"{{{ATOM}}}link", {"rel": rel, "type": kind, "href": href, **({"hreflang": lang} if lang else {})}
    )


def _write(generator: Any, writer: Any) -> None:
    settings = generator.settings
    for lang in settings["LANGUAGES"]:
        articles = [article for article in generator.context["everything"] if article.lang == lang]
        if articles:
            text = atom(articles[: settings["FEED_MAX_ITEMS"]], lang, settings)
            write_text(writer.output_path, settings["LANGUAGE_FEED"].format(lang=lang), text)


def register() -> None:
    """Write the feeds once the posts are written."""
    signals.article_writer_finalized.connect(_write)
