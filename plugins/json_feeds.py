"""JSON Feeds (version 1.1) of each language and each tag, beside the Atom ones.

`articles.json` is the site's own list of everything; these are for readers.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from article_feed import VERSION, item
from feed_places import address, feed_places, hubs
from output_files import write_text
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feed_places import FeedPlace


def json_feed(feed: FeedPlace, settings: Mapping[str, Any]) -> dict[str, object]:
    """Return a feed; what it does not say is left out."""
    site = settings["PRODUCTION_SITEURL"]
    said: dict[str, object] = {
        "version": VERSION,
        "title": feed.title,
        "home_page_url": address(site, feed.page),
        "feed_url": address(site, feed.json),
        "description": feed.subtitle,
        "language": feed.lang,
        "authors": [{"name": settings["AUTHORS"][feed.lang], "url": f"{site}/"}],
        "hubs": [{"type": "WebSub", "url": hub} for hub in hubs(settings)],
        "items": [_item(article, site) for article in feed.articles],
    }
    return {name: value for name, value in said.items() if value}


def _item(article: Any, site: str) -> dict[str, object]:
    return {name: value for name, value in item(article, site).items() if not name.startswith("_")}


def _write(generator: Any, writer: Any) -> None:
    for feed in feed_places(generator.context, generator.settings):
        text = json.dumps(json_feed(feed, generator.settings), ensure_ascii=False, indent=1)
        write_text(writer.output_path, feed.json, f"{text}\n")


def register() -> None:
    """Write the feeds once the posts are written."""
    signals.article_writer_finalized.connect(_write)
