"""For tests of publishing: a blog that is built into a folder, put into another, and served from there."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from html import escape
from typing import TYPE_CHECKING

from tests.mentions import NOW, PAGE, TOMBSTONE, Town, form
from tests.servers import serve
from tests.sessions import OURS, Kept, Skipped
from tracker import site
from tracker.config.mentions import manners
from tracker.http import Clock, Http
from tracker.journeys.publish import Choice, Journey, Means, Step
from tracker.journeys.publish.steps import Posted
from tracker.programs.pelican import BuildReport
from tracker.rules.owner import Owner
from tracker.targets.folder import Folder
from tracker.verbs.check import Checked
from tracker.verbs.guard import guard
from tracker.verbs.notify import Ways

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tests.servers import Handler, Reply, Request, Server
    from tracker.errors import EnishiError
    from tracker.journeys.publish import Outcome, Planned
    from tracker.journeys.publish.steps import Result
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.rules.outgoing import Mention, Sent
    from tracker.targets import Target
    from tracker.verbs.hubs import Rung
    from tracker.verbs.notify import Held
    from tracker.verbs.visible import Waiting

FEED = """<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="{url}/en.atom.xml"/>\
<link rel="hub" href="{hub}/hub"/>{entries}</feed>"""


@dataclass
class Post:
    """What is written."""

    text: str
    published: datetime = NOW
    gone: bool = False


@dataclass
class Blog:
    """What was written; `output` is what was built of it, `www` what is served."""

    home: Path
    posts: dict[str, Post] = field(default_factory=dict)
    server: Server | None = None
    hub: Server | None = None
    stands_in: Handler | None = None
    """Answers instead of the folder that is served."""
    hub_says: int = 202

    @property
    def output(self) -> Path:
        return self.home / "output"

    @property
    def www(self) -> Path:
        return self.home / "www"

    @property
    def url(self) -> str:
        assert self.server
        return self.server.url

    @property
    def hub_url(self) -> str:
        assert self.hub
        return self.hub.url

    @property
    def rung(self) -> list[str]:
        """The feeds that the hub was told of."""
        assert self.hub
        return [form(one)["hub.url"].removeprefix(self.url) for one in self.hub.requests]

    def write(self, slug: str, *links: str, text: str = "Read {}.", published: datetime = NOW) -> None:
        said = ", ".join(f'<a href="{link}">that</a>' for link in links)
        self.posts[slug] = Post(text.format(said), published)

    def address(self, slug: str) -> str:
        return f"{self.url}/en/{slug}/"

    def build(self) -> BuildReport:
        """Write the whole site anew, as a build does that removes what no longer belongs."""
        names = {"index.html", "en.atom.xml", "articles.json", *(f"en/{slug}/index.html" for slug in self.posts)}
        for file in self.output.rglob("*"):
            if file.is_file() and file.relative_to(self.output).as_posix() not in names:
                file.unlink()
        for slug, post in self.posts.items():
            page = TOMBSTONE if post.gone else PAGE.format(url=self.address(slug), text=post.text, below="")
            self._put(f"en/{slug}/index.html", page)
        there = {slug: post for slug, post in self.posts.items() if not post.gone}
        items = [
            {"id": slug, "url": self.address(slug), "date_published": post.published.isoformat()}
            for slug, post in there.items()
        ]
        feed = {"version": "https://jsonfeed.org/version/1.1", "title": "Margin", "home_page_url": f"{self.url}/"}
        self._put("articles.json", json.dumps({**feed, "items": items}))
        entries = "".join(f"<entry><title>{slug}: {escape(post.text)}</title></entry>" for slug, post in there.items())
        self._put("en.atom.xml", FEED.format(url=self.url, hub=self.hub_url, entries=entries))
        self._put("index.html", f"<title>Margin</title>{' '.join(there)}")
        return BuildReport(self.output, len(self.posts) + 1, 0.1)

    def _put(self, name: str, text: str) -> None:
        file = self.output / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def answer(self, request: Request) -> Reply:
        if self.stands_in:
            return self.stands_in(request)
        return self.served(request)

    def served(self, request: Request) -> Reply:
        file = self.www / request.path.lstrip("/")
        file = file / "index.html" if request.path.endswith("/") else file
        return (200, {"Content-Type": "text/html"}, file.read_bytes()) if file.is_file() else (404, {}, "")

    def answer_hub(self, _request: Request) -> Reply:
        return self.hub_says, {}, ""


@dataclass
class Watching:
    """What a watcher heard."""

    choice: Choice = Choice.LATER
    heard: list[tuple[Step, str]] = field(default_factory=list)
    results: dict[Step, Result] = field(default_factory=dict)
    errors: dict[Step, EnishiError] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    waited: list[Waiting] = field(default_factory=list)
    all_told: list[Sent | Held | Rung] = field(default_factory=list)
    asked: list[Mention] = field(default_factory=list)
    articles: list[Article] = field(default_factory=list)

    def begins(self, step: Step) -> None:
        self.heard.append((step, "begins"))

    def done(self, step: Step, result: Result) -> None:
        self.heard.append((step, "done"))
        self.results[step] = result

    def found(self, step: Step, result: Result) -> None:
        self.heard.append((step, "found"))
        self.results[step] = result

    def failed(self, step: Step, error: EnishiError) -> None:
        self.heard.append((step, "failed"))
        self.errors[step] = error

    def put(self, name: str) -> None:
        self.files.append(name)

    def waits(self, waiting: Waiting) -> None:
        self.waited.append(waiting)

    def told(self, one: Sent | Held | Rung) -> None:
        self.all_told.append(one)

    def posts(self, articles: Sequence[Article]) -> Posted:
        self.articles.extend(articles)
        return Posted()

    def old_links(self, mentions: Sequence[Mention]) -> Choice:
        self.asked.extend(mentions)
        return self.choice


@dataclass
class Press:
    """Publishes as the command does, at a time of its own and without waiting."""

    ledger: Ledger
    blog: Blog
    town: Town
    now: datetime = NOW
    checked: Checked = field(default_factory=lambda: Checked((), 1, 0))
    waited: Skipped = field(default_factory=Skipped)
    watching: Watching = field(default_factory=Watching)
    target: Target | None = None
    built: Callable[[], BuildReport] | None = None
    patience: float = 60.0

    def __call__(self, *, tell: bool = True, shrink: bool = False, choice: Choice = Choice.LATER) -> Outcome:
        with self._journey(shrink=shrink, choice=choice) as journey:
            return journey(tell=tell)

    def rehearse(self) -> tuple[Outcome, Planned]:
        with self._journey() as journey:
            return journey.rehearse()

    def later(self, **span: float) -> Press:
        """The same, some time later."""
        return replace(self, now=self.now + timedelta(**span), waited=Skipped(), watching=Watching())

    @contextmanager
    def _journey(self, *, shrink: bool = False, choice: Choice = Choice.LATER) -> Iterator[Journey]:
        self.watching = Watching(choice)
        clock = Clock(self.waited, self.waited.monotonic, lambda: self.now, lambda: 0.0)
        told = manners(OURS)
        with (
            Http(told, Kept(), clock=clock) as ours,
            Http(replace(told, allow=()), Kept(), clock=clock) as theirs,
            Http(OURS, Kept(), clock=clock) as http,
        ):
            means = Means(
                self.ledger,
                self.blog.output,
                check=lambda: self.checked,
                build=self.built or self.blog.build,
                guard=lambda: guard(self.ledger, self.blog.output, Owner()),
                site=lambda: site.read(self.blog.output / "articles.json"),
                target=self.target or Folder(self.blog.home / "source", path=str(self.blog.www)),
                ways=Ways(ours, theirs, clock),
                outlets={},
                http=http,
                patience=self.patience,
                shrink=shrink,
            )
            yield Journey(means, self.watching)


@contextmanager
def press(ledger: Ledger, home: Path) -> Iterator[Press]:
    """A blog, its hub and a site it may link to, all served."""
    blog, town = Blog(home), Town()
    (home / "source").mkdir()
    with serve(blog.answer) as blog.server, serve(blog.answer_hub) as blog.hub, serve(town.answer) as town.server:
        yield Press(ledger, blog, town)


def told(one: Press) -> list[tuple[str, str]]:
    """What was posted to the other site, as (endpoint, target)."""
    return one.town.told


def served(one: Press) -> Mapping[str, tuple[int, bytes]]:
    """Every file that is served: when it was written, and what is in it."""
    files = (path for path in one.blog.www.rglob("*") if path.is_file())
    return {path.relative_to(one.blog.www).as_posix(): (path.stat().st_mtime_ns, path.read_bytes()) for path in files}
