"""The four services on loopback, as the demo plays them, except where a test says otherwise."""

from __future__ import annotations

import json
import shutil
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tests.blogs import SOURCES, Blog
from tests.servers import serve
from tracker.journeys.demo.stage import Request as Asked
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from typing import TypeAlias

    from tests.servers import Reply, Request
    from tracker.journeys.demo.cast import Cast

    Answer: TypeAlias = Callable[[Request], Reply]

PATHS = {
    "articles": "/articles.json",
    "webmentionio": "/webmention.io/",
    "hackernews": "/hn/",
    "hatena": "/hatena/",
    "feed": "/comments/",
}


@dataclass
class Town:
    """Services, each at an address of its own."""

    stage: Stage
    where: tuple[str, ...] = ()
    """Of the list of articles, then of `SOURCES`."""
    instead: dict[str, Answer] = field(default_factory=dict)
    """What is answered below these paths, but for what the stage would say."""

    def __call__(self, request: Request) -> Reply:
        usual = self.usual
        return next((one for start, one in self.instead.items() if request.path.startswith(start)), usual)(request)

    def usual(self, request: Request) -> Reply:
        headers = {name.lower(): value for name, value in request.headers.items()}
        said = self.stage.respond(Asked(request.method, request.target, headers))
        return said.status, {"Content-Type": said.type, **said.headers}, said.body

    @contextmanager
    def only(self, place: str, reply: Reply | Answer) -> Iterator[None]:
        """Let one place answer so for a while."""
        self.instead[PATHS[place]] = reply if callable(reply) else lambda _request: reply
        try:
            yield
        finally:
            del self.instead[PATHS[place]]

    def address(self, place: str) -> str:
        """Return the host and port of a place."""
        return self.where[("articles", *SOURCES).index(place)].removeprefix("http://")

    def blog(self, folder: Path, pulled: Blog | None = None) -> Blog:
        """Return a blog of this town, its ledger a copy of one that has been `pulled`."""
        made = Blog.made(folder / "blog", self.stage.cast, *self.where)
        if pulled:
            shutil.copy(pulled.ledger, made.ledger)
        return made


@contextmanager
def town(cast: Cast) -> Iterator[Town]:
    """Open a town."""
    made = Town(Stage(cast))
    with ExitStack() as open_ones:
        made.where = tuple(open_ones.enter_context(serve(made)).url for _place in PATHS)
        yield made


def as_json(data: object) -> Reply:
    return 200, {"Content-Type": "application/json; charset=utf-8"}, json.dumps(data)


def mentions(*rows: object) -> Answer:
    """Return a webmention.io that has these rows, and lists no deletions."""

    def answer(request: Request) -> Reply:
        if request.path.endswith("/deleted"):
            return 404, {}, ""
        return as_json({"type": "feed", "children": [] if int(request.query.get("page", "0")) else rows})

    return answer


def mention(number: int, target: str, **more: object) -> dict[str, Any]:
    """Return a row of webmention.io; `more` replaces parts of it."""
    url = f"https://reader{number}.example/notes/{number}"
    return {
        "type": "entry",
        "author": {"type": "card", "name": f"Reader {number}", "photo": "", "url": f"https://reader{number}.example/"},
        "url": url,
        "published": "2026-06-03T10:00:00+09:00",
        "wm-received": "2026-06-03T01:00:30Z",
        "wm-id": number,
        "wm-source": url,
        "wm-target": target,
        "wm-property": "in-reply-to",
        "content": {"text": f"Number {number}."},
    } | more


def stories(hits: list[object], tree: object) -> Answer:
    """Return a Hacker News whose search finds these, with one tree below each."""
    found = {"hits": hits, "nbHits": len(hits), "nbPages": 1}
    return lambda request: as_json(found if request.path.endswith("/search") else tree)


def bookmarks(url: str, *rows: object) -> Answer:
    """Return a Hatena that knows one entry."""
    entry = {"eid": 1, "count": len(rows), "bookmarks": rows}
    return lambda request: as_json({url: len(rows)} if "/count/" in request.path else entry)


def atom(*entries: str) -> Reply:
    """Return a comment feed."""
    body = "".join(
        (
            '<?xml version="1.0" encoding="utf-8"?>',
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>Comments</title><id>tag:feed.example,2026:comments</id>',
            *entries,
            "</feed>",
        )
    )
    return 200, {"Content-Type": "application/atom+xml; charset=utf-8"}, body


def comment(number: int, target: str, **more: str) -> str:
    """Return an entry of a comment feed; `more` replaces its elements, an empty one leaves it out."""
    elements = {
        "title": "<title>A comment</title>",
        "link": f'<link href="{target}#comment-{number}"/>',
        "id": f"<id>tag:feed.example,2026:comment-{number}</id>",
        "author": f"<author><name>Reader {number}</name></author>",
        "published": "<published>2026-06-03T10:00:00+09:00</published>",
        "content": f'<content type="text">Number {number}.</content>',
    }
    return f"<entry>{''.join((elements | more).values())}</entry>"
