"""Comment feeds: of each article that has one, and of the addresses that are set.

WordPress, Blogger, Isso and their like. Atom names parents (RFC 4685) and addresses of people;
WordPress' RSS names neither, and shows a pingback as a comment by a page's title.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import quote

from tracker.errors import NotAsExpected, RateLimited, SourceError, TooSlow, Unreachable
from tracker.messages import N_, _
from tracker.model import Account, Count, Interaction, Kind, Page
from tracker.reading import feeds
from tracker.rules import profiles
from tracker.rules.answers import instead_of_feed
from tracker.rules.urls import Pages, canonical, host, is_web, path
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.feeds import Entry, Feed

MOST_PAGES = 100
CUT = ("[…]", "[...]")
"""What WordPress puts around the words a pingback quotes."""


@dataclass(frozen=True)
class CommentFeeds(Source):
    """Asked feed by feed, conditionally; no cursor."""

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


@dataclass
class _Told:
    """What the entries of one feed are."""

    responses: dict[str, Interaction] = field(default_factory=dict)
    articles: list[tuple[str, int | None]] = field(default_factory=list)
    """Entries that are articles of ours, and how many comments they are said to have."""
    elsewhere: Counter[str] = field(default_factory=Counter)
    """Entries about pages that are no articles, by path."""
    problems: list[str] = field(default_factory=list)


def _page(address: str, own: Article | None, walk: _Walk, http: Http) -> Page:
    """Read one feed to its end: its validators are kept only when all of it was read."""
    answer = http.get(address, conditional=True)
    if answer.unchanged:
        walk.answered += 1
        return Page()
    read = [_read(answer.body, answer.headers.get("Content-Type", ""), answer.url)]
    while (following := read[-1].following) and host(following) == host(address) and len(read) < MOST_PAGES:
        answer = http.get(following)
        read.append(_read(answer.body, answer.headers.get("Content-Type", ""), answer.url))
    walk.answered += 1
    told = sort_entries([entry for feed in read for entry in feed.entries], own, walk.ours)
    _remember(told, read, own, walk)
    fresh = tuple(one for one in told.responses.values() if one.id not in walk.ids)
    walk.ids.update(told.responses)
    return Page(fresh, problems=_problems(told, read, address))


def _read(body: bytes, content_type: str, url: str) -> Feed:
    feed = feeds.read(body, content_type, url)
    if not feed.known:
        raise NotAsExpected(host(url), _("a feed"), instead_of_feed(body))
    return feed


def _remember(told: _Told, read: Sequence[Feed], own: Article | None, walk: _Walk) -> None:
    walk.claims.update({uid: claimed for uid, claimed in told.articles if claimed is not None})
    walk.lists += own is None and not told.responses and bool(told.articles)
    if own is None or any(feed.broken for feed in read) or told.problems:
        return
    walk.whole[own.uid] = sum(1 for one in told.responses.values() if one.article == own.uid)
    if read[0].total is not None:
        walk.claims[own.uid] = read[0].total


def _problems(told: _Told, read: Sequence[Feed], address: str) -> tuple[str, ...]:
    name = _shown(address)
    problems = [_("{feed} is broken: {reason}.").format(feed=name, reason=feed.broken) for feed in read if feed.broken]
    if told.elsewhere:
        said = _("{feed} also speaks of pages that are no articles ({count}×), such as {path}.")
        example = min(told.elsewhere)
        problems.append(said.format(count=told.elsewhere.total(), feed=name, path=example))
    if told.articles and not told.responses and all(claimed is None for _uid, claimed in told.articles):
        problems.append(_("{feed} lists articles, not responses.").format(feed=name))
    return (*problems, *told.problems)


def sort_entries(entries: Sequence[Entry], own: Article | None, ours: Pages) -> _Told:
    """Tell responses to our articles from the articles themselves and from all else."""
    told = _Told()
    threads = _threads(entries)
    for entry in entries:
        article = _about(entry, ours) or own
        if article is None:
            told.elsewhere[path(entry.url)] += 1
        elif _is_article(entry, article):
            told.articles.append((article.uid, entry.comments))
        elif not entry.id:
            told.problems.append(_("A comment on {path} has no id and was left out.").format(path=path(article.url)))
        else:
            _add(told, _response(entry, article, threads))
    return told


def _add(told: _Told, response: Interaction) -> None:
    known = told.responses.setdefault(response.id, response)
    if known.text != response.text:
        told.problems.append(_("Two comments have the id {id}; the second was left out.").format(id=response.id))


def _about(entry: Entry, ours: Pages) -> Article | None:
    """The article a comment's address, or that of what it answers, belongs to; a query may name the comment."""
    for url in (entry.url, entry.answers_url):
        article = ours.find(url) or ours.find(url.partition("?")[0])
        if article:
            return article
    return None


def _is_article(entry: Entry, article: Article) -> bool:
    """Whether an entry is the article itself: feeds of articles are easily taken for those of comments."""
    if entry.answers or not _is_page(entry.url, article):
        return False
    told = entry.comments is not None or bool(entry.comments_feed)
    return told or _is_page(entry.id, article) or entry.title == article.title or entry.id == article.uid


def _is_page(url: str, article: Article) -> bool:
    return canonical(url, fragment=True) in map(canonical, (article.url, *article.older_urls))


def _threads(entries: Sequence[Entry]) -> dict[str, str]:
    """The comment that each conversation began with, by every comment in it; empty when none names a parent."""
    parents = {entry.id: entry.answers for entry in entries if entry.answers}
    roots: dict[str, str] = {}
    ids = {entry.id for entry in entries}
    for entry in entries if parents else ():
        root, passed = entry.id, {entry.id}
        while parents.get(root) in ids and parents[root] not in passed:
            root = parents[root]
            passed.add(root)
        roots[entry.id] = root
    return roots


def _response(entry: Entry, article: Article, threads: dict[str, str]) -> Interaction:
    comment = Interaction(
        id=entry.id,
        kind=Kind.REPLY,
        article=article.uid,
        account=_person(entry),
        url="" if _is_page(entry.url, article) else entry.url,
        target=(entry.answers_url or entry.url).partition("#")[0],
        text=entry.text,
        published=entry.published.at if entry.published else None,
        precision=entry.published.precision if entry.published else "second",
        parent=_parent(entry, article, threads),
        thread=threads.get(entry.id, article.uid),
    )
    return _linkback(comment, entry, article) if _is_linkback(entry) else comment


def _linkback(comment: Interaction, entry: Entry, article: Article) -> Interaction:
    """A comment that a page wrote by linking here: its author is a title, its address that page."""
    url = entry.author_url if is_web(entry.author_url) else entry.url
    return replace(
        comment,
        kind=Kind.MENTION,
        account=profiles.account("", entry.author_url),
        url="" if _is_page(url, article) else url,
        title=entry.author,
        parent="",
        thread="",
    )


def _parent(entry: Entry, article: Article, threads: dict[str, str]) -> str:
    """The comment that is answered; an answer to the article names the article there."""
    if _is_page(entry.answers_url, article) or entry.answers in (article.uid, entry.id):
        return ""
    return entry.answers if entry.answers_url or entry.answers in threads else ""


def _is_linkback(entry: Entry) -> bool:
    begun = (*CUT, entry.author_url) if entry.author_url else CUT
    return entry.text.startswith(begun)


def _person(entry: Entry) -> Account | None:
    """A name that anybody may type is nobody's: such a comment's author is known by the comment alone."""
    known = profiles.account(entry.author_url, "", entry.author)
    if known or not entry.author:
        return known
    return Account("feed", entry.id, name=entry.author)


def _shown(address: str) -> str:
    """A feed's address without its query, which may hold a key."""
    return f"{host(address)}{path(address)}"
