"""Recorded answers of places, played over real HTTP, and what became of them.

A folder `tests/sources/<name>/` holds `recording.json`: `settings` of the source and its `secrets`
(`{server}` stands for the address that plays), our `articles`, the `exchanges` (a request as path
and query, then status, headers and a `body`, or a `file` beside it) and what is `expected`.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.servers import Request, serve
from tracker import sources
from tracker.errors import SourceError
from tracker.http import Http, HttpSettings
from tracker.model import Account, Article, Interaction, Page, Secret, State, Validator
from tracker.rules import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.servers import Reply
    from tracker.model import Count
    from tracker.sources import Source

FOLDER = Path(__file__).with_name("sources")


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    request: str
    """Path and query."""
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two requests one: the order of parameters does not matter."""
        return asked(self.request)


@dataclass(frozen=True)
class Recording:
    """What a place answered, and what is to be made of it."""

    name: str
    settings: Mapping[str, Any]
    secrets: Mapping[str, str]
    articles: Sequence[Article]
    exchanges: Sequence[Exchange]
    expected: Mapping[str, Any]
    strict: bool = True
    """Whether a request that is not recorded is a mistake; otherwise it is answered with 404."""

    def harmed(self, number: int, exchange: Exchange) -> Recording:
        """Return the recording with another answer, to which other requests may follow."""
        exchanges = list(self.exchanges)
        exchanges[number] = exchange
        return replace(self, exchanges=exchanges, strict=False)

    def placed(self, server: str) -> tuple[Source, list[Article]]:
        """Return the source and our articles with the address that plays filled in."""
        told = json.loads(json.dumps(dict(self.settings)).replace("{server}", server))
        known = {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
        secrets = {key: Secret(value) for key, value in self.secrets.items()}
        source = sources.load(self.name)(**known, **secrets)
        articles = [
            replace(article, comments_feed=article.comments_feed.replace("{server}", server))
            for article in self.articles
        ]
        return source, articles


def recording(name: str) -> Recording:
    """Read `tests/sources/<name>/recording.json`."""
    folder = FOLDER / name
    told = json.loads((folder / "recording.json").read_text())
    return Recording(
        name,
        told["settings"],
        told.get("secrets", {}),
        [_article(row) for row in told["articles"]],
        [_exchange(row, folder) for row in told["exchanges"]],
        told["expected"],
    )


def asked(target: str) -> tuple[object, ...]:
    parts = urlsplit(target)
    return (parts.path, *sorted(parse_qsl(parts.query, keep_blank_values=True)))


@dataclass
class Player:
    """A place that says what was recorded, and nothing else."""

    told: Recording

    def __call__(self, request: Request) -> Reply:
        known = {exchange.key: exchange for exchange in self.told.exchanges}
        found = known.get(asked(request.target))
        if found is None:
            if self.told.strict:
                raise NotRecorded(request.target)
            return 404, {}, b""
        return found.status, {"Content-Type": "application/json", **found.headers}, found.body


class NotRecorded(AssertionError):
    """A request that the recording has no answer for."""


@dataclass
class Validators:
    """What places gave to ask with again."""

    kept: dict[str, Validator] = field(default_factory=dict)

    def get(self, url: str) -> Validator | None:
        return self.kept.get(url)

    def put(self, url: str, validator: Validator) -> None:
        self.kept[url] = validator


@contextmanager
def way_out(validators: Validators | None = None) -> Iterator[Http]:
    """Go out to loopback, trying once."""
    settings = HttpSettings("Enishi/test (+https://mio.example)", allow=(ip_network("127.0.0.1/32"),), retries=0)
    yield Http(settings, validators or Validators())


@dataclass
class Shelf:
    """As much of a ledger as it takes to see what a pull changes."""

    known: dict[str, Interaction] = field(default_factory=dict)
    states: dict[str, State] = field(default_factory=dict)
    cursor: str | None = None
    pages: list[Page] = field(default_factory=list)
    new: int = 0
    edited: int = 0
    absent: reconcile.Absences = field(default_factory=reconcile.Absences)
    asked: set[tuple[object, ...]] = field(default_factory=set)
    """What was asked for in the last walk."""

    def take(self, page: Page) -> None:
        marks = {uid: reconcile.Mark(reconcile.fingerprint(one), self.states[uid]) for uid, one in self.known.items()}
        changes = reconcile.changes(page, marks)
        for one in (*changes.new, *changes.edited):
            self.known[one.id] = one
        self.states |= {one.id: State.LIVE for one in changes.new} | dict.fromkeys(changes.gone, State.GONE)
        self.cursor = self.cursor if page.cursor is None else page.cursor
        self.new += len(changes.new)
        self.edited += len(changes.edited)
        self.pages.append(page)

    def end(self) -> None:
        """Tell what the walk since the first of `pages` did not see."""
        seen: dict[str, set[str]] = {}
        for one in self.interactions:
            seen.setdefault(one.article, set()).add(one.id)
        present: dict[str, dict[str, State]] = {}
        for one in self.known.values():
            if self.states[one.id] is not State.GONE:
                present.setdefault(one.article, {})[one.id] = self.states[one.id]
        self.absent = reconcile.absences(seen, self.counts, present)

    @property
    def interactions(self) -> list[Interaction]:
        return [one for page in self.pages for one in page.interactions]

    @property
    def counts(self) -> list[Count]:
        return [count for page in self.pages for count in page.counts]

    @property
    def gone(self) -> list[str]:
        return [uid for page in self.pages for uid in page.gone]

    @property
    def problems(self) -> list[str]:
        return [problem for page in self.pages for problem in page.problems]


def walk(told: Recording, http: Http, shelf: Shelf, *, pages: int | None = None) -> SourceError | None:
    """Pull a recording into `shelf`, at most so many pages; return the error that ended it."""
    with serve(Player(told)) as server:
        source, articles = told.placed(server.url)
        shelf.pages = []
        try:
            for number, page in enumerate(source.pages(articles, shelf.cursor, http)):
                if number == pages:
                    return None
                shelf.take(page)
        except SourceError as error:
            return error
        finally:
            shelf.asked = {asked(target) for target in server.targets}
        shelf.end()
    return None


def said(interaction: Interaction) -> dict[str, Any]:
    """Return an interaction as `recording.json` writes it: what is not said is left out."""
    return dict(_said(interaction))


def _said(thing: Interaction | Account) -> Iterator[tuple[str, Any]]:
    for each in fields(thing):
        value = getattr(thing, each.name)
        if value not in (None, "", (), False) and (each.name, value) != ("precision", "second"):
            yield each.name, _plain(value)


def _plain(value: object) -> object:
    if isinstance(value, Account):
        return dict(_said(value))
    return value.isoformat() if isinstance(value, datetime) else value


def _exchange(row: Mapping[str, Any], folder: Path) -> Exchange:
    body = (folder / row["file"]).read_bytes() if "file" in row else json.dumps(row.get("body")).encode()
    return Exchange(row["request"], body, row.get("status", 200), row.get("headers", {}))


def _article(row: dict[str, Any]) -> Article:
    return Article(**row | {"older_urls": tuple(row.get("older_urls", ()))})
