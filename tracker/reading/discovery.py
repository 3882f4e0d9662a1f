"""Pages that nobody told us of: looked at, and mentions only if they really link to an article of ours.

A source says where people came from; here is decided what to fetch, which robots.txt, the size and
the place of a page may forbid. What was seen is remembered in the source's cursor, so that
nobody's page is asked for more often than needed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, Final

from tracker.errors import NotAsExpected, Refused, SourceError, TooLarge, Unreachable
from tracker.messages import N_
from tracker.model import Count, Page
from tracker.reading import feeds, linking, links
from tracker.reading.robots import Robots
from tracker.reading.webpages import Webpage
from tracker.rules import hosts, profiles, tallies
from tracker.rules.fields import rows, table, text
from tracker.rules.referrers import Ours, Worth, bare, fetched, root, sort, worth
from tracker.rules.revisits import Memory, Outcome
from tracker.rules.urls import host, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.rules.answers import Answer
    from tracker.rules.revisits import Look

MOST_PAGES: Final = 50
MOST_PAGES_HELP: Final = N_("How many pages are looked at in one pull; the others wait for the next.")
MOST_CROWDS = 500
MISSING, DELETED = 404, 410
PAGES = ("text/html", "application/xhtml+xml", "")
"""The types of what is read as a page."""
ANYTHING = {"Accept": "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"}


@dataclass
class Notes:
    """What a cursor holds: the pages known, the hosts told of, and what the source itself remembers."""

    pages: Memory = field(default_factory=Memory)
    crowds: set[str] = field(default_factory=set)
    own: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def read(cls, cursor: Cursor) -> Notes:
        """Return what `cursor` holds; nothing for None."""
        told = table(json.loads(cursor)) if cursor else {}
        crowds = {text(one) for one in rows(told.get("crowds"))}
        return cls(Memory.read(told.get("pages")), crowds, dict(table(told.get("own"))))

    @property
    def cursor(self) -> str:
        """The cursor that holds this."""
        crowds = sorted(self.crowds)[:MOST_CROWDS]
        told = {"own": self.own, "pages": self.pages.written(), "crowds": crowds}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)


class Discovery:
    """One walk: `note` what a source says, then `looks`."""

    def __init__(self, articles: Sequence[Article], http: Http, notes: Notes, today: date | None = None) -> None:
        self._ours = Ours(articles)
        self._http, self._robots, self.notes = http, Robots(http), notes
        self.today = today or datetime.now(UTC).date()
        self._tally = tallies.Tally()
        self._profiles: dict[str, Webpage | None] = {}

    def note(self, came: Iterable[tuple[str, int]], problems: Iterable[str] = ()) -> Page:
        """Take note of where people came from, and how often; return the page that stores it."""
        told = sort(came, self._ours)
        for one in told.pages:
            self.notes.pages.came(one.url, one.times, self.today)
        crowds = dict.fromkeys(host(fetched(one.url)) for one in told.crowds)
        fresh = [name for name in crowds if name not in self.notes.crowds]
        self.notes.crowds.update(fresh)
        return Page(cursor=self.notes.cursor, problems=(*problems, *tallies.of_crowds(fresh)))

    def looks(self, most: int) -> Iterator[Page]:
        """Look at what is due, at most so many pages, and yield what each shows."""
        asked: set[str] = set()
        while len(asked) < max(1, most) and (look := self._next(asked)):
            asked.add(look.url)
            yield self._look(look)
        waiting = sum(look.url not in asked for look in self.notes.pages.due(self.today))
        counts = tuple(Count(uid, seen) for uid, seen in sorted(self._tally.seen.items()))
        yield Page(cursor=self.notes.cursor, counts=counts, problems=tuple(self._tally.sentences(waiting)))

    def _next(self, asked: set[str]) -> Look | None:
        """Return what is due next; what a page named while we looked at it comes in its turn."""
        due = self.notes.pages.due(self.today)
        return next((look for look in due if look.url not in asked and self._is_up(look.url)), None)

    def _is_up(self, url: str) -> bool:
        return host(fetched(url)) not in self._tally.down

    def _look(self, look: Look) -> Page:
        """Look at one page; whatever is wrong with it costs part of a sentence at the end."""
        try:
            answer = self._answer(look)
            return self._closed(look) if answer is None else self._shown(look, answer)
        except SourceError as error:
            return self._failed(look, error)

    def _shown(self, look: Look, answer: Answer) -> Page:
        """Return the mentions of a page, or take note of the posts that it lists."""
        if answer.unchanged and look.outcome:
            return self._saw(look, look.outcome, look.ids)
        page = None if self._ours.has(answer.url) else _webpage(answer)
        told = linking.posts(page, self._ours, self._profile, follow=not look.listed) if page else linking.Posts()
        elsewhere = told.elsewhere or (self._in_feed(answer) if page and not told.links else ())
        for url in elsewhere:
            self.notes.pages.came(url, look.times, self.today, listed=True)
        if told.interactions:
            self._tally.seen.update(one.article for one in told.interactions)
            return self._saw(look, Outcome.LINKS, [one.id for one in told.interactions], told)
        if elsewhere or told.closed:
            return self._saw(look, Outcome.POINTS) if elsewhere else self._closed(look, gone=True)
        if not look.ids and not told.links:
            self._tally.silent.append(look.url)
        return self._saw(look, Outcome.NOTHING)

    def _saw(self, look: Look, outcome: Outcome, ids: Iterable[str] = (), told: linking.Posts | None = None) -> Page:
        """Take note of what was seen; what is no longer there is gone, for the page itself says so."""
        now = tuple(ids)
        self.notes.pages.saw(look, self.today, outcome, now)
        gone = tuple(one for one in look.ids if one not in now and not self.notes.pages.holds(one))
        return Page(told.interactions if told else (), self.notes.cursor, gone=gone)

    def _closed(self, look: Look, *, gone: bool = False) -> Page:
        """Take note of a wish to be left alone: by a program, or (`gone`) by everybody who keeps such things."""
        self._tally.closed.append(look.url)
        kept = () if gone else look.ids
        return self._saw(look, Outcome.LINKS if kept else Outcome.CLOSED, kept)

    def _failed(self, look: Look, error: SourceError) -> Page:
        """A page that is deleted is gone; one that is missing is so when it was twice."""
        status = error.status if isinstance(error, Refused) else 0
        if look.ids and (status == DELETED or (status == MISSING and look.tries)):
            return self._saw(look, Outcome.NOTHING)
        if not isinstance(error, NotAsExpected | Refused | TooLarge):
            self._tally.down.add(host(fetched(look.url)))
        self._tally.unread.append((look.url, error.message))
        self.notes.pages.failed(look, self.today, missing=status == MISSING)
        return Page(cursor=self.notes.cursor)

    def _answer(self, look: Look) -> Answer | None:
        """Return what answers; None when the site asks programs to stay away. Raises SourceError."""
        addresses = (look.url,) if not look.url.startswith("//") else ("https:" + look.url, "http:" + look.url)
        for address in addresses[:-1]:
            try:
                return self._asked(address, look)
            except Unreachable:
                continue
        return self._asked(addresses[-1], look)

    def _asked(self, address: str, look: Look) -> Answer | None:
        if not self._robots.allow(address):
            return None
        answer = self._http.get(address, headers=ANYTHING, conditional=True)
        if answer.unchanged and look.outcome not in (Outcome.LINKS, Outcome.NOTHING):
            return self._http.get(address, headers=ANYTHING)  # what it said before was forgotten
        return answer

    def _profile(self, url: str) -> Webpage | None:
        """Return the page about an author; None when it cannot be read, or tells nothing without an account there."""
        if url not in self._profiles:
            self._profiles[url] = self._read_profile(url)
        return self._profiles[url]

    def _read_profile(self, url: str) -> Webpage | None:
        crowded = bare(url) in hosts.CROWDS or bare(url) in profiles.SHARED
        if crowded or worth(url, self._ours) not in (Worth.PAGE, Worth.SITE):
            return None
        try:
            return _webpage(self._http.get(url, headers=ANYTHING)) if self._robots.allow(url) else None
        except SourceError:
            return None

    def _in_feed(self, answer: Answer) -> tuple[str, ...]:
        """Return the posts that link to us by the feed of a home page: most browsers tell no more than a host."""
        found = links.feeds(answer.body, answer.url)[:1] if path(answer.url) == "/" else ()
        try:
            told = [self._http.get(url) for url in found if root(url) == root(answer.url) and self._robots.allow(url)]
        except SourceError:
            return ()
        return tuple(
            url
            for one in told
            for url, html in feeds.contents(one.body, one.headers.get("Content-Type", ""), one.url)
            if root(url) == root(answer.url) and self._is_linked(html)
        )

    def _is_linked(self, html: str) -> bool:
        """Whether the content of a feed's entry links to one of our articles."""
        named = any(name in html for name in self._ours.names)
        page = Webpage("", html.encode("utf-8", "replace")) if named else None
        return bool(page and any(self._ours.find(link.url) for link in page.links(self._ours.names)))


def first_day(articles: Iterable[Article], otherwise: str) -> str:
    """Return the day that the first article appeared; `otherwise` when not all say theirs."""
    told = [one.published for one in articles]
    days = [at.astimezone(UTC).date().isoformat() for at in told if at]
    return min(days) if days and len(days) == len(told) else otherwise


def _webpage(answer: Answer) -> Webpage | None:
    """Return what answered as a page, if it is one."""
    said = answer.headers.get("Content-Type", "")
    if said.partition(";")[0].strip().lower() not in PAGES:
        return None
    return Webpage(answer.url, answer.body, said, answer.headers.get("X-Robots-Tag", ""))
