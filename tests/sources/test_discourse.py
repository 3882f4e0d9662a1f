from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, RateLimited, Refused, UnusableToken
from tracker.model import Article, Count, Kind, Page, Secret
from tracker.sources.discourse import HIDDEN, LIKES, Discourse

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

FORUM = "https://forum.mio.example"
POST = Article("a", "https://mio.example/a/", syndication=(f"{FORUM}/t/a/57",))
EMBED = Article("b", "https://mio.example/B/")
KEY = Secret("key-of-mio")


def post(uid: int, place: int, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    return {"id": uid, "post_number": place, "user_id": 12, "username": "aoi", "cooked": "<p>so</p>"} | said


def topic(posts: int, shown: int = 20, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    """Return a topic of so many posts, of which the first are shown."""
    stream = [900 + place for place in range(1, posts + 1)]
    told = [post(uid, uid - 900) for uid in stream[:shown]]
    return {"posts_count": posts, "title": "縁", "post_stream": {"posts": told, "stream": stream}} | said


def batch(request: Request) -> Reply:
    """Answer for posts by their ids."""
    asked = [int(part.partition("=")[2]) for part in request.target.partition("?")[2].split("&")]
    return 200, {}, json.dumps({"post_stream": {"posts": [post(uid, uid - 900) for uid in asked]}})


def pulled(
    told: Mapping[str, object], articles: Sequence[Article] = (POST,), cursor: str | None = None, key: Secret = KEY
) -> tuple[list[Page], list[str]]:
    """Return the pages, and the paths that were asked for; what is told by path may be a status."""

    def handler(request: Request) -> Reply:
        way = f"key:{request.path}" if "Api-Key" in request.headers else request.path
        found = told.get(way, told.get(request.path, {"counts": {}} if request.path == "/embed/count" else 404))
        if request.path.endswith("posts.json"):
            return batch(request)
        return (found, {}, "") if isinstance(found, int) else (200, {}, json.dumps(found))

    with serve(handler) as server, way_out() as http:
        pages = list(Discourse(FORUM, key, api_address=server.url).pages(articles, cursor, http))
    return pages, [request.path for request in server.requests]


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def counts(pages: Sequence[Page]) -> list[Count]:
    return [count for page in pages for count in page.counts]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_a_topic_is_found_among_the_announcements() -> None:
    pages, asked = pulled({"/t/57.json": topic(2)})
    assert ids(pages) == ["901", "902"]
    assert asked == ["/embed/count", "/t/57.json"]
    assert counts(pages) == [Count("a", 2, 2)]


def test_a_topic_that_was_made_from_an_article_is_found_once_and_remembered() -> None:
    told = {
        "/embed/count": {"counts": {"https://mio.example/b": "1 reply"}},
        "key:/embed/info": {"topic_id": 58},
        "/t/58.json": topic(2),
    }
    pages, asked = pulled(told, [EMBED])
    assert ids(pages) == ["902"]
    assert asked == ["/embed/count", "/embed/info", "/t/58.json"]
    _again, asked = pulled(told, [EMBED], pages[-1].cursor)
    assert asked == ["/t/58.json"]


def test_one_that_is_gone_is_looked_for_again() -> None:
    told = {"/embed/count": {"counts": {"https://mio.example/b": "1"}}, "/embed/info": {"topic_id": 58}}
    pages, _asked = pulled(told, [EMBED])
    (problem,) = problems(pages)
    assert problem.startswith(f"{FORUM}/t/58: ")
    assert problem.endswith("answered with status 404.")
    assert json.loads(pages[-1].cursor or "")["embedded"] == {}
    assert counts(pages) == []


def test_without_a_key_it_is_said_that_there_are_such_topics() -> None:
    told = {"/embed/count": {"counts": {"https://mio.example/b": "1 reply", "https://mio.example/other": "9"}}}
    pages, asked = pulled(told, [EMBED], key=Secret())
    assert asked == ["/embed/count"]
    assert problems(pages) == [
        (
            "forum.mio.example has topics of your articles (1×), such as that of /b: "
            "an API key would find them, and so would their addresses as `syndication`."
        )
    ]


@pytest.mark.parametrize("found", [403, [1], {"counts": None}])
def test_without_a_key_what_is_embedded_does_not_matter(found: object) -> None:
    pages, _asked = pulled({"/embed/count": found, "/t/57.json": topic(1)}, key=Secret())
    assert (ids(pages), problems(pages)) == (["901"], [])


def test_a_key_that_is_refused_is_a_source_error() -> None:
    with pytest.raises(Refused):
        pulled({"/embed/count": 403, "/t/57.json": topic(1)})
    with pytest.raises(UnusableToken):
        pulled({"/t/57.json": topic(1)}, key=Secret("two words"))


def test_a_long_topic_is_read_twenty_posts_at_a_time() -> None:
    pages, asked = pulled({"/t/57.json": topic(45)})
    assert [len(page.interactions) for page in pages] == [20, 20, 5, 0, 0]
    assert asked[1:] == ["/t/57.json", "/t/57/posts.json", "/t/57/posts.json"]
    assert counts(pages) == [Count("a", 45, 45)]


def test_a_long_topic_with_nothing_new_costs_one_request_and_proves_nothing() -> None:
    pages, _asked = pulled({"/t/57.json": topic(45)})
    again, asked = pulled({"/t/57.json": topic(45)}, cursor=pages[-1].cursor)
    assert asked == ["/embed/count", "/t/57.json"]
    assert (len(ids(again)), counts(again)) == (20, [])
    longer, asked = pulled({"/t/57.json": topic(46)}, cursor=again[-1].cursor)
    assert len(asked) == 4
    assert counts(longer) == [Count("a", 46, 46)]
    moved, asked = pulled({"/t/57.json": topic(45, last_posted_at="2026-10-17")}, cursor=pages[-1].cursor)
    assert (len(asked), counts(moved)) == (4, [Count("a", 45, 45)])


def test_posts_that_are_not_shown_leave_it_partial_again_and_again() -> None:
    told = {"/t/57.json": topic(45, posts_count=47)}
    pages, _asked = pulled(told)
    again, _asked = pulled(told, cursor=pages[-1].cursor)
    assert counts(pages) == counts(again) == [Count("a", 45, 47, HIDDEN)]


def test_likes_are_counted_though_nobody_is_named() -> None:
    liked = topic(1)
    liked["post_stream"]["posts"][0]["actions_summary"] = [{"id": 2, "count": 5}]
    pages, _asked = pulled({"/t/57.json": liked})
    assert counts(pages) == [Count("a", 1, 1), Count("a", 0, 5, LIKES, kinds=(Kind.LIKE,))]
    assert not counts(pages)[1].complete


def test_a_topic_that_only_the_key_opens_is_private_and_asked_for_by_it_from_then_on() -> None:
    told = {"/t/57.json": 403, "key:/t/57.json": topic(21)}
    pages, asked = pulled(told)
    assert {one.private for page in pages for one in page.interactions} == {True}
    assert asked[1:] == ["/t/57.json", "/t/57.json", "/t/57/posts.json"]
    _again, asked = pulled(told, cursor=pages[-1].cursor)
    assert asked == ["/embed/count", "/t/57.json"]


def test_a_public_topic_is_read_without_the_key() -> None:
    pages, _asked = pulled({"/t/57.json": topic(1), "key:/t/57.json": 500})
    assert [one.private for page in pages for one in page.interactions] == [False]


@pytest.mark.parametrize("bad", [404, 403, [], {"post_stream": {"posts": [], "stream": []}}])
def test_one_topic_that_fails_costs_a_line(bad: object) -> None:
    both = Article("a", POST.url, syndication=(f"{FORUM}/t/a/57", f"{FORUM}/t/a/60"))
    pages, _asked = pulled({"/t/57.json": bad, "/t/60.json": topic(2)}, [both])
    assert ids(pages) == ["901", "902"]
    assert len(problems(pages)) == 1
    assert problems(pages)[0].startswith(f"{FORUM}/t/57: ")
    assert counts(pages) == []


def test_a_forum_that_lets_nobody_in_is_a_source_error() -> None:
    with pytest.raises(Refused, match="403"):
        pulled({"/t/57.json": 403}, key=Secret())


def test_a_limit_ends_the_walk_and_what_was_yielded_stays() -> None:
    def handler(request: Request) -> Reply:
        if request.path == "/embed/count":
            return 200, {}, '{"counts": {}}'
        if request.path == "/t/57.json":
            return 200, {}, json.dumps(topic(21))
        return 429, {"Retry-After": "3600"}, ""

    with serve(handler) as server, way_out() as http:
        walk = Discourse(FORUM, api_address=server.url).pages([POST], None, http)
        assert len(next(walk).interactions) == 20
        with pytest.raises(RateLimited):
            next(walk)


def test_the_user_of_a_key_is_named() -> None:
    def handler(request: Request) -> Reply:
        return 200, {}, json.dumps({"current_user": {"username": request.headers["Api-Username"]}})

    with serve(handler) as server, way_out() as http:
        assert Discourse(FORUM, KEY, "mio", server.url).admitted(http) == "mio"


def test_a_topic_without_posts_is_not_as_expected_to_be_nothing() -> None:
    pages, _asked = pulled({"/t/57.json": {"posts_count": 0, "post_stream": {}}})
    assert counts(pages) == []
    assert "a topic with posts was expected" in problems(pages)[0]


def test_where_a_topic_is_must_be_said() -> None:
    told = {"/embed/count": {"counts": {"https://mio.example/b": "1"}}, "/embed/info": {"topic_id": None}}
    pages, _asked = pulled(told, [EMBED])
    assert "the number of a topic was expected" in problems(pages)[0]
    with pytest.raises(NotAsExpected):
        pulled({"/embed/count": {"counts": []}}, [EMBED])
