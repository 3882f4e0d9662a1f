"""JSON Feeds (version 1.1) of each language and each tag, beside the Atom ones.

`articles.json` is the site's own list of everything; these are for readers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from article_feed import VERSION, feed_text, item_text
from feed_places import address, feed_places, hubs
from output_files import write_bytes
from pelican import signals
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from feed_places import FeedPlace


def json_feed(feed: FeedPlace, settings: Mapping[str, Any]) -> bytes:
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
    }
    items = (item_text(article, site) for article in passing(feed.articles))
    return feed_text({name: value for name, value in said.items() if value}, items)


def _write(generator: Any, writer: Any) -> None:
    for feed in feed_places(generator.context, generator.settings):
        write_bytes(writer.output_path, feed.json, json_feed(feed, generator.settings))


def register() -> None:
    """Write the feeds once the posts are written."""
    signals.article_writer_finalized.connect(_write)
