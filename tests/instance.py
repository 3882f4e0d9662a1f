"""A server of the fediverse that takes posts, as strict as Mastodon: keys, scopes, lengths."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from wcwidth import iter_graphemes

from tests.fediverse import HOME, person

if TYPE_CHECKING:
    from tests.servers import Reply, Request

URL = re.compile(r"https?://[^\s<>“”「」、。]+")
ELSEWHERE = re.compile(r"(@\w+)@[\w.-]+")
PER_LINK = 23
FIRST = 115_000_000_000_000_001
KNOWN = {"status", "visibility", "language"}
TOKEN = "read-and-write"  # noqa: S105 - a made-up one


class Cut(OSError):
    """The connection breaks off before the answer."""


@dataclass
class Instance:
    """One server; `kind` is `mastodon`, `older` (no /api/v2/instance), `pleroma` or `misskey`."""

    kind: str = "mastodon"
    limit: int = 500
    scopes: frozenset[str] = frozenset({"read", "write:statuses"})
    statuses: list[dict[str, Any]] = field(default_factory=list)
    """The newest first."""
    keys: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What each Idempotency-Key made; `forget` is what an hour does to them."""
    refuses: int = 0
    """The status of every POST, whatever it holds."""
    headers: dict[str, str] = field(default_factory=dict)
    cuts: bool = False
    """Whether the next POST is taken, and its answer lost."""
    asked: list[str] = field(default_factory=list)

    def forget(self) -> None:
        self.keys.clear()

    def __call__(self, request: Request) -> Reply:
        self.asked.append(f"{request.method} {request.path}")
        if self.kind == "misskey":
            return 404, {}, ""
        if request.path in ("/api/v1/instance", "/api/v2/instance"):
            return self._instance(request.path)
        if request.headers.get("Authorization") != f"Bearer {TOKEN}":
            return 401, {}, ""
        if request.method == "POST":
            return self._post(request)
        return self._read(request)

    def _instance(self, path: str) -> Reply:
        statuses = {"max_characters": self.limit, "characters_reserved_per_url": PER_LINK}
        told: dict[str, Any] = {"configuration": {"statuses": statuses}}
        if self.kind != "mastodon":
            told = {"max_toot_chars": self.limit} if self.kind == "pleroma" else {"title": "old"}
            if path.startswith("/api/v2"):
                return 404, {}, ""
        return 200, {}, json.dumps(told)

    def _read(self, request: Request) -> Reply:
        if "read" not in self.scopes:
            return 403, {}, ""
        if request.path.endswith("/verify_credentials"):
            return 200, {}, json.dumps(person("mio", HOME) | {"id": "1"})
        assert request.path == "/api/v1/accounts/1/statuses"
        return 200, {}, json.dumps(self.statuses[: int(request.query["limit"])])

    def _post(self, request: Request) -> Reply:
        assert request.path == "/api/v1/statuses"
        if self.refuses:
            return self.refuses, self.headers, '{"error": "no"}'
        if "write:statuses" not in self.scopes:
            return 403, {}, ""
        said, key = json.loads(request.body), request.headers["Idempotency-Key"]
        assert set(said) <= KNOWN
        assert said["visibility"] == "public"
        assert re.fullmatch(r"[a-z]{2,3}", said.get("language", "en"))
        if key in self.keys:
            return 200, {}, json.dumps(self.keys[key])
        if not said["status"].strip() or counted(said["status"]) > self.limit:
            return 422, {}, '{"error": "Validation failed: Text character limit of 500 exceeded"}'
        made = self.keys[key] = self._made(said)
        self.statuses.insert(0, made)
        if self.cuts:
            self.cuts = False
            raise Cut
        return 200, {}, json.dumps(made)

    def _made(self, said: dict[str, str]) -> dict[str, Any]:
        number = str(FIRST + len(self.statuses))
        return {
            "id": number,
            "uri": f"{HOME}/users/mio/statuses/{number}",
            "url": f"{HOME}/@mio/{number}",
            "created_at": "2026-11-22T03:00:00.000Z",
            "visibility": said["visibility"],
            "language": said.get("language"),
            "content": shown(said["status"]),
            "account": person("mio", HOME),
            "card": None,
        }


def counted(text: str) -> int:
    """The characters of a text, as Mastodon's validator counts them."""
    return len(list(iter_graphemes(ELSEWHERE.sub(r"\1", URL.sub("x" * PER_LINK, text)))))


def shown(text: str) -> str:
    """A text as Mastodon writes it in HTML: parts of links are hidden, tags and names are links."""
    html = escape(text, quote=False)
    html = URL.sub(lambda found: _link(found[0]), html)
    tag = rf'<a href="{HOME}/tags/\1" class="mention hashtag" rel="tag">#<span>\1</span></a>'
    html = re.sub(r"(?<!\S)#(\w+)", tag, html)
    html = ELSEWHERE.sub(r'<span class="h-card"><a href="https://fedi.example/\1">\1</a></span>', html)
    return "".join(f"<p>{part.replace(chr(10), '<br />')}</p>" for part in html.split("\n\n"))


def _link(url: str) -> str:
    scheme, rest = url[: url.index("//") + 2], url[url.index("//") + 2 :]
    parts = (("invisible", scheme), ("ellipsis", rest[:30]), ("invisible", rest[30:]))
    spans = "".join(f'<span class="{name}">{part}</span>' for name, part in parts)
    return f'<a href="{url}" target="_blank" rel="nofollow noopener" translate="no">{spans}</a>'
