"""Asking a service of the AT Protocol: methods under `/xrpc/`, pages by `cursor` (https://atproto.com/specs/xrpc)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from tracker.errors import NotAsExpected, PasswordRefused, Refused, TooLarge
from tracker.messages import _
from tracker.model import Secret
from tracker.rules.atproto import did
from tracker.rules.fields import expected_list, expected_table, rows, table, text, web
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.errors import SourceError
    from tracker.http import Http
    from tracker.rules.fields import Table

LOCAL = (400, 404, 410)
"""What is said of one thing that was asked for: XRPC says 400 where others say 404."""
NOT_LET_IN = 401
MOST_PAGES = 1000
"""Of one list: no more were ever wanted, and a list must end."""


class Session(NamedTuple):
    """A login that lasts for one pull, or for one post."""

    handle: str
    token: Secret
    did: str = ""
    home: str = ""
    """The server that keeps the account, where the one that was asked says which."""


class Service:
    """One server."""

    def __init__(self, address: str, http: Http, token: Secret | None = None) -> None:
        self.address, self._http, self._token = address.rstrip("/"), http, token

    def table(self, method: str, *parameters: tuple[str, str | int]) -> dict[str, Any]:
        """Return the answer of a method, an object."""
        query = f"?{urlencode(parameters)}" if parameters else ""
        answer = self._http.get(f"{self.address}/xrpc/{method}{query}", bearer=self._token)
        return expected_table(answer.json(), answer.url)

    def rows(self, method: str, key: str, *parameters: tuple[str, str | int]) -> list[Any]:
        """Return the list that the answer of a method holds under `key`."""
        return expected_list(self.table(method, *parameters).get(key), self.address)

    def pages(self, method: str, key: str, *parameters: tuple[str, str | int]) -> Iterator[list[Any]]:
        """Yield the list of each page, until none follows or one that was there before."""
        cursor, asked = "", set[str]()
        while cursor not in asked and len(asked) < MOST_PAGES:
            asked.add(cursor)
            data = self.table(method, *parameters, *([("cursor", cursor)] if cursor else []))
            yield expected_list(data.get(key), self.address)
            following = text(data.get("cursor"))
            cursor = following if following.isascii() else ""

    def call(self, method: str, said: Table) -> dict[str, Any]:
        """Return the answer of a method that changes something; it is called once."""
        answer = self._http.post(f"{self.address}/xrpc/{method}", json=said, bearer=self._token)
        return expected_table(answer.json(), answer.url)

    def blob(self, content: bytes, kind: str) -> dict[str, Any]:
        """Hand over a file for a record to come, and return how the record names it."""
        url = f"{self.address}/xrpc/com.atproto.repo.uploadBlob"
        answer = self._http.upload(url, content, kind, bearer=self._token)
        return expected_table(expected_table(answer.json(), answer.url).get("blob"), answer.url)

    def session(self, account: str, password: Secret) -> Session:
        """Log in with an app password; PasswordRefused when it is not taken."""
        url = f"{self.address}/xrpc/com.atproto.server.createSession"
        try:
            answer = self._http.post(url, json={"identifier": account, "password": password.reveal()})
        except Refused as refused:
            if refused.status == NOT_LET_IN:
                raise PasswordRefused(host(url), account) from None
            raise
        data = expected_table(answer.json(), answer.url)
        token = text(data.get("accessJwt"))
        if not token:
            raise NotAsExpected(host(url), _("a session"), _("something else"))
        return Session(text(data.get("handle")) or account, Secret(token), did(data.get("did")), _home(data))


def _home(session: Table) -> str:
    """Return the server that an account's own document names; one that is not encrypted is none."""
    for service in map(table, rows(table(session.get("didDoc")).get("service"))):
        if text(service.get("id")).endswith("#atproto_pds"):
            url = web(service.get("serviceEndpoint"))
            return url if url.lower().startswith("https:") else ""
    return ""


def is_local(error: SourceError) -> bool:
    """Whether an error speaks of what was asked for, and not of the whole place."""
    return isinstance(error, NotAsExpected | TooLarge) or (isinstance(error, Refused) and error.status in LOCAL)
