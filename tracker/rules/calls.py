"""What is asked of whom, where a redirect takes it, and what of it may be told."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import SplitResult, parse_qsl, urlencode, urljoin, urlsplit

from tracker.errors import ForbiddenAddress, UnusableToken
from tracker.messages import _
from tracker.model import Validator
from tracker.rules.addresses import place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.model import Secret

Headers: TypeAlias = "Mapping[str, str]"

SECRET_PARAMETERS = ("token", "access_token", "token_auth", "api_key", "apikey", "key", "password")
OK = 200
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}
CONDITIONS = ("if-none-match", "if-modified-since")
FOR_ANYBODY = ("accept", "accept-language", *CONDITIONS)
"""The headers that follow a redirect to another host; any other might be a credential."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request; a redirect makes another one."""

    method: str
    url: str
    headers: Headers = field(default_factory=dict)
    body: Mapping[str, Any] = field(default_factory=dict)
    """`data` or `json`, as requests names them."""
    hidden: bool = False
    """Whether the address itself is a secret."""

    @property
    def host(self) -> str:
        """Host and port: all of the address that may be told."""
        return place(self.url)

    @property
    def name(self) -> str:
        """The host alone; empty when the address has none."""
        try:
            return urlsplit(self.url).hostname or ""
        except ValueError:
            return ""

    @property
    def shown(self) -> str:
        """The address as it may be told and kept."""
        if not self.hidden:
            return without_secrets(self.url)
        return f"http{'s' if self.url.lower().startswith('https:') else ''}://{self.host}/***"

    @property
    def key(self) -> str:
        """One text for the address: of a secret one its digest."""
        digest = blake2b(self.url.encode("utf-8", "replace"), digest_size=16).hexdigest() if self.hidden else ""
        return self.shown + digest

    @property
    def is_conditional(self) -> bool:
        """Whether it asks for nothing unless there is something new."""
        return any(name.lower() in CONDITIONS for name in self.headers)

    def moved(self, status: int, headers: Headers) -> Call | None:
        """Return the call that an answer redirects this one to; None when it does not.

        Only a GET follows. Raises ForbiddenAddress where following would be unsafe.
        """
        location = headers.get("Location")
        if self.method != "GET" or status not in REDIRECTS or not location:
            return None
        url = _joined(self.url, location)
        old, new = urlsplit(self.url), urlsplit(url)
        if old.scheme == "https" and new.scheme == "http":
            raise ForbiddenAddress(place(url), _("it was redirected to from https, but is not encrypted"))
        if _is_same_place(old, new):
            return replace(self, url=url)
        return replace(self, url=url, headers={k: v for k, v in self.headers.items() if k.lower() in FOR_ANYBODY})


def get(url: str | Secret, parameters: Mapping[str, str | int] | None = None) -> Call:
    """Return the GET of an address, which may itself be a secret."""
    hidden = not isinstance(url, str)
    return Call("GET", with_parameters(url if isinstance(url, str) else url.reveal(), parameters), hidden=hidden)


def with_parameters(url: str, parameters: Mapping[str, str | int] | None) -> str:
    """Return the address with these added to its query; the fragment stays here."""
    base = url.strip().partition("#")[0]
    if not parameters:
        return base
    mark = "&" if "?" in base else "?"
    return base + mark + urlencode(parameters)


def without_secrets(url: str) -> str:
    """Return the address as it may be kept: without tokens in its query."""
    base, _mark, query = url.partition("?")
    pairs = parse_qsl(query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if name.lower() not in SECRET_PARAMETERS]
    if len(kept) == len(pairs):
        return url
    return base + ("?" + urlencode(kept) if kept else "")


def authorization(bearer: Secret | None, url: str) -> dict[str, str]:
    """Return the header that carries a token (RFC 6750); raises UnusableToken for one no header can hold."""
    token = bearer.reveal() if bearer else ""
    if not token:
        return {}
    if not token.isascii() or not token.isprintable() or " " in token:
        raise UnusableToken(place(url))
    return {"Authorization": f"Bearer {token}"}


def unless_unchanged(known: Validator | None) -> dict[str, str]:
    """Return the headers that ask for an answer only if it is another one (RFC 9110 §13.1)."""
    if known is None:
        return {}
    asked = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in asked.items() if value}


def validator(status: int, headers: Headers) -> Validator | None:
    """Return what a whole answer gives to ask with the next time, if anything."""
    given = Validator(headers.get("ETag", ""), headers.get("Last-Modified", ""))
    return given if status == OK and given != Validator() else None


def _joined(base: str, location: str) -> str:
    """A place may write its own letters into `Location`; http.client reads them as Latin-1."""
    written = location.encode("latin-1", "replace").decode("utf-8", "replace")
    try:
        url = urljoin(base, written)
        urlsplit(url)
    except ValueError:
        raise ForbiddenAddress(place(base), _("it redirects to what is no web address")) from None
    return url.partition("#")[0]


def _is_same_place(old: SplitResult, new: SplitResult) -> bool:
    upgraded = (_port(old), _port(new)) == (PORTS["http"], PORTS["https"])
    return old.hostname == new.hostname and (upgraded or (old.scheme, _port(old)) == (new.scheme, _port(new)))


def _port(parts: SplitResult) -> int | None:
    try:
        return parts.port or PORTS.get(parts.scheme)
    except ValueError:
        return None
