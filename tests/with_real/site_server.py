"""Our blog with the posts of the gallery, built as it is published and served as a host would serve it."""

from __future__ import annotations

import gzip
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import unquote

from pelican.settings import read_settings

from benchmarks.site import corpus
from tests.servers import serve
from tests.site.site import ROOT, Site, gallery

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request, Server

TYPES = {
    ".css": "text/css",
    ".html": "text/html; charset=utf-8",
    ".js": "text/javascript",
    ".json": "application/json",
    ".svg": "image/svg+xml",
    ".txt": "text/plain",
    ".xml": "application/xml",
}


@contextmanager
def site(folder: Path, posts: int = 0) -> Iterator[tuple[Server, Site]]:
    """Build the blog for the address it is then read at, with so many invented posts."""
    content, output = gallery(folder / "content"), folder / "output"
    corpus.write(content, content / "images/figures", posts)
    for figure in (content / "images/figures").iterdir():
        figure.rename(content / "images" / figure.name)
    with serve(lambda request: _answer(request, output)) as server:
        address = {"SITEURL": server.url, "PRODUCTION_SITEURL": server.url}
        places = {"PATH": str(content), "OUTPUT_PATH": str(output)}
        settings = read_settings(str(ROOT / "publishconf.py"), override=address | places)
        settings["PELICAN_CLASS"](settings).run()
        yield server, Site(output)


def _answer(request: Request, output: Path) -> Reply:
    name = unquote(request.path).lstrip("/")
    path = output / (f"{name}index.html" if name.endswith("/") or not name else name)
    found = path.is_file()
    body = (path if found else output / "404.html").read_bytes()
    headers = {
        "Content-Type": TYPES.get(path.suffix if found else ".html", "application/octet-stream"),
        "Content-Encoding": "gzip",
        "Cache-Control": "max-age=600",
    }
    return (200 if found else 404), headers, gzip.compress(body, mtime=0)
