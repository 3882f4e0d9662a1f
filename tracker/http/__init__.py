"""One polite, safe way out to the network.

Connections go to the very address that was checked; redirects are followed by hand, each
hop checked anew. Whatever comes, a call ends: by time, by size, or because it is stopped.
"""

from __future__ import annotations

import random
import time
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from threading import Event
from typing import TYPE_CHECKING, Protocol, Self

from tracker.errors import (
    BudgetSpent,
    ForbiddenAddress,
    RateLimited,
    SourceError,
    Stopped,
    TooLarge,
    TooSlow,
    Unreachable,
)
from tracker.http.line import Line, session
from tracker.messages import _
from tracker.rules import addresses, calls, failures, limits
from tracker.rules.answers import NOT_MODIFIED, Answer
from tracker.rules.manners import HttpSettings, Pace

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from requests import Response, Session

    from tracker.model import Secret, Validator

__all__ = ["Answer", "Clock", "Http", "HttpSettings", "Pace", "Validators"]

CHUNK = 2**14


class Validators(Protocol):
    """Where ETags are kept between runs; the pull hands in the ledger's."""

    def get(self, url: str) -> Validator | None:
        """What the last whole answer of `url` gave."""
        ...

    def put(self, url: str, validator: Validator) -> None:
        """Keep what this answer gave; stored with the page it belongs to."""
        ...


@dataclass(frozen=True, slots=True)
class Clock:
    """Time and chance, and the event that ends every wait."""

    stop: Event = field(default_factory=Event)
    monotonic: Callable[[], float] = time.monotonic
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Callable[[], float] = random.random

    def sleep(self, seconds: float) -> None:
        """Wait; raises Stopped when the event is set before the time is up."""
        if self.stop.wait(seconds):
            raise Stopped


class Http:
    """A session: our name, timeouts, retries, pace, validators, guarded addresses. For one thread."""

    def __init__(
        self, settings: HttpSettings, validators: Validators, pace: Pace | None = None, clock: Clock | None = None
    ) -> None:
        self._settings, self._validators = settings, validators
        self._pace, self._clock = pace or Pace(), clock or Clock()
        self._line = Line(settings.allow)
        self.token_ends: datetime | None = None
        """When a place stops taking our token; None: none said so."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._session.close()

    @cached_property
    def _session(self) -> Session:
        return session(self._line, self._settings.user_agent)

    def get(
        self,
        url: str | Secret,
        params: Mapping[str, str | int] | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        bearer: Secret | None = None,
        conditional: bool = False,
    ) -> Answer:
        """Return the answer of a GET: 2xx, or 304 when `conditional` and a validator was known.

        Of an address that is itself a secret only the host is ever told, and a digest is kept.
        Anything else raises the SourceError that says what happened.
        """
        call = calls.get(url, params)
        known = self._validators.get(call.key) if conditional else None
        sent = {**(headers or {}), **calls.unless_unchanged(known), **calls.authorization(bearer, call.url)}
        answer = self._tried(replace(call, headers=sent), self._settings.retries_of(call.name))
        if conditional and (given := calls.validator(answer.status, answer.headers)):
            self._validators.put(call.key, given)
        return answer

    def post(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        bearer: Secret | None = None,
    ) -> Answer:
        """Return the 2xx answer of a POST; it is sent once, for twice may count twice."""
        sent = {**(headers or {}), **calls.authorization(bearer, url)}
        return self._tried(calls.Call("POST", url, sent, {"json": json, "data": form}), retries=0)

    def upload(self, url: str, content: bytes, kind: str, *, bearer: Secret | None = None) -> Answer:
        """Return the 2xx answer of a POST of a file, whose type is `kind`; it is sent once."""
        sent = {"Content-Type": kind, **calls.authorization(bearer, url)}
        return self._tried(calls.Call("POST", url, sent, {"data": content}), retries=0)

    def ask(
        self,
        url: str,
        *,
        json: object = None,
        form: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        bearer: Secret | None = None,
    ) -> Answer:
        """Return the 2xx answer of a POST that only reads (GraphQL, a query): tried again as a GET is."""
        sent = {**(headers or {}), **calls.authorization(bearer, url)}
        return self._tried(calls.Call("POST", url, sent, {"json": json, "data": form}), self._settings.retries)

    def _tried(self, call: calls.Call, retries: int) -> Answer:
        """Ask, and again where that may help."""
        budget = _Budget(self._clock, self._settings.total_seconds)
        tried = 0
        while True:
            asked: float | None = None
            try:
                answer = self._followed(call, budget)
            except Unreachable as error:
                failure: SourceError | None = error
            else:
                asked = self._asked_for(answer)
                failure = limits.failure(call, answer, asked, self._clock.now())
            if failure is None:
                return answer
            if tried == retries or not failure.passing or (asked or 0) > self._settings.max_wait:
                raise failure
            budget.wait(limits.backoff(tried, asked, self._clock.chance()))
            tried += 1

    def _asked_for(self, answer: Answer) -> float | None:
        """Return the seconds that a place wants for itself, and hold everybody back so long."""
        self.token_ends = limits.token_ends(answer.headers) or self.token_ends
        asked = limits.wait(answer.status, answer.headers, self._clock.now())
        if asked:
            self._pace.hold(addresses.place(answer.url), self._clock.monotonic() + asked)
        return asked

    def _followed(self, call: calls.Call, budget: _Budget) -> Answer:
        first = call.host
        for _hop in range(self._settings.max_redirects + 1):
            self._wait_for_turn(call, budget)
            answer = self._sent(call, budget)
            moved = call.moved(answer.status, answer.headers)
            if moved is None:
                return answer
            call = moved
        raise Unreachable(first, _("it redirected more than {count} times").format(count=self._settings.max_redirects))

    def _wait_for_turn(self, call: calls.Call, budget: _Budget) -> None:
        if reason := addresses.refused_url(call.url):
            raise ForbiddenAddress(call.host, reason)
        between = self._settings.seconds_between(call.name)
        seconds = self._pace.turn(call.host, between, self._clock.monotonic())
        if seconds > self._settings.max_wait:
            raise RateLimited(call.host, self._clock.now() + timedelta(seconds=seconds))
        if self._pace.spend(call.host) > self._settings.budget > 0:
            raise BudgetSpent(call.host, self._settings.budget)
        budget.wait(seconds)

    def _sent(self, call: calls.Call, budget: _Budget) -> Answer:
        """Send one request and read the whole answer, within what is left of the budget."""
        from requests import RequestException  # noqa: PLC0415 - loaded when first needed
        from urllib3.exceptions import HTTPError  # noqa: PLC0415 - the same

        try:
            with self._line.limited(budget.left), self._opened(call, budget.left) as response:
                body = self._body(response, call.host)
        except (RequestException, HTTPError) as error:
            if not self._line.was_cut:
                raise failures.explained(error, call.host) from None
        if self._line.was_cut:
            raise TooSlow(call.host, self._settings.total_seconds)
        return Answer(call.shown, response.status_code, response.headers, body)

    def _opened(self, call: calls.Call, left: float) -> Response:
        limit = (min(self._settings.connect_seconds, left), min(self._settings.read_seconds, left))
        return self._session.request(
            call.method, call.url, headers=call.headers, timeout=limit, stream=True, allow_redirects=False, **call.body
        )

    def _body(self, response: Response, host: str) -> bytes:
        """Read it decoded, chunk by chunk; that of a redirect or an error is left unread."""
        if response.status_code >= limits.REDIRECTION and response.status_code != NOT_MODIFIED:
            return b""
        body = bytearray()
        for chunk in response.raw.stream(CHUNK, decode_content=True):
            body += chunk
            if len(body) > self._settings.max_bytes:
                if self._settings.cut:
                    return bytes(body[: self._settings.max_bytes])
                raise TooLarge(host, self._settings.max_bytes)
        return bytes(body)


class _Budget:
    """The time one call may take on the wire; waits are not counted."""

    def __init__(self, clock: Clock, seconds: float) -> None:
        self._clock, self._end = clock, clock.monotonic() + seconds

    @property
    def left(self) -> float:
        """Seconds, never less than a moment."""
        return max(self._end - self._clock.monotonic(), 0.001)

    def wait(self, seconds: float) -> None:
        """Wait, and put the end off by as much."""
        began = self._clock.monotonic()
        self._clock.sleep(seconds)
        self._end += self._clock.monotonic() - began
