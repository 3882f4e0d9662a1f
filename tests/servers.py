"""Real HTTP on loopback: a handler is a function from a request to an answer."""

from __future__ import annotations

import socket
import threading
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, TypeAlias
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from email.message import Message


@dataclass(frozen=True)
class Request:
    """What came in."""

    method: str
    target: str
    """Path and query, as sent."""
    headers: Message
    """Case-insensitive."""
    body: bytes = b""
    connection: str = ""
    """The client's address and port: the same for requests that share a connection."""

    @property
    def path(self) -> str:
        return urlsplit(self.target).path

    @property
    def query(self) -> dict[str, str]:
        """The parameters; of a name given twice, the last."""
        pairs = parse_qs(urlsplit(self.target).query, keep_blank_values=True)
        return {name: values[-1] for name, values in pairs.items()}


Reply: TypeAlias = "tuple[int, Mapping[str, str], bytes | str | Iterable[bytes]]"
"""Status, headers, body. An iterable is sent chunk by chunk and ends with the connection.

Content-Length (of a body that is bytes or str) and `Connection: close` are added unless given."""
Handler: TypeAlias = "Callable[[Request], Reply]"


@dataclass
class Server:
    """A server that listens: `url` has no slash at its end."""

    url: str
    port: int
    requests: list[Request] = field(default_factory=list)
    """In the order they came."""
    failures: list[Exception] = field(default_factory=list)
    """What handlers raised; the first is raised again when the server is left."""
    stopping: threading.Event = field(default_factory=threading.Event)

    @property
    def targets(self) -> list[str]:
        return [request.target for request in self.requests]


@contextmanager
def serve(handler: Handler, *, tls: ssl.SSLContext | None = None, address: str = "127.0.0.1") -> Iterator[Server]:
    """Answer requests with `handler`, each in its own thread, until the block is left."""
    with ThreadingHTTPServer((address, 0), _Asked) as listening:
        listening.daemon_threads = False
        if tls:
            listening.socket = tls.wrap_socket(listening.socket, server_side=True)
        port = listening.server_address[1]
        server = Server(f"{'https' if tls else 'http'}://{address}:{port}", port)
        _Asked.worlds[port] = (handler, server)
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            server.stopping.set()
            listening.shutdown()
            thread.join()
    del _Asked.worlds[port]
    if server.failures:
        raise server.failures[0]


@contextmanager
def listen(talk: Callable[[socket.socket], None]) -> Iterator[str]:
    """Give each connection, its request read, to `talk`: for what HTTP does not allow. Yields the address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(0.02)
        stopping = threading.Event()

        def accept() -> None:
            while not stopping.is_set():
                with suppress(OSError):
                    connection, _address = listening.accept()
                    with connection:
                        connection.settimeout(2)
                        connection.recv(65536)
                        talk(connection)

        thread = threading.Thread(target=accept)
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            stopping.set()
            thread.join()


class _Asked(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    timeout = 2
    disable_nagle_algorithm = True
    worlds: dict[int, tuple[Handler, Server]] = {}  # noqa: RUF012 - shared on purpose: the port tells them apart

    def do_GET(self) -> None:
        handler, server = self.worlds[self.server.server_port]  # type: ignore[attr-defined]  # an HTTPServer
        length = int(self.headers.get("Content-Length", "0"))
        request = Request(
            self.command, self.path, self.headers, self.rfile.read(length), "{}:{}".format(*self.client_address)
        )
        server.requests.append(request)
        try:
            self._answer(handler(request), server.stopping)
        except OSError:
            self.close_connection = True  # the client has left, which is its right
        except Exception as error:  # noqa: BLE001 - whatever a handler does wrong fails its test
            server.failures.append(error)
            self.close_connection = True

    do_POST = do_PUT = do_DELETE = do_HEAD = do_GET  # noqa: N815 - the names the base class looks for

    def _answer(self, reply: Reply, stopping: threading.Event) -> None:
        status, headers, body = reply
        whole = body.encode() if isinstance(body, str) else body
        self.send_response_only(status)  # neither Date nor Server: what is sent is what the handler gave
        for name, value in _completed(headers, whole).items():
            self.send_header(name, value)
        self.end_headers()
        if self.command == "HEAD":
            return
        for chunk in (whole,) if isinstance(whole, bytes) else whole:
            if stopping.is_set():
                return
            self.wfile.write(chunk)

    def log_message(self, *_: Any) -> None:  # noqa: ANN401 - the base class says so
        """Say nothing."""


def _completed(headers: Mapping[str, str], body: bytes | Iterable[bytes]) -> dict[str, str]:
    given = {name.lower() for name in headers}
    extra = {"Content-Length": str(len(body))} if isinstance(body, bytes) else {}
    extra["Connection"] = "close"
    return dict(headers) | {name: value for name, value in extra.items() if name.lower() not in given}
