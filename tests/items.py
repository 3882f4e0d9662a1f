"""A few items at Qiita, played over HTTP: what places with copies of our articles have in common."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker.errors import SourceError
from tracker.model import Article, Count, Kind, Page
from tracker.sources.qiita import Qiita

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.servers import Reply, Request

KEY, KEY2 = "0a1b2c3d4e5f60718293", "5e6f7a8b9c0d1e2f3a4b"
URL = f"https://qiita.com/mio_m/items/{KEY}"
POST = Article("a", "https://mio.example/a/", "二文字検索", syndication=(URL,))
OTHER = Article("b", "https://mio.example/b/", "Small tools")
LIST = "/api/v2/users/mio_m/items"


def user(login: str = "aoi", number: int = 7, **more: object) -> dict[str, Any]:
    return {"id": login, "permanent_id": number, "name": "葵", "profile_image_url": "https://img.example/7"} | more


def item(key: str = KEY, comments: int = 0, likes: int = 0, **more: object) -> dict[str, Any]:
    told = {
        "id": key,
        "url": f"https://qiita.com/mio_m/items/{key}",
        "title": "写し",
        "body": "",
        "user": user("mio_m", 1),
    }
    return told | {"comments_count": comments, "likes_count": likes, "created_at": "2026-10-15T09:00:00+09:00"} | more


def comment(number: str, **more: object) -> dict[str, Any]:
    return {
        "id": number,
        "rendered_body": "<p>縁</p>",
        "created_at": "2026-10-15T10:00:00+09:00",
        "user": user(),
    } | more


def played(answers: Mapping[str, object]) -> Callable[[Request], Reply]:
    """Answer by path; a number is a status, a function answers itself."""

    def handler(request: Request) -> Reply:
        told = answers.get(request.path, 404)
        if callable(told):
            reply: Reply = told(request)
            return reply
        return (told, {}, "") if isinstance(told, int) else (200, {}, json.dumps(told))

    return handler


def pulled(
    answers: Mapping[str, object],
    cursor: str | None = None,
    articles: Sequence[Article] = (POST, OTHER),
    source: Qiita | None = None,
) -> tuple[list[Page], list[str]]:
    """Return the pages, and the paths that were asked for."""
    told = source or Qiita(user="mio_m")
    with serve(played(answers)) as server, way_out() as http:
        pages = list(Qiita(server.url, told.user, told.token).pages(articles, cursor, http))
    return pages, [request.path.removeprefix("/api/v2") for request in server.requests]


def ids(pages: Sequence[Page], kind: Kind = Kind.REPLY) -> list[str]:
    return [one.id for page in pages for one in page.interactions if one.kind is kind]


def counts(pages: Sequence[Page], kind: Kind = Kind.REPLY) -> list[Count]:
    return [count for page in pages for count in page.counts if kind in count.kinds]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def failing(answers: Mapping[str, object]) -> tuple[Shelf, SourceError]:
    """Return what was yielded before an error, and the error."""
    shelf = Shelf()
    with serve(played(answers)) as server, way_out() as http:
        try:
            for page in Qiita(server.url, "mio_m").pages([POST], None, http):
                shelf.take(page)
        except SourceError as error:
            return shelf, error
    pytest.fail("nothing failed")


def both(comments: int, likes: int) -> dict[str, object]:
    return {
        LIST: [item(comments=comments, likes=likes)],
        f"/api/v2/items/{KEY}/comments": [comment(f"c{number}") for number in range(comments)],
        f"/api/v2/items/{KEY}/likes": [{"user": user("u", number)} for number in range(likes)],
    }
