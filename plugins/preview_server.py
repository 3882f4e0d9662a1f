"""The preview's server: on this machine only, it shows a folder and tells open tabs what changed.

What the preview adds to a page (a script, a note on a draft, what is wrong) is added while the
page is served; the files stay as they are published.
"""

from __future__ import annotations

import mimetypes
import re
import secrets
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from html import escape
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

HERE = "127.0.0.1"
OWN = "/_preview/"
PARTS = Path(__file__).with_name("preview_parts")
BEAT = 10.0
"""Seconds after which a tab is told that nothing happened, so that a closed one is noticed."""
FIRST = 120.0
"""Seconds a request waits for the first build."""
HOME = re.compile(r"(?:[a-z]+/)?index\.html")
"""The first page of the site, and that of a language."""
LANG = re.compile(r'<html[^>]*\slang="([a-z]+)')
WORDS = {
    "ja": {
        "draft": "下書き：公開されません",
        "scheduled": "予約：{date} に公開されます",
        "hidden": "一覧に出ない記事",
        "unlisted": "一覧に出ないもの：",
        "between": "、",
        "problem": "直すところがあります。下は最後にうまくいったページです。",
    },
    "en": {
        "draft": "A draft: it is not published",
        "scheduled": "Scheduled: it is published on {date}",
        "hidden": "Published, and listed nowhere",
        "unlisted": "In no list: ",
        "between": ", ",
        "problem": "Something needs mending; below is the page as it last came out.",
    },
}


@dataclass(frozen=True)
class Problem:
    """What is wrong, and where."""

    message: str
    file: str = ""
    line: int = 0

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.message}" if place else self.message


@dataclass(frozen=True)
class Mark:
    """That a page is not published as others are: `draft`, `scheduled` or `hidden`."""

    kind: str
    date: str = ""
    title: str = ""


@dataclass
class Shown:
    """What the server shows, and the tabs that look at it."""

    folder: Path
    problem: Problem | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)
    ready: threading.Event = field(default_factory=threading.Event)
    start: str = field(default_factory=lambda: secrets.token_hex(4))
    """Which run of the preview it is: a tab left from another run is told to load again."""
    _count: int = 0
    _changed: dict[str, int] = field(default_factory=dict)
    _tabs: dict[SimpleQueue[str], str] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def version(self) -> str:
        """What a page served now is marked with."""
        return f"{self.start}-{self._count}"

    def change(self, names: Iterable[str]) -> None:
        """Tell the tabs which files were written; style sheets are exchanged without loading a page again."""
        found = set(names)
        styles = {name for name in found if name.endswith(".css")}
        pages = {name for name in found if name.endswith((".html", ".xml", ".json"))}
        with self._lock:
            self._count += 1
            self._changed |= dict.fromkeys(found, self._count)
            for tab, page in self._tabs.items():
                if page in found or found - styles - pages:
                    tab.put("reload")
                elif styles:
                    tab.put("style")

    def tell(self, problem: Problem | None) -> None:
        """Show what is wrong on every page, or that nothing is any more."""
        if problem != self.problem:
            self.problem = problem
            with self._lock:
                self._count += 1
                for tab in self._tabs:
                    tab.put("reload")

    def listen(self, page: str, version: str) -> SimpleQueue[str]:
        """Begin to tell a tab what happens to its page; what it missed since it was served comes first."""
        tab: SimpleQueue[str] = SimpleQueue()
        start, _, count = version.partition("-")
        with self._lock:
            self._tabs[tab] = page
            missed = start != self.start or self._changed.get(page, 0) > int(count or 0)
        if missed:
            tab.put("reload")
        return tab

    def leave(self, tab: SimpleQueue[str]) -> None:
        """Forget a tab."""
        with self._lock:
            self._tabs.pop(tab, None)


def file_of(path: str) -> str:
    """The name of the file that an address leads to."""
    name = unquote(urlsplit(path).path).lstrip("/")
    return f"{name}index.html" if not name or name.endswith("/") else name


def found(folder: Path, name: str) -> Path | None:
    """Return a file inside the folder; None when it is not there, or elsewhere."""
    try:
        path = (folder / name).resolve()
        return path if path.is_file() and path.is_relative_to(folder.resolve()) else None
    except (OSError, ValueError):  # a name no file can have
        return None


def dressed(html: str, name: str, shown: Shown) -> str:
    """Return a page with what only the preview shows."""
    lang = match[1] if (match := LANG.search(html)) and match[1] in WORDS else "en"
    notes = []
    if mark := shown.marks.get(name):
        said = WORDS[lang][mark.kind].format(date=mark.date)
        notes.append(f'<p class="preview-mark" lang="{lang}">{escape(said)}</p>')
    elif shown.marks and HOME.fullmatch(name):
        notes.append(f'<p class="preview-mark" lang="{lang}">{_unlisted(lang, shown.marks)}</p>')
    if shown.problem:
        notes.append(
            f'<div class="preview-problem" role="alert"><p lang="{lang}">{escape(WORDS[lang]["problem"])}</p>'
            f"<pre>{escape(str(shown.problem))}</pre></div>"
        )
    head = (
        f'<link rel="stylesheet" href="{OWN}preview.css">'
        f'<script src="{OWN}preview.js" data-version="{shown.version}" defer></script>'
    )
    before, end, after = html.rpartition("</body>")
    html = f"{before}{''.join(notes)}{end}{after}" if end else html + "".join(notes)
    return html.replace("</head>", f"{head}</head>", 1) if "</head>" in html else head + html


def _unlisted(lang: str, marks: Mapping[str, Mark]) -> str:
    """Lead from a first page to what no list leads to: an author looks for the draft at hand."""
    links = (
        f'<a href="/{quote(name.removesuffix("index.html"))}">{escape(mark.title or name)}</a>'
        for name, mark in sorted(marks.items())
    )
    return escape(WORDS[lang]["unlisted"]) + WORDS[lang]["between"].join(links)


class Handler(BaseHTTPRequestHandler):
    """Answers one tab."""

    protocol_version = "HTTP/1.1"

    def __init__(self, shown: Shown, *arguments: Any) -> None:
        self.shown = shown
        super().__init__(*arguments)

    def do_HEAD(self) -> None:
        """Answer as to GET, without the body."""
        self.do_GET()

    def do_GET(self) -> None:
        """Show a file, one of the preview's own, or what happens."""
        if not self._meant_for_us():
            self._send(HTTPStatus.FORBIDDEN, b"This preview is for this machine only.\n", "text/plain")
        elif self.path.startswith(f"{OWN}events"):
            self._events()
        elif self.path.startswith(OWN):
            self._file(found(PARTS, file_of(self.path).removeprefix(OWN[1:])))
        else:
            self.shown.ready.wait(FIRST)
            self._page()

    def log_message(self, *_: object) -> None:
        """Say nothing of what went well."""

    def _meant_for_us(self) -> bool:
        """Whether the address typed was this machine's: a page elsewhere cannot read drafts by a name of its own."""
        host = self.headers.get("Host", "").rsplit(":", 1)[0]
        return host in (HERE, "localhost", "[::1]")

    def _page(self) -> None:
        name = file_of(self.path)
        path = found(self.shown.folder, name)
        if path is None and found(self.shown.folder, f"{name}/index.html"):
            self._send(HTTPStatus.FOUND, b"", "text/plain", Location=f"/{urlsplit(self.path).path.strip('/')}/")
        elif path is None:
            self._missing(name)
        else:
            self._file(path, name)

    def _missing(self, name: str) -> None:
        page = found(self.shown.folder, "404.html")
        html = page.read_text("utf-8") if page else "<!DOCTYPE html><title>404</title><body><p>404</p></body>"
        body = dressed(html, name, self.shown).encode()
        self._send(HTTPStatus.NOT_FOUND, body, "text/html; charset=utf-8")

    def _file(self, path: Path | None, name: str = "") -> None:
        if path is None:
            self._send(HTTPStatus.NOT_FOUND, b"", "text/plain")
            return
        kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        data = path.read_bytes()
        if kind == "text/html":
            data = dressed(data.decode("utf-8", "replace"), name, self.shown).encode()
        text = kind.startswith("text/") or kind.endswith(("javascript", "json", "xml"))
        self._send(HTTPStatus.OK, data, f"{kind}; charset=utf-8" if text else kind)

    def _send(self, status: HTTPStatus, body: bytes, kind: str, **headers: str) -> None:
        with suppress(ConnectionError):
            self.send_response(status)
            for name, value in {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
            }.items():
                self.send_header(name, value)
            for name, value in headers.items():
                self.send_header(name, value)
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    def _events(self) -> None:
        asked = parse_qs(urlsplit(self.path).query)
        page, version = (asked.get(name, [""])[0] for name in ("page", "version"))
        tab = self.shown.listen(file_of(page), version)
        self.close_connection = True
        try:
            self.send_response(HTTPStatus.OK)
            self.send_header("Content-Type", "text/event-stream")
            self.send_header("Cache-Control", "no-store")
            self.end_headers()
            self.wfile.write(b"retry: 300\n\n")
            while True:
                self.wfile.write(_next(tab))
        except (ConnectionError, TimeoutError, ValueError):  # the tab was closed
            pass
        finally:
            self.shown.leave(tab)


def _next(tab: SimpleQueue[str]) -> bytes:
    try:
        return f"event: {tab.get(timeout=BEAT)}\ndata:\n\n".encode()
    except Empty:
        return b": nothing\n\n"


class Server(ThreadingHTTPServer):
    """Listens on this machine only."""

    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, shown: Shown) -> None:
        super().__init__((HERE, port), partial(Handler, shown))

    def handle_error(self, *_: object) -> None:
        """A tab that went away is no error."""
