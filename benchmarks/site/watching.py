"""From saving a post to seeing it: the preview as a browser uses it, over HTTP and its events."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from urllib.request import urlopen

from benchmarks.site import corpus
from benchmarks.site.places import EDITED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.site.places import Place

HERE = "127.0.0.1"
PAUSE = 0.5
"""Seconds between two savings."""


def saved_to_seen(place: Place, times: int) -> list[float]:
    """Save a post so many times; return the seconds until its page was loaded again with what was saved."""
    with socket.socket() as probe:
        probe.bind((HERE, 0))
        port = int(probe.getsockname()[1])
    program = [sys.executable, "plugins/preview.py", "--settings", "pelicanconf.py", "--port", str(port)]
    with subprocess.Popen(program, cwd=place.folder) as child:
        try:
            return list(_measured(place, port, times))
        finally:
            child.kill()


def _measured(place: Place, port: int, times: int) -> Iterator[float]:
    post, page = place.folder / "content" / corpus.post_name(EDITED), place.page
    text = post.read_text("utf-8")
    shown = _loaded(port, page, until=time.monotonic() + 300)
    for turn in range(times):
        listening = _listening(port, page, shown)
        time.sleep(PAUSE)
        post.write_text(f"{text}\nSaved {turn} times.\n", encoding="utf-8")
        started = time.perf_counter()
        shown = _seen(listening, port, page, f"Saved {turn} times.")
        yield time.perf_counter() - started
    post.write_text(text, encoding="utf-8")


def _seen(listening: socket.socket, port: int, page: str, wanted: str) -> str:
    """Wait until the tab is told to load again, and load, until it shows what is wanted."""
    while True:
        with listening, listening.makefile("rb") as events:
            while not events.readline().startswith(b"event: reload"):
                pass
        shown = _loaded(port, page)
        if wanted in shown:
            return shown
        listening = _listening(port, page, shown)


def _listening(port: int, page: str, shown: str) -> socket.socket:
    version = re.findall(r'data-version="([^"]+)"', shown)[0]
    tab = socket.create_connection((HERE, port), timeout=60)
    tab.sendall(f"GET /_preview/events?page={page}&version={version} HTTP/1.1\r\nHost: {HERE}\r\n\r\n".encode())
    return tab


def _loaded(port: int, page: str, until: float = 0.0) -> str:
    while True:
        try:
            with urlopen(f"http://{HERE}:{port}{page}", timeout=300) as answer:
                return str(answer.read().decode())
        except OSError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)
