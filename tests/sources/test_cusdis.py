from __future__ import annotations

import json
from dataclasses import dataclass, field
from math import ceil
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count
from tracker.sources.cusdis import Cusdis

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tests.servers import Reply, Request

POST = Article("a", "https://mio.example/a.html")
OTHER = Article("b", "https://mio.example/b.html")
NOW = "Sun, 22 Nov 2026 12:00:00 GMT"
SIZE = 10


@dataclass
class Place:
    """A Cusdis that knows one site, `app`: comments by page, the newest first, each with its replies."""

    threads: dict[str, list[dict[str, Any]]]
    flat: bool = False
    """Whether replies are listed beside their comments too, as newer servers do."""
    counts: dict[str, int] = field(default_factory=dict)
    """Where it counts something else than it lists."""
    answers: dict[str, Reply] = field(default_factory=dict)
    """Instead, by path or page."""
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        page = request.query.get("pageId")
        self.asked.append(f"{page} {request.query['page']}" if page else "counts")
        if request.query.get("appId", "app") != "app":
            return 404, {}, ""
        told = self._listing(page, int(request.query["page"])) if page else self._counts(request)
        return self.answers.get(page or "counts") or (200, {"Date": NOW}, json.dumps({"data": told}))

    def _counts(self, request: Request) -> dict[str, int]:
        known = "/app/" in request.path
        listed = {name: len(list(everything(self.threads.get(name, ())))) for name in names(request)}
        return (
            listed | {name: self.counts[name] for name in listed if name in self.counts}
            if known
            else dict.fromkeys(listed, 0)
        )

    def _listing(self, page: str, number: int) -> dict[str, Any]:
        told = self.threads.get(page, [])
        rows = list(everything(told)) if self.flat else told
        shown = rows[(number - 1) * SIZE : number * SIZE]
        return {"data": shown, "commentCount": len(rows), "pageSize": SIZE, "pageCount": ceil(len(rows) / SIZE) or 1}


def names(request: Request) -> list[str]:
    return request.query["pageIds"].split(",")


def everything(rows: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield comments and their replies, the replies first: they are newer."""
    for row in rows:
        yield from everything(row["replies"]["data"])
        yield row


def comment(uid: str, *replies: dict[str, Any]) -> dict[str, Any]:
    told = {"id": uid, "createdAt": "2026-10-15T08:31:05.325Z", "content": f"縁 {uid}", "by_nickname": "葵"}
    return told | {"replies": {"data": [*replies], "commentCount": len(replies), "pageCount": 1}}


def pulled(place: Place, shelf: Shelf, articles: Sequence[Article] = (POST, OTHER), **settings: str) -> list[str]:
    """Pull into `shelf`; return what was asked for."""
    place.asked.clear()
    shelf.pages = []
    with serve(place) as server, way_out() as http:
        source = Cusdis(**{"app_id": "app", "address": server.url} | settings)
        for page in source.pages(articles, shelf.cursor, http):
            shelf.take(page)
    shelf.end()
    return list(place.asked)


def test_only_pages_with_comments_are_listed_and_the_second_time_none() -> None:
    place, shelf = Place({"/a.html": [comment("1", comment("2"))]}), Shelf()
    assert pulled(place, shelf) == ["counts", "/a.html 1"]
    assert shelf.counts == [Count("a", 2, 2), Count("b", 0, 0)]
    assert pulled(place, shelf) == ["counts"]
    assert (shelf.new, shelf.edited) == (2, 0)


@pytest.mark.parametrize("flat", [True, False])
def test_a_reply_is_below_its_comment_whatever_page_that_is_on(flat: bool) -> None:  # noqa: FBT001 - a row of a table
    rows = [comment(str(number), comment(f"{number}r")) for number in range(25, 0, -1)]
    place, shelf = Place({"/b.html": rows}, flat=flat), Shelf()
    assert len(pulled(place, shelf)) == 1 + ceil(len(rows) * (2 if flat else 1) / SIZE)
    assert (len(shelf.known), shelf.edited) == (50, 0)
    assert {(one.id, one.parent) for one in shelf.known.values() if one.parent} == {
        (f"{number}r", str(number)) for number in range(1, 26)
    }
    assert shelf.counts[-1] == Count("a", 0, 0)
    assert Count("b", 50, 50) in shelf.counts


def test_what_is_deleted_is_missing_and_a_reply_below_it_makes_it_partial() -> None:
    place, shelf = Place({"/a.html": [comment("2", comment("3")), comment("1")]}), Shelf()
    pulled(place, shelf)
    place.threads["/a.html"] = [comment("1")]
    place.counts["/a.html"] = 2
    pulled(place, shelf)
    assert set(shelf.absent.missing) == set()
    assert "not public" in shelf.counts[0].why
    place.counts.clear()
    pulled(place, shelf)
    assert set(shelf.absent.missing) == {"2", "3"}


def test_an_answer_that_ends_early_does_not_ask_for_ever() -> None:
    place, shelf = Place({"/a.html": [comment("1")]}), Shelf()
    told = {"data": {"data": [], "commentCount": 3, "pageCount": 10**9}}
    place.answers = {"/a.html": (200, {}, json.dumps(told))}
    assert pulled(place, shelf) == ["counts", "/a.html 1"]
    assert not shelf.counts[0].complete


def test_a_site_that_is_not_known_is_no_site_without_comments() -> None:
    with pytest.raises(Refused):
        pulled(Place({"/a.html": [comment("1")]}), Shelf(), app_id="other")
    assert pulled(Place({}), Shelf()) == ["counts", "/a.html 1"]


@pytest.mark.parametrize(
    ("pattern", "name"), [("{path}", "/b.html"), ("{url}", OTHER.url), ("{slug}", "b"), ("post/{slug}", "post/b")]
)
def test_a_page_is_called_as_the_setting_says(pattern: str, name: str) -> None:
    shelf = Shelf()
    pulled(Place({name: [comment("1")]}), shelf, page_id=pattern)
    assert [(one.article, one.target) for one in shelf.interactions] == [("b", OTHER.url)]


def test_a_name_with_a_comma_cannot_be_counted_and_is_listed() -> None:
    article = Article("c", "https://mio.example/a,b.html")
    place, shelf = Place({"/a,b.html": [comment("1")]}), Shelf()
    assert pulled(place, shelf, [article, POST]) == ["counts", "/a,b.html 1", "/a,b.html 1"]
    assert list(shelf.known) == ["1"]
    assert pulled(place, shelf, [article, POST]) == ["counts", "/a,b.html 1"]


def test_fifty_pages_are_counted_at_a_time() -> None:
    place, shelf = Place({"/7.html": [comment("1")]}), Shelf()
    articles = [Article(str(number), f"https://mio.example/{number}.html") for number in range(70)]
    assert pulled(place, shelf, articles) == ["counts", "counts", "/7.html 1"]


@pytest.mark.parametrize("told", [None, [], {}, {"/a.html": 1}, {"/a.html": "1", "/b.html": 0}])
def test_counts_that_are_none_are_a_source_error(told: object) -> None:
    with pytest.raises(NotAsExpected):
        pulled(Place({}, answers={"counts": (200, {}, json.dumps({"data": told}))}), Shelf())


@pytest.mark.parametrize("what", ["counts", "/b.html"])
def test_a_place_in_trouble_is_left_alone(what: str) -> None:
    with pytest.raises(Refused):
        pulled(Place({"/b.html": [comment("1")]}, answers={what: (503, {}, "")}), Shelf())


def test_a_page_that_fails_costs_a_line_and_is_asked_for_again() -> None:
    place, shelf = Place({"/a.html": [comment("1")], "/b.html": [comment("2")]}), Shelf()
    place.answers = {"/a.html": (200, {}, '{"data": []}')}
    pulled(place, shelf)
    assert (list(shelf.known), len(shelf.problems)) == (["2"], 1)
    place.answers.clear()
    assert pulled(place, shelf) == ["counts", "/a.html 1"]
