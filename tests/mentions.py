"""For tests of sending webmentions: a blog that is built and published, and others that are linked to."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qs

from tests.servers import serve
from tests.sessions import OURS, Kept, Skipped
from tracker.config.mentions import manners
from tracker.http import Clock, Http
from tracker.verbs import notify
from tracker.verbs.notify import Ways

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Handler, Reply, Request, Server
    from tracker.http import HttpSettings
    from tracker.ledger import Ledger
    from tracker.verbs.notify import Report

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
PAGE = """<!DOCTYPE html><html><head><title>A post</title><link rel="canonical" href="{url}"></head>
<body><nav><a href="https://nav.example/">about</a></nav>
<article class="h-entry"><h1 class="p-name">A post</h1><div class="e-content"><p>{text}</p></div>{below}</article>
<footer><a href="https://foot.example/">me</a></footer></body></html>"""
TOMBSTONE = '<!DOCTYPE html><meta http-equiv="Status" content="410 Gone"><title>Deleted</title><p>Deleted.</p>'


def comment(url: str, text: str) -> str:
    """A response as a page shows it below the text."""
    return f'<div class="u-comment h-cite"><a class="u-url" href="{url}">x</a><p class="e-content">{text}</p></div>'


@dataclass
class Blog:
    """Our blog: what was built lies in `output`, what is published is in `live`."""

    output: Path
    server: Server | None = None
    live: dict[str, str | int] = field(default_factory=dict)
    """By path; a number is a status."""
    moved: dict[str, str] = field(default_factory=dict)

    @property
    def url(self) -> str:
        assert self.server
        return self.server.url

    def build(self, path: str, *links: str, text: str = "Read {}.", below: str = "", lang: str = "en") -> str:
        """Build a page with these links, or with mark-up of its own; return its address."""
        said = text.format(", ".join(f'<a href="{link}">that</a>' for link in links))
        file = self.output / lang / path / "index.html"
        file.parent.mkdir(parents=True, exist_ok=True)
        url = f"{self.url}/{lang}/{path}/"
        file.write_text(PAGE.format(url=url, text=said, below=below), "utf-8")
        return url

    def delete(self, path: str, lang: str = "en") -> None:
        (self.output / lang / path / "index.html").unlink()

    def upload(self) -> None:
        """Publish what was built, and nothing else."""
        found = self.output.rglob("index.html")
        self.live = {f"/{file.parent.relative_to(self.output)}/": file.read_text("utf-8") for file in found}

    def publish(self, path: str, *links: str, **more: str) -> str:
        """Build and upload."""
        url = self.build(path, *links, **more)
        self.upload()
        return url

    def answer(self, request: Request) -> Reply:
        if request.path in self.moved:
            return 301, {"Location": self.moved[request.path]}, ""
        page = self.live.get(request.path, 404)
        if isinstance(page, int):
            return page, {}, ""
        return 200, {"Content-Type": "text/html; charset=utf-8"}, page


@dataclass
class Town:
    """Another site: pages by path, and endpoints that take what comes."""

    server: Server | None = None
    pages: dict[str, Reply] = field(default_factory=dict)
    endpoints: dict[str, Reply] = field(default_factory=dict)
    """By path with query; one that is not here answers 202."""
    answered: dict[str, Handler] = field(default_factory=dict)
    """Pages that say something else each time."""

    @property
    def url(self) -> str:
        assert self.server
        return self.server.url

    @property
    def posts(self) -> list[Request]:
        assert self.server
        return [one for one in self.server.requests if one.method == "POST"]

    @property
    def told(self) -> list[tuple[str, str]]:
        """Where was posted, and about which target, without our server's name."""
        return [(one.target, form(one)["target"].removeprefix(self.url)) for one in self.posts]

    def page(self, path: str, html: str = "", *, endpoint: str = "/webmention", **headers: str) -> str:
        """Put a page there with an endpoint (none: empty); return its address."""
        link = f'<link rel="webmention" href="{endpoint}">' if endpoint else ""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.pages[path] = (200, {"Content-Type": "text/html", **named}, link + html)
        return self.url + path

    def answer(self, request: Request) -> Reply:
        if request.method == "POST":
            return self.endpoints.get(request.target, (202, {}, ""))
        if changing := self.answered.get(request.path):
            return changing(request)
        return self.pages.get(request.path, (404, {}, ""))


T = TypeVar("T", bound=Town)


def form(request: Request) -> dict[str, str]:
    """What was posted; the test fails when a name came twice."""
    read = parse_qs(request.body.decode(), strict_parsing=True)
    assert all(len(values) == 1 for values in read.values())
    return {name: values[0] for name, values in read.items()}


@contextmanager
def street(folder: Path, town: T) -> Iterator[tuple[Blog, T]]:
    """A blog and a site it may link to, both served."""
    blog = Blog(folder / "output")
    with serve(blog.answer) as blog.server, serve(town.answer) as town.server:
        yield blog, town


@dataclass
class Sender:
    """Notifies as the command does, at a time of its own and without waiting."""

    ledger: Ledger
    blog: Blog
    now: datetime = NOW
    settings: HttpSettings = OURS
    waited: Skipped = field(default_factory=Skipped)
    seconds: float = 20.0
    """For one request."""

    def __call__(self, *, again: bool = False) -> Report:
        """Plan and send."""
        mentions = notify.plan(self.ledger, notify.published(self.blog.output), self.now, again=again)
        with self.ways() as ways:
            return notify.send(self.ledger, mentions, ways)

    def later(self, **span: float) -> Sender:
        """The same, some time later."""
        return replace(self, now=self.now + timedelta(**span), waited=Skipped())

    @contextmanager
    def ways(self) -> Iterator[Ways]:
        told = replace(manners(self.settings), total_seconds=self.seconds)
        clock = Clock(self.waited, self.waited.monotonic, lambda: self.now, lambda: 0.0)
        with Http(told, Kept(), clock=clock) as ours, Http(replace(told, allow=()), Kept(), clock=clock) as theirs:
            yield Ways(ours, theirs, clock)


def came_of(report: Report) -> dict[str, str]:
    """What came of each target, by its path."""
    return {one.target.split("/", 3)[-1]: one.status.value for one in report.told}
