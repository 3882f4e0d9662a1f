"""Bluesky: posts that link to an article or announce it, what is below them and who liked them.

Everything but the search is read without a login. One call tells the counts of 25 posts; only what has
changed since is read. Learned from the lexicons (https://github.com/bluesky-social/atproto).
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from tracker.errors import MissingSetting, NoAnswers, SourceError
from tracker.messages import N_, _
from tracker.model import Interaction, Kind, Page, Secret
from tracker.reading import bluesky
from tracker.reading.appview import LIKES, QUOTES, REPOSTS, AppView, Gift
from tracker.reading.backlinks import Finder, addresses, authored, linked
from tracker.reading.bluesky import About, Thread, Told
from tracker.reading.bluesky_posting import LIMITS, Repository
from tracker.reading.xrpc import Service, is_local
from tracker.rules import atproto
from tracker.rules.fields import number, table
from tracker.rules.urls import Pages
from tracker.rules.watched import Memory, Watched, mark
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Announcement, Article, Count, Cursor
    from tracker.model.posts import Limits, Message, Sent
    from tracker.reading.xrpc import Session
    from tracker.rules.fields import Table


SECTION = "[sources.bluesky]"
MANY = 20
"""Parts of posts that are read between two cursors, which are long: so many may have to be read twice."""


@dataclass(frozen=True)
class Bluesky(Source):
    """Asked by count first; the cursor holds the counts of the last time."""

    name: ClassVar[str] = "bluesky"
    title: ClassVar[str] = "Bluesky"
    about: ClassVar[str] = N_(
        "Posts on Bluesky that link to your articles or announce them, with their answers, quotes, likes and reposts."
    )
    by_article: ClassVar[bool] = True

    account: str = field(
        default="",
        metadata={
            "help": N_("Your handle there, or your DID: your own posts about your articles are found by it."),
            "example": '"mio.example"',
        },
    )
    app_password: Secret = field(
        default=Secret(),
        metadata={"help": N_("An app password made in the settings there: more links are found, posts can be sent.")},
    )
    address: str = field(
        default="https://public.api.bsky.app", metadata={"help": N_("Where posts are read without a login.")}
    )
    pds: str = field(default="https://bsky.social", metadata={"help": N_("The server that your account is on.")})
    index: str = field(
        default="https://constellation.microcosm.blue",
        metadata={"help": N_("An index of links in the network that is asked who links to you; empty: none.")},
    )

    def __post_init__(self) -> None:
        if self.app_password and not self.account:
            raise MissingSetting(SECTION, "account", '"mio.example"')

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield each post with its answers, then who liked and reposted it; a refused login is told at the end."""
        if not articles:
            return
        visit = _Visit(AppView(Service(self.address, http)), Memory.read(cursor), articles)
        finder = Finder(articles, Service(self.index, http) if self.index else None, visit.memory.swept)
        if self.app_password:
            finder.log_in(lambda: Service(self.pds, http, self._session(http).token))
        yield from visit.pages(finder)
        if finder.refused:
            raise finder.refused

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield the posts of `account` that link to an article."""
        if self.account and articles:
            yield from authored(Service(self.address, http), self._actor, articles)

    def admitted(self, http: Http) -> str:
        """Return the handle that the app password logs in."""
        return self._session(http).handle

    def may_post(self) -> bool:
        """Whether there is an app password."""
        return bool(self.app_password)

    def has(self, url: str) -> bool:
        """Whether this is the address of a post there."""
        return atproto.named(url) is not None

    def limits(self, http: Http) -> Limits:  # noqa: ARG002 - they are the same for everybody
        """Return what a post may hold."""
        return LIMITS

    def send(self, message: Message, parent: Interaction | None, key: str, http: Http) -> Sent:
        """Post `message` with a card of the article; with one key once, for it becomes the name of the record."""
        if parent is not None:
            raise NoAnswers(self.title)
        return Repository(self._session(http), self.pds, http).send(message, key)

    @property
    def _actor(self) -> str:
        return self.account.strip().removeprefix("@")

    def _session(self, http: Http) -> Session:
        return Service(self.pds, http).session(self._actor, self.app_password)


class _Post(NamedTuple):
    """One post that is read now."""

    told: Told
    about: About
    watched: Watched


class _Visit:
    """One pull."""

    def __init__(self, place: AppView, memory: Memory, articles: Sequence[Article]) -> None:
        self.memory, self._place, self._articles, self._ours = memory, place, articles, Pages(articles)
        self._announced: dict[str, str] = {}
        """The author's own announcements, each with its article."""
        self._roots: set[str] = set()
        """Posts whose answers are read."""
        self._below = memory.answers
        self._ahead: deque[str] = deque()
        self._later: deque[str] = deque()
        """Answers that link to us: most are told with the thread that they stand in."""
        self._unread: set[str] = set()
        """Posts whose answers could not be read this time."""
        self._is_first, self._unwritten = not memory.posts, 0

    def pages(self, finder: Finder) -> Iterator[Page]:
        """Yield everything that may have changed."""
        for uri, article in self._announcements():
            self._announced.setdefault(uri, article)
        found, watched = finder.found(), self.memory.about(one.uid for one in self._articles)
        if finder.failure and not (found or watched or self._announced):
            raise finder.failure
        self._roots |= {*self._announced, *found, *watched}
        self._place.look([*self._announced, *found, *watched, *(uri for each in watched.values() for uri in each.few)])
        for uri in sorted(dict.fromkeys([*self._announced, *found, *watched]), key=self._place.age):
            (self._later if self._is_answer(uri) else self._ahead).append(uri)
        yield Page(problems=(*finder.problems, *self._place.wrong()))
        while self._ahead or self._later:
            yield from self._post((self._ahead or self._later).popleft())
        if not (finder.failure or self._unread):
            self.memory.swept |= {one.uid: addresses(one) for one in self._articles}
        yield Page(cursor=self.memory.written(), counts=self._said_again())

    def _announcements(self) -> Iterator[tuple[str, str]]:
        for article in self._articles:
            for whose, key in filter(None, map(atproto.named, article.syndication)):
                author = atproto.did(whose) or self.memory.handles.get(whose) or self._place.whose(whose)
                if author:
                    self.memory.handles |= {whose: author} if whose != author else {}
                    yield atproto.uri(author, key), article.uid

    def _is_answer(self, uri: str) -> bool:
        return any(atproto.answered(table(self._place.views.get(uri, {}).get("record"))))

    def _post(self, uri: str) -> Iterator[Page]:
        """Yield what is new about one post; what stands below another is told there."""
        view, known = self._place.views.get(uri), self.memory.posts.get(uri)
        if uri in self._below:
            self.memory.posts.pop(uri, None)
        elif view is not None:
            yield from self._shown(uri, view, known)
        elif self._place.is_lost(uri) and (uri in self._announced or known or self._is_first):
            yield from () if known and known.gone else self._safely(uri, self._lost(uri, known))

    def _shown(self, uri: str, view: Table, known: Watched | None) -> Iterator[Page]:
        if self._unread and known is None and self._is_answer(uri):
            return  # it may stand in a thread that could not be read
        article, target = linked(table(view.get("record")), self._ours)
        if known is None or known.gone:
            known = Watched(self._announced.get(uri) or article)
        if known.article:
            self.memory.posts[uri] = known
            about = About(known.article, uri, target if article == known.article else "")
            yield from self._walked(_Post(self._told(view), about, known))

    def _told(self, view: Table) -> Told:
        quoted = atproto.quoted(table(view.get("record"))) in self._roots
        is_quote = quoted or bool(linked(bluesky.quotation(view), self._ours)[0])
        return Told(view, Kind.QUOTE if is_quote else Kind.MENTION, private=bluesky.is_detached(view))

    def _walked(self, post: _Post) -> Iterator[Page]:
        """Yield the parts of a post that may have changed."""
        view, watched = post.told.view, post.watched
        news = [self._words(post)] if watched.has_news(view, self._place.views) else []
        for gift, read in ((LIKES, self._gifts), (REPOSTS, self._gifts), (QUOTES, self._quotes)):
            if not watched.slight and watched.counts.get(gift.kind) != gift.count(view):
                news.append(read(post, gift))
        for part in news:
            yield from self._safely(post.told.uri, part)
        self._unwritten += len(news)
        if self._unwritten >= MANY:
            self._unwritten = 0
            yield Page(cursor=self.memory.written())

    def _safely(self, uri: str, part: Iterator[Page]) -> Iterator[Page]:
        """Yield one part of a post; what is wrong with it costs a sentence, and it is read again the next time."""
        try:
            yield from part
        except SourceError as error:
            if not is_local(error):
                raise
            yield Page(problems=(f"{atproto.permalink(uri)}: {error.message}",))

    def _words(self, post: _Post) -> Iterator[Page]:
        """Yield the post and its answers; when these cannot be read, the post alone."""
        uri, watched = post.told.uri, post.watched
        self._unread.add(uri)
        try:
            is_answered = watched.below or number(post.told.view.get("replyCount"))
            thread = self._place.thread(uri) if is_answered else Thread(uri)
        except SourceError:
            yield Page(self._said(post, [post.told]))
            raise
        unseen = [each for each in watched.below if each not in thread.posts]
        self._place.look(each for each in unseen if each not in self._place.asked)
        told = [*thread.posts.values(), *bluesky.orphans(unseen, self._place.views, thread)]
        said = self._said(post, [post.told, *told])
        watched.words, watched.below = mark(post.told.view), {each.uri: mark(each.view) for each in told}
        self._below.update(watched.below)
        self._unread.discard(uri)
        count = watched.count(uri, Kind.REPLY, len(thread.posts), thread.claimed, deep=bool(thread.deeper))
        gone = (*thread.gone, *filter(self._place.is_lost, unseen))
        yield Page(said, counts=(count,), gone=gone, problems=(*thread.problems, *self._place.wrong()))

    def _said(self, post: _Post, told: Sequence[Told]) -> tuple[Interaction, ...]:
        self._place.meet(atproto.author(each.uri) for each in told)
        return tuple(bluesky.interaction(each, post.about, self._place.people) for each in told)

    def _gifts(self, post: _Post, gift: Gift) -> Iterator[Page]:
        """Yield who liked or reposted a post, and who does no more."""
        claimed, seen = gift.count(post.told.view), set[str]()
        for rows in self._place.given(gift, post.told.uri) if claimed else ():
            told = list(bluesky.gifts(rows, gift.kind, post.about))
            given = tuple(one for one in told if isinstance(one, Interaction))
            seen.update(one.id for one in given)
            yield Page(given, problems=tuple(one for one in told if isinstance(one, str)))
        gone = post.watched.taken_back(gift.kind, seen, claimed)
        yield Page(counts=(post.watched.count(post.told.uri, gift.kind, len(seen), claimed),), gone=gone)

    def _quotes(self, post: _Post, gift: Gift) -> Iterator[Page]:
        """Find who quotes a post: each is a thread of its own, so that a count of all proves nothing of them."""
        claimed, seen = gift.count(post.told.view), set[str]()
        for views in self._place.quotes(post.told.uri) if claimed else ():
            for uri, view in views.items():
                self._follow(uri, view, post.about.article)
            seen.update(views)
            yield Page(problems=self._place.wrong())
        post.watched.counts[gift.kind] = claimed
        count = post.watched.count(post.told.uri, gift.kind, len(seen), claimed)
        yield Page(counts=() if count.complete else (count,))

    def _follow(self, uri: str, view: Table, article: str) -> None:
        """Read a post that quotes one; only its words and its answers, unless it links to us itself."""
        self._place.views.setdefault(uri, view)
        if uri not in self._roots:
            self._roots.add(uri)
            self._ahead.append(uri)
        if uri not in self._below and uri not in self.memory.posts:
            self.memory.posts[uri] = Watched(article, slight=not linked(table(view.get("record")), self._ours)[0])

    def _lost(self, uri: str, known: Watched | None) -> Iterator[Page]:
        """Yield that a post is gone, with what stood below it and is lost too, if the place says so."""
        if not self._place.is_gone(uri):
            yield Page(problems=(_("Bluesky does not show {url} now.").format(url=atproto.permalink(uri)),))
            return
        self.memory.posts.pop(uri, None)
        yield Page(gone=(uri, *filter(self._place.is_lost, known.below if known else ())))
        if uri in self._announced:
            self.memory.posts[uri] = Watched(self._announced[uri], gone=True)
            said = _("The announcement {url} is not there any more.")
            yield Page(problems=(said.format(url=atproto.permalink(uri)),))

    def _said_again(self) -> tuple[Count, ...]:
        """Return what was short before, of all that was not read in this pull."""
        ours = self.memory.about(one.uid for one in self._articles)
        return tuple(count for uri, each in ours.items() for count in each.said_again(uri))
