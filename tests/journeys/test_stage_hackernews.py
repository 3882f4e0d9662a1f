from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.journeys.play import OTHER, get, play
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

ADDRESS = OTHER.removeprefix("https://")


@pytest.fixture(scope="module")
def api() -> Iterator[str]:
    with Stage(play()) as stage:
        yield stage.url + "/hn/api/v1/"


def found(url: str, **params: str | int | list[str]) -> list[int]:
    answer = get(url, **params)
    assert answer.status_code == 200
    return [int(hit["objectID"]) for hit in answer.json()["hits"]]


def test_every_submission_is_found_by_its_address_and_one_that_only_looks_like_it(api: str) -> None:
    asked = {"query": ADDRESS, "restrictSearchableAttributes": "url", "tags": "story"}
    assert found(api + "search", **asked) == [4200, 4001, 4100]


def test_words_that_stand_together_rank_above_points(api: str) -> None:
    asked = {"query": "2026/09/backups-that", "restrictSearchableAttributes": "url"}
    assert found(api + "search", **asked) == [4200]
    assert found(api + "search", query="Another page") == [4200]
    assert found(api + "search", query="page another") == [4200]


def test_all_words_must_be_found_and_the_last_by_its_beginning(api: str) -> None:
    assert found(api + "search", query="site.example back", restrictSearchableAttributes="url", tags="story")
    assert not found(api + "search", query="sit backups", restrictSearchableAttributes="url")
    assert not found(api + "search", query="kei_m", restrictSearchableAttributes="url")


def test_a_phrase(api: str) -> None:
    assert found(api + "search", query='"backups that restore"') == [4200]
    assert found(api + "search", query='"restore that backups"') == []


def test_remarks_are_searched_by_their_text_newest_first(api: str) -> None:
    assert found(api + "search_by_date", tags="comment") == [4004, 4002]
    assert found(api + "search_by_date", query="check", restrictSearchableAttributes="comment_text") == [4002]
    assert found(api + "search_by_date", tags="comment,author_kei_m") == [4002]


def test_either_of_several_tags(api: str) -> None:
    assert set(found(api + "search", tags="(author_kei_m,author_ned),story")) == {4001, 4100, 4200}
    assert found(api + "search_by_date", tags="(story,comment)", query="restore") == [4200, 4002]


def test_numbers(api: str) -> None:
    assert found(api + "search", numericFilters="points>30", tags="story") == [4200, 4001]
    assert found(api + "search", numericFilters="created_at_i>1790900000,points<=300", tags="story") == [4200, 4100]
    assert len(found(api + "search", numericFilters="nonsense", tags="story")) == 3


def test_pages(api: str) -> None:
    answer = get(api + "search", tags="story", hitsPerPage=2, page=1).json()
    assert (answer["nbHits"], answer["nbPages"], answer["page"], len(answer["hits"])) == (3, 2, 1, 1)
    assert found(api + "search", tags="story", hitsPerPage=2, page=2) == []


def test_no_more_than_1000_hits_can_be_paged_through() -> None:
    cast = play()
    many = tuple(replace(cast.stories[1], id=5000 + number) for number in range(1200))
    with Stage(replace(cast, stories=many)) as stage:
        answer = get(stage.url + "/hn/api/v1/search", tags="story", hitsPerPage=1000).json()
        assert (answer["nbHits"], answer["nbPages"], len(answer["hits"])) == (1200, 1, 1000)


def test_only_the_wanted_attributes(api: str) -> None:
    [hit] = get(api + "search", query="Another", attributesToRetrieve="url,points").json()["hits"]
    assert set(hit) == {"url", "points", "objectID", "_highlightResult"}


def test_a_hit(api: str) -> None:
    hits: list[dict[str, Any]] = get(api + "search", query=ADDRESS, tags="story").json()["hits"]
    story = next(hit for hit in hits if hit["objectID"] == "4001")
    assert story["url"] == OTHER
    assert story["created_at"] == "2026-09-02T10:00:00Z"
    assert story["created_at_i"] == 1788343200
    assert story["num_comments"] == 2
    assert story["children"] == [4002]
    assert story["updated_at"] == "2026-09-02T12:00:00Z"
    assert story["_tags"] == ["story", "author_ned", "story_4001"]


def test_an_item_is_the_whole_tree_and_a_deleted_remark_keeps_its_answers(api: str) -> None:
    story = get(api + "items/4001").json()
    [first] = story["children"]
    [deleted] = first["children"]
    [last] = deleted["children"]
    assert (story["type"], story["points"], story["parent_id"], story["story_id"]) == ("story", 40, None, 4001)
    assert first["text"] == "I&#x27;d check the restore."
    assert (deleted["author"], deleted["text"], deleted["parent_id"]) == (None, None, 4002)
    assert (last["author"], last["created_at"], last["children"]) == ("ned", "2026-09-02T12:00:00.000Z", [])


def test_a_remark_is_an_item_too(api: str) -> None:
    assert get(api + "items/4003").json()["children"][0]["id"] == 4004


def test_a_profile_links_the_homepage(api: str) -> None:
    assert "https:&#x2F;&#x2F;kei.example&#x2F;" in get(api + "users/kei_m").json()["about"]
    assert get(api + "users/ned").json()["about"] == ""


@pytest.mark.parametrize("name", ["items/1", "items/x", "users/nobody"])
def test_what_is_not_there(api: str, name: str) -> None:
    answer = get(api + name)
    assert (answer.status_code, answer.json()["status"]) == (404, 404)
    assert get(api + "nonsense").status_code == 404
