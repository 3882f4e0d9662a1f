"""The theme's `find.js`, asked in Node as the search page asks it in a browser."""

from __future__ import annotations

import json
import subprocess
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tests.site.site import ROOT
from tests.with_real import installed
from tests.with_real.install import HERE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.site.site import Site

SCRIPT = ROOT / "theme/static/js/find.js"


@dataclass(frozen=True)
class Finder:
    """A process that answers one question after the other."""

    process: subprocess.Popen[str]

    def ask(self, what: str, *given: object) -> Any:  # noqa: ANN401 - whatever JSON is
        assert self.process.stdin
        assert self.process.stdout
        self.process.stdin.write(json.dumps([what, *given]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@dataclass(frozen=True)
class Search:
    """The search of a site in one language."""

    finder: Finder
    folder: Path

    @classmethod
    def of(cls, site: Site, lang: str, finder: Finder) -> Search:
        return cls(finder, site.folder / lang / "search")

    @property
    def index(self) -> str:
        (path,) = self.folder.glob("index.*.json")
        return path.name

    def asked(self, query: str) -> dict[str, Any]:
        """Return the addresses of what was found, and the files of the index that were read."""
        found: dict[str, Any] = self.finder.ask("find", str(self.folder), self.index, query)
        return found

    def found(self, query: str) -> list[str]:
        posts: list[str] = self.asked(query)["posts"]
        return posts


@contextmanager
def finder() -> Iterator[Finder]:
    """Start Node; skip, or fail, where it is not installed."""
    command = [str(installed("browser", "node")), str(HERE / "browser/finder.mjs"), str(SCRIPT)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8") as process:
        try:
            yield Finder(process)
        finally:
            process.kill()
