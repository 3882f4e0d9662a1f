"""`articles.json`: every post, for the tracker and for readers of JSON Feed 1.1.

Addresses are those of production whatever was built, because it is by them that the world
links to us. What JSON Feed has no word for stands under `_enishi`.
"""

from __future__ import annotations

import json
import re
from functools import lru_cache
from html import escape, unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin

from image_markup import plain
from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NAME = "articles.json"
VERSION = "https://jsonfeed.org/version/1.1"
ADDRESS = re.compile(r'(?P<name>\s(?:href|src|poster|cite))="(?P<value>[^"]*)"')


def full_text(article: Any, site: str) -> str:
    """Return a post's text as it can be read anywhere: each address in it is complete, each picture one file."""
    return _completed(plain(article.get_content(site)), f"{site}/{article.url}")


@lru_cache(4096)
def _completed(text: str, base: str) -> str:
    """Remembered, for the feeds that hold the same texts and for a preview that builds again and again."""

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
        "_enishi": _ours(article, site),
    }
    return {name: value for name, value in said.items() if value is not None}


def feed(articles: Iterable[Any], settings: Mapping[str, Any]) -> dict[str, object]:
    """Return the whole feed."""
    site, lang = settings["PRODUCTION_SITEURL"], settings["DEFAULT_LANG"]
    return {
        "version": VERSION,
        "title": settings["SITENAMES"][lang],
        "home_page_url": f"{site}/",
        "feed_url": f"{site}/{NAME}",
        "language": lang,
        "authors": [{"name": settings["AUTHORS"][lang], "url": f"{site}/"}],
        "items": [item(article, site) for article in articles],
    }


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
    data = feed(generator.context["everything"], generator.settings)
    write_text(writer.output_path, NAME, json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def register() -> None:
    """Write the feed once the posts are written."""
    signals.article_writer_finalized.connect(_write)
