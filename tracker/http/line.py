"""The sockets of one session: only to addresses we may reach, and cut when time is up."""

from __future__ import annotations

import socket
from contextlib import contextmanager, suppress
from threading import Condition, Thread
from time import monotonic
from typing import TYPE_CHECKING, Any

from tracker.errors import ForbiddenAddress
from tracker.rules import addresses

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from requests import Session


class Alarm:
    """Rings when a time is up, unless it is turned off before.

    One thread watches over call after call: it sleeps through those that end in time, which is nearly all.
    """

    def __init__(self, ring: Callable[[], None]) -> None:
        self._ring, self._changed = ring, Condition()
        self._end: float | None = None
        """When to ring."""
        self._wakes: float | None = None
        """When the thread looks again; None: there is no thread, since nobody needed it when it last looked."""

    def set(self, seconds: float) -> None:
        """Ring after so long."""
        with self._changed:
            self._end = monotonic() + seconds
            if self._wakes is None:
                self._wakes = self._end
                Thread(target=self._watch, daemon=True).start()
            elif self._end < self._wakes:
                self._changed.notify()

    def off(self) -> None:
        """Ring no more; when it is ringing, wait until it has rung."""
        with self._changed:
            self._end = None

    def _watch(self) -> None:
        with self._changed:
            while self._end is not None:
                left = self._end - monotonic()
                if left > 0:
                    self._wakes = self._end
                    self._changed.wait(left)
                else:
                    self._end = None
                    self._ring()
            self._wakes = None


class Line:
    """The sockets of one session: only to addresses we may reach, and cut when time is up."""

    def __init__(self, allow: tuple[addresses.Network, ...]) -> None:
        self._allow = allow
        self._socket: socket.socket | None = None
        self._alarm = Alarm(self._cut)
        self.was_cut = False

    def connect(self, host: str, port: int, seconds: float) -> socket.socket:
        """Return a connection to `host` at the first of its checked addresses that takes it."""
        try:
            found = dict.fromkeys(str(each[4][0]) for each in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM))
        except UnicodeError:
            raise socket.gaierror(host) from None  # no name looks like that
        if reason := addresses.refused(found, self._allow):
            raise ForbiddenAddress(host, reason)
        failure = OSError()
        for address in found:
            try:
                return socket.create_connection((address, port), seconds)
            except OSError as error:
                failure = error
        raise failure

    def watch(self, using: socket.socket) -> None:
        """Remember the socket that an answer is awaited from."""
        self._socket = using
        if self.was_cut:
            self._cut()

    @contextmanager
    def limited(self, seconds: float) -> Iterator[None]:
        """Cut the line after so long: a place that sends byte by byte is never idle."""
        self._socket, self.was_cut = None, False
        self._alarm.set(seconds)
        try:
            yield
        finally:
            self._alarm.off()

    def _cut(self) -> None:
        self.was_cut = True
        if self._socket:
            with suppress(OSError):
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)  # below TLS, which another thread is reading


class _Guarded:
    """Mixed into urllib3's connections: the name for TLS and `Host`, the checked address for the socket."""

    line: Line

    def _new_conn(self: Any) -> socket.socket:
        return self.line.connect(self._dns_host, self.port, self.timeout)  # type: ignore[no-any-return]  # urllib3 is not loaded yet

    def getresponse(self: Any) -> Any:  # noqa: ANN401 - the same
        """Let the socket be watched from the first byte."""
        self.line.watch(self.sock)
        return super().getresponse()  # type: ignore[misc]  # the same


def session(line: Line, user_agent: str) -> Session:
    """Return a session that goes out by `line` alone: no proxies, no .netrc, no cookies, no redirects."""
    from http.cookiejar import DefaultCookiePolicy  # noqa: PLC0415 - loaded when first needed

    import requests  # noqa: PLC0415 - the same
    from urllib3 import HTTPConnectionPool, HTTPSConnectionPool  # noqa: PLC0415 - the same

    session = requests.Session()
    session.trust_env = False
    session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
    # To find it, requests would read a redirect's body to its end.
    session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]  # noqa: ARG005 - its own name
    session.headers.update({"User-Agent": user_agent, "Accept-Encoding": "gzip, deflate"})
    for scheme, pool in (("http", HTTPConnectionPool), ("https", HTTPSConnectionPool)):
        connection = type("Guarded", (_Guarded, pool.ConnectionCls), {"line": line})
        guarded = type("GuardedPool", (pool,), {"ConnectionCls": connection})
        adapter = requests.adapters.HTTPAdapter()
        adapter.poolmanager.pool_classes_by_scheme = {scheme: guarded}
        session.mount(f"{scheme}://", adapter)
    return session
