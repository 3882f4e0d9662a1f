"""The preview as a program of its own, and a browser's tab that looks at it."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.request import urlopen

import pytest

from tests.site.quick import Blog
from tests.site.site import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

PAGE = "/en/2026/01/post-0/"


class Tab:
    """A browser's tab: it loads a page and listens."""

    def __init__(self, port: int, page: str) -> None:
        self.text = loaded(port, page)
        version = re.search(r'data-version="([^"]+)"', self.text)
        assert version
        self._socket = socket.create_connection(("127.0.0.1", port), timeout=60)
        asked = f"GET /_preview/events?page={page}&version={version[1]} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n"
        self._socket.sendall(asked.encode())
        self._events = self._socket.makefile("rb")
        while self._events.readline() != b"\r\n":
            pass

    def told(self) -> str:
        """What the tab is told next."""
        until = time.monotonic() + 120
        for line in self._events:
            assert time.monotonic() < until, "nothing was told"
            if line.startswith(b"event: "):
                return line.decode().split()[1]
        return "closed"

    def close(self) -> None:
        self._events.close()
        self._socket.close()


def loaded(port: int, page: str) -> str:
    with urlopen(f"http://127.0.0.1:{port}{page}", timeout=60) as answer:
        return str(answer.read().decode())


def see(port: int, page: str, wanted: str, *, gone: str = "\0") -> str:
    """Load a page whenever the tab is told to, until it says what is wanted and no more what shall be gone."""
    until = time.monotonic() + 60
    while time.monotonic() < until:
        tab = Tab(port, page)
        try:
            if wanted in tab.text and gone not in tab.text:
                return tab.text
            assert tab.told() == "reload"
        finally:
            tab.close()
    pytest.fail(f"{wanted} was never seen")


def site(folder: Path) -> Blog:
    blog = Blog.begun(folder)
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pelicanconf.py", folder)
    blog.write(2, more="Status: draft")
    blog.path(3).write_text(blog.path(3).read_text("utf-8").replace("2026-04", "2126-04"), encoding="utf-8")
    return blog


@contextmanager
def previewed(folder: Path, *options: str, port: int = 0) -> Iterator[tuple[int, subprocess.Popen[str]]]:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind(("127.0.0.1", port))
        port = int(probe.getsockname()[1])
    command = [sys.executable, str(folder / "plugins/preview.py"), "--settings", str(folder / "pelicanconf.py")]
    with subprocess.Popen(
        [*command, "--port", str(port), *options],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        stderr=subprocess.PIPE,
        encoding="utf-8",
    ) as child:
        try:
            until = time.monotonic() + 120
            while child.poll() is None and time.monotonic() < until:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
                time.sleep(0.05)
            yield port, child
        finally:
            child.kill()
            child.wait()
