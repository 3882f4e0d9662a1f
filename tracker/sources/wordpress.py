"""WordPress: the comments of a blog by its REST API, else by the feeds of its articles.

One list holds the comments of all articles; its length and its newest comment tell whether it is worth
reading again. It lists no pingbacks: those are seen in the feed of all comments, which shows the newest.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _, plural
from tracker.model import Count, Kind, Page
from tracker.reading import comments
from tracker.reading.comments import Told
from tracker.reading.wordpress import FIELDS, Comments, from_feed
from tracker.rules.fields import expected_list, number, table
from tracker.rules.urls import Pages, canonical, host, is_web, path
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Container, Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.rules.answers import Answer

AT_ONCE = 100
MOST_IN_A_FEED = 10
"""What WordPress shows unless somebody set it otherwise."""
LIST = "/wp-json/wp/v2/comments"
FEED = "/comments/feed/atom/"
CLOSED = (401, 403, 404, 405, 410, 501)
"""What blogs answer whose API, or whose feeds, are not for everybody."""


@dataclass(frozen=True)
class WordPress(Source):
    """A whole walk whenever the list has another length or another end; the cursor holds both."""

    name: ClassVar[str] = "wordpress"
    title: ClassVar[str] = "WordPress"
    about: ClassVar[str] = N_("Comments under your articles on a WordPress blog, and the pingbacks its feeds show.")

    address: str = field(
        metadata={
            "help": N_("The blog's address, as its readers see it."),
            "example": '"https://blog.example.com"',
            "fits": is_web,
            "wanted": N_("a web address"),
        }
    )
    api_address: str = field(
        default="",
        metadata={
            "help": N_("Where WordPress itself answers, if elsewhere."),
            "example": '"https://wp.example.com"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield every comment on an article of ours, then the pingbacks."""
        if not articles:
            return
        blog = _Blog(self, articles, http)
        anew = cursor is not None and not cursor.endswith(blog.ours)
        try:
            end = blog.end()
        except Refused as error:
            if error.status not in CLOSED:
                raise
            yield from _feeds(blog, cursor, error, anew=anew)
            return
        listed = None
        if end.total is None or end.written(blog.ours) != cursor:
            walk = Comments(blog.host, blog.pages)
            yield from _list(blog, end, walk)
            listed = walk.listed
        yield _pingbacks(blog, listed, anew=anew)


class _End(NamedTuple):
    """What changes when a comment is added or taken away."""

    total: int | None
    """None: the blog does not say."""
    newest: int

    def written(self, ours: str) -> str:
        """Return it as a cursor, together with what tells our addresses from others."""
        return f"{self.total} {self.newest} {ours}"


class _Blog:
    """One blog, as it answers and as we know it."""

    def __init__(self, told: WordPress, articles: Sequence[Article], http: Http) -> None:
        self.base = (told.api_address or told.address).rstrip("/")
        self.host, self.pages = host(told.address), Pages(articles)
        self._inside = canonical(told.address).rstrip("/") + "/"
        self.articles, self._http = articles, http
        addresses = sorted((one.uid, one.url, *one.older_urls) for one in articles)
        self.ours = blake2b(json.dumps(addresses).encode(), digest_size=16).hexdigest()

    def end(self) -> _End:
        """Ask how long the list is, and what is at its end."""
        answer = self.list(per_page=1, order="desc", _fields="id")
        rows = expected_list(answer.json(), answer.url)
        return _End(_header(answer, "X-WP-Total"), max((number(table(row).get("id")) for row in rows), default=0))

    def list(self, **asked: str | int) -> Answer:
        """Ask for part of the list, by the numbers of comments."""
        return self._http.get(f"{self.base}{LIST}", {"orderby": "id", **asked})

    def listed(self, names: Sequence[str]) -> set[str]:
        """Return those of some numbers that are comments."""
        answer = self.list(per_page=AT_ONCE, include=",".join(names), _fields="id")
        return {str(number(table(row).get("id"))) for row in expected_list(answer.json(), answer.url)}

    def feed(self, address: str, *, anew: bool) -> tuple[Told, bool]:
        """Return what a feed holds, and whether that is what it held before; what is asked `anew` never is."""
        answer = self._http.get(address, conditional=not anew)
        if answer.unchanged:
            return Told(), True
        feed = comments.read(answer)
        told = comments.sort_entries(feed.entries, None, self.pages)
        if feed.broken:
            said = _("{feed} is broken: {reason}.")
            told.problems.append(said.format(feed=f"{host(answer.url)}{path(answer.url)}", reason=feed.broken))
        return told, False

    def feeds(self) -> Iterator[tuple[Article, str]]:
        """Yield the articles that are, or were, on this blog, with the addresses of their comments' feeds."""
        for article in self.articles:
            known = (canonical(url) for url in (article.url, *article.older_urls))
            inside = next((url.removeprefix(self._inside) for url in known if url.startswith(self._inside)), "")
            way, _mark, query = inside.partition("?")
            if query:
                yield article, f"{self.base}/{way}?{query}&feed=atom"
            elif way:
                yield article, f"{self.base}/{way.rstrip('/')}/feed/atom/"


def _list(blog: _Blog, end: _End, walk: Comments) -> Iterator[Page]:
    """Yield the whole list, the oldest comments first."""
    now, pages, last = end.total, 1, 0
    while last < pages:
        last += 1
        answer = blog.list(per_page=AT_ONCE, page=last, order="asc", _fields=FIELDS)
        rows = expected_list(answer.json(), answer.url)
        now = _header(answer, "X-WP-Total")
        pages = _header(answer, "X-WP-TotalPages") or last + (len(rows) == AT_ONCE)
        yield walk.take(rows)
    hidden = (now or 0) - len(walk.listed) - walk.unread
    whole = now is not None and now == end.total and not hidden and not walk.unread
    seen = Counter(filter(None, walk.listed.values()))
    yield Page(
        cursor=None if walk.unread else end.written(blog.ours),
        counts=tuple(
            Count(one.uid, seen[one.uid], seen[one.uid] if whole else None, kinds=(Kind.REPLY,))
            for one in blog.articles
        ),
        problems=(_hidden(blog.host, hidden),) if hidden > 0 else (),
    )


def _hidden(name: str, count: int) -> str:
    said = plural(
        "{count} comment is counted there and not listed: that on a page which is not public.",
        "{count} comments are counted there and not listed: those on pages that are not public.",
        count,
    )
    return f"{name}: {said}"


def _pingbacks(blog: _Blog, listed: Container[str] | None, *, anew: bool) -> Page:
    """Return what the feed of all comments shows beside those that are listed."""
    try:
        told, _unchanged = blog.feed(f"{blog.base}{FEED}", anew=anew)
    except (NotAsExpected, Refused) as error:
        if isinstance(error, Refused) and error.status not in CLOSED:
            raise
        return Page(problems=() if isinstance(error, Refused) else (f"{blog.host}{FEED}: {error.message}",))
    page = _shown(told, blog, Kind.MENTION)
    if listed is None and page.interactions:
        listed = blog.listed([one.id for one in page.interactions])
    return replace(page, interactions=tuple(one for one in page.interactions if one.id not in (listed or ())))


def _shown(told: Told, blog: _Blog, kind: Kind | None = None) -> Page:
    """Return what a feed told, of one kind or of every."""
    page = from_feed([one for one in told.responses.values() if kind in (None, one.kind)], blog.host)
    return replace(page, problems=(*told.problems, *page.problems))


def _feeds(blog: _Blog, cursor: Cursor, closed: Refused, *, anew: bool) -> Iterator[Page]:
    """Yield what the feeds of all comments and of each article show; the first tells whether to ask for the others."""
    sign = f"feeds {blog.ours}"
    answered = False
    counts = []
    try:
        told, unchanged = blog.feed(f"{blog.base}{FEED}", anew=anew)
        if unchanged and cursor == sign:
            return
        answered = True
        yield _shown(told, blog)
    except (NotAsExpected, Refused) as error:
        _pass(error)
    for article, address in blog.feeds():
        try:
            told, unchanged = blog.feed(address, anew=anew)
        except (NotAsExpected, Refused) as error:
            _pass(error)
            yield Page(problems=(f"{blog.host}{path(address)}: {error.message}",))
            continue
        answered = True
        if not unchanged:
            counts.append(Count(article.uid, len(told.responses)))
        yield _shown(told, blog)
    if not answered:
        raise closed
    full = tuple(filter(None, (_full(count, closed, blog) for count in counts)))
    yield Page(cursor=sign, counts=tuple(counts), problems=full[:1])


def _full(count: Count, closed: Refused, blog: _Blog) -> str:
    """Say that a feed may have left out the older comments; nothing: it holds them all."""
    if count.seen < MOST_IN_A_FEED:
        return ""
    said = _(
        "{host} shows its list of comments to nobody ({status}), and feeds hold the newest only: "
        "on {path} there may be more than {count}."
    )
    where = next(one.url for one in blog.articles if one.uid == count.article)
    return said.format(host=blog.host, status=closed.status, path=path(where), count=count.seen)


def _pass(error: NotAsExpected | Refused) -> None:
    """Raise what is more than one feed that is not there."""
    if isinstance(error, Refused) and error.status not in CLOSED:
        raise error


def _header(answer: Answer, name: str) -> int | None:
    said = answer.headers.get(name, "")
    return int(said) if said.isdecimal() and said.isascii() else None
