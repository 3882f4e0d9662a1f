"""Hatena Bookmark: who bookmarked an article, and what they said.

Every spelling of an address is an entry of its own there. One call tells the counts of fifty;
only what has changed since is looked at. Private bookmarks are counted and not listed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Account, Count, Interaction, Kind, Page
from tracker.reading.html import tidy
from tracker.rules import times
from tracker.rules.urls import host, spellings
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor

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

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the entries of each article of which a count has changed since `cursor`."""
        known = _remembered(cursor)
        counts = self._counts([url for article in articles for url in _addresses(article)], http)
        read = {url: known[url] for url in counts if url in known}
        quiet: list[Count] = []
        for article in articles:
            now = {url: counts[url] for url in _addresses(article) if counts[url]}
            before = {url: read.pop(url) for url in _addresses(article) if url in read}
            if cursor is not None and now == before:
                read |= now | _kept(known, article.uid)
                quiet += _short(known, article.uid)
            elif not now:
                quiet.append(Count(article.uid, 0, 0))
            else:
                yield from self._entries(article, now, read, http)
        yield Page(cursor=_memory(read), counts=tuple(quiet))

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
        listed: set[str] = set()
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
            listed.update(one.id for one in page.interactions)
            claimed |= count
            yield page
        if not failed:
            told = _count(article.uid, len(listed), sum(claimed.values()))
            read |= now
            if not told.complete:
                read |= {SEEN + told.article: told.seen, CLAIMED + told.article: told.claimed or 0}
            yield Page(cursor=_memory(read), counts=(told,))

    def _entry(self, url: str, article: Article, counted: int, http: Http) -> tuple[Page, dict[str, int]]:
        """Return what one entry lists, and how many it says there are."""
        answer = http.get(f"{self.address}/entry/jsonlite/", {"url": url})
        data = answer.json()
        if data is None:
            return Page(), {url: counted}
        if not isinstance(data, dict) or not _number(data.get("eid")):
            raise NotAsExpected(host(answer.url), _("an entry"), _("something else"))
        return read(data, article, url), {str(data["eid"]): _number(data.get("count"))}


def read(data: Mapping[str, Any], article: Article, url: str) -> Page:
    """Return the bookmarks that an entry lists."""
    interactions, problems = {}, []
    bookmarks = data.get("bookmarks")
    for row in bookmarks if isinstance(bookmarks, list) else ():
        user = row.get("user") if isinstance(row, dict) else None
        if isinstance(user, str) and user:
            bookmark = _bookmark(row, str(data["eid"]), article, url)
            interactions[bookmark.id] = bookmark
        else:
            problems.append(_("A bookmark of {url} does not say whose it is and was left out.").format(url=url))
    return Page(tuple(interactions.values()), problems=tuple(problems))


def _bookmark(row: Mapping[str, Any], eid: str, article: Article, url: str) -> Interaction:
    at = times.moment(row.get("timestamp"), times.JST)
    user = tidy(row["user"])  # half a surrogate pair is no part of an address
    day = at.at.strftime("%Y%m%d") if at else ""
    return Interaction(
        id=f"{eid}:{user}",
        kind=Kind.BOOKMARK,
        article=article.uid,
        account=_account(user),
        url=f"https://b.hatena.ne.jp/{user}/{day}#bookmark-{eid}",
        target=url,
        text=tidy(str(row.get("comment") or "")),
        published=at.at if at else None,
        precision=at.precision if at else "second",
    )


def _account(user: str) -> Account:
    photo = f"https://cdn.profile-image.st-hatena.com/users/{user}/profile.png"
    return Account("hatena", user, handle=user, url=f"https://profile.hatena.ne.jp/{user}/", photo=photo)


def _kept(known: Mapping[str, int], article: str) -> dict[str, int]:
    return {key: known[key] for key in (SEEN + article, CLAIMED + article) if key in known}


def _short(known: Mapping[str, int], article: str) -> list[Count]:
    """Say again what was not listed last time: nothing has changed since."""
    kept = _kept(known, article)
    return [_count(article, *kept.values())] if len(kept) > 1 else []


def _count(article: str, seen: int, claimed: int) -> Count:
    return Count(article, seen, claimed, _("private bookmarks are counted, not listed") if claimed > seen else "")


def _addresses(article: Article) -> tuple[str, ...]:
    named = (article.url, *article.older_urls)
    return tuple(dict.fromkeys(spelled for url in named for spelled in spellings(url)))


def _batches(urls: Sequence[str]) -> Iterator[list[str]]:
    """Yield what can be asked at once: 50 addresses, fewer when they are long."""
    batch: list[str] = []
    for url in dict.fromkeys(urls):
        if len(batch) == MOST_ADDRESSES or sum(len(urlencode({"url": one})) for one in [*batch, url]) > MOST_LETTERS:
            yield batch
            batch = []
        batch.append(url)
    if batch:
        yield batch


def _remembered(cursor: Cursor) -> dict[str, int]:
    told = json.loads(cursor) if cursor else {}
    return {str(url): _number(count) for url, count in told.items()}


def _memory(counts: Mapping[str, int]) -> str:
    return json.dumps(dict(sorted(counts.items())), ensure_ascii=False)


def _number(value: object) -> int:
    """Return a count or number, which came as a text in 2009."""
    return int(str(value)) if str(value).isdecimal() and str(value).isascii() else 0
