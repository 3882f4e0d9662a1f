"""Hatena Bookmark: who bookmarked an article, and what they said.

Every spelling of an address is an entry of its own there. One call tells the counts of fifty;
only what has changed since is looked at. Private bookmarks are counted and not listed. Stars, given to
bookmarks or to an article itself, are asked for when they are wanted.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Count, Kind, Page
from tracker.reading.hatena import Starred, key, read, read_stars
from tracker.rules.batches import batches
from tracker.rules.fields import expected_list, expected_table
from tracker.rules.urls import host, spellings
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Interaction

MOST_ADDRESSES = 50
MOST_LETTERS = 6000
"""Of a question: servers refuse addresses that are much longer."""
NOT_THERE = (404, 410)


SEEN, CLAIMED = "seen ", "claimed "
"""In the cursor, before an article's uid: of an entry that lists fewer than it counts."""


@dataclass(frozen=True)
class Hatena(Source):
    """Asked by count first; the cursor holds the counts of the last time."""

    name: ClassVar[str] = "hatena"
    title: ClassVar[str] = "はてなブックマーク"
    about: ClassVar[str] = N_("Public bookmarks of your articles on Hatena Bookmark, with their comments.")

    address: str = field(default="https://b.hatena.ne.jp", metadata={"help": N_("Where bookmarks are listed.")})
    count_address: str = field(
        default="https://bookmark.hatenaapis.com", metadata={"help": N_("Where bookmarks are counted.")}
    )

    star_address: str = field(default="https://s.hatena.com", metadata={"help": N_("Where stars are listed.")})
    stars: bool = field(
        default=False,
        metadata={
            "help": N_(
                "Also ask for the stars given to an article and to the comments of its bookmarks: each time that it "
                "has other bookmarks than before. Built from documents alone."
            )
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the entries of each article of which a count has changed since `cursor`."""
        known = _remembered(cursor)
        counts = self._counts([url for article in articles for url in _addresses(article)], http)
        read = {url: known[url] for url in counts if url in known}
        quiet: list[Count] = []
        looked: set[str] = set()
        for article in articles:
            now = {url: counts[url] for url in _addresses(article) if counts[url]}
            before = {url: read.pop(url) for url in _addresses(article) if url in read}
            if cursor is not None and now == before:
                read |= now | _kept(known, article.uid)
                quiet += _short(known, article.uid, self._counted)
            elif not now:
                quiet.append(Count(article.uid, 0, 0, kinds=self._counted))
            else:
                yield from self._entries(article, now, read, http)
                looked.add(article.uid)
        if self.stars:
            others = [Starred(article.uid, article.url) for article in articles if article.uid not in looked]
            yield from self._tried(self._stars(others, http))
        yield Page(cursor=_memory(read), counts=tuple(quiet))

    @property
    def _counted(self) -> tuple[Kind, ...]:
        """What the counts of bookmarks speak of: of nothing else, when there may be more."""
        return (Kind.BOOKMARK,) if self.stars else ()

    def _counts(self, urls: Sequence[str], http: Http) -> dict[str, int]:
        counts: dict[str, int] = {}
        for batch in _batches(urls):
            answer = http.get(f"{self.count_address}/count/entries?{urlencode([('url', url) for url in batch])}")
            data = answer.json()
            if not isinstance(data, dict) or not any(url in data for url in batch):  # silence is not a count of none
                raise NotAsExpected(host(answer.url), _("counts by address"), _("something else"))
            counts |= {url: _number(data.get(url)) for url in batch}
        return counts

    def _entries(self, article: Article, now: Mapping[str, int], read: dict[str, int], http: Http) -> Iterator[Page]:
        """Yield each entry; what was read is remembered in `read` unless something was in the way."""
        listed: dict[str, Interaction] = {}
        claimed: dict[str, int] = {}
        failed = False
        for url in now:
            try:
                page, count = self._entry(url, article, now[url], http)
            except (NotAsExpected, Refused) as error:
                if isinstance(error, Refused) and error.status not in NOT_THERE:
                    raise
                failed = True
                page, count = Page(problems=(f"{url}: {error.message}",)), {}
            listed.update({one.id: one for one in page.interactions})
            claimed |= count
            yield page
        if self.stars:
            yield from self._tried(self._stars(_starred(article, listed.values()), http, whole=not failed))
        if not failed:
            told = _count(article.uid, len(listed), sum(claimed.values()), self._counted)
            read |= now
            if not told.complete:
                read |= {SEEN + told.article: told.seen, CLAIMED + told.article: told.claimed or 0}
            yield Page(cursor=_memory(read), counts=(told,))

    def _tried(self, pages: Iterator[Page]) -> Iterator[Page]:
        """Yield pages of stars; where these are not to be had, bookmarks are all the same."""
        try:
            yield from pages
        except (NotAsExpected, Refused) as error:
            if isinstance(error, Refused) and error.status not in NOT_THERE:
                raise
            yield Page(problems=(_("Stars: {error}").format(error=error.message),))

    def _stars(self, to: Sequence[Starred], http: Http, *, whole: bool = False) -> Iterator[Page]:
        """Yield the stars of these; they are all that an article has when `whole`."""
        given = {key(one.url): one for one in to}
        seen, unnamed, flawed = Counter[str](), Counter[str](), False
        for batch in _batches([one.url for one in to]):
            answer = http.get(f"{self.star_address}/entry.json?{urlencode([('uri', url) for url in batch])}")
            told = read_stars(
                expected_list(expected_table(answer.json(), answer.url).get("entries"), answer.url), given
            )
            seen.update(one.article for one in told.page.interactions)
            unnamed.update(told.unnamed)
            flawed = flawed or bool(told.page.problems)
            yield told.page
        if whole and not flawed:
            articles = dict.fromkeys(one.article for one in to)
            yield Page(counts=tuple(_star_count(uid, seen[uid], unnamed[uid]) for uid in articles))

    def _entry(self, url: str, article: Article, counted: int, http: Http) -> tuple[Page, dict[str, int]]:
        """Return what one entry lists, and how many it says there are."""
        answer = http.get(f"{self.address}/entry/jsonlite/", {"url": url})
        data = answer.json()
        if data is None:
            return Page(), {url: counted}
        if not isinstance(data, dict) or not _number(data.get("eid")):
            raise NotAsExpected(host(answer.url), _("an entry"), _("something else"))
        return read(data, article, url), {str(data["eid"]): _number(data.get("count"))}


def _starred(article: Article, bookmarks: Iterable[Interaction]) -> list[Starred]:
    """What may have stars: an article, and the bookmarks of it that say something."""
    worded = [one for one in bookmarks if one.text and one.published]  # the day is part of their addresses
    return [Starred(article.uid, article.url), *(Starred(article.uid, one.url, one.id) for one in worded)]


def _kept(known: Mapping[str, int], article: str) -> dict[str, int]:
    return {key: known[key] for key in (SEEN + article, CLAIMED + article) if key in known}


def _short(known: Mapping[str, int], article: str, kinds: tuple[Kind, ...]) -> list[Count]:
    """Say again what was not listed last time: nothing has changed since."""
    kept = tuple(_kept(known, article).values())
    return [_count(article, kept[0], kept[1], kinds)] if len(kept) > 1 else []


def _count(article: str, seen: int, claimed: int, kinds: tuple[Kind, ...]) -> Count:
    why = _("private bookmarks are counted, not listed") if claimed > seen else ""
    return Count(article, seen, claimed, why, kinds=kinds)


def _star_count(article: str, seen: int, unnamed: int) -> Count:
    why = _("of many stars only the number is told") if unnamed else ""
    return Count(article, seen, seen + unnamed, why, kinds=(Kind.REACTION,))


def _addresses(article: Article) -> tuple[str, ...]:
    named = (article.url, *article.older_urls)
    return tuple(dict.fromkeys(spelled for url in named for spelled in spellings(url)))


def _batches(urls: Sequence[str]) -> Iterator[list[str]]:
    """Yield what can be asked at once: 50 addresses, fewer when they are long."""
    return batches(dict.fromkeys(urls), MOST_ADDRESSES, MOST_LETTERS, lambda url: len(urlencode({"url": url})))


def _remembered(cursor: Cursor) -> dict[str, int]:
    told = json.loads(cursor) if cursor else {}
    return {str(url): _number(count) for url, count in told.items()}


def _memory(counts: Mapping[str, int]) -> str:
    return json.dumps(dict(sorted(counts.items())), ensure_ascii=False)


def _number(value: object) -> int:
    """Return a count or number, which came as a text in 2009."""
    return int(str(value)) if str(value).isdecimal() and str(value).isascii() else 0
