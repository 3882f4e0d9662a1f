from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NotAsExpected
from tracker.model import Article, Count, Kind, Page
from tracker.rules.crossposts import Copy
from tracker.sources import Finds
from tracker.sources.zenn import Zenn, account, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

URL = "https://zenn.dev/mio/articles/two-characters"
POST = Article("a", "https://mio.example/a/", "二文字検索", syndication=(URL,))
COPY = Copy("two-characters", "two-characters", URL, {Kind.REPLY: 1, Kind.LIKE: 1})
LIST, COMMENTS, LIKERS = "/api/articles", "/api/articles/two-characters/comments", "/api/articles/two-characters/likers"


def user(number: int = 7, name: str = "aoi", **more: object) -> dict[str, Any]:
    return {"id": number, "username": name, "name": "葵", "avatar_small_url": "https://img.example/7"} | more


def article(comments: object = 0, likes: object = 0, **more: object) -> dict[str, Any]:
    told = {"slug": "two-characters", "path": "/mio/articles/two-characters", "title": "写し", "user": user(1, "mio")}
    return (
        told | {"comments_count": comments, "liked_count": likes, "published_at": "2026-10-15T09:00:00.7+09:00"} | more
    )


def listed(*rows: object, following: object = None) -> dict[str, object]:
    return {"articles": list(rows), "next_page": following, "total_count": len(rows)}


def comment(number: int, *children: object, **more: object) -> dict[str, Any]:
    told = {"id": number, "slug": f"s{number}", "body_html": "<p>縁</p>", "created_at": "2026-10-16T09:00:00.000+09:00"}
    return told | {"user": user(), "children": list(children)} | more


def pulled(
    answers: Mapping[str, object], cursor: str | None = None, articles: Sequence[Article] = (POST,), name: str = "mio"
) -> tuple[list[Page], list[str]]:
    """Return the pages, and the paths that were asked for."""

    def handler(request: Request) -> Reply:
        told = answers.get(f"{request.path}?{request.query.get('page')}", answers.get(request.path, 404))
        return (told, {}, "") if isinstance(told, int) else (200, {}, json.dumps(told))

    with serve(handler) as server, way_out() as http:
        pages = list(Zenn(server.url, name).pages(articles, cursor, http))
    return pages, [request.path for request in server.requests]


def ids(pages: Sequence[Page], kind: Kind) -> list[str]:
    return [one.id for page in pages for one in page.interactions if one.kind is kind]


def counts(pages: Sequence[Page], kind: Kind) -> list[Count]:
    return [count for page in pages for count in page.counts if kind in count.kinds]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_only_what_has_another_count_is_asked_for_again() -> None:
    first, asked = pulled(
        {LIST: listed(article(1, 1)), COMMENTS: {"comments": [comment(1)]}, LIKERS: {"users": [user()]}}
    )
    assert asked == [LIST, COMMENTS, LIKERS]
    assert (ids(first, Kind.REPLY), ids(first, Kind.LIKE)) == (["1"], ["two-characters:like:7"])
    later, asked = pulled(
        {LIST: listed(article(2, 1)), COMMENTS: {"comments": [comment(1), comment(2)]}}, first[-1].cursor
    )
    assert asked == [LIST, COMMENTS]
    assert counts(later, Kind.REPLY) == [Count("a", 2, 2, kinds=(Kind.REPLY,))]


def test_lists_go_on_until_no_page_follows() -> None:
    other = article(slug="other", path="/mio/articles/other")
    answers = {f"{LIST}?1": listed(other, following=2), f"{LIST}?2": listed(article(0, 2))}
    answers |= {
        f"{LIKERS}?1": {"users": [user(7)], "next_page": 2},
        f"{LIKERS}?2": {"users": [user(8)], "next_page": None},
    }
    pages, asked = pulled(answers)
    assert ids(pages, Kind.LIKE) == ["two-characters:like:7", "two-characters:like:8"]
    assert asked == [LIST, LIST, LIKERS, LIKERS]


def test_answers_stand_below_each_other() -> None:
    page = read([comment(1, comment(2, comment(3))), comment(4)], COPY, Kind.REPLY, "a")
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [
        ("1", "copy:two-characters", "1"),
        ("2", "1", "1"),
        ("3", "2", "1"),
        ("4", "copy:two-characters", "4"),
    ]
    assert page.interactions[0].url == f"{URL}#comment-s1"


@pytest.mark.parametrize(
    "rows",
    [
        [article(None, 3)],
        [{key: value for key, value in article(1, 3).items() if key != "liked_count"}],
        [article(1, "3")],
        ["oops"],
    ],
)
def test_counts_that_are_not_stated_are_a_changed_place_never_zeros(rows: list[object]) -> None:
    with pytest.raises(NotAsExpected, match="counts"):
        pulled({LIST: listed(*rows)})


def test_a_list_that_does_not_say_where_it_goes_on_is_a_changed_place() -> None:
    with pytest.raises(NotAsExpected):
        pulled({LIST: {"articles": [article()]}})


@pytest.mark.parametrize("answer", [{"comment_list": []}, {"comments": None}, [], {"comments": {"1": {}}}])
def test_comments_in_another_shape_are_a_changed_place(answer: object) -> None:
    with pytest.raises(NotAsExpected):
        pulled({LIST: listed(article(2, 0)), COMMENTS: answer})


def test_comments_with_other_names_inside_are_said_and_prove_nothing() -> None:
    renamed = {"id": 1, "html": "<p>縁</p>", "user": user()}
    pages, _asked = pulled({LIST: listed(article(1, 0)), COMMENTS: {"comments": [renamed]}})
    assert len(problems(pages)) == 1
    assert [count.complete for count in counts(pages, Kind.REPLY)] == [False]
    _later, asked = pulled({LIST: listed(article(1, 0)), COMMENTS: {"comments": [renamed]}}, pages[-1].cursor)
    assert asked == [LIST, COMMENTS]


def test_an_empty_list_of_many_is_not_taken_for_none() -> None:
    pages, _asked = pulled({LIST: listed(article(0, 3)), LIKERS: {"users": [], "next_page": None}})
    [count] = counts(pages, Kind.LIKE)
    assert (count.seen, count.claimed, count.complete) == (0, 3, False)


def test_likers_are_people_or_say_who_and_when() -> None:
    rows = [user(7), {"user": user(8), "liked_at": "2026-10-16T09:00:00+09:00"}, {"user": None}]
    page = read(rows, COPY, Kind.LIKE, "a")
    assert [(one.id, bool(one.published)) for one in page.interactions] == [
        ("two-characters:like:7", False),
        ("two-characters:like:8", True),
    ]
    assert len(page.problems) == 1
    pages, _asked = pulled({LIST: listed(article(0, 1)), LIKERS: {"likers": [user()]}})
    assert ids(pages, Kind.LIKE) == ["two-characters:like:7"]


def test_names_in_a_profile_are_declared() -> None:
    one = account(user(github_username="aoi-s", twitter_username=""))
    assert one is not None
    assert (one.key, one.handle) == (("zenn", "7"), "aoi")
    assert [tuple(claim) for claim in one.claims] == [("url", "https://github.com/aoi-s", "declared")]


@pytest.mark.parametrize(
    "url", ["https://zenn.dev/lab/articles/two-characters", "https://zenn.dev/p/lab/articles/two-characters"]
)
def test_an_article_of_a_publication_is_asked_for_by_itself(url: str) -> None:
    answers = {f"{LIST}/two-characters": {"article": article(1, 0)}, COMMENTS: {"comments": [comment(1)]}}
    pages, asked = pulled(answers, articles=[Article("a", POST.url, syndication=(url,))], name="")
    assert ids(pages, Kind.REPLY) == ["1"]
    assert asked[-2:] == [f"{LIST}/two-characters", COMMENTS]


def test_one_article_in_another_shape_costs_the_place_when_it_is_all_there_is() -> None:
    with pytest.raises(NotAsExpected):
        pulled({f"{LIST}/two-characters": {"post": article()}}, name="")


def test_titles_are_for_the_author_to_say() -> None:
    told = json.dumps(listed(article(title="二文字検索")))
    with serve(lambda _request: (200, {}, told)) as server, way_out() as http:
        source = Zenn(server.url, "mio")
        assert isinstance(source, Finds)
        unnamed = Article("a", POST.url, POST.title)
        assert list(source.announced([unnamed], http)) == []
        assert [(one.article, one.url) for one in source.suggested([unnamed], http)] == [("a", URL)]
        assert [one.url for one in source.announced([POST], http)] == [URL]


def test_a_list_without_news_is_one_short_answer() -> None:
    def handler(request: Request) -> Reply:
        if request.path == LIST and request.headers["If-None-Match"]:
            return 304, {"Etag": 'W/"1"'}, ""
        told = listed(article(1, 0)) if request.path == LIST else {"comments": [comment(1)]}
        return 200, {"Etag": 'W/"1"'} if request.path == LIST else {}, json.dumps(told)

    with serve(handler) as server, way_out() as http:
        first = list(Zenn(server.url, "mio").pages([POST], None, http))
        again = list(Zenn(server.url, "mio").pages([POST], first[-1].cursor, http))
        assert [request.path for request in server.requests] == [LIST, COMMENTS, LIST]
        assert again[-1].cursor == first[-1].cursor
        other = Article("b", "https://mio.example/b/")
        list(Zenn(server.url, "mio").pages([POST, other], first[-1].cursor, http))
    assert server.requests[-1].headers["If-None-Match"] is None, "the articles are others: what is listed is wanted"
