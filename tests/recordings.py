"""Recorded answers of places, played over real HTTP, and what became of them.

A folder `tests/sources/<name>/` holds `recording.json`: `settings` of the source and its `secrets`,
our `articles`, the `exchanges` (a request as path and query, with a `method` and what was `sent` as
JSON when it is a POST; then status, headers and a `body`, or a `file` beside it), the `files` a source
that is not HTTP reads, what is `expected`, and which keys hold `items` (an empty one: the whole
answer does), for the tests that put a bad one among them. Everywhere `{server}` stands for the address that
plays and `{folder}` for the folder that the files lie in; every name that ends in `.example` leads there too.
"""

from __future__ import annotations

import atexit
import hashlib
import json
import shutil
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from tests.servers import Request, serve
from tests.strangers import lead
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
OURS = HttpSettings("Enishi/test (+https://mio.example)", allow=(ip_network("127.0.0.1/32"),), retries=0)
LAID = Path(tempfile.mkdtemp(prefix="enishi-files-"))
atexit.register(shutil.rmtree, LAID, ignore_errors=True)


@dataclass(frozen=True)
class Exchange:
    """One request and its answer."""

    request: str
    """Path and query."""
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    method: str = "GET"
    sent: object = None
    """The JSON that a POST carried; None: whatever it was."""

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two requests one: the order of parameters does not matter."""
        return (*asked(self.request, self.method), _written(self.sent))


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
    files: Mapping[str, bytes] = field(default_factory=dict)
    """What a source that is not HTTP reads, by name."""
    items: Sequence[str] = ()
    """What the lists of items are called in its JSON."""

    def harmed(self, number: int, exchange: Exchange) -> Recording:
        """Return the recording with another answer, to which other requests may follow."""
        exchanges = list(self.exchanges)
        exchanges[number] = exchange
        return replace(self, exchanges=exchanges, strict=False)

    def with_file(self, name: str, content: bytes) -> Recording:
        """Return the recording with another content of one file."""
        return replace(self, files={**self.files, name: content}, strict=False)

    def placed(self, server: str) -> tuple[Source, list[Article]]:
        """Return the source and our articles with the address that plays and the files' folder filled in."""
        told = json.loads(json.dumps(dict(self.settings)).replace("{server}", server).replace("{folder}", self._laid()))
        known = {key: tuple(value) if isinstance(value, list) else value for key, value in told.items()}
        secrets = {key: Secret(value.replace("{server}", server)) for key, value in self.secrets.items()}
        source = sources.load(self.name)(**known, **secrets)
        articles = [
            replace(
                article,
                comments_feed=article.comments_feed.replace("{server}", server),
                syndication=tuple(url.replace("{server}", server) for url in article.syndication),
            )
            for article in self.articles
        ]
        return source, articles

    def _laid(self) -> str:
        """Write the files into a folder of their own: equal files lie in the same one."""
        told = sorted(self.files.items())
        folder = LAID / hashlib.sha256(repr(told).encode()).hexdigest()[:16]
        for name, content in told:
            path = folder / name
            if not path.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        return str(folder)


def recording(name: str) -> Recording:
    """Read `tests/sources/<name>/recording.json`."""
    folder = FOLDER / name
    told = json.loads((folder / "recording.json").read_text())
    return Recording(
        name,
        told["settings"],
        told.get("secrets", {}),
        [_article(row) for row in told["articles"]],
        [_exchange(row, folder) for row in told.get("exchanges", ())],
        told["expected"],
        files={name: (folder / name).read_bytes() for name in told.get("files", ())},
        items=told.get("items", ()),
    )


def asked(target: str, method: str = "GET") -> tuple[object, ...]:
    parts = urlsplit(target)
    return (method, parts.path, *sorted(parse_qsl(parts.query, keep_blank_values=True)))


def _written(sent: object) -> str:
    """What a POST carried, in one spelling."""
    return "" if sent is None else json.dumps(sent, sort_keys=True)


@dataclass
class Player:
    """A place that says what was recorded, and nothing else."""

    told: Recording

    def __call__(self, request: Request) -> Reply:
        known = {exchange.key: exchange for exchange in self.told.exchanges}
        found = known.get(key(request)) or known.get((*asked(request.target, request.method), ""))
        if found is None:
            if self.told.strict:
                raise NotRecorded(request.method, request.target, request.body)
            return 404, {}, b""
        here = f"http://{request.headers['Host']}"
        headers = {name: value.replace("{server}", here) for name, value in found.headers.items()}
        return (
            found.status,
            {"Content-Type": "application/json", **headers},
            found.body.replace(b"{server}", here.encode()),
        )


def key(request: Request) -> tuple[object, ...]:
    """What makes two requests one."""
    try:
        sent = _written(json.loads(request.body)) if request.body else ""
    except ValueError:
        sent = ""
    return (*asked(request.target, request.method), sent)


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
    yield Http(OURS, validators or Validators())


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
        present: dict[str, dict[str, reconcile.Present]] = {}
        for one in self.known.values():
            if (state := self.states[one.id]) is not State.GONE:
                present.setdefault(one.article, {})[one.id] = reconcile.Present(state, one.kind, one.thread)
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
        lead(http, server)
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
            shelf.asked = {key(each) for each in server.requests}
            shelf.asked |= {(*asked(each.target, each.method), "") for each in server.requests}
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
    told = value.isoformat() if isinstance(value, datetime) else value
    return [*map(_plain, told)] if isinstance(told, tuple) else told


def _exchange(row: Mapping[str, Any], folder: Path) -> Exchange:
    body = (folder / row["file"]).read_bytes() if "file" in row else json.dumps(row.get("body")).encode()
    headers, method = row.get("headers", {}), row.get("method", "GET")
    return Exchange(row["request"], body, row.get("status", 200), headers, method, row.get("sent"))


def _article(row: dict[str, Any]) -> Article:
    lists = {name: tuple(row.get(name, ())) for name in ("older_urls", "syndication")}
    published = datetime.fromisoformat(row["published"]) if "published" in row else None
    return Article(**row | lists | {"published": published})
