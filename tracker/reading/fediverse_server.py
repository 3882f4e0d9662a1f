"""A server of the fediverse, and what it is asked beside the posts themselves: https://docs.joinmastodon.org/methods/."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode, urlsplit

from tracker.errors import Refused, Unreachable
from tracker.messages import _
from tracker.reading.fediverse import Reader
from tracker.rules import fields
from tracker.rules.paging import following
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.errors import NotAsExpected
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
        url = f"{self.address}/api/v1/accounts/{fields.name(account.get('id'))}/statuses?limit=40&exclude_reblogs=true"
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
        return next(filter(None, (fields.name(fields.table(row).get("id")) for row in found)), "")

    def is_in_trouble(self, error: NotAsExpected | Refused) -> bool:
        """Whether this server is out of order, or does not know the token, so that asking on is no use."""
        status = _status(error)
        return status >= SERVERS_FAULT or (status == NO_TOKEN and bool(self.token))

    def refusal(self, url: str, error: NotAsExpected | Refused) -> str:
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


def _status(error: NotAsExpected | Refused) -> int:
    return error.status if isinstance(error, Refused) else 0
