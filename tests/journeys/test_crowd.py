from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.journeys.play import get
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage


def test_the_same_figures_make_the_same_crowd() -> None:
    assert Cast.generated(5, 7, 300, seed=3) == Cast.generated(5, 7, 300, seed=3)
    assert Cast.generated(5, 7, 300, seed=3) != Cast.generated(5, 7, 300, seed=4)


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 20), st.integers(1, 30), st.integers(0, 400), st.integers())
def test_a_crowd_is_as_large_as_asked_and_nothing_is_there_twice(
    articles: int, people: int, interactions: int, seed: int
) -> None:
    cast = Cast.generated(articles, people, interactions, seed)
    assert (len(cast.articles), len(cast.people), cast.size) == (articles, people, interactions)
    assert len({mention.id for mention in cast.mentions}) == len(cast.mentions)
    marks = [(entry.url, mark.user) for entry in cast.entries for mark in entry.bookmarks]
    assert len(set(marks)) == len(marks)
    items = [item for story in cast.stories for item in (story.id, *(remark.id for remark in story.remarks))]
    assert len(set(items)) == len(items)


def test_a_remark_answers_what_was_there_before_it() -> None:
    for story in Cast.generated(4, 10, 500).stories:
        seen = {story.id}
        for remark in story.remarks:
            assert remark.parent in seen
            seen.add(remark.id)


def test_mentions_come_in_the_order_of_their_numbers_within_the_half_year() -> None:
    mentions = Cast.generated(4, 10, 500).mentions
    moments = [mention.received for mention in mentions]
    assert [mention.id for mention in mentions] == sorted(mention.id for mention in mentions)
    assert moments == sorted(moments)
    assert datetime(2026, 6, 1, tzinfo=UTC) <= moments[0] < moments[-1] < datetime(2026, 11, 21, tzinfo=UTC)


def test_all_four_places_are_used_and_the_stage_plays_them() -> None:
    cast = Cast.generated(3, 20, 200)
    with Stage(cast) as stage:
        mentions = get(stage.url + "/webmention.io/api/mentions.jf2", token=cast.token, per_page=1000).json()
        assert len(mentions["children"]) == len(cast.mentions) > 90
        found = get(stage.url + "/hn/api/v1/search", tags="comment", hitsPerPage=1000).json()
        assert found["nbHits"] == sum(len(story.remarks) for story in cast.stories) > 30
        counts = get(stage.url + "/hatena/count/entries", url=[entry.url for entry in cast.entries]).json()
        assert sum(counts.values()) == sum(len(entry.bookmarks) for entry in cast.entries) > 10
        assert all(get(feed).text.count("<entry>") for feed in stage.comment_feeds().values())
