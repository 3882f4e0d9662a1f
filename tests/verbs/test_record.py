from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from tests.places import ARTICLES
from tests.recordings import OURS, Validators
from tests.servers import serve
from tracker.errors import Refused
from tracker.http import Clock, Pace
from tracker.http.rehearsal import Recorder
from tracker.sources.hackernews import HackerNews
from tracker.verbs.record import record

if TYPE_CHECKING:
    from tests.servers import Reply, Request

HIT = {
    "objectID": "39000001",
    "title": "Hanako Exampleson on two-character search",
    "url": ARTICLES[0].url,
    "author": "hanako_x",
    "created_at_i": 1760000000,
    "num_comments": 1,
}


def hacker_news(request: Request) -> Reply:
    if request.path == "/api/v1/search":
        body = {"hits": [HIT], "nbHits": 1, "nbPages": 1}
        return 200, {"ETag": '"17"', "Set-Cookie": "who=hanako"}, json.dumps(body)
    return 200, {}, json.dumps({"id": 39000001, "children": [{"id": 2, "author": "taro-y", "text": "Nice 記事"}]})


def recorder() -> Recorder:
    return Recorder(OURS, Validators(), Pace(), Clock())


def test_what_a_place_answers_is_kept_without_anybody_in_it() -> None:
    with serve(hacker_news) as server:
        told = record(HackerNews(server.url), ARTICLES, recorder(), 9)
    first, *_more, last = told["exchanges"]
    assert told["source"] == "hackernews"
    assert first["request"].startswith("/api/v1/search?query=")
    assert (first["status"], first["headers"]) == (200, {"ETag": '"17"'})
    assert last["body"]["children"] == [{"id": 2, "author": "person2", "text": "xxxx 字字"}]
    written = json.dumps(told, ensure_ascii=False)
    for secret in ("hanako", "Exampleson", "taro", "Nice", "記事"):
        assert secret not in written


def test_no_more_than_was_asked_for() -> None:
    with serve(hacker_news) as server:
        told = record(HackerNews(server.url), ARTICLES, recorder(), 1)
    assert len(told["exchanges"]) == 1


def test_a_place_that_answers_nothing_is_an_error() -> None:
    with serve(lambda _request: (403, {}, "")) as server, pytest.raises(Refused):
        record(HackerNews(server.url), ARTICLES, recorder(), 1)
