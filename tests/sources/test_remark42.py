from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker import config
from tracker.errors import MissingSetting, NotAsExpected, Refused
from tracker.model import Article, Count
from tracker.sources.remark42 import Remark42

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Reply, Request

POST = Article("a", "https://mio.example/a/", older_urls=("https://mio.example/old.html",))
OTHER = Article("b", "https://mio.example/b/")
BARE = "https://mio.example/a"
NOW = "Sun, 22 Nov 2026 12:00:00 GMT"


def comment(uid: str, parent: str = "", **more: object) -> dict[str, Any]:
    told = {"id": uid, "pid": parent, "text": f"<p>縁 {uid}</p>\n", "time": "2026-10-15T08:31:05.123Z"}
    return told | {"user": {"id": "google_1", "name": "葵"}} | more


@dataclass
class Place:
    """A Remark42 with comments by page, of a site called `mio`."""

    threads: dict[str, list[dict[str, Any]]]
    counts: dict[str, int] = field(default_factory=dict)
    """Where it counts something else than it lists."""
    answers: dict[str, Reply] = field(default_factory=dict)
    """Instead, by path or page."""
    asked: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        what = request.query.get("url", request.path.removeprefix("/api/v1"))
        self.asked.append(what)
        told = self._told(request, what)
        return self.answers.get(what) or (200, {"Date": NOW}, json.dumps(told))

    def _told(self, request: Request, what: str) -> object:
        if request.query["site"] != "mio":
            return []
        if what == "/counts":
            return [{"url": url, "count": self._count(url)} for url in json.loads(request.body)]
        if what == "/last/100":
            told = ((url, one) for url, rows in self.threads.items() for one in rows if not one.get("delete"))
            return [one | {"locator": {"site": "mio", "url": url}} for url, one in told]
        assert request.query["format"] == "plain"
        return {"comments": self.threads.get(what, []), "info": {"url": what, "count": self._count(what)}}

    def _count(self, url: str) -> int:
        return self.counts.get(url, sum(not one.get("delete") for one in self.threads.get(url, ())))


def pulled(place: Place, shelf: Shelf, site: str = "mio") -> list[str]:
    """Pull into `shelf`; return what was asked for."""
    place.asked.clear()
    shelf.pages = []
    with serve(place) as server, way_out() as http:
        for page in Remark42(server.url + "/", site).pages([POST, OTHER], shelf.cursor, http):
            shelf.take(page)
    shelf.end()
    return list(place.asked)


def test_every_spelling_of_an_address_is_counted_and_those_with_comments_are_asked_for() -> None:
    shelf = Shelf()
    place = Place({POST.url: [comment("1")], BARE: [comment("2")], POST.older_urls[0]: [comment("3")]})
    assert pulled(place, shelf) == ["/counts", "/last/100", POST.url, BARE, POST.older_urls[0]]
    assert [(one.id, one.target, one.url) for one in shelf.interactions] == [
        ("1", POST.url, f"{POST.url}#remark42__comment-1"),
        ("2", BARE, f"{BARE}#remark42__comment-2"),
        ("3", POST.older_urls[0], f"{POST.older_urls[0]}#remark42__comment-3"),
    ]
    assert shelf.counts == [Count("a", 3, 3), Count("b", 0, 0)]


def test_a_second_pull_with_nothing_new_is_two_questions() -> None:
    place, shelf = Place({POST.url: [comment("1")], OTHER.url: [comment("2")]}), Shelf()
    pulled(place, shelf)
    assert pulled(place, shelf) == ["/counts", "/last/100"]
    assert (shelf.new, shelf.edited, shelf.counts) == (2, 0, [])


def test_a_new_comment_an_edit_and_a_deletion_are_noticed() -> None:
    place, shelf = Place({POST.url: [comment("1"), comment("2")], OTHER.url: [comment("3")]}), Shelf()
    pulled(place, shelf)
    place.threads[OTHER.url].append(comment("4", "3"))
    assert pulled(place, shelf) == ["/counts", "/last/100", OTHER.url]
    place.threads[OTHER.url][0] |= {"text": "<p>書き直し</p>", "edit": {"time": "2026-10-15T08:33:00Z"}}
    assert pulled(place, shelf) == ["/counts", "/last/100", OTHER.url]
    place.threads[POST.url][0] = comment("1", delete=True, text="")
    assert pulled(place, shelf) == ["/counts", "/last/100", POST.url]
    assert (shelf.new, shelf.edited, shelf.gone, shelf.absent.missing) == (4, 1, ["1"], ())


def test_a_comment_that_took_the_place_of_a_deleted_one_is_noticed_though_the_count_is_the_same() -> None:
    place, shelf = Place({OTHER.url: [comment("1")]}), Shelf()
    pulled(place, shelf)
    place.threads[OTHER.url] = [comment("1", delete=True), comment("2")]
    pulled(place, shelf)
    assert (shelf.new, shelf.gone) == (2, ["1"])


def test_what_is_counted_and_not_listed_makes_it_partial() -> None:
    place, shelf = Place({OTHER.url: [comment("1")]}, counts={OTHER.url: 3}), Shelf()
    pulled(place, shelf)
    assert (shelf.counts[0].article, shelf.counts[0].complete) == ("b", False)
    assert pulled(place, shelf) == ["/counts", "/last/100"]
    assert (shelf.counts[0].seen, shelf.counts[0].claimed) == (1, 3)


def test_a_site_that_the_server_does_not_know_is_no_site_without_comments() -> None:
    with pytest.raises(NotAsExpected, match="counts for the site “other” was expected, nothing came"):
        pulled(Place({OTHER.url: [comment("1")]}), Shelf(), site="other")


@pytest.mark.parametrize(
    "body",
    ["{}", '[{"url": "https://mio.example/a/"}]', '[{"url": "https://else.example/", "count": 1}]', '["1"]', "[null]"],
)
def test_counts_that_are_none_are_a_source_error(body: str) -> None:
    with pytest.raises(NotAsExpected):
        pulled(Place({}, answers={"/counts": (200, {}, body)}), Shelf())


@pytest.mark.parametrize("what", ["/counts", "/last/100", OTHER.url])
def test_a_place_in_trouble_is_left_alone(what: str) -> None:
    with pytest.raises(Refused):
        pulled(Place({OTHER.url: [comment("1")]}, answers={what: (503, {}, "")}), Shelf())


def test_a_thread_that_fails_costs_a_line() -> None:
    place, shelf = Place({POST.url: [comment("1")], OTHER.url: [comment("2")]}), Shelf()
    place.answers = {POST.url: (200, {}, "{}")}
    pulled(place, shelf)
    assert (list(shelf.known), len(shelf.problems)) == (["2"], 1)


def test_a_server_has_to_be_named(tmp_path: Path) -> None:
    (tmp_path / "enishi.toml").write_text('[sources.remark42]\nsite = "mio"\n')
    with pytest.raises(MissingSetting):
        config.read(tmp_path).source("remark42")
