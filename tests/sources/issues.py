"""A place of issues, and what a pull of it brings."""

from __future__ import annotations

import json
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from tests.recordings import Validators, way_out
from tests.servers import serve
from tracker.errors import RateLimited
from tracker.model import Article, Page
from tracker.sources.utterances import Utterances

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.servers import Reply, Request

POST = Article("a", "https://mio.example/a/", "二文字検索")
OTHER = Article("b", "https://mio.example/b.html", "Small tools")
AOI = {"login": "aoi-t", "id": 2, "html_url": "https://github.com/aoi-t", "type": "User"}
HEART = {"id": 9, "user": AOI, "content": "heart", "created_at": "2026-10-03T04:00:00Z"}


def issue(number: int, title: str, comments: int = 0, hearts: int = 0, **more: object) -> dict[str, Any]:
    told = {"number": number, "id": 300 + number, "title": title, "comments": comments, "updated_at": "2026-10-03"}
    return (
        told | {"reactions": {"total_count": hearts}, "html_url": f"https://github.com/mio/blog/issues/{number}"} | more
    )


def comment(uid: int, text: str = "so", hearts: int = 0, **more: object) -> dict[str, Any]:
    told = {"id": uid, "user": AOI, "body_html": f"<p>{text}</p>", "created_at": "2026-10-03T04:00:00Z"}
    return told | {"reactions": {"total_count": hearts}, "html_url": f"https://github.com/c#{uid}"} | more


@dataclass
class Place:
    """A repository: its issues, a list a page, and what is below them by path; a number is a status."""

    issues: list[list[Any]]
    below: dict[str, Any] = field(default_factory=dict)
    etag: str = ""
    unchanged: int = 0
    """How often it was said that nothing is new."""
    asked: list[str] = field(default_factory=list)
    """Paths below the repository, in order."""

    def __call__(self, request: Request) -> Reply:
        if request.path == "/user":
            return 200, {}, json.dumps({"login": request.headers["Authorization"].removeprefix("Bearer ")})
        path, page = request.path.removeprefix("/repos/mio/blog/"), int(request.query.get("page", "1"))
        self.asked.append(path)
        assert request.headers["X-GitHub-Api-Version"]
        if path != "issues":
            return self._below(path)
        assert request.query["state"] == "all"
        if self.etag and request.headers.get("If-None-Match") == self.etag:
            self.unchanged += 1
            return 304, {}, ""
        where = f"http://{request.headers['Host']}{request.path}?state=all&page={page + 1}"
        link = {"Link": f'<{where}>; rel="next"'} if page < len(self.issues) else {}
        return 200, {**link, **({"ETag": self.etag} if self.etag else {})}, json.dumps(self.issues[page - 1])

    def _below(self, path: str) -> Reply:
        told = self.below.get(path, 404)
        limited = {"X-RateLimit-Remaining": "0", "X-RateLimit-Reset": "4000000000"}
        return (told, limited if told == 403 else {}, "") if isinstance(told, int) else (200, {}, json.dumps(told))


def pulled(
    place: Place,
    cursor: str | None = None,
    articles: Sequence[Article] = (POST, OTHER),
    **settings: object,
) -> list[Page]:
    with serve(place) as server, way_out() as http:
        return list(source(server.url, **settings).pages(articles, cursor, http))


@contextmanager
def visited(place: Place) -> Iterator[Callable[..., list[Page]]]:
    """Pull from one server again and again, so that its validators are known; an error ends a pull as it does a run."""
    kept = Validators()
    with serve(place) as server:

        def pull(cursor: str | None = None, *articles: Article) -> list[Page]:
            pages: list[Page] = []
            with way_out(kept) as http, suppress(RateLimited):
                pages.extend(source(server.url).pages(articles or (POST, OTHER), cursor, http))
            return pages

        yield pull


def source(address: str, **settings: object) -> Utterances:
    return replace(Utterances("mio/blog", address=address), **settings)  # type: ignore[arg-type]  # by name


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def counts(pages: Sequence[Page]) -> dict[tuple[str, str], tuple[int, int | None]]:
    told = [count for page in pages for count in page.counts]
    return {(count.article, count.kinds[0].word): (count.seen, count.claimed) for count in told}


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]
