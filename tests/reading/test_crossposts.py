from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.items import (
    KEY,
    KEY2,
    LIST,
    OTHER,
    POST,
    URL,
    both,
    comment,
    counts,
    failing,
    ids,
    item,
    played,
    problems,
    pulled,
)
from tests.recordings import Shelf, Validators, way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Kind
from tracker.sources import Finds
from tracker.sources.qiita import Qiita

if TYPE_CHECKING:
    from tests.servers import Reply, Request


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


def test_two_copies_of_an_article_are_counted_together_and_read_together() -> None:
    post = Article("a", POST.url, syndication=(URL, f"https://qiita.com/mio_m/items/{KEY2}"))
    answers = {
        LIST: [item(comments=1), item(KEY2, 1)],
        f"/api/v2/items/{KEY}/comments": [comment("c1")],
        f"/api/v2/items/{KEY2}/comments": [comment("d1")],
    }
    first, _asked = pulled(answers, articles=[post])
    assert counts(first) == [Count("a", 2, 2, kinds=(Kind.REPLY,))]
    answers |= {
        LIST: [item(comments=1), item(KEY2, 2)],
        f"/api/v2/items/{KEY2}/comments": [comment("d1"), comment("d2")],
    }
    later, asked = pulled(answers, first[-1].cursor, [post])
    assert counts(later) == [Count("a", 3, 3, kinds=(Kind.REPLY,))]
    assert asked[1:] == [f"/items/{KEY}/comments", f"/items/{KEY2}/comments"]


def test_a_list_with_an_item_that_cannot_be_read_proves_no_absence() -> None:
    linking = item(KEY2, 1, body=OTHER.url)
    first, _asked = pulled({LIST: [linking], f"/api/v2/items/{KEY2}/comments": [comment("c1")]}, articles=[OTHER])
    for rows, proved in (
        ([linking | {"comments_count": None}, item()], []),
        ([item()], [Count("b", 0, 0, kinds=(Kind.REPLY,))]),
    ):
        later, _asked = pulled({LIST: rows}, first[-1].cursor, [OTHER])
        assert counts(later) == proved


def test_a_copy_that_could_not_be_looked_at_proves_nothing_of_its_article() -> None:
    post = Article("a", POST.url, syndication=(URL, f"https://qiita.com/mio_m/items/{KEY2}"))
    answers = both(1, 0) | {f"/api/v2/items/{KEY2}": ["oops"]}
    pages, _asked = pulled(answers, articles=[post])
    assert (ids(pages), counts(pages)) == (["c0"], [])
    assert len(problems(pages)) == 1
    again, asked = pulled(answers, pages[-1].cursor, [post])
    assert f"/items/{KEY}/comments" in asked
    assert ids(again) == ["c0"]


def test_nothing_is_said_of_articles_where_nobody_is_asked_about() -> None:
    pages, asked = pulled({}, articles=[OTHER], source=Qiita())
    assert (asked, counts(pages)) == ([], [])
