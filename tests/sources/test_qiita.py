from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Shelf, Validators, way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, RateLimited, Refused, SourceError
from tracker.model import Article, Claim, Count, Kind, Page, Secret
from tracker.rules.crossposts import Copy
from tracker.sources import Admits, Finds
from tracker.sources.qiita import Qiita, account, read

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tests.servers import Reply, Request

KEY, KEY2 = "0a1b2c3d4e5f60718293", "5e6f7a8b9c0d1e2f3a4b"
URL = f"https://qiita.com/mio_m/items/{KEY}"
POST = Article("a", "https://mio.example/a/", "二文字検索", syndication=(URL,))
OTHER = Article("b", "https://mio.example/b/", "Small tools")
COPY = Copy(KEY, KEY, URL, {Kind.REPLY: 1, Kind.LIKE: 1})
LIST = "/api/v2/users/mio_m/items"
TOKEN = Secret("not-a-real-one")


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


def test_only_what_has_another_count_is_asked_for_again() -> None:
    first, asked = pulled(both(2, 1))
    assert asked == ["/users/mio_m/items", f"/items/{KEY}/comments", f"/items/{KEY}/likes"]
    same, asked = pulled(both(2, 1), first[-1].cursor)
    assert (asked, ids(same), counts(same)) == (["/users/mio_m/items"], [], [])
    later, asked = pulled(both(2, 3), first[-1].cursor)
    assert asked == ["/users/mio_m/items", f"/items/{KEY}/likes"]
    assert counts(later, Kind.LIKE) == [Count("a", 3, 3, kinds=(Kind.LIKE,))]


def test_the_last_comment_taken_away_is_proved_to_be_missing() -> None:
    first, _asked = pulled(both(1, 0))
    later, asked = pulled(both(0, 0), first[-1].cursor)
    assert (asked, counts(later)) == (["/users/mio_m/items"], [Count("a", 0, 0, kinds=(Kind.REPLY,))])


def test_what_was_not_listed_is_said_again_while_nothing_changes() -> None:
    answers = both(2, 0) | {LIST: [item(comments=3)]}
    first, _asked = pulled(answers, articles=[POST])
    [short] = counts(first)
    assert (short.seen, short.claimed, short.complete) == (2, 3, False)
    assert short.why
    later, asked = pulled(answers, first[-1].cursor, [POST])
    assert (asked, counts(later), later[-1].cursor) == (["/users/mio_m/items"], [short], first[-1].cursor)


def test_pages_follow_the_link_that_an_answer_gives() -> None:
    def likes(request: Request) -> Reply:
        number = int(request.query["page"])
        url = f"http://{request.headers['Host']}{request.path}?page={number + 1}&per_page=100"
        more = {"Link": f'<{url}>; rel="next", <{url}>; rel="last"'} if number < 3 else {}
        return 200, more, json.dumps([{"user": user("u", number)}])

    pages, asked = pulled({LIST: [item(likes=3)], f"/api/v2/items/{KEY}/likes": likes})
    assert ids(pages, Kind.LIKE) == [f"{KEY}:like:{number}" for number in (1, 2, 3)]
    assert asked.count(f"/items/{KEY}/likes") == 3


def test_a_limit_is_told_with_403_and_what_was_read_stays() -> None:
    reset = {"Rate-Limit": "60", "Rate-Remaining": "0", "Rate-Reset": "4102444800"}
    limited = both(1, 1) | {
        f"/api/v2/items/{KEY}/likes": lambda _request: (403, reset, '{"type": "rate_limit_exceeded"}')
    }
    shelf, error = failing(limited)
    assert isinstance(error, RateLimited)
    assert error.until is not None
    assert "c0" in shelf.known
    later, asked = pulled(both(1, 1), shelf.cursor)
    assert asked == ["/users/mio_m/items", f"/items/{KEY}/likes"]
    assert ids(later, Kind.LIKE) == [f"{KEY}:like:0"]


def test_a_permanent_id_is_who_they_are_and_a_login_only_a_name() -> None:
    one = account(user("aoi_s", 7))
    assert one is not None
    assert (one.key, one.handle, one.url) == (("qiita", "7"), "aoi_s", "https://qiita.com/aoi_s")
    assert account(user(number=0) | {"permanent_id": None}) is None


def test_a_login_that_was_linked_is_worth_more_than_what_was_typed_in() -> None:
    told = user(
        github_login_name="aoi-s", twitter_screen_name="aoi_s", website_url="http://Aoi.example/", linkedin_id=""
    )
    one = account(told | {"facebook_id": None})
    assert one is not None
    assert one.claims == (
        Claim("url", "https://github.com/aoi-s", "linked"),
        Claim("url", "https://x.com/aoi_s", "declared"),
        Claim("url", "https://aoi.example/", "declared"),
    )


@pytest.mark.parametrize(("bio", "left_alone"), [("読むだけ #NoBot", True), ("#nobotany", False), (None, False)])
def test_who_asks_not_to_be_collected_is_marked(bio: str | None, *, left_alone: bool) -> None:
    one = account(user(description=bio))
    assert one is not None
    assert one.opted_out is left_alone


def test_a_comment_is_what_its_page_shows() -> None:
    html = '<p>「<code>a</code>」ｶﾅ　全角👍<br>\n二行目</p><div class="code-frame"><pre><code>x\n  y</code></pre></div>'
    page = read([comment("c1", rendered_body=html, updated_at="2026-10-16T00:00:00+09:00")], COPY, Kind.REPLY, "a")
    [one] = page.interactions
    assert one.text == "「a」ｶﾅ　全角👍\n二行目\n\nx\n  y"
    assert one.url == f"{URL}#comment-c1"
    assert (one.parent, one.thread) == (f"copy:{KEY}", f"copy:{KEY}")


def test_a_comment_of_nobody_keeps_its_words_and_one_without_words_is_left_out() -> None:
    page = read([comment("c1", user=None), comment("c2", rendered_body=None), {}], COPY, Kind.REPLY, "a")
    assert [(one.id, one.account) for one in page.interactions] == [("c1", None)]
    assert len(page.problems) == 2


def test_a_reaction_has_an_emoji_and_a_stock_no_time() -> None:
    told = {
        "name": ":tada:",
        "image_url": "https://img.example/tada",
        "created_at": "2026-10-15T10:00:00Z",
        "user": user(),
    }
    [reaction] = read([told], COPY, Kind.REACTION, "a").interactions
    assert (reaction.id, reaction.title) == (f"{KEY}:reaction::tada::7", ":tada:")
    [stock] = read([user()], COPY, Kind.BOOKMARK, "a").interactions
    assert (stock.id, stock.published) == (f"{KEY}:bookmark:7", None)
    assert read([{"user": {}}], COPY, Kind.LIKE, "a").problems


def test_stocks_are_asked_for_where_an_item_counts_them() -> None:
    pages, asked = pulled({LIST: [item(stocks_count=1)], f"/api/v2/items/{KEY}/stockers": [user()]})
    assert ids(pages, Kind.BOOKMARK) == [f"{KEY}:bookmark:7"]
    assert asked[1:] == [f"/items/{KEY}/stockers"]


def test_an_item_that_links_to_one_article_is_its_copy_one_with_its_title_is_not() -> None:
    linking = item(KEY2, 1, rendered_body='<a href="https://mio.example/b/?utm_source=qiita">元</a>')
    titled = item("ffffffffffffffffffff", 1, title=OTHER.title)
    pages, asked = pulled({LIST: [titled, linking, item()], f"/api/v2/items/{KEY2}/comments": [comment("c1")]})
    assert [(one.article, one.id) for page in pages for one in page.interactions if one.kind is Kind.REPLY] == [
        ("b", "c1")
    ]
    assert asked == ["/users/mio_m/items", f"/items/{KEY2}/comments"]


def test_copies_are_announcements_and_titles_are_for_the_author_to_say() -> None:
    titled = item(KEY2, title=OTHER.title, created_at="2026-10-16T09:00:00+09:00")
    with serve(played({LIST: [item(), titled, item("ffffffffffffffffffff", title="T")]})) as server, way_out() as http:
        source = Qiita(server.url, "mio_m")
        assert isinstance(source, Finds)
        told = [(one.article, one.url) for one in source.announced([POST, OTHER], http)]
        asked = [(one.article, one.url) for one in source.suggested([POST, OTHER], http)]
    assert told == [("a", URL)]
    assert asked == [("b", f"https://qiita.com/mio_m/items/{KEY2}")]


def test_a_copy_that_is_named_is_found_without_a_login_in_the_settings() -> None:
    pages, asked = pulled(both(1, 0), source=Qiita())
    assert (ids(pages), asked[0]) == (["c0"], "/users/mio_m/items")


def test_a_copy_that_no_list_has_is_asked_for_by_itself() -> None:
    answers = both(1, 0) | {LIST: [], f"/api/v2/items/{KEY}": item(comments=1)}
    pages, asked = pulled(answers)
    assert asked == ["/users/mio_m/items", f"/items/{KEY}", f"/items/{KEY}/comments"]
    assert ids(pages) == ["c0"]


def test_a_copy_that_is_not_there_any_more_costs_a_line_and_has_no_comments() -> None:
    first, _asked = pulled(both(1, 0))
    later, _asked = pulled({LIST: []}, first[-1].cursor)
    assert len(problems(later)) == 1
    assert URL in problems(later)[0]
    assert counts(later) == [Count("a", 0, 0, kinds=(Kind.REPLY,))]


def test_comments_that_cannot_be_read_cost_the_source_when_there_are_no_others() -> None:
    shelf, error = failing(both(1, 1) | {f"/api/v2/items/{KEY}/comments": {"message": "?"}})
    assert isinstance(error, NotAsExpected)
    assert ids(shelf.pages, Kind.LIKE) == [f"{KEY}:like:0"]
    assert counts(shelf.pages) == []


def test_comments_that_cannot_be_read_cost_a_line_when_there_are_others() -> None:
    named = Article("b", OTHER.url, syndication=(f"https://qiita.com/mio_m/items/{KEY2}",))
    answers = both(1, 0) | {LIST: [item(comments=1), item(KEY2, 1)], f"/api/v2/items/{KEY2}/comments": 404}
    pages, _asked = pulled(answers, articles=(POST, named))
    assert len(problems(pages)) == 1
    assert counts(pages) == [Count("a", 1, 1, kinds=(Kind.REPLY,))]
    _later, asked = pulled(answers, pages[-1].cursor, (POST, named))
    assert asked == ["/users/mio_m/items", f"/items/{KEY2}/comments"]


def test_items_without_counts_are_a_changed_place_never_zeros() -> None:
    row = item()
    del row["comments_count"]
    with pytest.raises(NotAsExpected, match="counts"):
        pulled({LIST: [row]})


def test_a_login_that_is_not_there_is_said() -> None:
    with pytest.raises(Refused):
        pulled({})


def test_a_token_is_sent_and_lists_the_items_of_whom_it_belongs_to() -> None:
    shared = item(KEY2, 1, private=True, body=OTHER.url)
    answers = both(1, 0) | {"/api/v2/authenticated_user/items": [shared, item(comments=1)]}
    with serve(played(answers)) as server, way_out() as http:
        pages = list(Qiita(server.url, token=TOKEN).pages([Article("a", POST.url), OTHER], None, http))
        named = list(Qiita(server.url, token=TOKEN).pages([POST], None, http))
    assert {request.headers["Authorization"] for request in server.requests} == {"Bearer not-a-real-one"}
    assert server.targets[0].startswith("/api/v2/authenticated_user/items")
    assert (ids(pages), ids(named)) == ([], ["c0"])


def test_a_token_tells_whose_it_is() -> None:
    with serve(played({"/api/v2/authenticated_user": user("mio_m", 1)})) as server, way_out() as http:
        source = Qiita(server.url, token=TOKEN)
        assert isinstance(source, Admits)
        assert source.admitted(http) == "mio_m"
    with serve(lambda _request: (401, {}, "")) as server, way_out() as http, pytest.raises(SourceError):
        Qiita(server.url, token=TOKEN).admitted(http)


def test_a_list_without_news_is_one_short_answer() -> None:
    answers = both(1, 1)
    shown = [[item(comments=1)]]

    def listed(request: Request) -> Reply:
        etag = f'W/"{len(shown)}"'
        if request.headers["If-None-Match"] == etag:
            return 304, {"ETag": etag}, ""
        return 200, {"ETag": etag}, json.dumps(shown[-1])

    shelf = Shelf()
    with serve(played(answers | {LIST: listed})) as server, way_out(Validators()) as http:

        def walked(pages: int = 100) -> list[str]:
            before = len(server.requests)
            told = Qiita(server.url, "mio_m").pages([POST], shelf.cursor, http)
            for _number, page in zip(range(pages), told, strict=False):
                shelf.take(page)
            return [request.path.rpartition("/")[2] for request in server.requests[before:]]

        assert walked() == ["items", "comments"]
        assert walked() == ["items"]
        assert server.requests[-1].headers["If-None-Match"]
        shown.append([item(comments=1, likes=1)])
        assert walked(pages=1) == ["items"]  # cut: the validator is that of the new list, which nobody has looked at
        assert walked() == ["items", "likes"]
        assert walked() == ["items"]


def test_a_place_in_trouble_is_left_alone() -> None:
    with pytest.raises(Refused):
        pulled(both(1, 0) | {f"/api/v2/items/{KEY}/comments": 503})
