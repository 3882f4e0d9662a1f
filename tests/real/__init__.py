"""Real answers, kept outside the repository, served over HTTP as their place would.

`ROOT` holds a folder for each place; one module here reads each. No word and no name of them is
repeated here: files are found by pattern, and what is expected of each follows from the file itself.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import TYPE_CHECKING, Any, TypeAlias

from tracker import sources
from tracker.model import Article, Secret
from tracker.rules.urls import canonical

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.servers import Reply, Request
    from tracker.sources import Source

ROOT = Path(os.environ.get("ENISHI_REAL", Path(__file__).parents[3] / "shared" / "real"))
JAPANESE = re.compile(r"[\u3041-\u3096\u30a1-\u30fa\u30fc\u4e00-\u9fff]{2,}")
Row: TypeAlias = dict[str, Any]


def nothing(_request: Request) -> Reply:
    """Answer for a place that is not HTTP."""
    return 404, {}, b""


@dataclass(frozen=True)
class Real:
    """One file: how it is served and asked for, and how much is in it."""

    name: str
    """The path below `ROOT`."""
    source: str
    answer: Callable[[Request], Reply]
    articles: Sequence[Article]
    """In their syndication `{server}` stands for the address that serves."""
    rows: int
    """Everything in the file that could be an interaction."""
    other: int = 0
    """Rows that are about pages we have not, or that are pages themselves."""
    gone: int = 0
    """Rows that the place itself says are deleted: never stored."""
    words: frozenset[str] = frozenset()
    """Runs of Japanese that must come through unchanged."""
    settings: dict[str, Any] = field(default_factory=dict)
    """`{server}` in a text, a secret or a list of texts stands for the address that serves."""

    def set_up(self, server: str) -> dict[str, Any]:
        """Return the settings, asking `server`."""
        return {key: _filled(value, server) for key, value in self.settings.items()}

    def placed(self, server: str) -> Source:
        """Return the source, asking `server`."""
        told = {key: tuple(value) if isinstance(value, list) else value for key, value in self.set_up(server).items()}
        return sources.load(self.source)(**told)

    def articles_at(self, server: str) -> tuple[Article, ...]:
        """Return our articles, announced on `server`."""
        return tuple(replace(one, syndication=tuple(_filled(list(one.syndication), server))) for one in self.articles)


def _filled(value: Any, server: str) -> Any:  # noqa: ANN401 - a setting is anything
    if isinstance(value, list):
        return [_filled(one, server) for one in value]
    if isinstance(value, Secret):
        return Secret(_filled(value.reveal(), server))
    return value.replace("{server}", server) if isinstance(value, str) else value


def files() -> Iterator[Real]:
    """Every file that a source reads; nothing when the folder is absent."""
    for module in sorted(each.name for each in iter_modules(__path__)):
        yield from import_module(f"{__name__}.{module}").files()


def articles(urls: Iterable[str]) -> tuple[Article, ...]:
    """Return an article for each page, whatever the spelling of its address."""
    pages = {canonical(url): url for url in urls}
    return tuple(
        Article(uid, url, published=datetime.fromisoformat("2000-01-01T00:00:00Z")) for uid, url in pages.items()
    )


def words(texts: Iterable[str]) -> frozenset[str]:
    """Return the runs of Japanese in these."""
    return frozenset(run for text in texts for run in JAPANESE.findall(text))


def name(file: Path) -> str:
    """Return how a file is called in a report."""
    return str(file.relative_to(ROOT))


def as_json(data: object) -> Reply:
    """Answer with JSON."""
    return 200, {"Content-Type": "application/json"}, json.dumps(data)
