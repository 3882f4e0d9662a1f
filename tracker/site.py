"""Our own articles: articles.json, or any JSON Feed, Atom or RSS feed or sitemap.

What it is is told by looking at it, never by its name or type: a blog made by anything
can be followed.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias
from urllib.parse import urljoin, urlsplit

from tracker.errors import EnishiError, NoArticles, Refused, Unreachable, UnreadableArticles
from tracker.messages import _
from tracker.model import Article
from tracker.reading import feeds, jsonfeed, links, sitemaps
from tracker.reading.shapes import shape_of
from tracker.rules.urls import canonical, host, is_web

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Mapping

    from tracker.http import Http
    from tracker.reading.feeds import Entry
    from tracker.reading.jsonfeed import Item
    from tracker.reading.sitemaps import Sitemap

GONE = (404, 410)
GZIP = b"\x1f\x8b"
LARGEST = 50 * 1024 * 1024
"""What sitemaps.org allows, unpacked."""
COMMENT = re.compile(r"#comment-?\d")

_Read: TypeAlias = "Article | str"
"""An article, or one sentence about what could not be read."""


@dataclass(frozen=True, slots=True)
class Site:
    """Our articles, newest first, and a sentence for each thing that could not be read."""

    articles: tuple[Article, ...]
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Document:
    """A file or an answer."""

    where: str
    body: bytes = field(repr=False)
    address: str = ""
    """What relative addresses are relative to; a file has none."""
    content_type: str = ""

    def refused(self, found: str) -> UnreadableArticles:
        return UnreadableArticles(self.where, found)


_Fetch: TypeAlias = "Callable[[str], _Document]"


def read(where: str | Path, http: Http | None = None) -> Site:
    """Return the articles listed at `where`, an address or a file; without `http` only files are read.

    Raises NoArticles, UnreadableArticles, or the SourceError of an address that does not answer.
    """
    address = where if isinstance(where, str) and is_web(where) else ""
    document = _get(address, http) if address else _file(Path(where))
    shape = shape_of(document.body)
    if shape == "sitemapindex":
        return _site(_from_index(document, lambda url: _beside(document, url) or _get(url, http)))
    reader = _READERS.get(shape)
    if reader is None:
        raise document.refused(_what(document, shape))
    return _site(reader(document))


# --- touching the disk and the network -----------------------------------------------------------


def _file(path: Path) -> _Document:
    try:
        return _unpacked(_Document(str(path), path.read_bytes()))
    except (FileNotFoundError, NotADirectoryError):
        raise NoArticles(str(path)) from None
    except OSError as error:
        raise UnreadableArticles(str(path), error.strerror or str(error)) from None


def _get(url: str, http: Http | None) -> _Document:
    if http is None:
        raise Unreachable(host(url), _("the network is not used here"))
    try:
        answer = http.get(url)
    except Refused as error:
        if error.status in GONE:
            raise NoArticles(url) from None
        raise
    return _unpacked(_Document(url, answer.body, answer.url, answer.headers.get("Content-Type", "")))


def _beside(index: _Document, url: str) -> _Document | None:
    """Of an index that is a file, the sitemap in the same folder: the site may not be published yet."""
    path = Path(index.where).parent / Path(urlsplit(url).path).name
    return _file(path) if not index.address and path.is_file() else None


def _unpacked(document: _Document) -> _Document:
    """Undo a `.gz` of the file's own; that of the transfer is undone already."""
    if not document.body.startswith(GZIP):
        return document
    packed = zlib.decompressobj(wbits=31)
    try:
        body = packed.decompress(document.body, LARGEST)
    except zlib.error:
        raise document.refused(_("a broken gzip file")) from None
    if packed.unconsumed_tail:
        raise document.refused(_("more than {limit:,} bytes").format(limit=LARGEST))
    return _Document(document.where, body, document.address, document.content_type)


# --- telling what it is --------------------------------------------------------------------------


def _what(document: _Document, shape: str) -> str:
    """Say what was found instead of a list of articles."""
    if shape in ("html", "head", "body"):
        named = links.feeds(document.body, document.address)
        page = _("an HTML page, which names the feed {feed}") if named else _("an HTML page")
        return page.format(feed=next(iter(named), ""))
    if shape:
        return _("XML of another kind, <{root}>").format(root=shape)
    return _("neither JSON nor XML") if document.body.strip() else _("nothing in it")


# --- reading each kind ---------------------------------------------------------------------------


def _from_json(document: _Document) -> Iterator[_Read]:
    feed = jsonfeed.read(document.body)
    if feed.wrong:
        raise document.refused(feed.wrong)
    base = document.address or feed.address or feed.url
    read = [one for number, item in enumerate(feed.items, 1) for one in _from_item(item, base, number)]
    yield from _with_home(read, _joined(base, feed.url), feed.title, feed.lang)


def _from_item(item: Item, base: str, number: int) -> Iterator[_Read]:
    url = _joined(base, item.url) or item.id
    if not is_web(url):
        yield _no_address(item.title, number)
        return
    if item.date and not item.published:
        yield _("“{title}” has a date that is none: {date}").format(title=item.title or url, date=item.date)
    yield Article(
        item.id or url,
        url,
        item.title,
        item.lang,
        item.published.at if item.published else None,
        tuple(_joined(url, older) for older in item.older_urls),
        item.syndication,
    )


def _from_feed(document: _Document) -> Iterator[_Read]:
    feed = feeds.read(document.body, document.content_type, document.address)
    if not feed.known or (feed.broken and not feed.entries):
        raise document.refused(_("a feed that breaks off or is wrong: {reason}").format(reason=feed.broken or "?"))
    if feed.broken:
        yield _broken(document, feed.broken)
    base = document.address or feed.url
    read = [_from_entry(entry, base, number) for number, entry in enumerate(feed.entries, 1)]
    yield from _with_home(read, _joined(base, feed.url), feed.title)


def _from_entry(entry: Entry, base: str, number: int) -> _Read:
    url = _joined(base, entry.url) or entry.id
    if not is_web(url):
        return _no_address(entry.title, number)
    if COMMENT.search(url):
        return _("“{title}” is a comment, not an article: {url}").format(title=entry.title, url=url)
    # A WordPress guid such as /?p=27 is an address too, and people link it.
    short = host(entry.id) == host(url) and canonical(entry.id) != canonical(url)
    return Article(
        entry.id or url,
        url,
        entry.title,
        entry.lang,
        entry.published.at if entry.published else None,
        older_urls=(entry.id,) if short else (),
        comments_feed=_joined(base, entry.comments_feed),
    )


def _from_sitemap(document: _Document) -> Iterator[_Read]:
    listed = yield from _listed(document)
    for number, url in enumerate(listed.pages, 1):
        yield Article(url, url) if is_web(url) else _no_address(url, number)


def _listed(document: _Document) -> Generator[str, None, Sitemap]:
    listed = sitemaps.read(document.body)
    if listed.broken and not (listed.pages or listed.sitemaps):
        raise document.refused(_("a sitemap that breaks off or is wrong: {reason}").format(reason=listed.broken))
    if listed.broken:
        yield _broken(document, listed.broken)
    return listed


def _from_index(document: _Document, fetch: _Fetch) -> Iterator[_Read]:
    """Yield what the sitemaps of an index list; one that cannot be read costs itself only."""
    listed = yield from _listed(document)
    ours = host(document.address) or host(next(iter(listed.sitemaps), ""))
    for url in listed.sitemaps:
        if host(url) != ours:
            yield _("{url} is on another host and was not fetched.").format(url=url)
            continue
        try:
            yield from _from_child(fetch(url))
        except EnishiError as error:
            yield error.message


def _from_child(document: _Document) -> Iterator[_Read]:
    shape = shape_of(document.body)
    if shape != "urlset":
        raise document.refused(_what(document, shape))
    yield from _from_sitemap(document)


_READERS: Mapping[str, Callable[[_Document], Iterator[_Read]]] = {
    "json": _from_json,
    "feed": _from_feed,
    "rss": _from_feed,
    "rdf": _from_feed,
    "urlset": _from_sitemap,
}
"""By the shape; an index of sitemaps needs more than its document."""


# --- putting it together -------------------------------------------------------------------------


def _with_home(read: list[_Read], home: str, title: str, lang: str = "") -> Iterator[_Read]:
    """Add the blog itself, so that a mention of it has a place; not when it is listed, or not named."""
    listed = {canonical(one.url) for one in read if isinstance(one, Article)}
    if is_web(home) and canonical(home) not in listed:
        yield Article(home, home, title, lang)
    yield from read


def _joined(base: str, address: str) -> str:
    """Return an absolute address; nothing for one that is no address at all."""
    try:
        return urljoin(base, address) if address else ""
    except ValueError:
        return ""


def _no_address(title: str, number: int) -> str:
    return _("Item {number} (“{title}”) has no web address and was left out.").format(number=number, title=title)


def _broken(document: _Document, reason: str) -> str:
    return _("{where} is damaged and was read up to there: {reason}").format(where=document.where, reason=reason)


def _site(found: Iterable[_Read]) -> Site:
    """Sort what was read; of a `uid` given twice the last counts, and the feed's order among equal dates."""
    by_uid: dict[str, Article] = {}
    problems: list[str] = []
    for one in found:
        if isinstance(one, str):
            problems.append(one)
        else:
            by_uid[one.uid] = one
    newest_first = sorted(by_uid.values(), key=lambda one: (one.published is not None, one.published), reverse=True)
    return Site(tuple(newest_first), tuple(problems))
