"""Comment feeds: of each article that has one, and of the addresses that are set.

WordPress, Blogger, Isso and their like. Atom names parents (RFC 4685) and addresses of people;
WordPress' RSS names neither, and shows a pingback as a comment by a page's title.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from tracker.errors import RateLimited, SourceError, TooSlow, Unreachable
from tracker.messages import N_, _
from tracker.model import Count, Page
from tracker.reading import comments
from tracker.rules.urls import Pages, host, is_web, path
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.comments import Told
    from tracker.reading.feeds import Feed

MOST_PAGES = 100


@dataclass(frozen=True)
class CommentFeeds(Source):
    """Asked feed by feed, conditionally, those of single articles by their age; no cursor."""

    name: ClassVar[str] = "feed"
    title: ClassVar[str] = "Atom / RSS"
    about: ClassVar[str] = N_("Comments under your articles, from the feeds your comment system gives.")

    feeds: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_(
                "Comment feeds to read beside those your articles name; {url} stands for an article's address. "
                "WordPress says more of who answered whom with atom/ at the end of its address."
            ),
            "example": '["https://blog.example.com/comments/feed/"]',
            "fits": is_web,
            "wanted": N_("a list of web addresses"),
        },
    )

    @property
    def by_article(self) -> bool:  # type: ignore[override] # other places are so, or not, whatever is set
        """Whether every feed is of one article; one of all may speak of any, and is asked each time."""
        return all("{url}" in address for address in self.feeds)

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002 - every walk is whole
        """Yield what each feed holds, and at the end how much of it was seen."""
        walk = _Walk(Pages(articles))
        for address, article in self._addresses(articles):
            name = host(address)
            walk.feeds[article.uid if article else ""] += 1
            if name in walk.down:
                continue
            try:
                yield _page(address, article, walk, http)
            except SourceError as error:
                walk.failed.append(error)
                if isinstance(error, Unreachable | TooSlow | RateLimited):
                    walk.down.add(name)
                yield Page(problems=(f"{_shown(address)}: {error.message}",))
        if walk.failed and not walk.answered:
            raise walk.failed[0]
        yield Page(counts=walk.counts())

    def _addresses(self, articles: Sequence[Article]) -> Iterator[tuple[str, Article | None]]:
        """Yield each feed once, with the article all of it is about; those about one article come first."""
        own = {article.comments_feed: article for article in articles if article.comments_feed}
        for pattern in self.feeds:
            if "{url}" in pattern:
                own |= {pattern.replace("{url}", quote(article.url, safe="")): article for article in articles}
        yield from own.items()
        yield from ((address, None) for address in self.feeds if "{url}" not in address and address not in own)


@dataclass
class _Walk:
    """What was read so far."""

    ours: Pages
    ids: set[str] = field(default_factory=set)
    feeds: Counter[str] = field(default_factory=Counter)
    """How many feeds are about an article alone; under an empty `uid`, how many are about any."""
    lists: int = 0
    """How many of those are of articles, and hold no response."""
    whole: dict[str, int] = field(default_factory=dict)
    """Responses to an article in the feed of its own."""
    claims: dict[str, int] = field(default_factory=dict)
    answered: int = 0
    failed: list[SourceError] = field(default_factory=list)
    down: set[str] = field(default_factory=set)
    """Hosts that are not asked again."""

    def counts(self) -> tuple[Count, ...]:
        """What was seen of each article of which all was looked at.

        A claim is about one feed: where a response may have come from another, it proves nothing.
        """
        alone = self.feeds[""] == self.lists
        return tuple(
            Count(uid, seen, self.claims.get(uid) if alone and self.feeds[uid] == 1 else None)
            for uid, seen in self.whole.items()
        )


def _page(address: str, own: Article | None, walk: _Walk, http: Http) -> Page:
    """Read one feed to its end: its validators are kept only when all of it was read."""
    answer = http.get(address, conditional=True)
    if answer.unchanged:
        walk.answered += 1
        return Page()
    read = [comments.read(answer)]
    while (following := read[-1].following) and host(following) == host(address) and len(read) < MOST_PAGES:
        answer = http.get(following)
        read.append(comments.read(answer))
    walk.answered += 1
    told = comments.sort_entries([entry for feed in read for entry in feed.entries], own, walk.ours)
    _remember(told, read, own, walk)
    fresh = tuple(one for one in told.responses.values() if one.id not in walk.ids)
    walk.ids.update(told.responses)
    return Page(fresh, problems=_problems(told, read, address))


def _remember(told: Told, read: Sequence[Feed], own: Article | None, walk: _Walk) -> None:
    walk.claims.update({uid: claimed for uid, claimed in told.articles if claimed is not None})
    walk.lists += own is None and not told.responses and bool(told.articles)
    if own is None or any(feed.broken for feed in read) or told.problems:
        return
    walk.whole[own.uid] = sum(1 for one in told.responses.values() if one.article == own.uid)
    if read[0].total is not None:
        walk.claims[own.uid] = read[0].total


def _problems(told: Told, read: Sequence[Feed], address: str) -> tuple[str, ...]:
    name = _shown(address)
    problems = [_("{feed} is broken: {reason}.").format(feed=name, reason=feed.broken) for feed in read if feed.broken]
    if told.elsewhere:
        said = _("{feed} also speaks of pages that are no articles ({count}×), such as {path}.")
        example = min(told.elsewhere)
        problems.append(said.format(count=told.elsewhere.total(), feed=name, path=example))
    if told.articles and not told.responses and all(claimed is None for _uid, claimed in told.articles):
        problems.append(_("{feed} lists articles, not responses.").format(feed=name))
    return (*problems, *told.problems)


def _shown(address: str) -> str:
    """A feed's address without its query, which may hold a key."""
    return f"{host(address)}{path(address)}"
