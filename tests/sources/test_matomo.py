from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tests.strangers import lead
from tracker.errors import NotAsExpected
from tracker.model import Article, Page, Secret
from tracker.sources.matomo import Matomo, read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

ARTICLES = (Article("a", "https://mio.example/a/?p=1&q=縁"),)


def site(label: str, *paths: str, **more: object) -> dict[str, Any]:
    below = [{"label": path, "nb_visits": 1, "url": f"http://{label}/{path}"} for path in paths]
    return {"label": label, "nb_visits": 1, **({"subtable": below} if paths else {}), **more}


def pulled(
    answers: Mapping[str, object], cursor: str | None = None, articles: Sequence[Article] = ARTICLES
) -> tuple[list[Page], list[dict[str, str]]]:
    """Return the pages, and what was asked; `answers` go by method, and no page that they name is there."""
    asked: list[dict[str, str]] = []

    def handler(request: Request) -> Reply:
        if request.path != "/stats/index.php":
            return 404, {}, b""
        assert request.method == "POST"
        assert parse_qs(request.body.decode()) == {"token_auth": ["s3cret"]}
        assert "s3cret" not in request.target
        asked.append(request.query)
        return 200, {}, json.dumps(answers.get(request.query["method"].partition(".")[2], []))

    with serve(handler) as server, way_out() as http:
        lead(http, server)
        return list(Matomo(server.url + "/stats", Secret("s3cret"), 7).pages(articles, cursor, http)), asked


def known(pages: Sequence[Page]) -> list[str]:
    return sorted(json.loads(pages[-1].cursor or "")["pages"])


def test_the_token_is_in_no_address_and_only_visits_of_our_articles_are_asked_for() -> None:
    pages, (asked,) = pulled({"getWebsites": [site("aoi.example", "entry/1", "entry/2")]})
    assert known(pages) == ["http://aoi.example/entry/1", "http://aoi.example/entry/2"]
    assert unquote(asked["segment"]) == "pageUrl==https://mio.example/a/?p=1&q=縁"
    assert asked["segment"].count("%") > 8
    assert (asked["idSite"], asked["period"], asked["date"]) == ("7", "range", "2007-06-15,today")
    assert (asked["expanded"], asked["filter_limit"], asked["format"]) == ("1", "-1", "JSON")


def test_the_next_time_it_is_asked_since_the_day_before_the_last() -> None:
    first, _asked = pulled({})
    _pages, (asked,) = pulled({}, first[-1].cursor)
    assert asked["date"] == "last2"


def test_pages_that_did_not_come_along_are_asked_for() -> None:
    answers = {
        "getWebsites": [site("aoi.example", idsubdatatable=12), site("ren.example")],
        "getUrlsFromWebsiteId": [{"label": "entry/1", "url": "https://aoi.example/entry/1", "nb_visits": 1}],
    }
    pages, asked = pulled(answers)
    assert known(pages) == ["//ren.example", "https://aoi.example/entry/1"]
    assert [one.get("idSubtable") for one in asked] == [None, "12"]


def test_twenty_articles_at_a_time() -> None:
    articles = [Article(str(number), f"https://mio.example/{number}/") for number in range(45)]
    _pages, asked = pulled({}, None, articles)
    assert [one["segment"].count("pageUrl==") for one in asked] == [20, 20, 5]


def test_a_page_without_its_address_is_put_together() -> None:
    below = [{"label": "/entry/1", "nb_visits": 2}, {"nb_visits": 1}]
    assert read({"label": "aoi.example", "nb_visits": 3}, below) == [("aoi.example/entry/1", 2)]
    assert read({"label": "aoi.example", "nb_visits": 3}, []) == [("aoi.example", 3)]


@pytest.mark.parametrize("bad", ["oops", None, 7, [], {}], ids=str)
def test_one_bad_row_costs_one_line_and_none_of_the_good(bad: object) -> None:
    pages, _asked = pulled({"getWebsites": [bad, site("aoi.example", "1")]})
    assert known(pages) == ["http://aoi.example/1"]
    assert [problem for page in pages for problem in page.problems if "Matomo" in problem] != []


def test_what_it_says_is_wrong_is_a_source_error() -> None:
    said = {"result": "error", "message": "You can't access this resource.\nPlease log in." + "!" * 900}
    with pytest.raises(NotAsExpected, match="You can't access this resource") as caught:
        pulled({"getWebsites": said})
    assert len(caught.value.message) < 400


@pytest.mark.parametrize("answer", [{}, 7, None, "x"])
def test_what_is_no_list_of_sites_is_a_source_error(answer: object) -> None:
    with pytest.raises(NotAsExpected):
        pulled({"getWebsites": answer})


@pytest.mark.parametrize("answer", [[{"idsite": "7", "name": "Mio"}], {"idsite": "7", "name": "Mio"}])
def test_which_site_the_token_may_read(answer: object) -> None:
    with serve(lambda _request: (200, {}, json.dumps(answer))) as server, way_out() as http:
        assert Matomo(server.url, Secret("x")).admitted(http) == "Mio"
