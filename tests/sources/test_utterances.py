from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.sources.issues import (
    HEART,
    OTHER,
    POST,
    Place,
    comment,
    counts,
    ids,
    issue,
    problems,
    pulled,
    source,
    visited,
)
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Secret
from tracker.sources import Admits

if TYPE_CHECKING:
    from tests.servers import Reply, Request


def test_an_issue_is_known_by_its_title_whatever_its_case_and_a_pull_request_is_none() -> None:
    place = Place([[issue(4, "a", 1, pull_request={})], [issue(3, "A/", 1), issue(2, "a-2", 1), issue(1, "b", 1)]])
    place.below = {"issues/3/comments": [comment(30)], "issues/1/comments": [comment(10)]}
    pages = pulled(place)
    assert ids(pages) == ["30", "10"]
    assert {one.target for page in pages for one in page.interactions} == {POST.url, OTHER.url}
    assert counts(pages)["a", "reply"] == (1, 1)


def test_an_older_address_has_an_issue_of_its_own() -> None:
    moved = Article("a", POST.url, older_urls=("https://mio.example/2026/a.html",))
    place = Place([[issue(3, "a/", 1), issue(1, "2026/a", 1)]])
    place.below = {"issues/3/comments": [comment(30)], "issues/1/comments": [comment(10)]}
    pages = pulled(place, articles=[moved])
    assert ids(pages) == ["30", "10"]
    assert [one.target for page in pages for one in page.interactions] == [POST.url, moved.older_urls[0]]
    assert counts(pages)["a", "reply"] == (2, 2)


def test_an_article_may_name_its_issue_by_number() -> None:
    named = Article("a", POST.url, syndication=("https://github.com/mio/blog/issues/7",))
    place = Place([[issue(7, "Anything", 1), issue(8, "a/", 1)]], {"issues/7/comments": [comment(70)]})
    assert ids(pulled(place, articles=[named], mapping="number")) == ["70"]


def test_only_issues_with_the_label_are_asked_for() -> None:
    with serve(Place([[]])) as server, way_out() as http:
        list(source(server.url, label="💬 comments").pages([POST], None, http))
    assert server.requests[0].query["labels"] == "💬 comments"


def test_the_issue_itself_is_nobodys_words_but_what_was_given_to_it_counts() -> None:
    place = Place([[issue(3, "a/", hearts=1)]], {"issues/3/reactions": [HEART]})
    pages = pulled(place)
    assert ids(pages) == ["issue-303:heart:2"]
    assert place.asked == ["issues", "issues/3/reactions"]
    assert counts(pages)["a", "reaction"] == (1, 1)


def test_while_nothing_changes_one_list_is_asked_for() -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30)]})
    first = pulled(place)
    place.asked.clear()
    later = pulled(place, first[-1].cursor)
    assert (ids(later), place.asked, counts(later)) == ([], ["issues"], {})
    assert later[-1].cursor == first[-1].cursor


@pytest.mark.parametrize("changed", [{"comments": 2}, {"updated_at": "2026-10-04"}, {"reactions": {"total_count": 1}}])
def test_only_an_issue_in_which_something_changed_is_read_again(changed: dict[str, object]) -> None:
    place = Place([[issue(3, "a/", 1), issue(1, "b", 1)]])
    place.below = {
        "issues/3/comments": [comment(30)],
        "issues/1/comments": [comment(10)],
        "issues/3/reactions": [HEART],
    }
    first = pulled(place)
    place.issues[0][0] |= changed
    place.asked.clear()
    later = pulled(place, first[-1].cursor)
    assert "issues/3/comments" in place.asked
    assert "issues/1/comments" not in place.asked
    assert "30" in ids(later)


def test_an_issue_that_is_renamed_is_still_known() -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30)]})
    first = pulled(place)
    place.issues, place.below = [[issue(3, "縁", 2)]], {"issues/3/comments": [comment(30), comment(31)]}
    assert ids(pulled(place, first[-1].cursor)) == ["30", "31"]
    assert ids(pulled(place)) == []


def test_a_comment_that_is_deleted_is_proved_missing_and_an_issue_too() -> None:
    place = Place([[issue(3, "a/", 2), issue(1, "b", 1)]])
    place.below = {"issues/3/comments": [comment(30), comment(31)], "issues/1/comments": [comment(10)]}
    first = pulled(place)
    place.issues, place.below = [[issue(3, "a/", 1)]], {"issues/3/comments": [comment(31)]}
    later = pulled(place, first[-1].cursor)
    assert counts(later) == {
        ("a", "reply"): (1, 1),
        ("a", "reaction"): (0, 0),
        ("b", "reply"): (0, 0),
        ("b", "reaction"): (0, 0),
    }


def test_a_list_that_is_unchanged_is_not_sent_again() -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30)]}, etag='"one"')
    with visited(place) as pull:
        first = pull()
        second = pull(first[-1].cursor)
        third = pull(second[-1].cursor)
    assert [ids(pages) for pages in (first, second, third)] == [["30"], [], []]
    assert (place.unchanged, len(third), third[-1].cursor) == (1, 1, first[-1].cursor)


def test_what_was_not_seen_is_said_again_while_the_list_is_unchanged() -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30, hearts=1)]}, etag='"one"')
    with visited(place) as pull:
        first = pull()
        second = pull(first[-1].cursor)
        third = pull(second[-1].cursor)
    assert place.unchanged == 1
    assert counts(third) == {("a", "reaction"): (0, 1)}


def test_after_a_walk_that_was_cut_the_list_is_asked_for_whole() -> None:
    """Its validator was kept with its page, but what it tells of was not read."""
    place = Place([[issue(3, "a/", 1), issue(1, "b", 1)]], {"issues/3/comments": [comment(30)]}, etag='"one"')
    place.below["issues/1/comments"] = [comment(10)]
    with visited(place) as pull:
        whole = pull(pull()[-1].cursor)
        place.issues[0][1] |= {"comments": 2}
        place.etag, place.below["issues/1/comments"] = '"two"', 403
        cut = pull(whole[-1].cursor)
        place.below["issues/1/comments"] = [comment(10), comment(11)]
        assert ids(pull(cut[-1].cursor)) == ["10", "11"]


def test_a_new_article_is_looked_for_in_a_list_that_is_unchanged() -> None:
    place = Place([[issue(3, "a/", 1), issue(1, "b", 1)]], {"issues/3/comments": [comment(30)]}, etag='"one"')
    place.below["issues/1/comments"] = [comment(10)]
    with visited(place) as pull:
        first = pull(None, POST)
        second = pull(first[-1].cursor, POST)
        assert ids(pull(second[-1].cursor, POST, OTHER)) == ["10"]
        assert place.unchanged == 0


def test_with_other_settings_everything_is_read_anew() -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30)]})
    first = pulled(place)
    assert ids(pulled(place, first[-1].cursor, label="blog")) == ["30"]


def test_who_reacted_to_a_comment_is_asked_for_with_a_token_only() -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30, hearts=1)]})
    place.below["issues/comments/30/reactions"] = [HEART]
    without = pulled(place)
    [told] = [
        count for page in without for count in page.counts if count.article == "a" and count.kinds[0].word == "reaction"
    ]
    assert (told.seen, told.claimed, told.complete) == (0, 1, False)
    assert "token" in told.why
    later = pulled(place, without[-1].cursor)
    assert [count for page in later for count in page.counts] == [told]
    with_token = pulled(place, without[-1].cursor, token=Secret("t"))
    assert ids(with_token) == ["30", "30:heart:2"]
    assert counts(with_token)["a", "reaction"] == (1, 1)


@pytest.mark.parametrize("told", [404, 410, {"message": "Moved"}])
def test_an_issue_that_cannot_be_read_costs_a_line_and_is_read_again(told: object) -> None:
    place = Place([[issue(3, "a/", 1), issue(1, "b", 1)]])
    place.below = {"issues/3/comments": told, "issues/1/comments": [comment(10)]}
    pages = pulled(place)
    assert ids(pages) == ["10"]
    assert len(problems(pages)) == 1
    assert problems(pages)[0].startswith("https://github.com/mio/blog/issues/3: ")
    assert {article for article, _kind in counts(pages)} == {"b"}
    place.below["issues/3/comments"] = [comment(30)]
    assert ids(pulled(place, pages[-1].cursor)) == ["30"]


@pytest.mark.parametrize("status", [401, 500])
def test_a_place_in_trouble_is_left_alone(status: int) -> None:
    with pytest.raises(Refused):
        pulled(Place([[issue(3, "a/", 1)]], {"issues/3/comments": status}))


@pytest.mark.parametrize(
    "bad", [{"number": 3, "comments": 1}, {"title": "a/", "comments": 1}, issue(3, "a/") | {"comments": "1"}]
)
def test_an_issue_that_says_too_little_proves_nothing(bad: dict[str, object]) -> None:
    place = Place([[issue(3, "a/", 1)]], {"issues/3/comments": [comment(30)]})
    first = pulled(place)
    place.issues = [[bad]]
    later = pulled(place, first[-1].cursor)
    assert len(problems(later)) == 1
    assert counts(later) == {}


def test_a_list_that_is_none_is_a_source_error() -> None:
    with (
        serve(lambda _request: (200, {}, '{"message": "hello"}')) as server,
        way_out() as http,
        pytest.raises(NotAsExpected),
    ):
        list(source(server.url).pages([POST], None, http))


def test_lists_that_go_in_circles_end() -> None:
    def handler(request: Request) -> Reply:
        link = {"Link": f'<http://{request.headers["Host"]}{request.target}>; rel="next"'}
        return 200, link, json.dumps([issue(3, "a/")])

    with serve(handler) as server, way_out() as http:
        list(source(server.url).pages([POST], None, http))
    assert len(server.requests) == 1


def test_the_token_tells_whose_it_is() -> None:
    with serve(Place([])) as server, way_out() as http:
        place = source(server.url, token=Secret("mio"))
        assert isinstance(place, Admits)
        assert place.admitted(http) == "mio"
