from __future__ import annotations

import json
from typing import Any

import pytest

from tracker.model import Count, Kind
from tracker.rules.watched import FEW, MANY, Memory, Watched, mark

POST = "at://did:plc:mio/app.bsky.feed.post/1"
ANSWER = "at://did:plc:aoi/app.bsky.feed.post/2"


def view(cid: str = "bafy", **more: object) -> dict[str, Any]:
    return {"cid": cid, "replyCount": 1, **more}


def test_what_is_written_is_read_again() -> None:
    watched = Watched("a", words=mark(view()), below={ANSWER: "x 0"}, counts={Kind.LIKE: 3})
    watched.count(POST, Kind.LIKE, 1, 3)
    memory = Memory({POST: watched, ANSWER: Watched("b", slight=True)}, {"mio.example": "did:plc:mio"}, {"a": "x"})
    again = Memory.read(memory.written())
    assert again.written() == memory.written()
    assert again.posts[POST].below == {ANSWER: "x 0"}
    assert (again.posts[POST].counts, again.posts[POST].read) == ({Kind.LIKE: 3}, set())
    assert (list(again.about(["b"])), again.answers) == ([ANSWER], {ANSWER})
    assert "read" not in json.loads(memory.written())["posts"][POST]


def test_nothing_is_remembered_without_a_cursor() -> None:
    assert Memory.read(None) == Memory()


@pytest.mark.parametrize(
    "now",
    [view("other"), view(replyCount=2), view(threadgate={"cid": "bafygate", "record": {}})],
    ids=["another content", "another answer", "other answers hidden"],
)
def test_a_post_that_is_another_has_news(now: dict[str, Any]) -> None:
    watched = Watched("a", words=mark(view()))
    assert watched.has_news(now, {})
    assert not watched.has_news(view(likeCount=9), {})


def test_an_answer_to_an_answer_is_news_although_the_post_counts_as_before() -> None:
    watched = Watched("a", words=mark(view()), below={ANSWER: mark(view())})
    assert not watched.has_news(view(), {ANSWER: view()})
    assert watched.has_news(view(), {ANSWER: view(replyCount=2)})
    assert watched.has_news(view(), {})


def test_a_thread_of_many_is_asked_for_and_not_looked_at() -> None:
    below = {f"{ANSWER}{n}": mark(view()) for n in range(FEW + 1)}
    watched = Watched("a", words=mark(view()), below=below)
    assert watched.few == ()
    assert watched.has_news(view(), dict.fromkeys(below, view()))


def test_what_was_short_is_said_again_until_it_is_read_anew() -> None:
    watched = Watched("a")
    (short,) = [watched.count(POST, Kind.LIKE, 1, 3)]
    assert (short.seen, short.claimed, short.thread, short.kinds) == (1, 3, POST, (Kind.LIKE,))
    assert "suspended" in short.why
    assert list(watched.said_again(POST)) == []
    watched.read.clear()
    assert list(watched.said_again(POST)) == [short]
    assert watched.count(POST, Kind.LIKE, 3, 3) == Count("a", 3, 3, thread=POST, kinds=(Kind.LIKE,))
    assert watched.short == {}


def test_a_thread_that_goes_too_deep_says_so() -> None:
    assert "deeper" in Watched("a").count(POST, Kind.REPLY, 1, 3, deep=True).why


def test_a_like_is_taken_back_when_all_others_are_listed() -> None:
    watched = Watched("a")
    assert watched.taken_back(Kind.LIKE, {"x", "y"}, 2) == ()
    assert watched.taken_back(Kind.LIKE, {"y"}, 2) == ()
    watched.taken_back(Kind.LIKE, {"x", "y"}, 2)
    assert watched.taken_back(Kind.LIKE, {"y"}, 1) == ("x",)
    assert watched.counts == {Kind.LIKE: 1}


def test_of_very_many_likes_no_names_are_kept() -> None:
    watched = Watched("a")
    watched.taken_back(Kind.LIKE, {str(n) for n in range(MANY + 1)}, MANY + 1)
    assert watched.given == {Kind.LIKE: []}
