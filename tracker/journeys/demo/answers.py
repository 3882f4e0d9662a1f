"""What was asked over HTTP and what is said in answer, before and after a socket."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping

JSON = "application/json; charset=utf-8"
LIST_MARK = re.compile(r"\[\d*\]$")
LEADING_NUMBER = re.compile(r"\s*-?\d+")


@dataclass(frozen=True, slots=True)
class Asked:
    """A GET, its query read as PHP and Rails read it: `target[]` and `target[0]` are `target`."""

    path: str
    query: Mapping[str, tuple[str, ...]]
    headers: Mapping[str, str]

    def all(self, *names: str) -> tuple[str, ...]:
        """Every value given under any of `names`, empty ones left out."""
        return tuple(value for name in names for value in self.query.get(name, ()) if value)

    def one(self, *names: str) -> str:
        """The last value given under the first of `names` that has one; empty when none has."""
        return next((values[-1] for name in names if (values := self.query.get(name))), "")

    def number(self, *names: str, default: int = 0) -> int:
        """The whole number at the beginning of `one`; nonsense counts as 0, nothing as `default`."""
        given = self.one(*names)
        found = LEADING_NUMBER.match(given)
        return int(found[0]) if found else (0 if given else default)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer to send."""

    body: str
    status: int = 200
    type: str = JSON
    headers: Mapping[str, str] = field(default_factory=dict)


NOT_FOUND = Said("Not Found", 404, "text/plain; charset=utf-8")


def asked(target: str, headers: Mapping[str, str]) -> Asked:
    """Return a request's target (path and query) and lower-case headers as an `Asked`."""
    parts = urlsplit(target)
    query: dict[str, tuple[str, ...]] = {}
    for name, value in parse_qsl(parts.query, keep_blank_values=True):
        bare = LIST_MARK.sub("", name)
        query[bare] = (*query.get(bare, ()), value)
    return Asked(unquote(parts.path), query, headers)


def said_json(data: object, status: int = 200, headers: Mapping[str, str] | None = None) -> Said:
    """Return `data` as a JSON answer."""
    return Said(json.dumps(data, ensure_ascii=False), status, JSON, headers or {})


def conditional(said: Said, asked: Asked) -> Said:
    """Return 304 without a body when the client has this answer already (RFC 9110 §13.2.2)."""
    etag, modified = said.headers.get("ETag", ""), said.headers.get("Last-Modified", "")
    known = asked.headers.get("if-none-match", "")
    if known:
        same = bool(etag) and etag in [one.strip().removeprefix("W/") for one in known.split(",")]
    else:
        same = bool(modified) and _moment(modified) <= _moment(asked.headers.get("if-modified-since", ""))
    return Said("", 304, said.type, said.headers) if same else said


def _moment(text: str) -> datetime:
    """Return an HTTP date; what is none is long ago."""
    try:
        return parsedate_to_datetime(text)
    except ValueError:
        return datetime.min.replace(tzinfo=UTC)
