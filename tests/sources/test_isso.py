from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tests.sources.isso_place import AT, OTHER, Place, pulled, row, taken, uid
from tracker import config
from tracker.errors import MissingSetting, NotAsExpected, Refused, WrongSetting
from tracker.model import Count
from tracker.sources.isso import Isso

if TYPE_CHECKING:
    from pathlib import Path

    from tests.servers import Reply


def test_counts_come_first_and_only_threads_with_comments_are_asked_for() -> None:
    shelf = Shelf()
    asked = pulled(Place({"/a.html": [row(1)], "/old.html": [row(2)]}), shelf)
    assert asked == ["/count", "/latest", "/a.html", "/old.html"]
    assert [(one.id, one.url) for one in shelf.interactions] == [
        (uid(1), "https://mio.example/a.html#isso-1"),
        (uid(2), "https://mio.example/old.html#isso-2"),
    ]
    assert shelf.counts == [Count("a", 2, 2), Count("b", 0, 0)]


def test_a_second_pull_with_nothing_new_is_one_question() -> None:
    place, shelf = Place({"/a.html": [row(1)], "/b.html": [row(2)]}), Shelf()
    pulled(place, shelf)
    assert pulled(place, shelf) == ["/count"]
    place.threads["/b.html"].append(row(3))
    assert pulled(place, shelf) == ["/count", "/b.html"]
    assert (shelf.new, shelf.edited) == (3, 0)


def test_where_the_latest_comments_are_listed_an_edit_is_noticed() -> None:
    place, shelf = Place({"/a.html": [row(1)], "/b.html": [row(2)]}, latest=True), Shelf()
    pulled(place, shelf)
    assert pulled(place, shelf) == ["/count", "/latest"]
    place.threads["/b.html"] = [row(2, text="書き直し", modified=AT + 60)]
    assert pulled(place, shelf) == ["/count", "/latest", "/b.html"]
    assert (shelf.new, shelf.edited) == (2, 1)


def test_where_they_are_not_a_young_comment_is_looked_at_again() -> None:
    place, shelf = Place({"/a.html": [row(1)]}, date="Thu, 15 Oct 2026 00:10:00 GMT"), Shelf()
    pulled(place, shelf)
    place.threads["/a.html"] = [row(1, text="書き直し", modified=AT + 660)]
    place.date = "Thu, 15 Oct 2026 00:14:00 GMT"
    assert pulled(place, shelf) == ["/count", "/a.html"]
    assert shelf.edited == 1


@pytest.mark.parametrize("latest", [True, False])
def test_an_id_that_is_given_again_is_a_new_comment_and_the_old_one_is_missing(latest: bool) -> None:  # noqa: FBT001 - a row of a table
    place, shelf = Place({"/a.html": [row(1)]}, latest=latest, date="Thu, 15 Oct 2026 00:00:02 GMT"), Shelf()
    pulled(place, shelf)
    place.threads["/a.html"] = [row(1, created=AT + 900.5, text="another")]
    place.date = "Thu, 15 Oct 2026 00:16:00 GMT"
    pulled(place, shelf)
    assert (shelf.new, shelf.edited) == (2, 0)
    assert shelf.absent.missing == (uid(1),)


def test_nothing_is_ever_asked_conditionally() -> None:
    place, shelf = Place({"/a.html": [row(1)]}), Shelf()
    pulled(place, shelf)
    shelf.cursor = None
    pulled(place, shelf)
    assert "if-none-match" not in place.headers
    assert "if-modified-since" not in place.headers


def test_a_deleted_comment_with_replies_is_gone_and_one_without_is_missing() -> None:
    place, shelf = Place({"/a.html": [row(1), row(2, parent=1), row(3)]}), Shelf()
    pulled(place, shelf)
    place.threads["/a.html"] = [row(1, mode=4, text=""), row(2, parent=1)]
    pulled(place, shelf)
    assert (shelf.gone, shelf.absent.missing) == ([uid(1)], (uid(3),))
    assert shelf.counts == [Count("a", 2, 2)]


@pytest.mark.parametrize("counts_what_is_left", [True, False])
def test_a_long_thread_is_read_to_its_end(counts_what_is_left: bool) -> None:  # noqa: FBT001 - a row of a table
    rows = [row(number) for number in range(1, 251)]
    rows += [row(number, parent=100) for number in range(251, 381)] + [row(381, parent=250)]
    place, shelf = Place({"/b.html": rows}, counts_what_is_left=counts_what_is_left), Shelf()
    asked = pulled(place, shelf)
    assert set(shelf.known) == {uid(number) for number in range(1, 382)}
    assert Count("b", 381, 381) in shelf.counts
    assert shelf.known[uid(380)].parent == uid(100)
    assert len(asked) <= 2 + 3 + 1 + 3


def test_comments_of_one_moment_at_the_end_of_a_page_are_not_passed_over() -> None:
    rows = [row(number, created=AT + min(number, 99)) for number in range(1, 111)]
    shelf = Shelf()
    pulled(Place({"/b.html": rows}), shelf)
    assert len(shelf.known) == 110


def test_replies_below_what_is_not_public_are_counted_not_listed() -> None:
    place, shelf = Place({"/b.html": [row(1), row(3, parent=2)]}), Shelf()
    pulled(place, shelf)
    [count] = [count for count in shelf.counts if count.article == "b"]
    assert (count.seen, count.claimed, count.complete) == (1, 2, False)
    assert "not public" in count.why
    assert pulled(place, shelf) == ["/count"]
    assert shelf.counts == [count]


@pytest.mark.parametrize("body", ["null", "{}", "[1]", '[1, 2, "three"]', "[1, 2, -3]", "[1, 2, true]", "[1,2,3,4]"])
def test_counts_that_are_none_are_a_source_error(body: str) -> None:
    place = Place({}, answers={"/count": (200, {}, body)})
    with pytest.raises(NotAsExpected):
        pulled(place, Shelf())


@pytest.mark.parametrize("answer", [(404, {}, ""), (200, {}, "<html><body>Sign in</body></html>"), (200, {}, "{}")])
def test_a_thread_that_fails_costs_a_line_and_is_looked_at_again(answer: Reply) -> None:
    place, shelf = Place({"/a.html": [row(1)], "/b.html": [row(2)]}, answers={"/b.html": answer}), Shelf()
    pulled(place, shelf)
    assert (list(shelf.known), len(shelf.problems)) == ([uid(1)], 1)
    assert shelf.problems[0].startswith(OTHER.url)
    place.answers.clear()
    assert pulled(place, shelf) == ["/count", "/b.html"]
    assert list(shelf.known) == [uid(1), uid(2)]


@pytest.mark.parametrize("path", ["/count", "/latest", "/b.html"])
def test_a_place_in_trouble_is_left_alone(path: str) -> None:
    place = Place({"/b.html": [row(1)]}, answers={path: (503, {}, "")})
    with pytest.raises(Refused):
        pulled(place, Shelf())


def test_a_thread_may_be_called_by_something_else_than_a_path() -> None:
    place, shelf = Place({"post-b": [row(1)]}), Shelf()
    with serve(place) as server, way_out() as http:
        taken(Isso(server.url, thread="post-{slug}"), shelf, http)
    assert [(one.article, one.target) for one in shelf.interactions] == [("b", OTHER.url)]


def test_a_server_below_a_path_is_asked_there() -> None:
    shelf = Shelf()
    with serve(lambda request: (404, {}, request.path)) as server, way_out() as http:
        with pytest.raises(Refused):
            taken(Isso(server.url + "/isso/"), shelf, http)
        assert server.targets == ["/isso/count"]


@pytest.mark.parametrize(
    ("lines", "kind"),
    [
        ("", MissingSetting),
        ('address = "comments.mio.example"', WrongSetting),
        ('address = "https://comments.mio.example"\nthread = "/a/"', WrongSetting),
    ],
)
def test_settings_that_cannot_work_are_told(lines: str, kind: type[Exception], tmp_path: Path) -> None:
    (tmp_path / "enishi.toml").write_text(f"[sources.isso]\n{lines}\n")
    with pytest.raises(kind):
        config.read(tmp_path).source("isso")
