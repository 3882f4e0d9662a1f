from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.sources.discussions import (
    AOI,
    OTHER,
    POST,
    Place,
    comment,
    counts,
    ids,
    listed,
    problems,
    pulled,
    source,
    until_it_fails,
)
from tracker.errors import NotAsExpected, RateLimited, Refused
from tracker.model import Article, Count, Kind, Secret
from tracker.rules.github import sha1
from tracker.sources import Admits
from tracker.sources.giscus import Giscus

if TYPE_CHECKING:
    from tests.servers import Reply, Request


def test_a_search_is_made_as_giscus_makes_it() -> None:
    place = Place({})
    pulled(place, category='Blog "one"')
    assert place.searches == ['repo:mio/blog category:"Blog \\"one\\"" in:title "a/"']
    place = Place({})
    pulled(place, strict=True, mapping="title")
    assert place.searches == [f'repo:mio/blog in:body "{sha1(POST.title)}"']


def test_a_strict_discussion_may_have_any_title() -> None:
    place = Place({"a/": [listed(comment(1))], "a/ too": [listed(comment(2))]})
    assert ids(pulled(place, strict=True)) == ["1"]


def test_two_discussions_of_one_page_are_both_read() -> None:
    place = Place({"a/": [listed(comment(1))], "A": [listed(comment(2))], "aa": [listed(comment(3))]})
    pages = pulled(place)
    assert ids(pages) == ["1", "2"]
    assert counts(pages)["a", "reply"] == (2, 2)


def test_an_older_address_has_a_discussion_of_its_own() -> None:
    moved = Article("a", POST.url, older_urls=("https://mio.example/2026/a.html",))
    pages = pulled(Place({"2026/a": [listed(comment(1))]}), articles=[moved])
    assert [one.target for page in pages for one in page.interactions] == ["https://mio.example/2026/a.html"]


def test_an_article_may_name_its_discussion_by_number() -> None:
    named = Article("a", POST.url, syndication=("https://github.com/mio/blog/discussions/12",))
    place = Place({"whatever": [listed(comment(1))]})
    pages = pulled(place, articles=[named], mapping="number")
    assert (ids(pages), place.searches) == (["1"], [])


def test_while_nothing_changes_one_question_is_asked_of_several_articles() -> None:
    place = Place({"a/": [listed(comment(1))], "b/": [listed(comment(2))]})
    first = pulled(place, articles=[POST, OTHER])
    assert (ids(first), place.read, place.questions) == (["1", "2"], ["a/", "b/"], 1)
    later = pulled(place, first[-1].cursor, [POST, OTHER])
    assert (ids(later), place.read, place.questions) == ([], ["a/", "b/"], 2)
    assert counts(later) == {}
    assert later[-1].cursor == first[-1].cursor


def test_only_the_discussion_in_which_something_happened_is_read_again() -> None:
    place = Place({"a/": [listed(comment(1))], "b/": [listed(comment(2))]})
    first = pulled(place, articles=[POST, OTHER])
    place.pages["b/"] = [listed(comment(2), comment(3))]
    later = pulled(place, first[-1].cursor, [POST, OTHER])
    assert (ids(later), place.read[2:]) == (["2", "3"], ["b/"])
    assert counts(later)["b", "reply"] == (2, 2)


def test_what_is_known_of_an_article_that_is_not_due_is_kept() -> None:
    place = Place({"a/": [listed(comment(1))], "b/": [listed(comment(2))]})
    first = pulled(place, articles=[POST, OTHER])
    only = pulled(place, first[-1].cursor, [OTHER])
    assert counts(only) == {}
    later = pulled(place, only[-1].cursor, [POST, OTHER])
    assert (ids(later), place.read) == ([], ["a/", "b/"])


def test_with_other_settings_everything_is_read_anew() -> None:
    place = Place({"a/": [listed(comment(1))]})
    first = pulled(place)
    pulled(place, first[-1].cursor, category="Blog")
    assert place.read == ["a/", "a/"]
    assert place.known == []


def test_a_discussion_that_a_search_forgets_is_still_known() -> None:
    place = Place({"a/": [listed(comment(1))]})
    first = pulled(place)
    place.pages["a/"], place.shown = [listed(comment(1), comment(2))], {"a/": "renamed"}
    later = pulled(place, first[-1].cursor)
    assert (place.known, ids(later)) == (["a/"], ["1", "2"])


def test_a_discussion_that_is_deleted_proves_its_comments_missing() -> None:
    place = Place({"a/": [listed(comment(1))]})
    first = pulled(place)
    place.gone = {"a/"}
    place.more = {"errors": [{"type": "NOT_FOUND", "path": ["known", 0], "message": "Could not resolve."}]}
    later = pulled(place, first[-1].cursor)
    assert counts(later) == {("a", "reply"): (0, 0), ("a", "reaction"): (0, 0)}
    assert problems(later) == []


def test_a_discussion_that_cannot_be_had_proves_nothing() -> None:
    place = Place({"a/": [listed(comment(1))]})
    first = pulled(place)
    place.gone = {"a/"}
    place.more = {"errors": [{"path": ["known", 0], "message": "Timeout."}]}
    later = pulled(place, first[-1].cursor)
    assert counts(later) == {}
    assert problems(later) == [f"{POST.url}: “Timeout.”"]
    assert later[-1].cursor == first[-1].cursor


def test_a_search_that_tells_of_something_unreadable_proves_nothing_and_gives_what_it_can() -> None:
    place = Place({"a/": [listed(comment(1))]})
    place.shown = {"a/": ""}
    place.pages["A"] = [listed(comment(2))]
    pages = pulled(place)
    assert (ids(pages), counts(pages), len(problems(pages))) == (["2"], {}, 1)
    place.shown = {}
    assert ids(pulled(place, pages[-1].cursor)) == ["1", "2"]


def test_comments_come_page_by_page_and_earlier_replies_after_them() -> None:
    turn = {"hasPreviousPage": True, "startCursor": "1"}
    above = comment(1, replies=listed(comment(5), total=3, **turn))
    place = Place(
        {
            "a/": [listed(above, total=2, hasNextPage=True, endCursor="1"), listed(comment(2), total=2)],
            "DC_1": [listed(comment(3), total=3), listed(comment(4), total=3, hasPreviousPage=True, startCursor="0")],
        }
    )
    pages = pulled(place)
    assert ids(pages) == ["1", "5", "4", "3", "2"]
    assert place.read == ["a/", "DC_1 1", "DC_1 0", "a/"]
    assert {one.parent for page in pages for one in page.interactions} == {"", "1"}
    assert counts(pages)["a", "reply"] == (5, 5)


def test_a_list_that_stands_still_is_asked_for_once_more_at_most() -> None:
    place = Place({"a/": [listed(comment(1), total=5, hasNextPage=True, endCursor="0")]})
    pages = pulled(place)
    assert len(place.read) == 2
    assert counts(pages)["a", "reply"] == (1, 5)


def test_reactions_beyond_the_first_are_counted_and_said_again_while_nothing_changes() -> None:
    heart = {"content": "HEART", "databaseId": 9, "user": AOI}
    place = Place({"a/": [listed() | {"given": listed(heart, total=120)}]})
    first = pulled(place)
    [told] = [count for page in first for count in page.counts if count.kinds == (Kind.REACTION,)]
    assert told == Count("a", 1, 120, "only the first reactions to each comment are read", kinds=(Kind.REACTION,))
    later = pulled(place, first[-1].cursor)
    assert [count for page in later for count in page.counts] == [told]
    assert ids(first) == ["discussion-7:heart:2"]


def test_a_discussion_that_says_nonsense_costs_a_line_and_is_read_again() -> None:
    place = Place({"a/": [{"totalCount": 1}], "b/": [listed(comment(2))]})
    first = pulled(place, articles=[POST, OTHER])
    assert ids(first) == ["2"]
    assert len(problems(first)) == 1
    assert set(counts(first)) == {("b", "reply"), ("b", "reaction")}
    pulled(place, first[-1].cursor, [POST, OTHER])
    assert place.read == ["a/", "b/", "a/"]


def test_what_is_wrong_with_a_part_of_a_discussion_is_told() -> None:
    place = Place({"a/": [listed(comment(1))]}, errors=[{"path": ["node", "comments"], "message": "No author."}])
    assert problems(pulled(place)) == [f"{POST.url}: “No author.”"]


def test_a_limit_ends_the_walk_and_what_was_read_stays() -> None:
    limit = [{"type": "RATE_LIMITED", "message": "API rate limit exceeded"}]

    def handler(request: Request) -> Reply:
        asked = json.loads(request.body)["variables"]
        if asked.get("id") == "b/":
            return 200, {"X-RateLimit-Reset": "1792000000"}, json.dumps({"errors": limit})
        return place(request)

    place = Place({"a/": [listed(comment(1))], "b/": [listed(comment(2))]})
    with serve(handler) as server, way_out() as http:
        pages, error = until_it_fails(source(server.url).pages([POST, OTHER], None, http))
    assert isinstance(error, RateLimited)
    assert ids(pages) == ["1"]
    assert ids(pulled(place, pages[-1].cursor, [POST, OTHER])) == ["2"]


@pytest.mark.parametrize(("kind", "status"), [("NOT_FOUND", 404), ("FORBIDDEN", 403)])
def test_a_repository_that_is_not_there_or_not_for_us_is_a_source_error(kind: str, status: int) -> None:
    said = {"data": {"repository": None, "q0_0": {"nodes": []}}, "errors": [{"type": kind, "path": ["repository"]}]}
    with serve(lambda _request: (200, {}, json.dumps(said))) as server, way_out() as http:
        _pages, error = until_it_fails(source(server.url).pages([POST], None, http))
    assert isinstance(error, Refused)
    assert error.status == status


def test_a_query_that_github_no_longer_understands_is_a_source_error() -> None:
    said = {"errors": [{"message": "Field 'comments' doesn't exist on type 'Discussion'"}]}
    with serve(lambda _request: (200, {}, json.dumps(said))) as server, way_out() as http:
        _pages, error = until_it_fails(source(server.url).pages([POST], None, http))
    assert isinstance(error, NotAsExpected)
    assert "doesn't exist" in error.message


def test_ten_searches_are_asked_at_a_time() -> None:
    place = Place({})
    articles = [
        Article(str(n), f"https://mio.example/{n}/", older_urls=(f"https://mio.example/old/{n}/",)) for n in range(11)
    ]
    pages = pulled(place, articles=articles)
    assert (place.questions, len(place.searches)) == (3, 22)
    assert len(counts(pages)) == 22


def test_the_token_tells_whose_it_is() -> None:
    with serve(Place({})) as server, way_out() as http:
        place = Giscus("mio/blog", Secret("mio"), address=server.url)
        assert isinstance(place, Admits)
        assert place.admitted(http) == "mio"
