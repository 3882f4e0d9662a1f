from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

from tests.recordings import Validators, way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Page
from tracker.rules.urls import Pages
from tracker.sources.hackernews import HackerNews, read_stories, read_tree

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.servers import Reply, Request

    Search: TypeAlias = "Callable[[str, int], Mapping[str, object]]"

POST = Article("a", "https://mio.example/a/")
OTHER = Article("b", "https://mio.example/b/")


def hit(number: int, url: str = POST.url, comments: int | None = 0) -> dict[str, Any]:
    return {
        "objectID": str(number),
        "url": url,
        "author": "ren",
        "title": "T",
        "created_at_i": 1,
        "num_comments": comments,
    }


def node(number: int, *children: object, **more: object) -> dict[str, Any]:
    return {
        "id": number,
        "author": "zoe",
        "text": "so",
        "created_at": "2026-10-03T04:00:00.000Z",
        "children": [*children],
    } | more


def found(hits: Sequence[object], number: int | None = None, pages: int = 1) -> Mapping[str, object]:
    return {"hits": hits, "nbHits": len(hits) if number is None else number, "nbPages": pages}


class Place:
    """What the search says, and the trees; a tree that is a number is a status."""

    def __init__(self, search: Search, trees: Mapping[str, object] | None = None, now: str = "") -> None:
        self.search, self.trees, self.now = search, trees or {}, now
        self.asked: list[str] = []
        """The queries and items asked for."""

    def __call__(self, request: Request) -> Reply:
        if request.path == "/api/v1/search":
            self.asked.append(request.query["query"])
            clock = {"Date": self.now} if self.now else {}
            return 200, clock, json.dumps(self.search(request.query["query"], int(request.query["page"])))
        number = request.path.rpartition("/")[2]
        self.asked.append(number)
        told = self.trees[number]
        if request.headers.get("If-None-Match") == '"same"':
            return 304, {}, b""
        return (told, {}, "") if isinstance(told, int) else (200, {"ETag": '"same"'}, json.dumps(told))


def pulled(
    search: Search, trees: Mapping[str, object] | None = None, articles: Sequence[Article] = (POST, OTHER)
) -> tuple[list[Page], list[str]]:
    """Return the pages, and what was asked for."""
    place = Place(search, trees)
    with serve(place) as server, way_out() as http:
        return list(HackerNews(server.url).pages(articles, None, http)), place.asked


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def test_a_site_with_several_articles_is_searched_at_once() -> None:
    pages, asked = pulled(lambda _query, _page: found([hit(1), hit(2, OTHER.url), hit(3, "https://mio.example/c/")]))
    assert asked == ["mio.example"]
    assert ids(pages) == ["1", "2"]
    assert pages[-1].counts == (Count("a", 1, 1), Count("b", 1, 1))


def test_one_article_is_searched_by_its_address() -> None:
    _pages, asked = pulled(lambda _query, _page: found([]), articles=[POST])
    assert asked == ["mio.example/a"]


def test_what_is_spelled_in_too_many_ways_is_not_searched_for() -> None:
    _pages, asked = pulled(lambda _query, _page: found([]), articles=[Article("x", "https://mio.example/ja/縁の話/")])
    assert asked == ["mio.example/ja"]


def test_a_site_with_more_stories_than_paging_gives_is_asked_article_by_article() -> None:
    def search(query: str, _page: int) -> Mapping[str, object]:
        return found([hit(1)] * 100, 1500, 10) if query == "mio.example" else found([hit(1), hit(4, OTHER.url)])

    pages, asked = pulled(search)
    assert asked == ["mio.example", "mio.example/a", "mio.example/b"]
    assert pages[-1].counts == (Count("a", 1, 1), Count("b", 1, 1))


def test_an_article_with_more_stories_than_paging_gives_proves_nothing() -> None:
    pages, _asked = pulled(lambda _query, _page: found([hit(1)], 1500, 10), articles=[POST])
    assert pages[-1].counts == (Count("a", 1, None),)


def test_every_page_of_hits_is_asked_for_and_no_more() -> None:
    shown = {0: found([hit(1)], 2, 9), 1: found([hit(2)], 2, 9), 2: found([], 2, 9)}
    pages, asked = pulled(lambda _query, page: shown[page])
    assert ids(pages) == ["1", "2"]
    assert asked == ["mio.example"] * 3


def test_a_story_without_comments_costs_no_call() -> None:
    _pages, asked = pulled(lambda _query, _page: found([hit(1, comments=0), hit(2, comments=None)]))
    assert asked == ["mio.example"]


def test_a_tree_that_is_unchanged_proves_nothing() -> None:
    place = Place(lambda _query, _page: found([hit(1, comments=1)]), {"1": {"children": [node(2)]}})
    with serve(place) as server, way_out(Validators()) as http:
        first, again = (list(HackerNews(server.url).pages([POST, OTHER], None, http)) for _walk in range(2))
    assert (ids(first), first[-1].counts) == (["1", "2"], (Count("a", 2, 2), Count("b", 0, 0)))
    assert (ids(again), again[-1].counts) == (["1"], (Count("b", 0, 0),))


def again(place: Place, *, later: str, comments: int) -> tuple[list[Page], list[str]]:
    """Pull a place twice, the second time at another time of its own and with as many comments listed."""
    with serve(place) as server, way_out(Validators()) as http:
        source = HackerNews(server.url)
        (*_before, last) = source.pages([POST, OTHER], None, http)
        place.now, place.search = later, lambda _query, _page: found([hit(1, comments=comments)])
        place.asked.clear()
        return list(source.pages([POST, OTHER], last.cursor, http)), place.asked


def busy(listed: int) -> Place:
    """A story with one comment that was written on the 3rd of October, seen on the 7th."""
    trees = {"1": {"children": [node(2)]}}
    return Place(lambda _query, _page: found([hit(1, comments=listed)]), trees, "Wed, 07 Oct 2026 04:00:00 GMT")


def test_a_tree_is_left_alone_for_a_quarter_of_its_age() -> None:
    pages, asked = again(busy(1), later="Thu, 08 Oct 2026 03:59:59 GMT", comments=1)
    assert asked == ["mio.example"]
    assert pages[-1].counts == (Count("b", 0, 0),)
    _pages, asked = again(busy(1), later="Thu, 08 Oct 2026 04:00:00 GMT", comments=1)
    assert asked == ["mio.example", "1"]


def test_a_tree_below_which_there_are_more_comments_is_read() -> None:
    _pages, asked = again(busy(1), later="Wed, 07 Oct 2026 04:01:00 GMT", comments=2)
    assert asked == ["mio.example", "1"]


def test_a_tree_that_was_short_is_said_to_be_short_while_it_is_left_alone() -> None:
    pages, asked = again(busy(3), later="Wed, 07 Oct 2026 04:01:00 GMT", comments=3)
    assert asked == ["mio.example"]
    assert pages[-1].counts == (Count("a", 2, 4), Count("b", 0, 0))


def test_without_a_clock_every_tree_is_asked_for() -> None:
    _pages, asked = again(busy(1), later="", comments=1)
    assert asked == ["mio.example", "1"]


@pytest.mark.parametrize("tree", [404, None, [], "x", {"children": None}])
def test_a_tree_that_cannot_be_read_costs_a_line(tree: object) -> None:
    trees = {"1": tree, "5": {"children": [node(6)]}}
    pages, _asked = pulled(lambda _query, _page: found([hit(1, comments=3), hit(5, OTHER.url, 1)]), trees)
    assert ids(pages) == ["1", "5", "6"]
    assert [problem.split(": ")[0] for page in pages for problem in page.problems] == [
        "https://news.ycombinator.com/item?id=1"
    ]
    assert pages[-1].counts == (Count("a", 1, 4), Count("b", 2, 2))


def test_a_place_in_trouble_is_left_alone() -> None:
    with pytest.raises(Refused):
        pulled(lambda _query, _page: found([hit(1, comments=3)]), {"1": 500})


@pytest.mark.parametrize("said", [{}, {"hits": None}, {"hits": {}}])
def test_a_search_that_answers_something_else(said: Mapping[str, object]) -> None:
    with pytest.raises(NotAsExpected):
        pulled(lambda _query, _page: said)


def test_threads_and_parents_follow_the_tree() -> None:
    data = {"children": [node(2, node(3, node(4)), node(5)), node(6)]}
    page = read_tree(data, hit(1), "a")
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [
        ("2", "1", "2"),
        ("3", "2", "2"),
        ("4", "3", "2"),
        ("5", "2", "2"),
        ("6", "1", "6"),
    ]


def test_a_deleted_comment_is_gone_and_its_answers_stay() -> None:
    page = read_tree({"children": [node(2, node(3), author=None, text=None)]}, hit(1), "a")
    assert page.gone == ("2",)
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [("3", "2", "2")]


def test_a_comment_without_a_number_costs_a_line_and_none_of_its_answers() -> None:
    page = read_tree({"children": [None, {"children": [node(3)]}, node(4, children=7)]}, hit(1), "a")
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [("3", "1", "3"), ("4", "1", "4")]
    assert len(page.problems) == 2


def test_a_tower_of_comments_is_only_tall() -> None:
    tower: dict[str, Any] = node(5000)
    for number in range(4999, 1, -1):
        tower = node(number, tower)
    page = read_tree({"children": [tower]}, hit(1), "a")
    assert len(page.interactions) == 4999
    assert {one.thread for one in page.interactions} == {"2"}


def test_a_story_needs_a_number_and_an_address_of_ours() -> None:
    page, _stories = read_stories(
        ["oops", hit(1) | {"objectID": None}, hit(2, "https://elsewhere.example/")], Pages([POST])
    )
    assert page.interactions == ()
    assert len(page.problems) == 2
