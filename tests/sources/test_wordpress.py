from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Validators, way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Kind, Page
from tracker.sources.wordpress import FEED, LIST, WordPress

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.servers import Reply, Request

BLOG, NEW = "https://mio.example", "https://mio.example/a/"
ARTICLES = (Article("a", NEW), Article("b", "https://mio.example/b/"))
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0">'
    "<title>Comments</title>{}</feed>"
)


def row(number: int, parent: int = 0, /, page: str = NEW, **said: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    told = {"id": number, "parent": parent, "author_name": "Ana", "date_gmt": "2026-10-15T08:31:00"}
    return told | {"content": {"rendered": "<p>so</p>"}, "link": f"{page}#comment-{number}"} | said


def entry(number: int, parent: int = 0, page: str = NEW, text: str = "so") -> str:
    guid = f"{page}#comment-"
    answers = f'<thr:in-reply-to ref="{guid}{parent}" href="{guid}{parent}"/>' if parent else ""
    return (
        f'<entry><id>{guid}{number}</id><link href="{guid}{number}"/><title>By: Ana</title><author><name>Ana</name>'
        f"</author><published>2026-10-15T08:31:00Z</published><content>{text}</content>{answers}</entry>"
    )


def atom(*entries: str) -> Reply:
    return 200, {"Content-Type": "application/atom+xml", "ETag": f'"{hash(entries)}"'}, ATOM.format("".join(entries))


def api(rows: Sequence[Mapping[str, Any]], total: int | None = None) -> Callable[[Request], Reply]:
    """Return what the REST API answers with, page by page."""
    length = len(rows) if total is None else total

    def answer(request: Request) -> Reply:
        size, page = int(request.query["per_page"]), int(request.query.get("page", "1"))
        named = request.query.get("include", "")
        ordered = sorted(rows, key=lambda one: int(one["id"]), reverse=request.query.get("order") == "desc")
        shown = [one for one in ordered if not named or str(one["id"]) in named.split(",")]
        headers = {"X-WP-Total": str(length), "X-WP-TotalPages": str(-(-len(shown) // size))}
        return 200, headers, json.dumps(shown[(page - 1) * size : page * size])

    return answer


def pulled(
    told: Mapping[str, Any],
    cursor: str | None = None,
    validators: Validators | None = None,
    articles: Sequence[Article] = ARTICLES,
) -> tuple[list[Page], list[str]]:
    """Return the pages, and the paths that were asked for.

    What is told by path is a handler, an answer or a status; what is not is a 404.
    """

    def handler(request: Request) -> Reply:
        found = told.get(request.path, 404)
        answer: Reply = found(request) if callable(found) else (found, {}, "") if isinstance(found, int) else found
        tag = answer[1].get("ETag")
        return (304, {}, "") if tag and request.headers["If-None-Match"] == tag else answer

    with serve(handler) as server, way_out(Fixed(server.url, validators)) as http:
        pages = list(WordPress(BLOG, server.url).pages(articles, cursor, http))
    return pages, [request.path for request in server.requests]


class Fixed(Validators):
    """Validators that outlive the port of a server."""

    def __init__(self, server: str, kept: Validators | None) -> None:
        super().__init__()
        self._server, self._kept = server, kept if kept is not None else Validators()

    def get(self, url: str) -> Any:  # noqa: ANN401 - as the base class has it
        return self._kept.get(url.removeprefix(self._server))

    def put(self, url: str, validator: Any) -> None:  # noqa: ANN401 - the same
        self._kept.put(url.removeprefix(self._server), validator)


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def counts(pages: Sequence[Page]) -> list[Count]:
    return [count for page in pages for count in page.counts]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def of_replies(article: str, seen: int, claimed: int | None) -> Count:
    return Count(article, seen, claimed, kinds=(Kind.REPLY,))


def test_the_list_is_read_a_hundred_at_a_time_and_its_length_proves_it_whole() -> None:
    pages, asked = pulled({LIST: api([row(number) for number in range(1, 202)])})
    assert [len(page.interactions) for page in pages] == [100, 100, 1, 0, 0]
    assert asked == [LIST] * 4 + [FEED]
    assert counts(pages) == [of_replies("a", 201, 201), of_replies("b", 0, 0)]


def test_a_list_with_the_same_length_and_end_is_not_read_again() -> None:
    first, _asked = pulled({LIST: api([row(1), row(2)])})
    cursor = next(page.cursor for page in first if page.cursor)
    again, asked = pulled({LIST: api([row(1), row(2)])}, cursor)
    assert (ids(again), counts(again), asked) == ([], [], [LIST, FEED])
    for changed in ([row(1), row(3)], [row(2)], [row(1), row(2), row(3)]):
        later, asked = pulled({LIST: api(changed)}, cursor)
        assert ids(later) == [str(one["id"]) for one in changed]


def test_other_addresses_of_ours_are_a_reason_to_read_it_again() -> None:
    first, _asked = pulled({LIST: api([row(1, page="https://mio.example/old/")])})
    cursor = next(page.cursor for page in first if page.cursor)
    moved = (Article("a", NEW, older_urls=("https://mio.example/old/",)), ARTICLES[1])
    pages, _asked = pulled({LIST: api([row(1, page="https://mio.example/old/")])}, cursor, articles=moved)
    assert (ids(first), ids(pages)) == ([], ["1"])


def test_a_comment_that_was_deleted_is_proved_to_be_missing() -> None:
    first, _asked = pulled({LIST: api([row(1), row(2)])})
    cursor = next(page.cursor for page in first if page.cursor)
    later, _asked = pulled({LIST: api([row(2)])}, cursor)
    assert counts(later)[0] == of_replies("a", 1, 1)


def test_comments_on_pages_that_are_not_public_are_counted_and_prove_nothing() -> None:
    pages, _asked = pulled({LIST: api([row(1)], total=3)})
    assert counts(pages) == [of_replies("a", 1, None), of_replies("b", 0, None)]
    assert problems(pages) == [
        "mio.example: 2 comments are counted there and not listed: those on pages that are not public."
    ]


def test_a_blog_that_does_not_say_how_many_is_read_to_its_last_page() -> None:
    def silent(request: Request) -> Reply:
        status, _headers, body = api([row(number) for number in range(1, 151)])(request)
        return status, {}, body

    first, asked = pulled({LIST: silent})
    assert len(ids(first)) == 150
    assert asked == [LIST] * 3 + [FEED]
    assert counts(first)[0] == of_replies("a", 150, None)
    again, _asked = pulled({LIST: silent}, next(page.cursor for page in first if page.cursor))
    assert len(ids(again)) == 150


def test_a_comment_that_came_while_the_list_was_read_leaves_the_proof_for_next_time() -> None:
    rows = [row(1)]

    def growing(request: Request) -> Reply:
        answer = api(rows)(request)
        rows.append(row(len(rows) + 1))
        return answer

    pages, _asked = pulled({LIST: growing})
    assert ids(pages) == ["1", "2"]
    assert counts(pages)[0] == of_replies("a", 2, None)


def test_pingbacks_come_from_the_feed_of_all_comments() -> None:
    feed = atom(entry(3, text="[…] as she says […]"), entry(1))
    pages, asked = pulled({LIST: api([row(1)]), FEED: feed})
    assert [(one.id, one.kind) for page in pages for one in page.interactions] == [
        ("1", Kind.REPLY),
        ("3", Kind.MENTION),
    ]
    assert asked == [LIST, LIST, FEED]


def test_a_comment_that_begins_as_a_pingback_does_is_none() -> None:
    told = {LIST: api([row(1)]), FEED: atom(entry(1, text="[…] is how they begin"))}
    first, _asked = pulled(told)
    assert [one.kind for page in first for one in page.interactions] == [Kind.REPLY]
    again, asked = pulled(told, next(page.cursor for page in first if page.cursor))
    assert (ids(again), asked) == ([], [LIST, FEED, LIST])


def test_a_feed_without_news_is_not_read_again() -> None:
    told = {LIST: api([row(1)]), FEED: atom(entry(3, text="[…] so […]"))}
    kept = Validators()
    first, _asked = pulled(told, None, kept)
    again, asked = pulled(told, next(page.cursor for page in first if page.cursor), kept)
    assert (ids(first), ids(again), asked) == (["1", "3"], [], [LIST, FEED])


@pytest.mark.parametrize("feed", [404, 403])
def test_without_that_feed_there_are_no_pingbacks_and_nothing_to_say(feed: int) -> None:
    pages, _asked = pulled({LIST: api([row(1)]), FEED: feed})
    assert (ids(pages), problems(pages)) == (["1"], [])


def test_what_is_no_feed_costs_a_line() -> None:
    pages, _asked = pulled({LIST: api([row(1)]), FEED: (200, {"Content-Type": "text/html"}, "<html></html>")})
    assert ids(pages) == ["1"]
    assert problems(pages)[0].startswith("mio.example/comments/feed/atom/: ")


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_closed_list_leaves_the_feeds(status: int) -> None:
    told = {LIST: status, FEED: atom(entry(2, 1)), "/a/feed/atom/": atom(entry(1), entry(2, 1)), "/b/feed/atom/": 404}
    pages, asked = pulled(told)
    assert asked == [LIST, FEED, "/a/feed/atom/", "/b/feed/atom/"]
    told_of = {one.id: one for page in pages for one in page.interactions}
    assert [(one.id, one.parent, one.thread) for one in told_of.values()] == [("2", "1", "1"), ("1", "", "1")]
    assert counts(pages) == [Count("a", 2)]
    assert [line.partition(": ")[0] for line in problems(pages)] == ["mio.example/b/feed/atom/"]


def test_a_feed_that_is_full_may_have_left_out_more() -> None:
    entries = [entry(number) for number in range(1, 11)]
    for told, said in ((entries[1:], []), (entries, [10])):
        pages, _asked = pulled({LIST: 401, "/a/feed/atom/": atom(*told), "/b/feed/atom/": atom()})
        assert problems(pages) == [
            "mio.example shows its list of comments to nobody (401), and feeds hold the newest only: "
            f"on /a/ there may be more than {count}."
            for count in said
        ]


def test_the_feed_of_all_comments_tells_whether_to_ask_for_the_others() -> None:
    told = {LIST: 401, FEED: atom(entry(1)), "/a/feed/atom/": atom(entry(1)), "/b/feed/atom/": atom()}
    kept = Validators()
    first, _asked = pulled(told, None, kept)
    again, asked = pulled(told, first[-1].cursor, kept)
    assert (ids(again), asked) == ([], [LIST, FEED])
    later, asked = pulled(
        {**told, FEED: atom(entry(2), entry(1)), "/a/feed/atom/": atom(entry(2), entry(1))}, first[-1].cursor, kept
    )
    assert asked == [LIST, FEED, "/a/feed/atom/", "/b/feed/atom/"]
    assert set(ids(later)) == {"1", "2"}


def test_a_list_that_closes_changes_nothing_that_is_known() -> None:
    open_, _asked = pulled({LIST: api([row(1), row(2, 1)])})
    closed, _asked = pulled(
        {LIST: 401, FEED: atom(entry(1), entry(2, 1)), "/a/feed/atom/": atom(entry(1), entry(2, 1))}
    )
    listed = [one for page in open_ for one in page.interactions]
    fed = [one for page in closed[1:2] for one in page.interactions]
    assert fed == listed


def test_a_feed_that_leads_to_another_article_is_not_taken_for_it() -> None:
    other = atom(entry(7, page="https://mio.example/b/"))
    pages, _asked = pulled({LIST: 401, "/a/feed/atom/": other})
    assert [one.article for page in pages for one in page.interactions] == ["b"]


def test_only_articles_that_are_or_were_on_the_blog_have_feeds_there() -> None:
    articles = (
        Article("a", "https://new.example/a/", older_urls=("http://mio.example/2019/縁/",)),
        Article("b", "https://new.example/b/"),
        Article("c", "https://new.example/c/", older_urls=("https://mio.example/?p=27",)),
    )
    _pages, asked = pulled({LIST: 401, FEED: atom()}, articles=articles)
    assert asked == [LIST, FEED, "/2019/%E7%B8%81/feed/atom/", "/"]


def test_a_blog_that_shows_nothing_is_a_source_error() -> None:
    with pytest.raises(Refused, match="401"):
        pulled({LIST: 401})


@pytest.mark.parametrize("path", [LIST, FEED, "/a/feed/atom/"])
def test_a_blog_in_trouble_is_left_alone(path: str) -> None:
    told: dict[str, Any] = {LIST: 401, FEED: atom(), "/a/feed/atom/": atom()}
    with pytest.raises(Refused, match="503"):
        pulled({**told, path: 503})


def test_a_list_that_is_none_is_a_source_error() -> None:
    with pytest.raises(NotAsExpected):
        pulled({LIST: (200, {}, '{"code": "rest_no_route"}')})


def test_a_comment_without_a_number_is_looked_for_again() -> None:
    pages, _asked = pulled({LIST: (200, {"X-WP-Total": "2"}, json.dumps([{}, row(2)]))})
    assert [page.cursor for page in pages] == [None] * len(pages)
    assert counts(pages)[0] == of_replies("a", 1, None)
    assert len(problems(pages)) == 1
