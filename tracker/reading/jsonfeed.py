"""JSON Feed 1 and 1.1 (jsonfeed.org), with our own `_enishi` beside each item."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.rules import times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.times import Moment


@dataclass(frozen=True, slots=True)
class Item:
    """One article; an empty string means "not said"."""

    id: str
    url: str
    title: str
    lang: str
    published: Moment | None
    """A date without a zone is in UTC."""
    date: str
    """As the feed writes it."""
    older_urls: tuple[str, ...]
    syndication: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class JsonFeed:
    """What one file or answer held."""

    title: str = ""
    url: str = ""
    """Of the blog."""
    address: str = ""
    """Of the feed."""
    lang: str = ""
    items: tuple[Item, ...] = ()
    wrong: str = ""
    """Why it is no JSON Feed; empty when it is one."""


def read(body: bytes) -> JsonFeed:
    """Return the feed in `body`; an item that is no object comes back with nothing said."""
    try:
        feed = json.loads(body.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return JsonFeed(wrong=_("JSON that is not UTF-8 text"))
    except json.JSONDecodeError as error:
        return JsonFeed(wrong=_("JSON that breaks off or is wrong in line {line}").format(line=error.lineno))
    except RecursionError:
        feed = None
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list):
        return JsonFeed(wrong=_("JSON without a list of items"))
    lang = _text(feed.get("language"))
    return JsonFeed(
        _text(feed.get("title")),
        _text(feed.get("home_page_url")),
        _text(feed.get("feed_url")),
        lang,
        tuple(_item(item if isinstance(item, dict) else {}, lang) for item in items),
    )


def _item(item: Mapping[str, object], lang: str) -> Item:
    date = _text(item.get("date_published"))
    ours = item.get("_enishi")
    ours = ours if isinstance(ours, dict) else {}
    return Item(
        _text(item.get("id")),
        _text(item.get("url")),
        _text(item.get("title")),
        _text(item.get("language")) or lang,
        times.moment(date, UTC),
        date,
        _texts(ours.get("older_urls")),
        _texts(ours.get("syndication")),
    )


def _text(value: object) -> str:
    """Return a text, or a number as one: JSON Feed asks readers to forgive that of an `id`."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return str(value)
    return value.strip() if isinstance(value, str) else ""


def _texts(value: object) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, value))) if isinstance(value, list) else ()
