from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.sessions import Skipped, session
from tests.strangers import lead
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Page, Secret
from tracker.sources.goatcounter import GoatCounter, read_hits, read_referrers

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Reply, Request

ARTICLES = (Article("a", "https://mio.example/a/"), Article("b", "https://mio.example/b/"))


def hit(number: int, path: str, **days: int) -> dict[str, Any]:
    """Return a path that was read on days of November: `d5=2`."""
    told = {f"2026-11-{int(day[1:]):02}": count for day, count in days.items()}
    stats = [{"day": day, "daily": count, "hourly": []} for day, count in told.items()]
    return {"path_id": number, "path": path, "count": sum(days.values()), "event": False, "stats": stats}


def referrer(name: str, scheme: str = "h") -> dict[str, Any]:
    return {"name": name, "count": 1, "ref_scheme": scheme}


@dataclass
class Place:
    """GoatCounter over some paths; no page that it names is there."""

    hits: list[dict[str, Any]]
    referrers: dict[int, list[dict[str, Any]]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        if not request.path.startswith("/api"):
            return 404, {}, b""
        assert request.headers["Authorization"] == "Bearer s3cret"
        assert request.headers["Content-Type"] == "application/json"
        self.asked.append(request.target.replace("T00%3A00%3A00Z", ""))
        if request.path == "/api/v0/stats/hits":
            left = [
                row for row in self.hits if str(row["path_id"]) not in request.query.get("exclude_paths", "").split(",")
            ]
            return 200, {}, json.dumps({"hits": left[:25], "more": len(left) > 25})
        rows = self.referrers.get(int(request.path.rpartition("/")[2]), [])
        first = int(request.query["offset"])
        return 200, {}, json.dumps({"refs": rows[first : first + 100], "more": len(rows) > first + 100})

    def pull(self, cursor: str | None = None) -> list[Page]:
        self.asked.clear()
        with serve(self) as server, way_out() as http:
            lead(http, server)
            return list(GoatCounter(server.url + "/", Secret("s3cret")).pages(ARTICLES, cursor, http))


def known(pages: Sequence[Page]) -> list[str]:
    return sorted(json.loads(pages[-1].cursor or "")["pages"])


def test_only_paths_that_were_read_since_are_asked_for_where_people_came_from() -> None:
    place = Place(
        [hit(1, "/a/", d3=4, d5=2), hit(2, "/b/", d4=1), hit(3, "/about/", d5=9)], {1: [referrer("aoi.example/1")]}
    )
    first = place.pull()
    assert place.asked == [
        "/api/v0/stats/hits?start=2019-06-01&limit=25",
        "/api/v0/stats/hits/1?start=2019-06-01&limit=100&offset=0",
        "/api/v0/stats/hits/2?start=2019-06-01&limit=100&offset=0",
    ]
    assert known(first) == ["//aoi.example/1"]
    place.hits = [hit(1, "/a/", d5=2), hit(3, "/about/", d5=12)]
    second = place.pull(first[-1].cursor)
    assert place.asked == ["/api/v0/stats/hits?start=2026-11-05&limit=25"]
    place.hits = [hit(1, "/a/", d5=3), hit(2, "/b/", d6=1)]
    place.pull(second[-1].cursor)
    assert place.asked == [
        "/api/v0/stats/hits?start=2026-11-05&limit=25",
        "/api/v0/stats/hits/1?start=2026-11-05&limit=100&offset=0",
        "/api/v0/stats/hits/2?start=2026-11-05&limit=100&offset=0",
    ]


def test_more_paths_and_referrers_than_one_answer_holds() -> None:
    hits = [*(hit(number, f"/{number}/", d1=1) for number in range(10, 60)), hit(99, "/b/", d1=1)]
    place = Place(hits, {99: [referrer(f"aoi.example/{number}") for number in range(250)]})
    pages = place.pull()
    assert len(known(pages)) == 250
    assert len(place.asked) == 6


def test_only_addresses_are_referrers() -> None:
    rows = [referrer("aoi.example/1"), referrer("Google", "g"), referrer("spring", "c"), referrer("com.example", "o")]
    assert read_referrers({"refs": rows}, "https://x.example")[0] == [("aoi.example/1", 1)]


@pytest.mark.parametrize("bad", ["oops", None, 7, [], {}, {"path_id": "x", "path": "/a/"}, {"name": 7}], ids=str)
def test_one_bad_row_costs_one_line_and_none_of_the_good(bad: object) -> None:
    hits, problems = read_hits({"hits": [bad, hit(1, "/a/", d1=1)]}, "https://x.example")
    assert ([one.path for one in hits], len(problems)) == (["/a/"], 1)
    came, problems = read_referrers({"refs": [bad, referrer("aoi.example")]}, "https://x.example")
    assert (came, len(problems)) == ([("aoi.example", 1)], 1)


def test_events_are_no_paths() -> None:
    assert read_hits({"hits": [hit(1, "/a/", d1=1) | {"event": True}]}, "https://x.example") == ([], [])


@pytest.mark.parametrize("body", ["[]", "7", "null", '{"hits": {}}', '{"error": "no"}'])
def test_what_is_no_list_of_paths_is_a_source_error(body: str) -> None:
    with serve(lambda _request: (200, {}, body)) as server, way_out() as http, pytest.raises(NotAsExpected):
        list(GoatCounter(server.url, Secret("x")).pages(ARTICLES, None, http))


def test_a_token_that_is_wrong_is_a_source_error() -> None:
    with serve(lambda _request: (401, {}, "")) as server, way_out() as http, pytest.raises(Refused):
        list(GoatCounter(server.url, Secret("x")).pages(ARTICLES, None, http))


def test_it_asks_for_so_many_seconds_of_peace_as_it_says() -> None:
    replies: list[Reply] = [(429, {"X-Rate-Limit-Reset": "3"}, b""), (200, {}, json.dumps({"hits": [], "more": False}))]
    skipped = Skipped()
    with serve(lambda _request: replies.pop(0)) as server:
        list(GoatCounter(server.url, Secret("x")).pages(ARTICLES, None, session(skipped=skipped)))
    assert 3 <= sum(skipped.waits) < 5


def test_whom_the_token_belongs_to() -> None:
    with serve(lambda _request: (200, {}, '{"user": {"email": "mio@mio.example"}}')) as server, way_out() as http:
        assert GoatCounter(server.url, Secret("x")).admitted(http) == "mio@mio.example"
