"""Asking Bluesky's AppView for posts, threads and people: many in one question, nothing twice in one visit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import NotAsExpected, Refused, SourceError
from tracker.messages import _
from tracker.model import Kind
from tracker.reading.bluesky import Thread, post_of
from tracker.reading.xrpc import LOCAL, is_local
from tracker.rules import atproto
from tracker.rules.fields import expected_table, number, table, text
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.reading.xrpc import Service
    from tracker.rules.fields import Table

MOST = 25
"""Posts, or people, in one question."""
MOST_BRANCHES = 30
"""How often one thread is asked for, where it goes on too deep."""
DEPTH = (("depth", 1000), ("parentHeight", 0))


class Gift(NamedTuple):
    """What is given to a post without words of its own: where it is counted, and where it is listed."""

    kind: Kind
    field: str
    method: str
    key: str

    def count(self, view: Table) -> int:
        """How many a post is said to have."""
        return number(view.get(self.field))


LIKES = Gift(Kind.LIKE, "likeCount", "app.bsky.feed.getLikes", "likes")
REPOSTS = Gift(Kind.REPOST, "repostCount", "app.bsky.feed.getRepostedBy", "repostedBy")
QUOTES = Gift(Kind.QUOTE, "quoteCount", "app.bsky.feed.getQuotes", "posts")


class AppView:
    """What was asked in one visit."""

    def __init__(self, service: Service) -> None:
        self._service = service
        self.views: dict[str, Table] = {}
        """Posts as they are shown now, by at-uri."""
        self.asked: set[str] = set()
        """Posts that were asked for; one without a view is not shown."""
        self.people: dict[str, Table] = {}
        """Profiles, by DID; empty: none is shown."""
        self.problems: list[str] = []
        self._unknown: set[str] = set()

    def wrong(self) -> tuple[str, ...]:
        """Hand over what could not be read since the last time."""
        told, self.problems = self.problems, []
        return tuple(told)

    def look(self, uris: Iterable[str]) -> None:
        """Ask how posts are now."""
        for batch in _batches(dict.fromkeys(uris)):
            try:
                rows = self._service.rows("app.bsky.feed.getPosts", "posts", *(("uris", uri) for uri in batch))
            except SourceError as error:
                if not is_local(error):
                    raise
                self.problems.append(error.message)
                continue
            self.asked.update(batch)
            self.views |= self._readable(rows)

    def given(self, gift: Gift, uri: str) -> Iterator[list[Any]]:
        """Yield the lists of who gave it to a post."""
        return self._service.pages(gift.method, gift.key, ("uri", uri), ("limit", 100))

    def quotes(self, uri: str) -> Iterator[dict[str, Table]]:
        """Yield the posts that quote one, by at-uri."""
        return map(self._readable, self.given(QUOTES, uri))

    def _readable(self, rows: list[Any]) -> dict[str, Table]:
        views: dict[str, Table] = {post_of(row): table(row) for row in rows}
        if views.pop("", None) is not None:
            self.problems.append(_("A post could not be read and was left out."))
        return views

    def age(self, uri: str) -> str:
        """When the place learned of a post, in an order: what answers comes after what it answers."""
        return text(self.views.get(uri, {}).get("indexedAt"))

    def is_lost(self, uri: str) -> bool:
        """Whether a post was asked for and is not shown."""
        return uri in self.asked and uri not in self.views

    def is_gone(self, uri: str) -> bool:
        """Ask for one post by itself: whether the place says that it is not there."""
        try:
            data = self._service.table("app.bsky.feed.getPostThread", ("uri", uri), ("depth", 0), ("parentHeight", 0))
        except Refused as refused:
            if refused.status in LOCAL:
                return True
            raise
        return table(data.get("thread")).get("notFound") is True

    def thread(self, uri: str) -> Thread:
        """Ask for a thread, and again from where it goes on deeper than one answer shows."""
        thread = Thread(uri, deeper=[uri])
        for _branch in range(MOST_BRANCHES):
            if not thread.deeper:
                break
            data = self._service.table("app.bsky.feed.getPostThread", ("uri", thread.deeper.pop(0)), *DEPTH)
            thread.add(expected_table(data.get("thread"), self._service.address))
        if not thread.is_there:
            raise NotAsExpected(host(self._service.address), _("a thread"), _("something else"))
        return thread

    def meet(self, people: Iterable[str]) -> None:
        """Ask for the profiles of these; what they ask of us is said there and nowhere else."""
        for batch in _batches(who for who in dict.fromkeys(people) if who not in self.people):
            rows = self._service.rows("app.bsky.actor.getProfiles", "profiles", *(("actors", who) for who in batch))
            told = {atproto.did(table(row).get("did")): table(row) for row in rows}
            if told.pop("", None) is not None:
                self.problems.append(_("A profile could not be read."))
            self.people |= {who: told.get(who, {}) for who in batch}

    def whose(self, handle: str) -> str:
        """Ask for the DID of a handle; empty: it leads nowhere."""
        if handle in self._unknown:
            return ""
        try:
            told = self._service.table("com.atproto.identity.resolveHandle", ("handle", handle))
        except SourceError as error:
            if not is_local(error):
                raise
            told = {}
        author = atproto.did(told.get("did"))
        if not author:
            self._unknown.add(handle)
            self.problems.append(_("The handle {handle} leads to no account.").format(handle=handle))
        return author


def _batches(wanted: Iterable[str]) -> Iterator[list[str]]:
    ahead = list(wanted)
    for start in range(0, len(ahead), MOST):
        yield ahead[start : start + MOST]
