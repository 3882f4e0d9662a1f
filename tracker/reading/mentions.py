"""A received webmention as webmention.io tells it: jf2, the older JSON, and what caches kept of both.

Every part may be missing, null, a text, a list or an object; see jf2.spec.indieweb.org.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from tracker.messages import _
from tracker.model import Interaction, Kind
from tracker.reading.html import plain, tidy
from tracker.rules import profiles, times, urls

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.times import Moment

KINDS = {kind.value: kind for kind in Kind}
LEGACY = {
    "reply": "in-reply-to",
    "like": "like-of",
    "repost": "repost-of",
    "bookmark": "bookmark-of",
    "rsvp": "rsvp",
    "link": "mention-of",
}
TAG = re.compile(r"<[a-zA-Z/!]")
NEAR = timedelta(hours=26)
"""How far a local time can be from the same time anywhere else."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A mention of a page that is no article of ours."""

    target: str
    """Its path."""


def mention(row: object, ours: urls.Pages) -> Interaction | Elsewhere | str:
    """Return what a row says, or a sentence that says why it cannot be read."""
    if not isinstance(row, dict):
        return _("A mention is no object and was left out.")
    told = row if "wm-id" in row else _modern(row)
    if not number(told):
        return _("A mention has no number and was left out.")
    target = _text(told.get("wm-target"))
    if not urls.is_web(target):
        return _("Mention {id} does not say of which page and was left out.").format(id=told["wm-id"])
    article = ours.find(target)
    return _interaction(told, article.uid) if article else Elsewhere(urls.path(target))


def number(row: object) -> int:
    """The number of a row (`wm-id`, or `id` in older answers); 0 when it has none."""
    said = str(row.get("wm-id", row.get("id"))) if isinstance(row, dict) else ""
    return int(said) if re.fullmatch(r"\d{1,18}", said, re.ASCII) else 0


def _modern(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a row of the older JSON as jf2."""
    data, activity = _object(row.get("data")), _object(row.get("activity"))
    said = data.get("published")
    return {
        "wm-id": row.get("id"),
        "wm-source": row.get("source"),
        "wm-target": row.get("target"),
        "wm-received": row.get("verified_date"),
        "wm-private": row.get("private"),
        "wm-property": LEGACY.get(str(activity.get("type")), ""),
        "author": data.get("author"),
        "url": data.get("url"),
        "name": data.get("name"),
        "content": data.get("content"),
        "published": said if times.moment(said) else data.get("published_ts") or said,
        "rsvp": data.get("rsvp"),
    }


def _interaction(row: Mapping[str, Any], article: str) -> Interaction:
    source, url = _web(row.get("wm-source")), _web(row.get("url"))
    author = _person(row.get("author"))
    text, title = _said(row.get("content")) or _said(row.get("summary")), _line(row.get("name"))
    received = times.moment(row.get("wm-received"))
    published = _published(row.get("published"), received)
    return Interaction(
        id=str(row["wm-id"]),
        kind=_kind(row),
        article=article,
        account=profiles.account(
            _text(author.get("url")), url or source, _line(author.get("name")), _web(author.get("photo"))
        ),
        url=url or source,
        target=_text(row.get("wm-target")),
        title=_line(row.get("rsvp")) or ("" if _repeats(title, text) else title),
        text=text,
        published=published.at if published else None,
        precision=published.precision if published else "second",
        received=received.at if received else None,
        private=row.get("wm-private") is True,
    )


def _kind(row: Mapping[str, Any]) -> Kind:
    """What nobody named before is a mention."""
    said = str(row.get("wm-property"))
    return KINDS.get(said) or next((KINDS[key] for key in row if key in KINDS and row[key]), Kind.MENTION)


def _published(said: object, received: Moment | None) -> Moment | None:
    """The time it gives itself, else when it came.

    A local time without its zone is known to the day; one about as old as the mention is
    better told by when that came.
    """
    local = times.local(said)
    if local is None:
        return times.moment(said) or received
    return received if received and abs(received.at - local.at) < NEAR else local


def _repeats(title: str, text: str) -> bool:
    """Whether a name was only made from the text, as microformats do when a page gives none."""
    begun = title.removesuffix("...").removesuffix("…")
    return " ".join(text.split()).startswith(" ".join(begun.split()))


def _said(value: object) -> str:
    """Return a content or summary as plain text: what is given as text, else what its mark-up says."""
    if isinstance(value, dict):
        older = "html" if value.get("content-type") == "text/html" else "text"
        told = {older: value.get("value")} | value
        return tidy(_text(told.get("text"))) or plain(_text(told.get("html")))
    text = _text(value)
    return plain(text) if TAG.search(text) else tidy(unescape(text))


def _person(value: object) -> Mapping[str, Any]:
    """Return an author as an object, whether it is one, an address or a name."""
    first = value[0] if isinstance(value, list) and value else value
    text = _text(first)
    return _object(first) or ({"url": text} if urls.is_web(text) else {"name": text})


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _text(value: object) -> str:
    """Return a text as it is, else the first one in a list, else an object's `value`."""
    if isinstance(value, list):
        return _text(value[0]) if value else ""
    if isinstance(value, dict):
        return _text(value.get("value"))
    return value.strip() if isinstance(value, str) else ""


def _line(value: object) -> str:
    return tidy(" ".join(_text(value).splitlines()))


def _web(value: object) -> str:
    text = _text(value)
    return text if urls.is_web(text) else ""
