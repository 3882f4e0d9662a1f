"""Atom, RSS 2.0 and RDF as one record: articles or comments, through feedparser.

Learned from RFC 4287, RFC 4685 (threading), RFC 5005 (paging) and the `wfw`, `slash`
and `openSearch` modules.
"""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from dataclasses import dataclass
from html import unescape
from io import BytesIO
from typing import TYPE_CHECKING, Any

from tracker.messages import _
from tracker.reading.charsets import IN_HEADER, decodes, is_nearly_utf8
from tracker.reading.html import plain, tidy
from tracker.rules import times

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.rules.times import Moment

IN_XML = re.compile(r"\s*<\?xml[^>]*\bencoding=[\"']([\w.:-]+)", re.IGNORECASE)
END = re.compile(rb"</(?:\w+:)?(?:feed|rss|RDF)\s*>", re.IGNORECASE)
COMMENTS = ("application/atom+xml", "application/rss+xml", "application/xml", "text/xml")


@dataclass(frozen=True, slots=True)
class Entry:
    """One article or comment; an empty string means "not said"."""

    id: str
    url: str = ""
    title: str = ""
    text: str = ""
    """Plain text of the content, else of the summary."""
    html: str = ""
    """The same as it came, unless it was plain text."""
    author: str = ""
    author_url: str = ""
    published: Moment | None = None
    """To the day only when the feed names no zone."""
    lang: str = ""
    answers: str = ""
    """The `id` it answers (`thr:in-reply-to` `ref`)."""
    answers_url: str = ""
    comments_feed: str = ""
    comments: int | None = None
    """How many comments the feed says it has."""


@dataclass(frozen=True, slots=True)
class Feed:
    """What one answer held."""

    known: bool
    """Whether it is a feed at all."""
    title: str = ""
    url: str = ""
    entries: tuple[Entry, ...] = ()
    total: int | None = None
    """How many entries there are over all pages, when the feed says so."""
    following: str = ""
    """Where the next page is (RFC 5005)."""
    broken: str = ""
    """What is wrong with the XML; an entry that was cut off is left out, the others are good."""


def read(body: bytes, content_type: str = "", address: str = "") -> Feed:
    """Return the feed in `body`; a broken one with what could be read of it.

    `content_type` may name a charset; relative addresses are relative to `address`.
    """
    charset, sound = _charset(body, content_type)
    known = body.decode(charset, "replace").encode() if charset else body
    parsed = _parsed(known, _type(content_type, charset), address)
    broken = _reason(parsed, guessed=not charset) or ("" if sound else _("its text is damaged"))
    whole = not broken or END.search(known[-500:])
    head, entries = parsed.feed, parsed.entries if whole else parsed.entries[:-1]
    return Feed(
        known=bool(parsed.get("version")),
        title=_line(head.get("title")),
        url=_text(head.get("link")),
        entries=tuple(_entry(one, _text(head.get("language"))) for one in entries),
        total=_number(_total(head)),
        following=_link(head, "next"),
        broken=broken,
    )


def contents(body: bytes, content_type: str = "", address: str = "") -> tuple[tuple[str, str], ...]:
    """Return the address of each entry with its content, as HTML."""
    charset, _sound = _charset(body, content_type)
    known = body.decode(charset, "replace").encode() if charset else body
    parsed = _parsed(known, _type(content_type, charset), address)
    return tuple((_text(one.get("link")), _content(one)[0]) for one in parsed.entries)


def _total(head: Mapping[str, Any]) -> Any:  # noqa: ANN401 - feedparser's own values
    """Return how many entries there are by OpenSearch or the threading extension."""
    return next((head[key] for key in head if key.endswith("_totalresults")), head.get("thr_total"))


def _type(content_type: str, charset: str) -> str:
    """Return what feedparser is to be told, when the bytes were in `charset` and are UTF-8 now."""
    kind = content_type.partition(";")[0].strip() or "application/xml"
    return f"{kind}; charset=utf-8" if charset else content_type or kind


def _parsed(body: bytes, content_type: str, address: str) -> Any:  # noqa: ANN401 - feedparser ships no types
    import feedparser  # noqa: PLC0415 - heavy, and few commands read a feed

    headers = {"content-type": content_type, "content-location": address}
    # A stream: feedparser takes bytes for the name of a file if it can.
    return feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)


def _charset(body: bytes, content_type: str) -> tuple[str, bool]:
    """Return what the bytes are really in (empty: let feedparser find out), and whether all of them are.

    Japanese feeds say UTF-8 and send something else, or say nothing at all; some cut an
    excerpt inside a letter.
    """
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF8)):
        return "", True
    said = [found[1] for found in (IN_HEADER.search(content_type), IN_XML.match(body[:200].decode("latin-1"))) if found]
    if not decodes(body, "utf-8") and is_nearly_utf8(body):
        return "utf-8", False
    return next((name for name in ("utf-8", *said, "euc_jp", "cp932") if decodes(body, name)), ""), True


def _entry(raw: Mapping[str, Any], lang: str) -> Entry:
    content, kind = _content(raw)
    person, answer, title = (raw.get(key) or {} for key in ("author_detail", "thr_in-reply-to", "title_detail"))
    total = _first(raw.get("slash_comments"), raw.get("thr_total"), _replies(raw).get("thr:count"))
    return Entry(
        id=_text(_first(raw.get("id"), raw.get("link"))),
        url=_text(raw.get("link")),
        title=_line(raw.get("title")),
        text=tidy(content) if kind == "text/plain" else plain(content),
        html="" if kind == "text/plain" else content,
        author=_line(_first(person.get("name"), raw.get("author"))),
        author_url=_text(person.get("href")),
        published=_when(raw),
        lang=_text(_first(raw.get("language"), title.get("language"), lang)),
        answers=_text(answer.get("ref")),
        answers_url=_text(answer.get("href")),
        comments_feed=_text(_first(raw.get("wfw_commentrss"), _link(raw, "replies"))),
        comments=_number(total),
    )


def _first(*said: Any) -> Any:  # noqa: ANN401 - feedparser's own values
    """Return the first that says anything."""
    return next((one for one in said if one), None)


def _content(raw: Mapping[str, Any]) -> tuple[str, str]:
    """Return the longest that is said, and its type."""
    said = [*(raw.get("content") or ()), raw.get("summary_detail") or {}]
    longest = max(said, key=lambda one: len(one.get("value") or ""))
    return longest.get("value") or "", longest.get("type") or ""


def _when(raw: Mapping[str, Any]) -> Moment | None:
    """Read from the keys themselves: feedparser's own `updated` may stand for `published`."""
    for key in ("published", "updated", "created"):
        said = dict.get(raw, key) if isinstance(raw, dict) else None
        if said and (read := times.moment(said) or times.local(said)):
            return read
    return None


def _replies(raw: Mapping[str, Any]) -> Mapping[str, Any]:
    found = (link for link in raw.get("links") or () if link.get("rel") == "replies")
    return next((link for link in found if link.get("type") in COMMENTS), {})


def _link(raw: Mapping[str, Any], rel: str) -> str:
    if rel == "replies":
        return _text(_replies(raw).get("href"))
    return next((_text(link.get("href")) for link in raw.get("links") or () if link.get("rel") == rel), "")


def _reason(parsed: Mapping[str, Any], *, guessed: bool) -> str:
    """What is wrong; what a header says of type and charset is not, unless the charset had to be guessed."""
    error = parsed.get("bozo_exception") if parsed.get("bozo") else None
    harmless = ("NonXMLContentType",) if guessed else ("NonXMLContentType", "CharacterEncodingOverride")
    return "" if error is None or type(error).__name__ in harmless else " ".join(str(error).split())


def _text(said: object) -> str:
    return said.strip() if isinstance(said, str) else ""


def _line(said: object) -> str:
    """Return a name or title on one line; feeds escape these once too often, and so do broken ones again."""
    return tidy(" ".join(unescape(unescape(_text(said))).splitlines()))


def _number(said: object) -> int | None:
    with suppress(TypeError, ValueError):
        return int(str(said))
    return None
