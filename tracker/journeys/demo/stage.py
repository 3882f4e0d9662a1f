"""The stage: one small server on loopback that plays the services over real HTTP."""

from __future__ import annotations

import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from tracker.journeys.demo.answers import NOT_FOUND, Asked, Said, asked, conditional, said_json
from tracker.journeys.demo.comments import Comments
from tracker.journeys.demo.hackernews import HackerNews
from tracker.journeys.demo.hatena import Hatena
from tracker.journeys.demo.webmentionio import WebmentionIo

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from types import TracebackType

    from tracker.journeys.demo.cast import Cast

LOOPBACK = "127.0.0.1"
OF_INTEREST = ("accept", "authorization", "if-modified-since", "if-none-match", "user-agent")
PATIENCE = 10.0
"""Seconds that a client may take to say what it wants."""


class Request(NamedTuple):
    """What a client asked, as it came."""

    method: str
    target: str
    """Path and query."""
    headers: Mapping[str, str]
    """By lower-case name; only those that matter to a service."""


class Stage:
    """A server that plays the services of a cast while the context lasts.

    `on_request` is called with 1, 2, 3 … and the target before each answer, `delay` is the
    seconds every answer takes, and `broken` holds a status for each beginning of a path
    that is to fail.
    """

    def __init__(
        self,
        cast: Cast,
        *,
        port: int = 0,
        on_request: Callable[[int, str], None] | None = None,
        delay: float = 0,
    ) -> None:
        self.requests: list[Request] = []
        self.broken: dict[str, int] = {}
        self._on_request = on_request
        self._delay = delay
        self._closing = threading.Event()
        self._counting = threading.Lock()
        self._port = port
        self._server: _Server | None = None
        self._thread: threading.Thread | None = None
        self.show(cast)

    def show(self, cast: Cast) -> None:
        """Play this cast from the next answer on."""
        self.cast = cast
        self._services: dict[str, Callable[[Asked], Said]] = {
            "webmention.io": WebmentionIo(cast).answer,
            "hn": HackerNews(cast).answer,
            "hatena": Hatena(cast).answer,
            "comments": Comments(cast).answer,
        }

    def __enter__(self) -> Self:
        self._server = _Server((LOOPBACK, self._port), _Handler, self)
        self._port = self._server.server_address[1]
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.05,), name="stage")
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._closing.set()
        if self._server and self._thread:
            self._server.shutdown()
            self._thread.join()
            self._server.server_close()

    @property
    def url(self) -> str:
        """Where the stage is, without a last slash; the services are below it."""
        return f"http://{LOOPBACK}:{self._port}"

    def comment_feeds(self) -> dict[str, str]:
        """Return where the comments of an article are fed, by the article's `uid`."""
        return {thread.article.uid: f"{self.url}/comments/{thread.key}/feed/" for thread in self.cast.threads}

    def respond(self, request: Request) -> Said:
        """Count the request, take the time, and return the answer."""
        with self._counting:
            self.requests.append(request)
            number = len(self.requests)
        if self._on_request:
            self._on_request(number, request.target)
        self._closing.wait(self._delay)
        return self._answer(asked(request.target, request.headers))

    def _answer(self, question: Asked) -> Said:
        status = next((code for start, code in self.broken.items() if question.path.startswith(start)), 0)
        if status:
            return Said("Out of order", status, "text/plain; charset=utf-8")
        if question.path == "/articles.json":
            return said_json(self.cast.json_feed())
        service, slash, room = question.path[1:].partition("/")
        if service not in self._services:
            return NOT_FOUND
        said = self._services[service](Asked(slash + room, question.query, question.headers))
        return conditional(said, question)


class _Server(ThreadingHTTPServer):
    daemon_threads = False  # joined at the end, so that no socket is left open

    def __init__(self, address: tuple[str, int], handler: type[_Handler], stage: Stage) -> None:
        self.stage = stage
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:  # noqa: ANN401 - socketserver's own types
        """A client that went away, or was killed, is no error of ours."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    timeout = PATIENCE

    def do_GET(self) -> None:
        """Answer one GET; the connection ends with it."""
        headers = {name: self.headers[name] for name in OF_INTEREST if name in self.headers}
        said = self.server.stage.respond(Request("GET", self.path, headers))
        body = said.body.encode()
        self.send_response(said.status)
        for name, value in said.headers.items():
            self.send_header(name, value)
        if said.status != 304:  # noqa: PLR2004 - Not Modified has no body
            self.send_header("Content-Type", said.type)
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def version_string(self) -> str:
        """Name the server."""
        return "EnishiStage"

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Say nothing: `Stage.requests` remembers."""
