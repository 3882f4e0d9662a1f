"""Which article a mail is about: by a link, by the address it was sent to, by what it answers.

An address may be made for one article, `mio+{slug}@mio.example` (RFC 5233). What is said here of
words holds in any order: what a mail answers is looked at before it.
"""

from __future__ import annotations

import re
from base64 import urlsafe_b64encode
from collections import defaultdict
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import unquote, urlsplit

from tracker.rules.urls import Pages, host

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from tracker.model import Article

SLUG = "{slug}"
MOST_NAMED = 500
"""Addresses in one mail that are looked at."""
WRAPPED = re.compile(r"<((?:https?|HTTPS?)://[^<>]{1,2000})>")
"""An address in angle brackets may go over the end of a line (RFC 3986, appendix C)."""
ENDS = re.compile(r"[.,:;!?'\"*_~|)\]}>、。，．！？」』）】〉》…]+$")
CUTS = ("&", "__", ")", "]", "|", "*", "'", "#", "?")
"""What may stand behind an address inside of another one, or of mark-up."""
BEYOND_ASCII = re.compile(r"[^\x21-\x7e].*", re.DOTALL)
PACKED = re.compile(r"https?%3a%2f%2f", re.IGNORECASE)
FILE_ENDS = re.compile(r"(?:\.(?:html?|php|md))+$")


class Found(NamedTuple):
    """An article that a text names, and how it spells the address."""

    article: Article
    url: str


class Articles:
    """Our articles, as mail may name them."""

    def __init__(self, articles: Sequence[Article], addresses: Iterable[str] = ()) -> None:
        self.by_uid = {article.uid: article for article in articles}
        self._pages = Pages(articles)
        urls = {article.uid: (article.url, *article.older_urls) for article in articles}
        self.urls = tuple(url for told in urls.values() for url in told)
        self.hosts = tuple(sorted({name for url in self.urls for name in _hosts(url)} - {""}))
        spelled = "|".join(map(re.escape, self.hosts)) or "(?!)"
        begin, end = (
            r"(?:https?://|(?<![A-Za-z0-9_@.-]))",
            r"(?::\d{1,5})?(?![A-Za-z0-9_-]|\.\w)[^\s<>\"「『【]{0,2000}",
        )
        self._named = re.compile(f"{begin}(?:{spelled}){end}", re.IGNORECASE)
        self._slugs: dict[str, list[Article]] = defaultdict(list)
        for article in articles:
            for slug in dict.fromkeys(_slug(url) for url in urls[article.uid]):
                self._slugs[slug].append(article)
        self._made = [_made_for(address.strip().lower()) for address in addresses if "@" in address]

    def may_be_named(self, text: str) -> bool:
        """Whether a text, HTML or not, holds what every address of ours has in it."""
        lower = text.lower()
        return any(name in lower for name in self.hosts)

    def named(self, text: str) -> tuple[Found, ...]:
        """Return each article that a text names, in the order of their first naming."""
        whole = WRAPPED.sub(lambda found: f"<{''.join(found[1].split())}>", text)
        whole = f"{whole}\n{unquote(whole)}" if PACKED.search(whole) else whole
        found: dict[str, Found] = {}
        written = dict.fromkeys(match[0] for match in self._named.finditer(whole))
        for address in list(written)[:MOST_NAMED]:
            one = self._meant(address)
            if one:
                found.setdefault(one.article.uid, one)
        return tuple(found.values())

    def addressed(self, to: Iterable[str], lang: Callable[[], str]) -> Article | None:
        """Return the article that one of these addresses was made for; of translations, that in the language `lang`."""
        for address in to:
            for pattern in self._made:
                match = pattern.fullmatch(address)
                meant = self._slugs.get(FILE_ENDS.sub("", match["slug"])) if match else None
                if meant and len(meant) > 1:
                    return next((article for article in meant if article.lang == lang()), meant[0])
                if meant:
                    return meant[0]
        return None

    def _meant(self, written: str) -> Found | None:
        """Return the article at an address, with which the text may go on at once."""
        address = written if written.lower().startswith("http") else f"https://{written}"
        for url in _readings(address):
            article = self._pages.find(url)
            if article:
                return Found(article, url)
        return None


class Place(NamedTuple):
    """Where a mail belongs that is about an article."""

    root: str
    """The id of the first mail of its thread."""
    article: str


class Threads:
    """Where each mail belongs that was found to be about an article, by its Message-ID."""

    def __init__(self, told: Mapping[str, Mapping[str, Sequence[str]]] | None = None) -> None:
        self._places = {
            mark: Place(root, article)
            for root, articles in (told or {}).items()
            for article, marks in articles.items()
            for mark in marks
        }
        self._waiting: set[str] = set()

    def wait_for(self, ids: Iterable[str]) -> None:
        """Know nothing of these until they are put: they are read anew."""
        self._waiting.update(map(_mark, ids))

    def find(self, refs: Iterable[str]) -> Place | None:
        """Return where the nearest of these belongs that is known."""
        return next((self._places[mark] for mark in map(_mark, refs) if self._knows(mark)), None)

    def knows(self, uid: str) -> bool:
        """Whether this was found to be about an article."""
        return self._knows(_mark(uid))

    def knew(self, uid: str) -> bool:
        """The same, of this walk or of an earlier one."""
        return _mark(uid) in self._places

    def put(self, uid: str, place: Place) -> None:
        """Remember where a mail belongs."""
        mark = _mark(uid)
        self._waiting.discard(mark)
        self._places[mark] = place

    def told(self) -> dict[str, dict[str, list[str]]]:
        """Return all of it, as JSON can hold it: the same for the same mails in any order."""
        told: dict[str, dict[str, list[str]]] = {}
        for mark, place in sorted(self._places.items(), key=lambda pair: (pair[1], pair[0])):
            told.setdefault(place.root, {}).setdefault(place.article, []).append(mark)
        return told

    def _knows(self, mark: str) -> bool:
        return mark in self._places and mark not in self._waiting


def ancestors_first(mails: Sequence[tuple[str, Sequence[str]]]) -> list[int]:
    """Return the order of mails, each an id and what it answers, in which what is answered comes first."""
    at = {uid: number for number, (uid, _refs) in reversed(list(enumerate(mails))) if uid}
    order: dict[int, None] = {}
    begun: set[int] = set()
    for number in range(len(mails)):
        ahead = [number]
        while ahead:
            one = ahead[-1]
            above = [at[ref] for ref in mails[one][1] if ref in at and at[ref] not in begun]
            if one in begun or not above:
                order.setdefault(ahead.pop())
            else:
                ahead.extend(above)
            begun.add(one)
    return list(order)


def _hosts(url: str) -> Iterator[str]:
    """Yield the host in ASCII and as it is written."""
    yield host(url)
    yield (urlsplit(url.strip()).hostname or "").lower()


def _slug(url: str) -> str:
    path = unquote(urlsplit(url).path).rstrip("/")
    last = re.sub(r"/index\.\w+$", "", path).rpartition("/")[2]
    return FILE_ENDS.sub("", last).lower()


def _made_for(address: str) -> re.Pattern[str]:
    """Return what addresses made for one article look like."""
    local, _at, domain = address.rpartition("@")
    before, _slug, after = (local if SLUG in local else f"{local}+{SLUG}").partition(SLUG)
    return re.compile(rf"{re.escape(before)}(?P<slug>[^@]+){re.escape(after)}@{re.escape(domain)}")


def _readings(address: str) -> Iterator[str]:
    """Yield what may be meant by an address in a text, the longest first."""
    ascii_only = BEYOND_ASCII.sub("", address)
    for read in dict.fromkeys((address, ascii_only)):
        yield read
        yield ENDS.sub("", read)
    for cut in CUTS:
        yield ENDS.sub("", ascii_only.partition(cut)[0])


def _mark(uid: str) -> str:
    """Return a short text for an id."""
    return urlsafe_b64encode(blake2b(uid.encode("utf-8", "replace"), digest_size=9).digest()).decode()
