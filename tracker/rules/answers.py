"""One whole answer of a place, and what it turns out to be when it should have been JSON."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker.errors import NotAsExpected
from tracker.messages import _
from tracker.rules.addresses import place

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_MODIFIED = 304
HTML = re.compile(rb"\s*(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE | re.DOTALL)
HEAD = 2000
"""Bytes that are looked at; what a body is shows at its beginning."""
LAST_WORD = 6
"""A cut leaves at most so much of a literal (`false`, `\\u12…`) unread."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One whole answer: decoded body, at most 10 MB."""

    url: str
    """The address that answered, after redirects; without tokens."""
    status: int
    headers: Mapping[str, str]
    """Case-insensitive."""
    body: bytes = field(repr=False, default=b"")

    @property
    def unchanged(self) -> bool:
        """Whether the place said that nothing is new (304)."""
        return self.status == NOT_MODIFIED

    def json(self) -> Any:  # noqa: ANN401 - JSON is any shape; readers check what they need
        """Return the body read as JSON (UTF-8, BOM allowed); NotAsExpected says what came instead."""
        try:
            return json.loads(self.body.decode("utf-8-sig"))
        except (ValueError, RecursionError) as error:
            raise NotAsExpected(place(self.url), "JSON", _instead_of_json(self.body, error)) from None


def _instead_of_json(body: bytes, error: Exception) -> str:
    """Name what came, for the sentence “JSON was expected, … came”; `error` is the parser's."""
    return _page(body) or _spoiled(_start(body), error)


def instead_of_feed(body: bytes) -> str:
    """Name what came, for the sentence “a feed was expected, … came”."""
    return _page(body) or _("something else")


def _start(body: bytes) -> bytes:
    return body.lstrip(b"\xef\xbb\xbf \t\r\n\x00")[:HEAD]


def _page(body: bytes) -> str:
    """Name an empty answer or a document; empty: it is neither."""
    start = _start(body)
    if not start:
        return _("nothing")
    if HTML.match(start):
        return _("an HTML page")
    return _("an XML document") if start.startswith(b"<") else ""


def _spoiled(start: bytes, error: Exception) -> str:
    if isinstance(error, UnicodeDecodeError):
        return _("bytes that are not UTF-8")
    if isinstance(error, RecursionError):
        return _("text with brackets in brackets without end")
    opened = start[:1] in (b"{", b"[")
    return _("text that breaks off") if opened and _breaks_off(error) else _("text that is not JSON")


def _breaks_off(error: Exception) -> bool:
    if not isinstance(error, json.JSONDecodeError):
        return False
    text = error.doc.rstrip()
    ended = text.endswith(("}", "]")) and error.pos < len(text)
    return error.msg.startswith("Unterminated string") or (not ended and len(text) - error.pos < LAST_WORD)
