from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.recordings import Validators, way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, RateLimited, Refused
from tracker.model import Article, Count, Kind, Page
from tracker.sources.feed import CommentFeeds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

POST, OTHER = "https://mio.example/a/", "https://mio.example/b/"
HEAD = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:thr="http://purl.org/syndication/thread/1.0" '
    'xmlns:openSearch="http://a9.com/-/spec/opensearchrss/1.0/"><title>T</title>'
)


def comment(number: int, page: str = POST, answers: str = "", text: str = "so", author: str = "Ana") -> str:
    thread = f'<thr:in-reply-to ref="urn:c{answers}" href="{page}#c{answers}"/>' if answers else ""
    return (
        f'<entry><id>urn:c{number}</id><link href="{page}#c{number}"/><title>By: {author}</title>'
        f"<author><name>{author}</name></author><updated>2026-10-01T00:00:00Z</updated>"
        f"<content>{text}</content>{thread}</entry>"
    )


def article(url: str, comments: int | None) -> str:
    count = "" if comments is None else f"<thr:total>{comments}</thr:total>"
    return f'<entry><id>{url}</id><link href="{url}"/><title>A post</title>{count}</entry>'


def feed(*entries: str, total: int | None = None, following: str = "") -> str:
    head = "" if total is None else f"<openSearch:totalResults>{total}</openSearch:totalResults>"
    head += f'<link rel="next" href="{following}"/>' if following else ""
    return HEAD + head + "".join(entries) + "</feed>"


def pulled(
    feeds: Mapping[str, str | int],
    own: Mapping[str, str],
    configured: Sequence[str] = (),
) -> tuple[list[Page], list[str]]:
    """Return the pages, and what was asked for; `own` names an article's feed by its address."""

    def handler(request: Request) -> Reply:
        told = feeds.get(request.target, 404)
        return (told, {}, "") if isinstance(told, int) else (200, {}, told)

    with serve(handler) as server, way_out() as http:
        articles = [
            Article(url[-2], url, title="A post", comments_feed=server.url + own[url] if url in own else "")
            for url in (POST, OTHER)
        ]
        source = CommentFeeds(tuple(server.url + one for one in configured))
        pages = list(source.pages(articles, None, http))
    return pages, server.targets


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def problems(pages: Sequence[Page]) -> list[str]:
    return [problem for page in pages for problem in page.problems]


def test_a_feed_that_says_how_many_proves_what_is_missing() -> None:
    pages, _asked = pulled({"/a": feed(comment(1), comment(2), total=2)}, {POST: "/a"})
    assert pages[-1].counts == (Count("a", 2, 2),)


def test_a_feed_that_shows_only_the_newest_proves_nothing() -> None:
    pages, _asked = pulled({"/a": feed(comment(9), total=9), "/b": feed(comment(1, OTHER))}, {POST: "/a", OTHER: "/b"})
    assert pages[-1].counts == (Count("a", 1, 9), Count("b", 1, None))


def test_all_pages_of_a_feed_are_one_page_of_ours() -> None:
    feeds = {"/a": feed(comment(2, answers="1"), total=2, following="?p=2"), "/a?p=2": feed(comment(1))}
    pages, asked = pulled(feeds, {POST: "/a"})
    assert asked == ["/a", "/a?p=2"]
    assert [len(page.interactions) for page in pages] == [2, 0]
    assert [(one.parent, one.thread) for one in pages[0].interactions] == [("urn:c1", "urn:c1"), ("", "urn:c1")]


def test_a_next_page_elsewhere_is_not_followed() -> None:
    _pages, asked = pulled({"/a": feed(comment(1), following="https://elsewhere.example/")}, {POST: "/a"})
    assert asked == ["/a"]


def test_the_blog_s_own_feed_tells_how_many_comments_there_are() -> None:
    feeds = {"/a": feed(comment(1), comment(2)), "/blog": feed(article(POST, 3), article(OTHER, 0))}
    pages, _asked = pulled(feeds, {POST: "/a"}, ["/blog"])
    assert ids(pages) == ["urn:c1", "urn:c2"]
    assert pages[-1].counts == (Count("a", 2, 3),)
    assert problems(pages) == []


def test_a_feed_of_articles_is_no_feed_of_comments() -> None:
    pages, _asked = pulled({"/blog": feed(article(POST, None))}, {}, ["/blog"])
    assert ids(pages) == []
    assert len(problems(pages)) == 1


def test_what_may_have_come_from_another_feed_is_not_proved() -> None:
    feeds = {
        "/a": feed(comment(1), total=1),
        "/all": feed(comment(1), comment(2), comment(3, "https://mio.example/about/")),
    }
    pages, _asked = pulled(feeds, {POST: "/a"}, ["/all"])
    assert ids(pages) == ["urn:c1", "urn:c2"]
    assert pages[-1].counts == (Count("a", 1, None),)
    assert "/about/" in problems(pages)[0]


def test_a_pattern_is_asked_for_each_article() -> None:
    with serve(lambda _request: (200, {}, feed())) as server, way_out() as http:
        list(CommentFeeds((server.url + "/feed?uri={url}",)).pages([Article("a", POST)], None, http))
    assert server.targets == ["/feed?uri=https%3A%2F%2Fmio.example%2Fa%2F"]


def test_an_unchanged_feed_says_nothing_new_and_proves_nothing() -> None:
    def handler(request: Request) -> Reply:
        if request.headers.get("If-None-Match") == '"1"':
            return 304, {}, b""
        return 200, {"ETag": '"1"'}, feed(comment(1), total=1)

    with serve(handler) as server, way_out(Validators()) as http:
        articles = [Article("a", POST, comments_feed=server.url + "/a")]
        first = list(CommentFeeds().pages(articles, None, http))
        again = list(CommentFeeds().pages(articles, None, http))
    assert (ids(first), first[-1].counts) == (["urn:c1"], (Count("a", 1, 1),))
    assert (ids(again), again[-1].counts) == ([], ())


def test_one_failing_feed_costs_a_line() -> None:
    pages, _asked = pulled({"/a": 500, "/b": feed(comment(1, OTHER))}, {POST: "/a", OTHER: "/b"})
    assert ids(pages) == ["urn:c1"]
    assert len(problems(pages)) == 1
    assert pages[-1].counts == (Count("b", 1, None),)


def test_when_all_feeds_fail_so_does_the_source() -> None:
    with pytest.raises(Refused):
        pulled({"/a": 500, "/b": 404}, {POST: "/a", OTHER: "/b"})
    with pytest.raises(NotAsExpected):
        pulled({"/a": "<html></html>"}, {POST: "/a"})


def test_a_host_that_is_down_is_asked_once() -> None:
    with serve(lambda _request: (429, {"Retry-After": "3600"}, "")) as server, way_out() as http:
        articles = [Article(str(n), f"https://mio.example/{n}/", comments_feed=f"{server.url}/{n}") for n in range(5)]
        with pytest.raises(RateLimited):
            list(CommentFeeds().pages(articles, None, http))
    assert len(server.targets) == 1


def test_two_comments_with_one_id_cost_a_line_when_they_differ() -> None:
    pages, _asked = pulled({"/a": feed(comment(1), comment(1), comment(1, text="other"), total=3)}, {POST: "/a"})
    assert ids(pages) == ["urn:c1"]
    assert len(problems(pages)) == 1
    assert pages[-1].counts == ()


def test_a_pingback_is_a_mention_by_the_page_that_links() -> None:
    entry = comment(1, text="[…] as Mio says […]", author="Links of the week").replace(
        "</author>", "<uri>https://weekly.example.net/2026/40</uri></author>"
    )
    pages, _asked = pulled({"/a": feed(entry)}, {POST: "/a"})
    (one,) = pages[0].interactions
    assert (one.kind, one.title, one.url, one.thread) == (
        Kind.MENTION,
        "Links of the week",
        "https://weekly.example.net/2026/40",
        "",
    )
    assert one.account is not None
    assert (one.account.key, one.account.name) == (("web", "https://weekly.example.net/"), "")


def test_threads_that_go_in_a_circle_end() -> None:
    pages, _asked = pulled({"/a": feed(comment(1, answers="2"), comment(2, answers="1"))}, {POST: "/a"})
    assert ids(pages) == ["urn:c1", "urn:c2"]


def test_a_comment_without_an_id_costs_a_line() -> None:
    entry = "<item><description>so</description></item>"
    pages, _asked = pulled({"/a": f'<rss version="2.0"><channel><title>T</title>{entry}</channel></rss>'}, {POST: "/a"})
    assert ids(pages) == []
    assert len(problems(pages)) == 1


def test_ten_thousand_comments() -> None:
    body = feed(*(comment(number) for number in range(10_000)), total=10_000)
    pages, _asked = pulled({"/a": body}, {POST: "/a"})
    assert pages[-1].counts == (Count("a", 10_000, 10_000),)


@pytest.mark.parametrize(
    ("feeds", "by_article"),
    [
        ((), True),
        (("https://comments.example/feed?uri={url}",), True),
        (("https://mio.example/comments/feed/",), False),
        (("https://comments.example/feed?uri={url}", "https://mio.example/comments/feed/"), False),
    ],
)
def test_feeds_of_single_articles_are_asked_by_age_and_one_of_all_each_time(
    feeds: tuple[str, ...],
    by_article: bool,  # noqa: FBT001 - a row of a table
) -> None:
    assert CommentFeeds(feeds).by_article is by_article
