from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Page, Secret
from tracker.sources.webmentionio import WebmentionIo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Handler, Reply, Request

POST = Article("a", "https://mio.example/a/")
OTHER = Article("b", "https://mio.example/b/", older_urls=("http://old.example.net/b.html",))
TOKEN = Secret("not-a-real-one")


def row(number: int, target: str = POST.url, **more: Any) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    source = f"https://reader{number}.example.org/note"
    return {"wm-id": number, "wm-source": source, "wm-target": target, "wm-received": "2026-10-16T08:00:00Z"} | more


def answer(rows: Sequence[object]) -> Reply:
    return 200, {"Content-Type": "application/json"}, json.dumps({"type": "feed", "children": rows})


def pulled(
    handler: Handler, source: WebmentionIo, articles: Sequence[Article] = (POST,), cursor: str | None = None
) -> tuple[list[Page], list[str]]:
    """Return the pages, and the paths and queries that were asked for."""
    with serve(handler) as server, way_out() as http:
        placed = WebmentionIo(server.url, source.domain, source.token, source.per_page)
        pages = list(placed.pages(articles, cursor, http))
    return pages, server.targets


def paged(rows: list[dict[str, Any]]) -> Handler:
    """Play the service as it documents itself, without deletions."""

    def handler(request: Request) -> Reply:
        asked = request.query
        if request.path != "/api/mentions.jf2":
            return 404, {}, ""
        newer = [one for one in rows if one["wm-id"] > int(asked.get("since_id", 0))]
        newer = newer[::-1] if asked["sort-dir"] == "down" else newer
        start = int(asked.get("page", 0)) * int(asked["per-page"])
        return answer(newer[start : start + int(asked["per-page"])])

    return handler


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def last_cursor(pages: Sequence[Page]) -> str | None:
    return next((page.cursor for page in reversed(pages) if page.cursor), None)


ACCOUNT = WebmentionIo(domain="mio.example", token=TOKEN, per_page=2)


def test_the_whole_account_is_read_page_by_page_with_a_cursor_each() -> None:
    pages, asked = pulled(paged([row(n) for n in range(1, 6)]), ACCOUNT)
    assert ids(pages) == ["1", "2", "3", "4", "5"]
    assert [page.cursor and page.cursor.split()[0] for page in pages] == ["2", "4", "5", "5"]
    assert pages[-1].counts == (Count("a", 5, 5),)
    assert all("domain=mio.example" in target for target in asked)


def test_later_only_what_is_new_is_asked_for_and_no_absence_is_proved() -> None:
    first, _asked = pulled(paged([row(1), row(2)]), ACCOUNT)
    pages, asked = pulled(paged([row(n) for n in range(1, 5)]), ACCOUNT, cursor=last_cursor(first))
    assert ids(pages)[:2] == ["3", "4"]
    assert "since_id=2" in asked[0]
    assert [page.counts for page in pages] == [()] * len(pages)


def test_an_edit_is_noticed_though_it_is_not_new() -> None:
    first, _asked = pulled(paged([row(1)]), ACCOUNT)
    pages, _asked = pulled(paged([row(1, name="Now titled")]), ACCOUNT, cursor=last_cursor(first))
    assert [one.title for page in pages for one in page.interactions] == ["Now titled"]


def test_a_new_article_is_a_reason_to_read_everything_anew() -> None:
    first, _asked = pulled(paged([row(1, OTHER.url)]), ACCOUNT)
    assert ids(first) == []
    pages, _asked = pulled(paged([row(1, OTHER.url)]), ACCOUNT, (POST, OTHER), last_cursor(first))
    assert ids(pages) == ["1"]
    assert pages[-1].counts == (Count("a", 0, 0), Count("b", 1, 1))


def test_without_a_token_each_spelling_of_each_address_is_asked_for() -> None:
    pages, asked = pulled(paged([row(1)]), WebmentionIo(), (POST, OTHER))
    assert ids(pages) == ["1"]
    for spelled in (
        "https%3A%2F%2Fmio.example%2Fa%2F",
        "http%3A%2F%2Fmio.example%2Fa",
        "http%3A%2F%2Fold.example.net%2Fb.html",
    ):
        assert f"target%5B%5D={spelled}&" in asked[0] + "&"


def test_many_addresses_are_asked_for_by_fifty_and_long_ones_by_fewer() -> None:
    short = [Article(str(n), f"https://mio.example/{n}/") for n in range(30)]
    pages, asked = pulled(paged([]), WebmentionIo(), short)
    questions = [target for target in asked if target.startswith("/api/mentions")]
    assert [target.count("target%5B%5D") for target in questions] == [50, 50, 20]
    assert [page.cursor is None for page in pages] == [True, True, True, False]
    long = [Article(str(n), "https://mio.example/" + "%E7%B8%81" * 60 + f"{n}/") for n in range(30)]
    _pages, asked = pulled(paged([]), WebmentionIo(), long)
    assert max(map(len, asked)) < 7000


def test_several_questions_share_a_cursor_only_at_their_end() -> None:
    articles = [Article(str(n), f"https://mio.example/{n}/") for n in range(20)]
    first, _asked = pulled(paged([row(1, articles[0].url)]), WebmentionIo(), articles)
    later, _asked = pulled(
        paged([row(1, articles[0].url), row(2, articles[1].url)]), WebmentionIo(), articles, last_cursor(first)
    )
    assert [page.cursor is None for page in later] == [True, True, False, True, True]


@pytest.mark.parametrize("status", [400, 401])
def test_a_service_that_does_not_know_bearers_gets_the_token_as_it_used_to(status: int) -> None:
    def old(request: Request) -> Reply:
        if request.query.get("token") != TOKEN.reveal():
            return status, {}, '{"error": "forbidden"}'
        return paged([row(1), row(2), row(3)])(request)

    pages, asked = pulled(old, ACCOUNT)
    assert ids(pages) == ["1", "2", "3"]
    assert sum("token=" not in target for target in asked) == 1


def test_a_wrong_token_is_refused_and_never_shown() -> None:
    with pytest.raises(Refused) as refused:
        pulled(lambda _request: (401, {}, '{"error": "forbidden"}'), ACCOUNT)
    assert refused.value.status == 401
    assert TOKEN.reveal() not in str(refused.value) + refused.value.hint


def test_what_the_place_calls_deleted_is_gone() -> None:
    def handler(request: Request) -> Reply:
        if request.path == "/api/deleted":
            return answer([{"wm-id": 7}, {"wm-id": None}, "oops"])
        return paged([row(8)])(request)

    pages, _asked = pulled(handler, ACCOUNT)
    assert pages[-1] == Page(gone=("7",))


def test_deletions_that_cannot_be_read_cost_a_line_and_a_broken_service_itself() -> None:
    def handler(said: Reply) -> Handler:
        return lambda request: said if request.path == "/api/deleted" else paged([row(8)])(request)

    pages, _asked = pulled(handler((200, {}, "<html>")), ACCOUNT)
    assert ids(pages) == ["8"]
    assert len(pages[-1].problems) == 1
    with pytest.raises(Refused):
        pulled(handler((500, {}, "")), ACCOUNT)


def test_a_service_that_pages_by_nothing_is_not_asked_forever() -> None:
    with pytest.raises(NotAsExpected):
        pulled(lambda _request: answer([row(1), row(2)]), ACCOUNT)


def test_rows_in_another_order_give_no_cursor_before_the_end() -> None:
    rows = [row(5), row(4), row(3)]
    pages, _asked = pulled(paged(rows), ACCOUNT)
    assert [bool(page.cursor) for page in pages] == [False, False, True]


def test_a_row_that_cannot_be_read_leaves_nothing_proved() -> None:
    broken = row(2)
    del broken["wm-target"]
    pages, _asked = pulled(paged([row(1), broken]), ACCOUNT)
    assert pages[-1].counts == (Count("a", 1, None),)
    assert len([problem for page in pages for problem in page.problems]) == 1


def test_pages_that_are_no_articles_are_named_once() -> None:
    rows = [
        row(1),
        row(2, "https://mio.example/about/"),
        row(3, "https://mio.example/about"),
        row(4, "https://mio.example/"),
    ]
    pages, _asked = pulled(paged(rows), ACCOUNT)
    problems = [problem for page in pages for problem in page.problems]
    assert [problem.split()[0] for problem in problems] == ["/about/", "/about", "/"]
