from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, RateLimited, UnusableToken
from tracker.model import Article, Claim, Count, Kind, Page, Secret
from tracker.rules.crossposts import Copy
from tracker.sources import Admits, Finds
from tracker.sources.devto import DevTo, account, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

URL = "https://dev.to/mio/small-tools-1a2b"
POST = Article("a", "https://mio.example/a/")
COPY = Copy("mio/small-tools-1a2b", "501", URL, {Kind.REPLY: 1})
KEY = Secret("not-a-real-one")
GONE: dict[str, Any] = {"body_html": "<p>[deleted]</p>", "user": {}}


def user(number: int = 7, name: str = "aoi", **more: object) -> dict[str, Any]:
    return {"user_id": number, "username": name, "name": "葵", "profile_image": "https://img.example/7"} | more


def post(comments: int, canonical: str = POST.url, **more: object) -> dict[str, Any]:
    told = {"id": 501, "url": URL, "title": "Small tools", "comments_count": comments, "canonical_url": canonical}
    return told | {"published_at": "2026-10-15T00:00:00Z", "user": user(1, "mio")} | more


def node(code: str, *children: object, **more: object) -> dict[str, Any]:
    told = {"id_code": code, "body_html": f"<p>{code}</p>", "created_at": "2026-10-16T00:00:00Z", "user": user()}
    return told | {"children": list(children)} | more


def pulled(
    posts: object,
    comments: object = (),
    cursor: str | None = None,
    articles: Sequence[Article] = (POST,),
    source: DevTo | None = None,
) -> tuple[list[Page], list[Request]]:
    """Return the pages, and what was asked; comments are a list, or pages of threads by number."""
    pages_of_threads: Mapping[int, object] = comments if isinstance(comments, dict) else {1: comments}

    def handler(request: Request) -> Reply:
        if request.path == "/api/comments":
            told = pages_of_threads.get(int(request.query["page"]), [])
        elif request.path in ("/api/articles", "/api/articles/me/published"):
            told = posts if request.query.get("username") != "lab" else []
        else:
            told = post(1)
        return (told, {}, "") if isinstance(told, int) else (200, {}, json.dumps(told))

    given = source or DevTo(user="mio")
    with serve(handler) as server, way_out() as http:
        pages = list(DevTo(server.url, given.user, given.api_key).pages(articles, cursor, http))
    return pages, server.requests


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions if one.kind is Kind.REPLY]


def counts(pages: Sequence[Page]) -> list[Count]:
    return [count for page in pages for count in page.counts if Kind.REPLY in count.kinds]


def test_a_post_whose_canonical_address_is_an_article_is_its_copy() -> None:
    own = post(1, URL, id=502, url="https://dev.to/mio/other", path="/mio/other")
    pages, asked = pulled([own, post(1)], [node("2a")])
    assert ids(pages) == ["2a"]
    assert [request.query.get("a_id") for request in asked] == [None, "501"]


def test_answers_stand_below_each_other() -> None:
    page = read([node("a", node("b", node("c")), node("d")), node("e")], COPY, "a")
    assert [(one.id, one.parent, one.thread) for one in page.interactions] == [
        ("a", "copy:501", "a"),
        ("b", "a", "a"),
        ("c", "b", "a"),
        ("d", "a", "a"),
        ("e", "copy:501", "e"),
    ]


def test_what_is_deleted_or_hidden_is_gone_and_the_answers_below_it_stay() -> None:
    hidden = node("d") | {"body_html": "<p>[hidden by post author]</p>", "user": {}}
    page = read([node("a", node("b", node("c")) | GONE), hidden], COPY, "a")
    assert (page.gone, page.problems) == (("b", "d"), ())
    assert [(one.id, one.parent) for one in page.interactions] == [("a", "copy:501"), ("c", "b")]


def test_somebody_who_is_not_named_is_not_deleted() -> None:
    [one] = read([node("a", user=None)], COPY, "a").interactions
    assert (one.account, one.text, one.url) == (None, "a", f"{URL}#comment-a")


def test_a_comment_may_be_a_whole_document() -> None:
    doctype = (
        '<!DOCTYPE html PUBLIC "-//W3C//DTD HTML 4.0 Transitional//EN" "http://www.w3.org/TR/REC-html40/loose.dtd">'
    )
    html = f"{doctype}\n<html><body>\n<p>一&amp;二</p>\n\n<p>three</p>\n</body></html>"
    [one] = read([node("a", body_html=html)], COPY, "a").interactions
    assert one.text == "一&二\n\nthree"
    assert one.url == "https://dev.to/aoi/comment/a"


def test_what_has_no_code_or_no_words_costs_a_line_and_nothing_below_it() -> None:
    page = read([node("", node("b")), node("c", body_html=None), 7], COPY, "a")
    assert [(one.id, one.parent) for one in page.interactions] == [("b", "copy:501")]
    assert len(page.problems) == 3


def test_linked_logins_are_worth_more_than_a_site_that_was_typed_in() -> None:
    one = account(user(github_username="aoi-s", twitter_username="aoi_s", website_url="https://aoi.example"), URL)
    assert one is not None
    assert (one.key, one.handle, one.url) == (("devto", "7"), "aoi", "https://dev.to/aoi")
    assert one.claims == (
        Claim("url", "https://github.com/aoi-s", "linked"),
        Claim("url", "https://x.com/aoi_s", "linked"),
        Claim("url", "https://aoi.example/", "declared"),
    )


def test_threads_come_in_pages_until_all_are_seen() -> None:
    pages, asked = pulled([post(3)], {1: [node("a", node("b"))], 2: [node("c")]})
    assert (ids(pages), counts(pages)) == (["a", "b", "c"], [Count("a", 3, 3, kinds=(Kind.REPLY,))])
    assert len(asked) == 3


def test_a_site_that_knows_no_pages_is_asked_twice_at_most() -> None:
    same = [node("a")]
    pages, asked = pulled([post(2)], dict.fromkeys(range(1, 9), same))
    assert ids(pages) == ["a"]
    assert len(asked) == 3
    assert not counts(pages)[0].complete


def test_a_later_comment_is_a_reason_to_read_again_although_there_are_as_many() -> None:
    first, _asked = pulled([post(1, last_comment_at="2026-10-16T00:00:00Z")], [node("a")])
    same, asked = pulled([post(1, last_comment_at="2026-10-16T00:00:00Z")], [node("a")], first[-1].cursor)
    assert (ids(same), len(asked)) == ([], 1)
    later, _asked = pulled([post(1, last_comment_at="2026-10-17T00:00:00Z")], [node("b")], first[-1].cursor)
    assert ids(later) == ["b"]


def test_a_post_of_an_organisation_is_asked_for_by_itself() -> None:
    named = Article("a", POST.url, syndication=("https://dev.to/lab/Small-Tools-1a2b",))
    pages, asked = pulled([], [node("a")], articles=[named], source=DevTo())
    assert [request.path for request in asked] == [
        "/api/articles",
        "/api/articles/lab/small-tools-1a2b",
        "/api/comments",
    ]
    assert ids(pages) == ["a"]


def test_it_asks_for_the_version_it_can_read_with_the_key_if_there_is_one() -> None:
    for source, key in ((DevTo(user="mio"), None), (DevTo(user="mio", api_key=KEY), "not-a-real-one")):
        _pages, asked = pulled([post(1)], [node("a")], source=source)
        assert {request.headers["Accept"] for request in asked} == {"application/vnd.forem.api-v1+json"}
        assert {request.headers["api-key"] for request in asked} == {key}
        assert not any("not-a-real-one" in request.target for request in asked)


def test_a_key_lists_the_posts_of_whom_it_belongs_to_with_their_texts() -> None:
    linking = post(1, URL, body_markdown=f"First on [my blog]({POST.url}).")
    pages, asked = pulled([linking], [node("a")], source=DevTo(api_key=KEY))
    assert asked[0].path == "/api/articles/me/published"
    assert ids(pages) == ["a"]


@pytest.mark.parametrize("key", ["two words", "鍵", "line\nend"])
def test_a_key_that_cannot_be_sent_is_said(key: str) -> None:
    with pytest.raises(UnusableToken):
        pulled([], source=DevTo(user="mio", api_key=Secret(key)))


def test_a_key_tells_whose_it_is() -> None:
    with serve(lambda _request: (200, {}, json.dumps(user(1, "mio")))) as server, way_out() as http:
        source = DevTo(server.url, api_key=KEY)
        assert isinstance(source, Admits)
        assert source.admitted(http) == "mio"
    assert server.targets == ["/api/users/me"]


def test_a_limit_ends_the_walk() -> None:
    with serve(lambda _request: (429, {"Retry-After": "300"}, "")) as server, way_out() as http:
        source = DevTo(server.url, "mio")
        with pytest.raises(RateLimited):
            list(source.pages([POST], None, http))


def test_copies_are_announcements() -> None:
    titled = post(0, URL, id=502, url="https://dev.to/mio/other", title="縁")
    with serve(lambda _request: (200, {}, json.dumps([titled, post(0)]))) as server, way_out() as http:
        source = DevTo(server.url, "mio")
        assert isinstance(source, Finds)
        articles = [POST, Article("b", "https://mio.example/b/", "縁")]
        assert [(one.article, one.url) for one in source.announced(articles, http)] == [("a", URL)]
        assert [(one.article, one.url) for one in source.suggested(articles, http)] == [
            ("b", "https://dev.to/mio/other")
        ]


def test_posts_without_counts_are_a_changed_place() -> None:
    with pytest.raises(NotAsExpected):
        pulled([post(1, comments_count=None)])
