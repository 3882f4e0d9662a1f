from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.recordings import way_out
from tests.servers import serve
from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Kind, Page
from tracker.reading.hatena import read
from tracker.sources.hatena import Hatena

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from tests.servers import Reply, Request

POST = Article("a", "https://mio.example/a/")
OTHER = Article("b", "https://mio.example/b/")
HTTP = "http://mio.example/a/"


def entry(eid: int, *users: str, count: int | None = None) -> dict[str, Any]:
    rows = [{"user": user, "comment": "縁", "tags": [], "timestamp": "2026/10/15 08:31"} for user in users]
    return {"eid": str(eid), "count": len(users) if count is None else count, "bookmarks": rows}


def none(request: Request) -> dict[str, int]:
    """Return what is said of addresses that nobody bookmarked."""
    return dict.fromkeys(parse_qs(urlsplit(request.target).query)["url"], 0)


def pulled(
    entries: Mapping[str, object], cursor: str | None = None, articles: Sequence[Article] = (POST, OTHER)
) -> tuple[list[Page], list[str]]:
    """Return the pages, and the entries that were asked for; an entry that is a number is a status."""

    def handler(request: Request) -> Reply:
        if request.path == "/count/entries":
            counts = {url: one["count"] if isinstance(one, dict) else 1 for url, one in entries.items()}
            return 200, {}, json.dumps(none(request) | counts)
        told = entries.get(request.query["url"])
        return (told, {}, "") if isinstance(told, int) else (200, {}, json.dumps(told))

    with serve(handler) as server, way_out() as http:
        pages = list(Hatena(server.url, server.url).pages(articles, cursor, http))
    return pages, [request.query["url"] for request in server.requests if request.path == "/entry/jsonlite/"]


def ids(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


def counts(pages: Sequence[Page]) -> list[Count]:
    return [count for page in pages for count in page.counts]


def test_spellings_are_entries_of_their_own_and_one_article() -> None:
    pages, asked = pulled({POST.url: entry(1, "aoi", "ren"), HTTP: entry(2, "aoi")})
    assert ids(pages) == ["1:aoi", "1:ren", "2:aoi"]
    assert asked == [POST.url, HTTP]
    assert counts(pages) == [Count("a", 3, 3), Count("b", 0, 0)]


def test_only_what_has_another_count_is_looked_at_again() -> None:
    first, _asked = pulled({POST.url: entry(1, "aoi"), OTHER.url: entry(3, "ren")})
    assert json.loads(first[-1].cursor or "") == {POST.url: 1, OTHER.url: 1}
    same, asked = pulled({POST.url: entry(1, "aoi"), OTHER.url: entry(3, "ren")}, first[-1].cursor)
    assert (asked, ids(same), counts(same)) == ([], [], [])
    later, asked = pulled({POST.url: entry(1, "aoi"), OTHER.url: entry(3, "ren", "mei")}, first[-1].cursor)
    assert asked == [OTHER.url]
    assert counts(later) == [Count("b", 2, 2)]


def test_a_change_of_one_spelling_is_a_reason_to_read_all_of_an_article() -> None:
    first, _asked = pulled({POST.url: entry(1, "aoi"), HTTP: entry(2, "ren")})
    later, asked = pulled({POST.url: entry(1, "aoi"), HTTP: entry(2)}, first[-1].cursor)
    assert asked == [POST.url]
    assert counts(later) == [Count("a", 1, 1)]


def test_the_last_bookmark_taken_away_is_proved_to_be_missing() -> None:
    first, _asked = pulled({POST.url: entry(1, "aoi")})
    later, asked = pulled({}, first[-1].cursor)
    assert (asked, counts(later), later[-1].cursor) == ([], [Count("a", 0, 0)], "{}")


def test_private_bookmarks_are_counted_not_listed() -> None:
    pages, _asked = pulled({POST.url: entry(1, "aoi", count=4)})
    count = counts(pages)[0]
    assert (count.seen, count.claimed, count.complete) == (1, 4, False)
    assert "private" in count.why


def test_what_was_not_listed_is_said_again_while_nothing_changes() -> None:
    first, _asked = pulled({POST.url: entry(1, "aoi", count=4)})
    later, asked = pulled({POST.url: entry(1, "aoi", count=4)}, first[-1].cursor)
    assert [path for path in asked if "/entry/" in path] == []
    assert counts(later)[0] == counts(first)[0]
    assert not counts(later)[0].complete
    assert later[-1].cursor == first[-1].cursor


def test_an_entry_that_fails_costs_a_line_and_is_looked_at_again() -> None:
    pages, _asked = pulled({POST.url: 404, OTHER.url: entry(3, "ren")})
    assert ids(pages) == ["3:ren"]
    assert len([problem for page in pages for problem in page.problems]) == 1
    assert counts(pages) == [Count("b", 1, 1)]
    assert json.loads(pages[-1].cursor or "") == {OTHER.url: 1}


def test_a_place_in_trouble_is_left_alone() -> None:
    with pytest.raises(Refused):
        pulled({POST.url: 503})


def test_fifty_addresses_are_counted_at_a_time() -> None:
    articles = [Article(str(n), f"https://mio.example/{n}/") for n in range(20)]
    with serve(lambda request: (200, {}, json.dumps(none(request)))) as server, way_out() as http:
        list(Hatena(server.url, server.url).pages(articles, None, http))
    assert [target.count("url=") for target in server.targets] == [50, 30]


@pytest.mark.parametrize("body", ["[1]", "{}", '{"error": "try again later"}'])
def test_counts_that_are_none_are_a_source_error(body: str) -> None:
    with serve(lambda _request: (200, {}, body)) as server, way_out() as http, pytest.raises(NotAsExpected):
        list(Hatena(server.url, server.url).pages([POST], None, http))


def test_a_bookmark_is_as_written() -> None:
    row = {
        "user": "aoi",
        "comment": "  ﾊﾝｶｸ　全角👍\r\n二行目",
        "tags": ["あとで読む"],
        "timestamp": "2026/10/15 08:31:07",
    }
    page = read({"eid": 7, "bookmarks": [row, {"user": ""}, {**row, "comment": "again"}]}, POST, POST.url)
    (one,) = page.interactions
    assert (one.id, one.text, one.precision) == ("7:aoi", "again", "second")
    assert one.published is not None
    assert one.published.isoformat() == "2026-10-15T08:31:07+09:00"
    assert one.url == "https://b.hatena.ne.jp/aoi/20261015#bookmark-7"
    assert len(page.problems) == 1
    assert read({"eid": 7, "bookmarks": [row]}, POST, POST.url).interactions[0].text == "  ﾊﾝｶｸ　全角👍\n二行目"


def test_an_entry_without_a_list_has_no_bookmarks() -> None:
    assert read({"eid": 7}, POST, POST.url) == Page()


def test_a_name_that_is_no_text_costs_nothing() -> None:
    pages, _asked = pulled({POST.url: entry(1, "\ud800")})
    [bookmark] = [one for page in pages for one in page.interactions]
    assert bookmark.url.encode()


def starred(
    stars: Mapping[str, Sequence[str]],
    entries: Mapping[str, object],
    cursor: str | None = None,
    status: int = 200,
) -> tuple[list[Page], list[list[str]]]:
    """Return the pages, and which addresses were asked for stars, question by question."""
    asked: list[list[str]] = []

    def handler(request: Request) -> Reply:
        if request.path == "/count/entries":
            counts = {url: one["count"] for url, one in entries.items() if isinstance(one, dict)}
            return 200, {}, json.dumps(none(request) | counts)
        if request.path == "/entry/jsonlite/":
            return 200, {}, json.dumps(entries.get(request.query["url"]))
        asked.append(parse_qs(urlsplit(request.target).query)["uri"])
        told = [{"uri": uri, "stars": [{"name": who} for who in stars[uri]]} for uri in asked[-1] if uri in stars]
        return status, {}, json.dumps({"entries": told})

    with serve(handler) as server, way_out() as http:
        source = Hatena(server.url, server.url, server.url, stars=True)
        return list(source.pages((POST, OTHER), cursor, http)), asked


MARK = "https://b.hatena.ne.jp/aoi/20261015#bookmark-1"


def test_stars_are_not_asked_for_unless_they_are_wanted() -> None:
    with serve(lambda request: (200, {}, json.dumps(none(request)))) as server, way_out() as http:
        list(Hatena(server.url, server.url, server.url).pages((POST,), None, http))
    assert [path for path in server.targets if "entry.json" in path] == []


def test_stars_of_bookmarks_are_asked_for_when_there_are_other_bookmarks_and_those_of_articles_each_time() -> None:
    entries = {POST.url: entry(1, "aoi")}
    first, asked = starred({MARK: ["ren"]}, entries)
    assert asked == [[POST.url, MARK], [OTHER.url]]
    assert ids(first) == ["1:aoi", "1:aoi:star:ren"]
    assert counts(first) == [
        Count("a", 1, 1, kinds=(Kind.REACTION,)),
        Count("a", 1, 1, kinds=(Kind.BOOKMARK,)),
        Count("b", 0, 0, kinds=(Kind.BOOKMARK,)),
    ]
    again, asked = starred({POST.url: ["mei"]}, entries, first[-1].cursor)
    assert asked == [[POST.url, OTHER.url]]
    assert (ids(again), counts(again)) == (["https://mio.example/a:star:mei"], [])


def test_a_place_of_stars_that_is_not_there_costs_a_line_and_no_bookmark() -> None:
    pages, _asked = starred({}, {POST.url: entry(1, "aoi")}, status=404)
    assert ids(pages) == ["1:aoi"]
    assert [problem.partition(":")[0] for page in pages for problem in page.problems] == ["Stars", "Stars"]
    assert Kind.REACTION not in {kind for count in counts(pages) for kind in count.kinds}
    with pytest.raises(Refused):
        starred({}, {POST.url: entry(1, "aoi")}, status=503)
