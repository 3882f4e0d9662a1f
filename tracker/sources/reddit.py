"""Reddit, through the feeds that it gives to everybody: submissions that link to us, and what is below them.

Its API lets in nobody new since November 2025, and its JSON nobody at all. Feeds hold neither parents
nor counts. Whoever asks often, or from a network that others asked too much from, is turned away.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import NotAsExpected, RateLimited, Refused, TurnedAway, UnusableAddress
from tracker.messages import N_, _
from tracker.model import Count, Page, Secret
from tracker.reading import reddit
from tracker.reading.comments import read
from tracker.rules.submitted import Memory
from tracker.rules.urls import Pages, canonical, host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from tracker.errors import SourceError
    from tracker.http import Answer, Http
    from tracker.model import Article, Cursor, Interaction
    from tracker.reading.feeds import Entry, Feed

AT_ONCE = 100
"""Entries of a list."""
MOST_PAGES = 10
"""Lists end at a thousand."""
MOST_COMMENTS = 500
FORBIDDEN = 403
PASSED_OVER = (FORBIDDEN, 404, 410)
"""What costs one list or one submission: it is gone, or its community is closed."""
REFUSALS = 2
"""In a row; so many closed communities are none: it is we who are not let in."""


@dataclass(frozen=True)
class Reddit(Source):
    """Asked by host, then submission by submission, the young each time; the cursor knows them all."""

    name: ClassVar[str] = "reddit"
    title: ClassVar[str] = "Reddit"
    about: ClassVar[str] = N_("Submissions to Reddit that link to your articles, and the comments below them.")
    unproven: ClassVar[bool] = True

    address: str = field(
        default=reddit.SITE,
        metadata={"help": N_("Where Reddit's feeds are."), "fits": is_web, "wanted": N_("a web address")},
    )
    inbox: Secret = field(
        default=Secret(),
        metadata={
            "help": N_(
                "The whole address of your inbox's feed, from https://www.reddit.com/prefs/feeds/: "
                "it has the replies to you, also those that other feeds leave out."
            )
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the submissions of each list, what is below each of them that is due, then the replies to you."""
        if not articles:
            return
        walk = _Walk(self, articles, Memory.read(cursor), http)
        yield from walk.lists()
        yield from walk.threads()
        if self.inbox:  # last: whose replies these are is known by then
            yield walk.inbox()
        yield walk.end()


class _Walk:
    """One walk; its memory knows what earlier ones found."""

    def __init__(self, source: Reddit, articles: Sequence[Article], memory: Memory, http: Http) -> None:
        self._address, self._inbox, self._http = source.address.rstrip("/"), source.inbox, http
        self._articles, self._ours, self._memory = articles, Pages(articles), memory
        self._today = datetime.now(UTC).date()
        self._seen: dict[str, set[str]] = defaultdict(set)
        self._read: set[str] = set()
        """Submissions below which everything was seen."""
        self._failures: list[SourceError] = []
        self._answered = self._refused = 0
        for article in articles:
            for told in filter(None, map(self._thread_at, article.syndication)):
                memory.name(told.id, article.uid, told.path)

    def lists(self) -> Iterator[Page]:
        """Yield what links to us; raises what was wrong when no list could be read."""
        for name, addresses in _by_host(self._articles).items():
            whole = yield from self._listed(f"/domain/{name}/new/.rss", {})
            for asked in (name,) if whole else addresses:
                yield from self._listed("/search.rss", {"q": f"url:{asked}", "sort": "new"})
        if self._failures and not self._answered:
            raise self._failures[0]

    def _listed(self, where: str, asked: dict[str, str | int]) -> Generator[Page, None, bool]:
        """Yield the submissions in one list; return whether it was read to its end."""
        after, met = "", set[str]()
        for _number in range(MOST_PAGES):
            going_on = {"limit": AT_ONCE} | ({"after": after} if after else {})
            try:
                feed = read(self._get(f"{self._address}{where}", {**asked, **going_on}))
            except (NotAsExpected, Refused) as error:
                self._failures.append(error)
                yield Page(problems=_passed_over(error, where))
                return False
            self._answered += 1
            page = reddit.submissions(feed.entries, self._ours)
            yield self._took(page, _broken(feed, where))
            fresh = [uid for uid in map(reddit.name, feed.entries) if uid and uid not in met]
            if len(feed.entries) < AT_ONCE or not fresh:
                return not feed.broken
            met.update(fresh)
            after = fresh[-1]
        return False

    def inbox(self) -> Page:
        """Return the replies to the author; whatever is wrong with that feed costs one sentence."""
        name = _("the feed of your inbox")
        if not is_web(self._inbox.reveal()):
            return Page(problems=(UnusableAddress(Reddit.name).message,))
        try:
            feed = read(self._get(self._inbox))
        except (NotAsExpected, Refused) as error:
            return Page(problems=_passed_over(error, name))
        told = (self._reply(entry) for entry in feed.entries if reddit.name(entry).startswith("t1_"))
        return self._took(Page(tuple(filter(None, told))), _broken(feed, name))

    def _reply(self, entry: Entry) -> Interaction | None:
        """Return a reply below a submission that was seen, or one that links to us elsewhere."""
        thread = self._thread_at(entry.url)
        known = self._memory.known.get(thread.id) if thread else None
        if thread and known:
            page = reddit.comments([entry], reddit.Root(known.article, thread.id, known.seen))
            return next(iter(page.interactions), None) if known.seen else None
        article = reddit.about(entry, self._ours)
        return reddit.mention(entry, article.uid) if article else None

    def threads(self) -> Iterator[Page]:
        """Yield what is below each submission that is due."""
        for uid in self._memory.due({article.uid for article in self._articles}, self._today):
            path = self._memory.known[uid].path
            try:
                page = self._thread(uid, path)
            except (NotAsExpected, Refused) as error:
                page = Page(problems=_passed_over(error, path))
            self._memory.asked(uid, self._today)
            yield replace(page, cursor=self._memory.written())

    def _thread(self, uid: str, path: str) -> Page:
        answer = self._get(f"{self._address}{path}.rss", {"limit": MOST_COMMENTS}, conditional=True)
        if answer.unchanged:
            return Page()
        feed = read(answer)
        known = self._memory.known[uid]
        page = reddit.comments(feed.entries, reddit.Root(known.article, uid, known.seen))
        problems = _broken(feed, path)
        if len(feed.entries) >= MOST_COMMENTS:
            problems += (_("{path}: its feed ends here, there may be more comments.").format(path=path),)
        elif not problems:
            self._read.add(uid)
        return self._took(page, problems)

    def _took(self, page: Page, problems: tuple[str, ...]) -> Page:
        """Take note of what a page holds."""
        for one in page.interactions:
            self._seen[one.article].add(one.id)
            if one.id == one.thread:
                self._memory.see(one, reddit.path(one))
        return replace(page, cursor=self._memory.written(), problems=(*page.problems, *problems))

    def end(self) -> Page:
        """Return how much was seen of each article below which everything was read; Reddit claims nothing."""
        unread = {one.article for uid, one in self._memory.known.items() if uid not in self._read}
        told = [article.uid for article in self._articles if article.uid not in unread]
        counts = tuple(Count(uid, len(self._seen[uid])) for uid in told)
        return Page(cursor=self._memory.written(), counts=counts)

    def _thread_at(self, url: str) -> reddit.Thread | None:
        return reddit.thread(url) if host(url) in (*reddit.HOSTS, host(self._address)) else None

    def _get(
        self, url: str | Secret, asked: dict[str, str | int] | None = None, *, conditional: bool = False
    ) -> Answer:
        """Ask once; raises TurnedAway when it is not the address but we who are refused."""
        try:
            answer = self._http.get(url, asked, conditional=conditional)
        except RateLimited as limited:
            raise limited if limited.until else TurnedAway(host(self._address)) from None
        except Refused as refused:
            self._refused = self._refused + 1 if refused.status == FORBIDDEN else 0
            if self._refused == REFUSALS:
                raise TurnedAway(host(self._address)) from None
            raise
        self._refused = 0
        return answer


def _by_host(articles: Sequence[Article]) -> dict[str, list[str]]:
    """Our addresses as Reddit writes them, by host: both without `www.`."""
    hosts: dict[str, list[str]] = defaultdict(list)
    for article in articles:
        for url in (article.url, *article.older_urls):
            bare = canonical(url).removeprefix("https://").removeprefix("www.").rstrip("/")
            hosts[host(url).removeprefix("www.")].append(bare)
    return {name: list(dict.fromkeys(addresses)) for name, addresses in hosts.items()}


def _passed_over(error: NotAsExpected | Refused, where: str) -> tuple[str, ...]:
    """Say what one address costs; what concerns the whole place is raised again."""
    if isinstance(error, Refused) and error.status not in PASSED_OVER:
        raise error
    return (f"{where}: {error.message}",)


def _broken(feed: Feed, where: str) -> tuple[str, ...]:
    return (_("{feed} is broken: {reason}.").format(feed=where, reason=feed.broken),) if feed.broken else ()
