"""A site built from a folder of texts, and what tests ask of it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

from pelican.settings import read_settings
from selectolax.lexbor import LexborHTMLParser, LexborNode

ROOT = Path(__file__).parents[2]
BLOG = Path(__file__).with_name("blog")
GALLERY = Path(__file__).with_name("gallery")
"""Posts with everything that a text may contain, to be laid over the blog of this repository."""
ADDRESS = "https://mio.example"

ARTICLE_JA = "ja/2026/10/two-character-words/index.html"
SEARCHES = ("ja/search/index.html", "en/search/index.html")
ARTICLE_EN = "en/2026/10/two-character-words/index.html"


@dataclass(frozen=True)
class Site:
    """The folder that a build has filled."""

    folder: Path

    def text(self, name: str) -> str:
        return (self.folder / name).read_text(encoding="utf-8")

    def page(self, name: str) -> LexborHTMLParser:
        return LexborHTMLParser(self.text(name))

    @cached_property
    def names(self) -> list[str]:
        return sorted(path.relative_to(self.folder).as_posix() for path in self.folder.rglob("*") if path.is_file())

    @cached_property
    def pages(self) -> list[str]:
        """Pages that are read; those that only lead on are not."""
        return [name for name in self.names if name.endswith(".html") and name not in self.redirects]

    @cached_property
    def redirects(self) -> list[str]:
        return [name for name in self.names if name.endswith(".html") and 'http-equiv="refresh"' in self.text(name)]

    @cached_property
    def listed(self) -> list[str]:
        """Pages that search engines may list."""
        return [name for name in self.pages if name not in ("404.html", *SEARCHES)]

    def address(self, name: str) -> str:
        """Where the file of this name is read once published."""
        return f"{ADDRESS}/{name.removesuffix('index.html')}"

    def target(self, page: str, href: str) -> tuple[str, str] | None:
        """The (file, fragment) of ours that a link on a page leads to; None: it leads elsewhere."""
        url = urlsplit(urljoin(self.address(page), href))
        if url.netloc != urlsplit(ADDRESS).netloc:
            return None
        path = unquote(url.path).lstrip("/")
        return (f"{path}index.html" if path.endswith("/") or not path else path), unquote(url.fragment)


def gallery(folder: Path) -> Path:
    """Make a blog for looking at: ours, and the posts of the gallery."""
    shutil.copytree(ROOT / "content", folder)
    shutil.copytree(GALLERY, folder, dirs_exist_ok=True)
    return folder


def built(content: Path, output: Path, settings: str, **more: object) -> Site:
    """Build in this process, so that what the plugins do is measured."""
    places = {"PATH": str(content), "OUTPUT_PATH": str(output)}
    chosen = read_settings(str(ROOT / settings), override=places | more)
    chosen["PELICAN_CLASS"](chosen).run()
    return Site(output)


def build(content: Path, output: Path, *options: str, settings: Path | None = None) -> tuple[int, str]:
    """Build as a person does; return the exit code and what was said."""
    command = [sys.executable, "-m", "pelican", str(content), "-s", str(settings or ROOT / "pelicanconf.py")]
    done = subprocess.run(
        [*command, "-o", str(output), "--log-handler", "plain", *options],
        capture_output=True,
        check=False,
        encoding="utf-8",
        env={**os.environ, "NO_COLOR": "1", "COLUMNS": "400", "PYTHONIOENCODING": "utf-8"},
        cwd=ROOT,
        timeout=120,
    )
    return done.returncode, done.stdout + done.stderr


def attributes(nodes: list[LexborNode], name: str) -> list[str]:
    """The values of an attribute, where it has one."""
    return [value for node in nodes if (value := node.attributes.get(name)) is not None]
