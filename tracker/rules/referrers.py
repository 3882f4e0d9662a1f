"""Which of the addresses that people came from may be pages somebody wrote, and are worth a look.

Most are not: search, apps, mail, copies of our own pages, places that a source of ours asks itself,
and names that only want to be seen in a log. Since browsers tell other sites no more than
the host (https://www.w3.org/TR/referrer-policy/), many a page is told by its host alone.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from ipaddress import ip_address
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from tracker.rules import hosts, profiles
from tracker.rules.urls import TRACKING, Pages, canonical, host

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Article


class Worth(Enum):
    """What an address is worth."""

    PAGE = auto()
    """A page to look at."""
    SITE = auto()
    """A host alone: its home page may say more."""
    CROWD = auto()
    """A host alone, where many write: nothing can be looked for."""
    OWN = auto()
    ASKED = auto()
    """A source of ours asks the place itself."""
    SEARCH = auto()
    APP = auto()
    """What is open to its members only, or only leads on: apps, mail, chats, shorteners."""
    COPY = auto()
    """Our own words again: caches, translations, feed readers, bridges, redirects."""
    PRIVATE = auto()
    """Not the public web."""
    SPAM = auto()
    NOTHING = auto()
    """No address at all."""


class Came(NamedTuple):
    """How often people came from one address."""

    url: str
    """As it is to be fetched; without a scheme (`//host/path`) when it is not told."""
    times: int


class Sorted(NamedTuple):
    """What a place says of where people came from, sorted."""

    pages: tuple[Came, ...] = ()
    """Pages and home pages to look at, those that led most people here first."""
    crowds: tuple[Came, ...] = ()
    """Hosts, as addresses."""


STATUS = re.compile(r"/(?:web/)?@[\w.@-]+/\d{9,}|/users/[\w.-]+/statuses/\d+|/notice/\w{18}")
"""A post in the fediverse, which is read where our announcements are."""
DESK = re.compile(
    r"^/(?:admin|login|signin|preview)(?:[/?]|$)|/wp-(?:admin|login)|/edit[/?]|[?&]preview=", re.IGNORECASE
)
"""Where pages are written, not read."""
SCHEME = re.compile(r"([a-z][a-z0-9.+-]*):", re.IGNORECASE)
NAME = re.compile(r"[^\s/?#@]+\.[^\s/?#@.]{2,}(?:[/?#]|$)")


class Ours:
    """Our articles and the site around them, as other people's pages name them."""

    def __init__(self, articles: Iterable[Article]) -> None:
        told = tuple(articles)
        urls = [url for article in told for url in (article.url, *article.older_urls)]
        self._pages = Pages(told)
        self._roots = frozenset(root(url) for url in urls)
        self.names = frozenset({bare(url) for url in urls} | {_spelled(url) for url in urls}) - {""}
        """Our hosts, in ASCII and as written: no link to us is without one of them."""
        names = "|".join(sorted(map(re.escape, self.names)))
        self._name = re.compile(rf"(?<![\w.-])(?:www\.)?(?:{names})(?![\w-])") if names else None

    def find(self, url: str) -> Article | None:
        """Return the article at `url`, whatever its spelling."""
        return self._pages.find(url)

    def has(self, url: str) -> bool:
        """Whether a page is on our site."""
        return root(url) in self._roots

    def names_us(self, url: str) -> bool:
        """Whether an address carries one of ours inside itself, as redirects and site checkers do."""
        inside = unquote(url).lower().partition("://")[2].partition("/")[2]
        return bool(self._name and self._name.search(inside))


class Paths:
    """Our articles as a server is asked for them, and as places that count visits tell of them: by their path."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._pages = Pages(articles)
        self._sites = {host(url) for article in articles for url in (article.url, *article.older_urls)}
        self._known: dict[tuple[str, str], Article | None] = {}

    def find(self, target: str, site: str = "") -> Article | None:
        """Return the article at a path, or at a whole address; on any of our sites unless `site` says on which."""
        if (target, site) not in self._known:
            sites = sorted(self._sites & {site} if site else self._sites)
            urls = [f"https://{name}{target}" for name in sites] if target.startswith("/") else [target]
            self._known[target, site] = next(filter(None, map(self._pages.find, urls)), None)
        return self._known[target, site]


def root(url: str) -> str:
    """Return whose page it is, as far as an address tells: the host, with a `~user` at the path's beginning."""
    first = urlsplit(canonical(url)).path.split("/")[1:2]
    return bare(url) + ("/" + first[0] if first and first[0].startswith("~") else "")


def bare(url: str) -> str:
    """Return the host without `www.`."""
    return host(url).removeprefix("www.")


def _spelled(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.") if host(url) else ""


def whole(said: str) -> str:
    """Return a referrer as an address, without its fragment and what only tracks; nothing when it is none.

    Places that count visits leave the scheme out: `host/path` becomes `//host/path`.
    """
    told = said.strip()
    if not SCHEME.match(told) and NAME.match(told):
        told = "//" + told
    scheme, _colon, rest = told.partition("//")
    if scheme.lower() not in ("", "http:", "https:") or not _is_plain(rest):
        return ""
    address, _mark, query = rest.partition("#")[0].partition("?")
    kept = [pair for pair in parse_qsl(query, keep_blank_values=True) if not TRACKING.fullmatch(pair[0])]
    return f"{scheme.lower()}//{address}" + ("?" + urlencode(kept) if kept else "")


def fetched(url: str) -> str:
    """Return the address with a scheme: https where none was told."""
    return "https:" + url if url.startswith("//") else url


def worth(url: str, ours: Ours) -> Worth:
    """Return what an address is worth, as `whole` gives it."""
    page = fetched(url)
    name = bare(page)
    if not name:
        return Worth.NOTHING
    if ours.has(page):
        return Worth.OWN
    return _by_host(name) or _by_page(page, name, ours)


def sort(said: Iterable[tuple[str, int]], ours: Ours) -> Sorted:
    """Return the addresses that are worth something, one for all spellings of a page, with how often each was told."""
    spelled: dict[str, str] = {}
    times: dict[str, int] = {}
    for told, count in said:
        if url := whole(told):
            key = canonical(fetched(url))
            spelled[key] = max(spelled.get(key, ""), url)  # one that says its scheme, https rather than http
            times[key] = times.get(key, 0) + count
    came = sorted((Came(spelled[key], count) for key, count in times.items()), key=lambda one: (-one.times, one.url))
    judged = [(worth(one.url, ours), one) for one in came]
    return Sorted(
        tuple(one for value, one in judged if value in (Worth.PAGE, Worth.SITE)),
        tuple(one for value, one in judged if value is Worth.CROWD),
    )


def _is_plain(rest: str) -> bool:
    """Whether what follows the scheme begins with a host and nothing but a host."""
    try:
        parts = urlsplit("https://" + rest)
        return bool(parts.hostname) and "@" not in parts.netloc and (parts.port or 1) > 0 and rest.isprintable()
    except ValueError:
        return False


def _by_host(name: str) -> Worth | None:
    told = _above(name)
    if _is_local(name):
        return Worth.PRIVATE
    if not hosts.ASKED.isdisjoint(told):
        return Worth.ASKED
    if not hosts.COPIES.isdisjoint(told) or profiles.is_bridge(f"https://{name}/"):
        return Worth.COPY
    if not hosts.APPS.isdisjoint(told) or hosts.MAIL.fullmatch(name):
        return Worth.APP
    if not hosts.SEARCH.isdisjoint(told) or hosts.ENGINE.fullmatch(name):
        return Worth.SEARCH
    return Worth.SPAM if not hosts.BAIT.isdisjoint(re.split(r"[.-]", name)) or hosts.BAITS.search(name) else None


def _by_page(page: str, name: str, ours: Ours) -> Worth:
    parts = urlsplit(page)
    if ours.names_us(page):
        return Worth.COPY
    if parts.path in ("", "/") and not parts.query:
        return Worth.CROWD if name in hosts.CROWDS or name in profiles.SHARED else Worth.SITE
    if STATUS.match(parts.path):
        return Worth.ASKED
    return Worth.PRIVATE if DESK.search(f"{parts.path}?{parts.query}") else Worth.PAGE


def _above(name: str) -> set[str]:
    """Return a host and every domain it lies in."""
    labels = name.split(".")
    return {".".join(labels[first:]) for first in range(len(labels))}


def _is_local(name: str) -> bool:
    if "." not in name or hosts.LOCAL.fullmatch(name):
        return True
    try:
        return bool(ip_address(name.strip("[]")))
    except ValueError:
        return False
