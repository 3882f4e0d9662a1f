"""One page under many spellings: the canonical form of an address, and our pages found by it.

Follows RFC 3986 §6 (normalisation); what is dropped beyond it (scheme, trailing slash,
index files, tracking parameters) tells apart spellings, never pages.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, parse_qsl, quote, unquote, unquote_to_bytes, urlencode, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.model import Article

WEB = ("http", "https")
DEFAULT_PORTS = (80, 443)
INDEX_FILE = re.compile(r"(?:/index\.(?:html?|php))?/*$")
TRACKING = re.compile(
    r"utm_.*|fbclid|gclid|dclid|msclkid|yclid|twclid|igshid|mc_[ce]id|_hs(?:enc|mi)|ref(?:_src|_url)?"
)
PLAIN_PATH = re.compile(r"(?:/[\w@~-][\w@~.-]*)*/?", re.ASCII)
"""Nothing to decode and no dots to resolve: most paths, in a third of the time."""
PLAIN = re.compile(
    r"https?://([a-z0-9-]+(?:\.[a-z0-9-]+)+)((?:/[\w@~-][\w@~.-]*)*)/*(\?(?!ref=)[a-z]{1,3}=[\w-]+)?(?:#([^#\ud800-\udfff]+))?",
    re.ASCII,
)
"""An address with nothing to undo but its scheme and last slashes: most are, and tell in a tenth of the time."""
SAFE_IN_PATH = "/:@!$&'()*+,;=~-._"


def canonical(url: str, *, fragment: bool = False) -> str:
    """Return one text per page; what is no web address comes back stripped, else unchanged.

    With `fragment` the part after `#` still tells pages apart.
    """
    plain = PLAIN.fullmatch(url)
    if plain and "/index." not in url:
        name, way, query, after = plain.groups("")
        return f"https://{name}{way or '/'}{query}{'#' + after if fragment and after else ''}"
    return _taken_apart(url, fragment=fragment)


def _taken_apart(url: str, *, fragment: bool) -> str:
    parts = _split(url)
    if parts is None:
        return url.strip()
    path = INDEX_FILE.sub("", _path(parts.path))
    query = _query(parts.query)
    tail = ("?" + query if query else "") + ("#" + parts.fragment if fragment and parts.fragment else "")
    return f"https://{_authority(parts)}{path or '/'}{tail}"


def is_web(url: str) -> bool:
    """Whether this is an http(s) address with a host."""
    return PLAIN.fullmatch(url) is not None or _split(url) is not None


def host(url: str) -> str:
    """The host, lower-case and in ASCII; empty when it is no web address."""
    if plain := PLAIN.fullmatch(url):
        return plain[1]
    parts = _split(url)
    return _ascii(parts.hostname or "") if parts else ""


def path(url: str) -> str:
    """The path as a person reads it: percent-encoding undone."""
    try:
        return unquote(urlsplit(url).path) or "/"
    except ValueError:
        return "/"


def spellings(url: str) -> tuple[str, ...]:
    """The given address first, then the same page by http and https, with and without a last slash."""
    parts = _split(url)
    if parts is None:
        return (url,)
    bare = url.strip().split("#", 1)[0].split("://", 1)[1]
    head, mark, query = bare.partition("?")
    heads = [head] if head.endswith((".html", ".htm", ".php")) else [head.rstrip("/") + "/", head.rstrip("/")]
    made = [f"{scheme}://{one}{mark}{query}" for scheme in ("https", "http") for one in heads]
    return tuple(dict.fromkeys([url, *made]))


class Pages:
    """Our articles, found by any address they have or had."""

    def __init__(self, articles: Iterable[Article]) -> None:
        ordered = tuple(articles)
        older = {canonical(url): article for article in ordered for url in article.older_urls}
        self._by_url = older | {canonical(article.url): article for article in ordered}

    def find(self, url: str) -> Article | None:
        """Return the article at `url`, whatever its spelling."""
        return self._by_url.get(canonical(url))


def _split(url: str) -> SplitResult | None:
    if "/" not in url:  # most of what is asked about is a number or a name
        return None
    try:
        url.encode()  # JSON can carry half a surrogate pair; an address cannot
        parts = urlsplit(url.strip())
        usable = parts.scheme.lower() in WEB and bool(parts.hostname) and (parts.port or 0) >= 0
    except ValueError:
        return None
    return parts if usable else None


def _authority(parts: SplitResult) -> str:
    name = _ascii(parts.hostname or "")
    name = f"[{name}]" if ":" in name else name
    return name if parts.port in (None, *DEFAULT_PORTS) else f"{name}:{parts.port}"


def _ascii(name: str) -> str:
    """IDNA 2003 is enough to tell hosts apart; what it refuses stays as it is, lower-case."""
    bare = name.lower().rstrip(".")
    try:
        return bare if bare.isascii() else bare.encode("idna").decode("ascii")
    except UnicodeError:
        return bare


def _path(raw: str) -> str:
    if PLAIN_PATH.fullmatch(raw):
        return raw
    decoded = unquote_to_bytes(raw.replace("%2F", "%252F").replace("%2f", "%252F"))
    return _without_dots(quote(decoded, safe=SAFE_IN_PATH)).replace("%252F", "%2F")


def _without_dots(raw: str) -> str:
    kept: list[str] = []
    for segment in raw.split("/"):
        if segment == "..":
            del kept[max(1, len(kept) - 1) :]
        elif segment != ".":
            kept.append(segment)
    ends_in_folder = raw.endswith(("/.", "/.."))
    return "/".join(kept) + ("/" if ends_in_folder else "")


def _query(raw: str) -> str:
    if not raw:
        return ""
    pairs = [(key, value) for key, value in parse_qsl(raw, keep_blank_values=True) if not TRACKING.fullmatch(key)]
    return urlencode(pairs)
