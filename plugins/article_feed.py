"""`articles.json`: every post, for the tracker and for readers of JSON Feed 1.1.

Addresses are those of production whatever was built, because it is by them that the world
links to us. What JSON Feed has no word for stands under `_enishi`.
"""

from __future__ import annotations

import json
import re
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from feed_items import once
from image_markup import plain
from output_files import write_bytes
from pelican import signals
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "articles.json"
VERSION = "https://jsonfeed.org/version/1.1"
encoded = json.JSONEncoder(ensure_ascii=False, indent=1).encode
ADDRESS = re.compile(r'(?P<name>\s(?:href|src|poster|cite))="(?P<value>[^"]*)"')


def full_text(article: Any, site: str) -> str:
    """Return a post's text as it can be read anywhere: each address in it is complete, each picture one file."""
    base = f"{site}/{article.url}"
    return once(article, f"text {site}", lambda: _completed(plain(article.get_content(site)), base)).decode()


def _completed(text: str, base: str) -> str:
    def complete(match: re.Match[str]) -> str:
        return f'{match["name"]}="{escape(urljoin(base, unescape(match["value"])))}"'

    return ADDRESS.sub(complete, text)


def item(article: Any, site: str) -> dict[str, object]:
    """Return a post as an item of JSON Feed; what it does not say is left out."""
    said: dict[str, object] = {
        "id": article.uid,
        "url": f"{site}/{article.url}",
        "title": article.title,
        "language": article.lang,
        "date_published": article.date.isoformat(),
        "date_modified": article.modified.isoformat() if hasattr(article, "modified") else None,
        "summary": article.summary or None,
        "content_html": full_text(article, site),
        "tags": [tag.name for tag in getattr(article, "tags", ())],
    }
    return {name: value for name, value in said.items() if value is not None}


def item_text(article: Any, site: str) -> bytes:
    """Return the item of a post as it stands in a feed that is laid out as ours are."""
    return _laid_out(item(article, site), "  ").encode()


def feed_text(said: Mapping[str, object], items: Iterable[bytes]) -> bytes:
    """Return a feed: what it says of itself, and texts of items."""
    head, between = encoded({**said, "items": []}).encode(), b"[\n  "
    parts = [head.removesuffix(b"[]\n}")]
    for text in items:
        parts += between, text
        between = b",\n  "
    return b"".join([*parts, b"\n ]\n}\n"] if parts[1:] else [head, b"\n"])


def _laid_out(said: Mapping[str, object], indent: str) -> str:
    return encoded(said).replace("\n", f"\n{indent}")


def _whole_item(article: Any, site: str) -> bytes:
    """The item with what JSON Feed has no word for."""
    ours = _laid_out(_ours(article, site), "   ").encode()
    return item_text(article, site).removesuffix(b"\n  }") + b',\n   "_enishi": ' + ours + b"\n  }"


def feed(articles: Iterable[Any], settings: Mapping[str, Any]) -> bytes:
    """Return the whole feed."""
    site, lang = settings["PRODUCTION_SITEURL"], settings["DEFAULT_LANG"]
    said = {
        "version": VERSION,
        "title": settings["SITENAMES"][lang],
        "home_page_url": f"{site}/",
        "feed_url": f"{site}/{NAME}",
        "language": lang,
        "authors": [{"name": settings["AUTHORS"][lang], "url": f"{site}/"}],
    }
    return feed_text(said, (_whole_item(article, site) for article in passing(articles)))


def _ours(article: Any, site: str) -> dict[str, object]:
    said: dict[str, object] = {
        "older_urls": [urljoin(f"{site}/", alias) for alias in article.aliases],
        "syndication": list(article.syndication),
    }
    original = next((version for version in article.translations if version.in_default_lang), None)
    if original and not article.in_default_lang:
        said["translation_of"] = original.uid
    return said


def _write(generator: Any, writer: Any) -> None:
    write_bytes(writer.output_path, NAME, feed(generator.context["everything"], generator.settings))


def register() -> None:
    """Write the feed once the posts are written."""
    signals.article_writer_finalized.connect(_write)
