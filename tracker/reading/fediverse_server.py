"""A server of the fediverse, and what it is asked beside the posts themselves: https://docs.joinmastodon.org/methods/."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tracker.errors import NotAsExpected, Refused, SourceError, Unreachable
from tracker.messages import _
from tracker.model import Page
from tracker.reading.fediverse import Reader
from tracker.rules import fields
from tracker.rules.fediverse import number
from tracker.rules.paging import following
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.http import Answer, Http
    from tracker.model import Secret

NAME = "Mastodon"
SERVERS_FAULT, NO_TOKEN, NOT_LET_IN, NOT_THERE = 500, 401, (401, 403), (404, 410)
MOST_POSTS = 25
"""Pages of somebody's own posts: 1,000 posts."""


@dataclass(frozen=True)
class Server:
    """Where a server is asked, and what lets us in."""

    url: str
    """`https://mastodon.example`; empty when nobody said which server."""
    address: str
    """The same, unless a mirror is asked."""
    token: Secret
    http: Http
    unindexed: bool = False

    @property
    def reader(self) -> Reader:
        """How its answers are read."""
        return Reader(urlsplit(self.url).netloc, unindexed=self.unindexed)

    @property
    def lets_us_in(self) -> bool:
        """Whether it knows us by a token."""
        return bool(self.url and self.token)

    def get(self, path: str, *, known: bool = False) -> Answer:
        """Ask; that nothing has changed is an answer only when what was there is `known`."""
        answer = self.http.get(self.address + path, bearer=self.token, conditional=True)
        return self.ask(self.address + path) if answer.unchanged and not known else answer

    def ask(self, url: str) -> Answer:
        """Ask for one page of a list, at an address made here or named by the page before."""
        return self.http.get(url, bearer=self.token)

    def me(self) -> dict[str, Any]:
        """Return the account that the token belongs to."""
        if not self.url:
            raise Unreachable(NAME, _("no server is set"))
        return self._table("/api/v1/accounts/verify_credentials")

    def posts(self, handle: str) -> Iterator[object]:
        """Yield the posts of an account, else of the token's, the newest first."""
        asked = urlencode({"acct": handle.strip().removeprefix("@")})
        account = self._table(f"/api/v1/accounts/lookup?{asked}") if handle else self.me()
        url = f"{self.address}/api/v1/accounts/{number(account.get('id'))}/statuses?limit=40&exclude_reblogs=true"
        for _number in range(MOST_POSTS):
            answer = self.ask(url)
            yield from fields.expected_list(answer.json(), answer.url)
            url = following(answer)
            if not url:
                return

    def context(self, called: str) -> dict[str, Any]:
        """Return the posts above and below one that this server calls so."""
        return self._table(f"/api/v1/statuses/{called}/context")

    def called(self, url: str) -> str:
        """Return what this server calls a post that another one keeps; empty: it does not know it."""
        asked = urlencode({"q": url, "resolve": "true", "type": "statuses"})
        found = fields.rows(self._table(f"/api/v2/search?{asked}").get("statuses"))
        return next(filter(None, (number(fields.table(row).get("id")) for row in found)), "")

    def is_in_trouble(self, error: SourceError) -> bool:
        """Whether this server is out of order, or does not know the token, so that asking on is no use."""
        status = _status(error)
        return status >= SERVERS_FAULT or (status == NO_TOKEN and bool(self.token))

    def refusal(self, url: str, error: SourceError) -> str:
        """Say why something about the post at `url` was not read."""
        if _status(error) in NOT_LET_IN and not self.token:
            said = _("{host} shows {url} only to those who are logged in: set `server` and `token` if it is yours.")
            return said.format(host=host(self.url), url=url)
        if _status(error) in NOT_THERE:
            said = _("There is nothing at {url} any more, or {host} does not answer as Mastodon does.")
            return said.format(host=host(self.url), url=url)
        return f"{url}: {error.message}"

    def _table(self, path: str) -> dict[str, Any]:
        answer = self.ask(self.address + path)
        return fields.expected_table(answer.json(), answer.url)


@dataclass
class Servers:
    """Many servers in one walk: one that is in trouble is left alone, and costs only what it keeps."""

    failed: dict[str, SourceError] = field(default_factory=dict)
    answered: set[str] = field(default_factory=set)

    def guarded(self, server: str, pages: Iterator[Page]) -> Iterator[Page]:
        """Yield what a server tells; once it has failed, it is asked for nothing more."""
        if server in self.failed:
            return
        try:
            yield from pages
        except SourceError as error:
            self.failed[server] = error
        else:
            self.answered.add(server)

    def troubles(self) -> tuple[SourceError | None, list[str]]:
        """Return the error that is to be raised, if any, and a sentence for each server that is simply not there.

        It is raised when it may pass, when it is for the user to act on, and when no server answered.
        """
        nobody = self.answered <= self.failed.keys()
        grave = [error for error in self.failed.values() if nobody or _is_grave(error)]
        return next(iter(grave), None), [error.message for error in self.failed.values() if error not in grave]


def part(server: Server, url: str, pages: Iterator[Page]) -> Iterator[Page]:
    """Yield a part of what there is to tell about `url`; one that is refused or spoiled costs a line."""
    try:
        yield from pages
    except (NotAsExpected, Refused) as error:
        if server.is_in_trouble(error):
            raise
        yield Page(problems=(server.refusal(url, error),))


def _is_grave(error: SourceError) -> bool:
    """Whether it may pass, or wants another token; a server that does not answer at all may be gone for good."""
    return (error.passing and not isinstance(error, Unreachable)) or _status(error) == NO_TOKEN


def _status(error: SourceError) -> int:
    return error.status if isinstance(error, Refused) else 0
