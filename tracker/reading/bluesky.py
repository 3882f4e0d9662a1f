"""Posts, threads and likes of Bluesky, as its AppView shows them.

Shapes are those of https://github.com/bluesky-social/atproto/tree/main/lexicons/app/bsky. What a person
asks of their display is kept: who wants to be shown to nobody logged out is shown to the owner alone, and
so is what the author of a thread hides or a quoted author detaches.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.model import Account, Interaction, Kind
from tracker.reading.html import plain, tidy
from tracker.rules import atproto, times
from tracker.rules.fields import number, rows, table, text, web
from tracker.rules.optout import opted_out

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from tracker.rules.fields import Table

LOGGED_IN_ONLY = "!no-unauthenticated"
EARLIEST = 2006
"""A year before this was never meant: posts carried over from elsewhere are as old as Twitter."""
DEEP = 6
"""Levels below which a service may stop showing answers; the official one shows ten, whatever is asked."""


class About(NamedTuple):
    """What a conversation is about."""

    article: str
    thread: str
    target: str = ""


class Told(NamedTuple):
    """A post as it was shown, and where it stands."""

    view: Table
    kind: Kind = Kind.REPLY
    parent: str = ""
    private: bool = False

    @property
    def uri(self) -> str:
        """Its id."""
        return text(self.view.get("uri"))


class _Node(NamedTuple):
    """One place of a thread, and what it stands below."""

    told: object
    above: str = ""
    private: bool = False
    depth: int = 0


@dataclass
class Thread:
    """A post and what is below it, put together from one answer or several."""

    root: str
    posts: dict[str, Told] = field(default_factory=dict)
    """The answers, each after what it answers."""
    claimed: int = 0
    """As many as the posts that were shown say they have."""
    gone: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    deeper: list[str] = field(default_factory=list)
    """Posts at the bottom that have answers which were not shown: to be asked for by themselves."""
    hidden: frozenset[str] = frozenset()
    _met: set[str] = field(default_factory=set)

    @property
    def is_there(self) -> bool:
        """Whether the post itself was shown."""
        return self.root in self._met

    def add(self, top: Table) -> None:
        """Read one answer: the post that was asked for, and what it shows below, however deep that is nested."""
        ahead, ends = [_Node(top, private=self._is_private(top))], dict[str, int]()
        deepest = 0
        while ahead:
            node = ahead.pop()
            uri = self._take(node)
            kids = rows(table(node.told).get("replies"))
            deepest = max(deepest, node.depth)
            private = node.private or uri in self.hidden
            ahead.extend(_Node(kid, uri or node.above, private, node.depth + 1) for kid in reversed(kids))
            if uri and not kids and number(table(table(node.told).get("post")).get("replyCount")):
                ends[uri] = node.depth
        self.deeper += [uri for uri, depth in ends.items() if depth == deepest >= DEEP]

    def _is_private(self, top: Table) -> bool:
        above = self.posts.get(text(table(top.get("post")).get("uri")))
        return bool(above and above.private)

    def _take(self, node: _Node) -> str:
        """Keep one post and return its id; of what is only a stub, nothing."""
        told = table(node.told)
        if told.get("notFound") is True:
            self.gone += filter(None, [atproto.post(told.get("uri"))])
            return ""
        if told.get("blocked") is True:
            return ""
        uri = post_of(told.get("post"))
        if not uri:
            said = _("A post below {url} could not be read and was left out.")
            self.problems.append(said.format(url=atproto.permalink(self.root)))
        elif uri not in self._met:
            self._met.add(uri)
            self._keep(table(told.get("post")), uri, node)
        return uri

    def _keep(self, view: Table, uri: str, node: _Node) -> None:
        self.claimed += number(view.get("replyCount"))
        if uri == self.root:
            self.hidden = hidden(view)
        else:
            self.posts[uri] = Told(view, parent=node.above, private=node.private or uri in self.hidden)


def orphans(unseen: Iterable[str], views: Mapping[str, Table], thread: Thread) -> list[Told]:
    """Return the answers to what is gone: the thread shows them no more, and they are there all the same."""
    there = [views[uri] for uri in unseen if uri in views]
    return [Told(view, parent=_answered(view), private=text(view.get("uri")) in thread.hidden) for view in there]


def post_of(view: object) -> str:
    """Return the at-uri of a post that can be read, else nothing."""
    told = table(view)
    return atproto.post(told.get("uri")) if isinstance(told.get("record"), dict) else ""


def hidden(view: Table) -> frozenset[str]:
    """Return the answers that the author of a thread hides (`threadgate`)."""
    gate = table(table(view.get("threadgate")).get("record"))
    return frozenset(filter(None, map(text, rows(gate.get("hiddenReplies")))))


def is_detached(view: Table) -> bool:
    """Whether the author of what a post quotes has taken the quotation away."""
    return any(text(each.get("$type")).endswith("#viewDetached") for each in _quoted(view))


def quotation(view: Table) -> Table:
    """Return the record of what a post quotes, as far as it is shown with it."""
    return next((table(each.get("value")) for each in _quoted(view) if "value" in each), {})


def interaction(told: Told, about: About, profiles: Mapping[str, Table]) -> Interaction:
    """Return what a post says; `profiles` tell more of people, by DID."""
    view, record = told.view, table(told.view.get("record"))
    author = atproto.author(told.uri)
    person = {**table(view.get("author")), **profiles.get(author, {})}
    languages = rows(record.get("langs"))
    return Interaction(
        id=told.uri,
        kind=told.kind,
        article=about.article,
        account=account(author, person),
        url=atproto.permalink(told.uri),
        target=about.target,
        text=words(record),
        lang=tidy(text(languages[0])) if languages else "",
        published=_published(record.get("createdAt"), view.get("indexedAt")),
        received=_at(view.get("indexedAt")),
        parent=told.parent,
        thread=about.thread,
        private=told.private or atproto.is_labelled(person, LOGGED_IN_ONLY),
        original=web(record.get("bridgyOriginalUrl")),
    )


def words(record: Table) -> str:
    """Return what somebody wrote; a bridge keeps the whole of what was too long."""
    whole = text(record.get("bridgyOriginalText"))
    return plain(whole) if whole else tidy(atproto.written(record))


def gifts(told: Iterable[object], kind: Kind, about: About) -> Iterator[Interaction | str]:
    """Yield the likes or reposts of the post that the thread is, or a sentence for one that cannot be read.

    Of a repost it is not said when it was.
    """
    for row in map(table, told):
        person = table(row.get("actor")) if kind is Kind.LIKE else row
        if atproto.did(person.get("did")):
            yield _gift(row, person, kind, about)
        else:
            said = _("A like or repost of {url} does not say whose it is and was left out.")
            yield said.format(url=atproto.permalink(about.thread))


def account(who: str, person: Table) -> Account:
    """Return a person; their handle may be another tomorrow."""
    name = atproto.handle(person.get("handle"))
    return Account(
        "bluesky",
        who,
        name=tidy(text(person.get("displayName"))).strip(),
        handle=name,
        url=atproto.profile(name or who),
        photo=web(person.get("avatar")),
        bot=atproto.is_labelled(person, "bot"),
        claims=atproto.claims(who, name, web(person.get("website"))),
        opted_out=opted_out(text(person.get("description"))),
    )


def _gift(row: Table, person: Table, kind: Kind, about: About) -> Interaction:
    giver, is_like = account(person["did"], person), kind is Kind.LIKE
    return Interaction(
        id=f"{about.thread}#{kind.word}:{giver.id}",
        kind=kind,
        article=about.article,
        account=giver,
        target=about.target,
        published=_published(row.get("createdAt"), row.get("indexedAt")) if is_like else None,
        received=_at(row.get("indexedAt")) if is_like else None,
        thread=about.thread,
        private=atproto.is_labelled(person, LOGGED_IN_ONLY),
    )


def _quoted(view: Table) -> tuple[Table, Table]:
    """What a post embeds, alone or beside pictures."""
    record = table(table(view.get("embed")).get("record"))
    return record, table(record.get("record"))


def _answered(view: Table) -> str:
    return atproto.answered(table(view.get("record")))[0]


def _published(created: object, indexed: object) -> datetime | None:
    """The time that a post gives itself, unless it lies after the service saw it or before anybody wrote there."""
    said, seen = _at(created), _at(indexed)
    if said and seen and (said > seen or said.year < EARLIEST):
        return seen
    return said or seen


def _at(said: object) -> datetime | None:
    at = times.moment(said)
    return at.at if at else None
