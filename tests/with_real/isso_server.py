"""A real Isso on loopback, the people who comment there, and what stands between it and us."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import subprocess
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from tests.with_real import installed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request

SETTINGS = """
[general]
dbpath = {database}
host = http://127.0.0.1:1/
notify = stdout
gravatar = true
latest-enabled = {latest}
[server]
listen = http://127.0.0.1:{port}
public-endpoint = http://127.0.0.1:{port}
[moderation]
enabled = {moderated}
[guard]
enabled = off
"""
"""Its `host`, which it looks for at its start, refuses at once."""
PATIENCE = 20.0
"""Seconds that a server may take to start."""


@dataclass
class Comment:
    """What a visitor wrote, and the cookie that lets them change it."""

    number: int
    created: float
    cookie: str = field(repr=False)

    @property
    def id(self) -> str:
        """As the ledger names it."""
        return f"{self.number}@{self.created:.6f}"


@dataclass
class IssoServer:
    """A server, while it runs."""

    port: int
    database: Path
    log: Path
    process: subprocess.Popen[bytes]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def comment(self, uri: str, text: str, *, below: Comment | None = None, **more: str) -> Comment:
        """Write a comment as a visitor does; `more` is `author`, `website`, `email`."""
        told = {"text": text, "parent": below.number if below else None, "title": "T", **more}
        status, headers, body = self.ask("POST", f"/new?uri={quote(uri, safe='')}", told)
        assert status in (201, 202), body
        row = json.loads(body)
        return Comment(row["id"], row["created"], headers["Set-Cookie"].partition(";")[0])

    def edit(self, comment: Comment, text: str) -> None:
        """Change a comment, as its author can for a quarter of an hour."""
        status, headers, body = self.ask("PUT", f"/id/{comment.number}", {"text": text}, comment.cookie)
        assert status == 200, body
        comment.cookie = headers["Set-Cookie"].partition(";")[0]

    def delete(self, comment: Comment) -> None:
        """Take a comment back."""
        status, _headers, body = self.ask("DELETE", f"/id/{comment.number}", cookie=comment.cookie)
        assert status == 200, body

    def activate(self, comment: Comment) -> None:
        """Let a comment through by the link that the blog's author was sent."""
        links = re.findall(r"Activate comment: (\S+)", self.log.read_text())
        [link] = [link for link in links if f"/id/{comment.number}/" in link]
        status, _headers, body = self.ask("POST", urlsplit(link).path)
        assert (status, body) == (200, b"Comment has been activated")

    def stop(self) -> None:
        """End it, as a crash would."""
        self.process.kill()
        self.process.wait()

    def grow_old(self, days: int) -> None:
        """Let every comment have been written so much earlier."""
        with closing(sqlite3.connect(self.database)) as database, database:
            database.execute("UPDATE comments SET created = created - ?", (days * 86400,))

    def ask(self, method: str, target: str, sent: object = None, cookie: str = "") -> tuple[int, Any, bytes]:
        """Send a request as the blog's page does; return status, headers and body."""
        headers = {"Content-Type": "application/json"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            body = None if sent is None else json.dumps(sent)
            line.request(method, target, body, headers | ({"Cookie": cookie} if cookie else {}))
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read()

    def __call__(self, request: Request) -> Reply:
        """Stand between us and the server, so that requests are counted."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=20)) as line:
            line.request(request.method, request.target, request.body or None, dict(request.headers.items()))
            answer = line.getresponse()
            kept = {name: answer.headers[name] for name in ("Content-Type", "Date", "ETag") if name in answer.headers}
            return answer.status, kept, answer.read()


@contextmanager
def isso(folder: Path, *, latest: bool = False, moderated: bool = False) -> Iterator[IssoServer]:
    """Run a server whose file and log lie in `folder`, until the block is left."""
    program = installed("isso", "isso")
    folder.mkdir(exist_ok=True)
    database, log, settings = folder / "comments.db", folder / "isso.log", folder / "isso.cfg"
    port = _free_port()
    told = SETTINGS.format(database=database, port=port, latest=_word(latest), moderated=_word(moderated))
    settings.write_text(told)
    with log.open("wb") as out:
        process = subprocess.Popen([program, "-c", settings, "run"], stdout=out, stderr=subprocess.STDOUT)
    server = IssoServer(port, database, log, process)
    try:
        _wait_for(server)
        yield server
    finally:
        server.stop()


def _word(told: bool) -> str:  # noqa: FBT001 - a setting
    return "true" if told else "false"


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
        return port


def _wait_for(server: IssoServer) -> None:
    end = time.monotonic() + PATIENCE
    while True:
        try:
            server.ask("GET", "/config")
        except OSError:
            assert server.process.poll() is None, server.log.read_text()
            assert time.monotonic() < end, server.log.read_text()
            time.sleep(0.05)
        else:
            return
