"""Mastodon and servers that speak its language: what became of the author's announcements.

Every announcement is asked for where it is kept, since no other server has its whole conversation; the
author's own server, with a token, adds what it knows. See https://docs.joinmastodon.org/methods/statuses/,
and `tracker.reading.threads` for what proves that a conversation was seen whole.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.errors import NoAnswers, NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Announcement, Count, Kind, Page, Secret
from tracker.reading import fediverse_posting
from tracker.reading.announcement import LISTS, Visit, look, revisit
from tracker.reading.fediverse import ours
from tracker.reading.fediverse_server import Server, Servers, part
from tracker.reading.mentioned import Mentions
from tracker.rules import fediverse, fields
from tracker.rules.announced import remembered
from tracker.rules.times import moment
from tracker.rules.urls import Pages, host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Interaction
    from tracker.model.posts import Limits, Message, Sent


@dataclass(frozen=True)
class Mastodon(Source):
    """Asked per announcement; the cursor holds what each counted the last time, and the last mention read."""

    name: ClassVar[str] = "mastodon"
    title: ClassVar[str] = "Mastodon"
    about: ClassVar[str] = N_(
        "Replies, boosts, favourites and quotes of your posts about your articles, on Mastodon and servers like it."
    )
    by_article: ClassVar[bool] = True

    server: str = field(
        default="",
        metadata={
            "help": N_("Your own server; it is asked with the token."),
            "example": '"https://mastodon.social"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )
    handle: str = field(
        default="",
        metadata={
            "help": N_("Your account there, whose posts are searched for links to your articles."),
            "example": '"@mio@mastodon.social"',
        },
    )
    token: Secret = field(
        default=Secret(),
        metadata={
            "help": N_(
                "An access token with the scope `read`: it shows more than 60 replies, quotes, mentions. "
                "With the scope `write:statuses` too, posts can be sent."
            )
        },
    )
    unindexed: bool = field(
        default=False,
        metadata={
            "help": N_(
                "Also keep people whose posts are not in their server's search, which is how every account begins; "
                "those who ask not to be collected are never kept."
            )
        },
    )
    address: str = field(
        default="", metadata={"help": N_("An address that is asked instead of every server, such as a mirror.")}
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield each announcement with what became of it, then what only mentions tell."""
        if articles:
            yield from _Walk(self, articles, cursor, http).pages()

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield the author's public posts that link to `articles`, back to the day before the oldest of them."""
        pages, own = Pages(articles), self.own(http)
        since = fediverse.since(articles)
        for row in own.posts(self.handle) if own.lets_us_in or (own.url and self.handle) else ():
            told, at = fields.table(row), moment(fields.table(row).get("created_at"))
            if since and at and at.at < since:
                return
            url = fields.web(told.get("url")) or fields.web(told.get("uri"))
            for uid in ours(row, pages) if url and told.get("visibility") in fediverse.PUBLIC else ():
                yield Announcement(uid, url, at.at if at else None)

    def admitted(self, http: Http) -> str:
        """Return the account of the token: `@mio@mastodon.example`."""
        own = self.own(http)
        account = own.reader.account(own.me())
        if account is None:
            raise NotAsExpected(host(own.url), _("an account"), _("something else"))
        return f"@{account.handle}"

    def may_post(self) -> bool:
        """Whether there is a server, and a token for it."""
        return bool(self.token and fediverse.home(self.server, self.handle))

    def has(self, url: str) -> bool:
        """Whether this is the address of a post in the fediverse."""
        return fediverse.post(url) is not None

    def limits(self, http: Http) -> Limits:
        """Return what the own server takes."""
        return fediverse_posting.limits(self.own(http))

    def send(self, message: Message, parent: Interaction | None, key: str, http: Http) -> Sent:
        """Post `message` for everybody, once: the server remembers the key, and the status is looked for before."""
        if parent is not None:
            raise NoAnswers(self.title)
        return fediverse_posting.send(self.own(http), message, key)

    def own(self, http: Http) -> Server:
        """The author's own server; without an address when no setting tells it."""
        return self.at(fediverse.home(self.server, self.handle), http)

    def at(self, url: str, http: Http) -> Server:
        """A server; the token is for the author's own only."""
        token = self.token if url == fediverse.home(self.server, self.handle) else Secret()
        return Server(url, self.address.rstrip("/") or url, token, http, self.unindexed)


class _Walk:
    """One walk over many servers: one that is in trouble is left alone, and costs only what it keeps."""

    def __init__(self, source: Mastodon, articles: Sequence[Article], cursor: Cursor, http: Http) -> None:
        self._source, self._articles, self._http = source, articles, http
        self._memory, self._ours, self._own = remembered(cursor), Pages(articles), source.own(http)
        self._visits: dict[str, Visit] = {}
        self._mentioned = Mentions(self._own)
        self._waits = self._own.lets_us_in and not self._memory.last
        """Whether mentions may yet tell of replies that were read before and are shown in no conversation."""
        self._held: list[Count] = []
        self._servers = Servers()

    def pages(self) -> Iterator[Page]:
        """Yield everything; in the end raises what is wrong with a server, if that is for the user to act on."""
        for url, post, article in fediverse.announcements(self._articles):
            yield from self._servers.guarded(post.server, self._announcement(url, post, article))
        for visit, (server, called) in [(one, one.fetching) for one in self._visits.values() if one.fetching]:
            yield from self._servers.guarded(server.url, self._once_more(visit, server, called))
        if self._own.lets_us_in:
            url = f"{self._own.url}/notifications"
            yield from self._servers.guarded(self._own.url, part(self._own, url, self._mentions()))
        yield from self._end()

    def _end(self) -> Iterator[Page]:
        """Say again what was partial and has not changed, and what was in the way."""
        grave, problems = self._servers.troubles()
        if self._source.token and not self._own.url:
            problems.append(_("The token of Mastodon was not used: `server` is not set."))
        if self._mentioned.left:
            said = _("{count} mentions on {host} were too many to find out what they answer.")
            problems.append(said.format(count=self._mentioned.left, host=host(self._own.url)))
        held = self._held if self._mentioned.whole else [count._replace(claimed=None) for count in self._held]
        again = [count for visit in self._visits.values() for count in visit.again()]
        yield Page(cursor=self._memory.cursor(), counts=(*held, *again), problems=tuple(problems))
        if grave:
            raise grave

    def _news(self, visit: Visit) -> tuple[Count, ...]:
        """Return what was counted; that a conversation is whole is not said before the mentions were read."""
        news = visit.news()
        held = [count for count in news if self._waits and count.complete and count.covers(Kind.REPLY, count.thread)]
        self._held += held
        return tuple(count for count in news if count not in held)

    def _announcement(self, url: str, post: fediverse.Post, article: Article) -> Iterator[Page]:
        """Read an announcement where it is kept, else as the author's own server shows it."""
        server, own, before = self._source.at(post.server, self._http), self._own, self._memory.posts.get(post.key)
        try:
            visit, page = look(server, post.id, before, article, self._ours)
        except (NotAsExpected, Refused) as error:
            if server.is_in_trouble(error):
                raise
            told = Page(problems=(server.refusal(url, error),))
            has_other = own.lets_us_in and own.url not in (post.server, *self._servers.failed)
            shown = part(own, url, self._shown_by_own(url, post, article, told))
            yield from self._servers.guarded(own.url, shown) if has_other else (told,)
        else:
            yield page
            yield from self._read(post.key, visit)

    def _shown_by_own(self, url: str, post: fediverse.Post, article: Article, otherwise: Page) -> Iterator[Page]:
        called = self._own.called(url)
        yield Page() if called else otherwise
        if called:
            visit, page = look(self._own, called, self._memory.posts.get(post.key), article, self._ours)
            yield page
            yield from self._read(post.key, visit)

    def _read(self, key: str, visit: Visit) -> Iterator[Page]:
        """Ask for what may have changed about an announcement, and remember it."""
        self._visits[key] = visit
        if visit.wants_replies:
            yield from self._replies(visit)
        for name in filter(visit.changed, LISTS):
            if name == "quotes" and not visit.server.token:
                visit.unlisted(name)
            else:
                yield from part(visit.server, visit.root.url, visit.people(name))
        self._memory.posts[key] = visit.entry
        yield Page(cursor=self._memory.cursor(), counts=self._news(visit))

    def _replies(self, visit: Visit) -> Iterator[Page]:
        """Ask for the conversation, and the own server for what its keeper does not show."""
        own, url = self._own, visit.root.url
        yield from part(visit.server, url, visit.conversation())
        if visit.is_short and own.lets_us_in and own.url != visit.server.url:
            yield from self._servers.guarded(own.url, part(own, url, self._completed(visit)))
        if visit.was_read and not visit.fetching:
            visit.tell_replies()

    def _completed(self, visit: Visit) -> Iterator[Page]:
        called = self._own.called(visit.root.id)
        yield Page()
        if called:
            yield from visit.conversation(self._own, called)

    def _once_more(self, visit: Visit, server: Server, called: str) -> Iterator[Page]:
        """Ask again for replies that a server was still fetching: by now it may have them."""
        yield from part(server, visit.root.url, visit.conversation(server, called))
        visit.tell_replies()
        yield Page(cursor=self._memory.cursor(), counts=self._news(visit))

    def _mentions(self) -> Iterator[Page]:
        """Look for replies that no conversation showed among the mentions since the last walk."""
        for rows, read_to in self._mentioned.pages(self._memory.last, fediverse.since(self._articles)):
            yield Page()
            for row in rows:
                status = fields.table(fields.table(row).get("status"))
                url = fields.web(status.get("url")) or self._own.url
                yield from part(self._own, url, self._mention(status))
            if read_to:
                self._memory.last = read_to
                yield Page(cursor=self._memory.cursor())

    def _mention(self, status: dict[str, Any]) -> Iterator[Page]:
        """Yield a mention that links to an article of ours, or that answers in a conversation of ours."""
        post, linked = self._own.reader.post(status, ""), ours(status, self._ours)
        if post is None:
            self._mentioned.unread += 1
            said = _("A mention on {host} has no post and was left out.")
            yield Page(problems=(said.format(host=host(self._own.url)),))
        elif any(visit.has(post.id) for visit in self._visits.values()):
            return
        elif fields.name(status.get("in_reply_to_id")):
            yield from self._answer(status, post.id)
        elif linked:
            article, target = next(iter(linked.items()))
            yield Page((replace(post, article=article, target=target),))

    def _answer(self, status: dict[str, Any], reply: str) -> Iterator[Page]:
        """Read the conversation of ours that a reply is in, and take the reply itself if it is not shown there."""
        known = {entry.root: key for key, entry in self._memory.posts.items()}
        below = self._mentioned.below(status, known)
        yield Page()
        if below is None:
            return
        key = known[below.root]
        visit = self._visits[key] = self._visits.get(key) or self._revisited(key)
        if not visit.asked:
            told, is_own = self._replies(visit), visit.server.url == self._own.url
            yield from told if is_own else self._servers.guarded(visit.server.url, told)
            if visit.fetching:
                visit.tell_replies()
        if not visit.has(reply):
            yield visit.aside(below, self._own.reader)
        yield Page(counts=self._news(visit))

    def _revisited(self, key: str) -> Visit:
        post = fediverse.Post.of(key)
        return revisit(self._source.at(post.server, self._http), post.id, self._memory.posts[key])
