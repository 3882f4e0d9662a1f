from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.strangers import lead
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Page, Secret
from tracker.sources.plausible import Plausible, read

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.servers import Reply, Request

ARTICLES = (Article("a", "https://mio.example/a/"),)
TODAY = datetime.now(UTC).date()


def row(path: str, referrer: str) -> dict[str, Any]:
    return {"dimensions": [path, referrer], "metrics": [1]}


def pulled(rows: Sequence[object], cursor: str | None = None) -> tuple[list[Page], list[dict[str, Any]]]:
    """Return the pages, and what was asked; no page that it names is there."""
    asked: list[dict[str, Any]] = []

    def handler(request: Request) -> Reply:
        if request.path != "/api/v2/query":
            return 404, {}, b""
        assert (request.method, request.headers["Authorization"]) == ("POST", "Bearer s3cret")
        asked.append(json.loads(request.body))
        first, size = (asked[-1]["pagination"][key] for key in ("offset", "limit"))
        return 200, {}, json.dumps({"results": rows[first : first + size]})

    with serve(handler) as server, way_out() as http:
        lead(http, server)
        return list(Plausible("mio.example", Secret("s3cret"), server.url).pages(ARTICLES, cursor, http)), asked


def known(pages: Sequence[Page]) -> list[str]:
    return sorted(json.loads(pages[-1].cursor or "")["pages"])


def test_one_question_tells_it_of_all_articles() -> None:
    pages, asked = pulled([row("/a/", "aoi.example/1"), row("/about/", "aoi.example/2"), row("/a/", "Direct / None")])
    assert known(pages) == ["//aoi.example/1"]
    assert asked == [
        {
            "site_id": "mio.example",
            "metrics": ["visitors"],
            "dimensions": ["event:page", "visit:referrer"],
            "date_range": "all",
            "pagination": {"limit": 1000, "offset": 0},
        }
    ]


def test_the_next_time_it_is_asked_since_the_day_before_the_last() -> None:
    first, _asked = pulled([])
    _pages, asked = pulled([], first[-1].cursor)
    assert [one["date_range"] for one in asked] == [[str(TODAY - timedelta(days=1)), str(TODAY)]]


def test_more_rows_than_one_answer_holds() -> None:
    pages, asked = pulled([row("/a/", f"aoi.example/{number}") for number in range(2500)])
    assert [one["pagination"]["offset"] for one in asked] == [0, 1000, 2000]
    assert len(known(pages)) == 1000


@pytest.mark.parametrize(
    "bad", ["oops", None, 7, [], {}, {"dimensions": ["/a/"], "metrics": [1]}, row("", "")], ids=str
)
def test_one_bad_row_costs_one_line_and_none_of_the_good(bad: object) -> None:
    pages, _asked = pulled([bad, row("/a/", "aoi.example/1")])
    assert known(pages) == ["//aoi.example/1"]
    assert [problem for page in pages for problem in page.problems if "Plausible" in problem] != []
    assert read(bad) is None


@pytest.mark.parametrize("body", ["[]", "7", "null", '{"results": {}}', '{"error": "no"}'])
def test_what_is_no_answer_to_the_question_is_a_source_error(body: str) -> None:
    with serve(lambda _request: (200, {}, body)) as server, way_out() as http, pytest.raises(NotAsExpected):
        list(Plausible("x", Secret("x"), server.url).pages(ARTICLES, None, http))


@pytest.mark.parametrize("status", [400, 401, 402])
def test_a_question_that_is_not_allowed_is_a_source_error(status: int) -> None:
    with serve(lambda _request: (status, {}, "")) as server, way_out() as http, pytest.raises(Refused):
        list(Plausible("x", Secret("x"), server.url).pages(ARTICLES, None, http))


def test_which_site_the_key_may_read() -> None:
    with serve(lambda _request: (200, {}, '{"results": []}')) as server, way_out() as http:
        assert Plausible("mio.example", Secret("x"), server.url).admitted(http) == "mio.example"
