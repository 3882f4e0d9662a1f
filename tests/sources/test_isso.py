from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker import config
from tracker.errors import MissingSetting, NotAsExpected, Refused, UnreadableFile, WrongSetting
from tracker.model import Article, Claim, Count
from tracker.sources.isso import Isso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.servers import Reply, Request
    from tracker.model import Page

POST = Article("a", "https://mio.example/a.html", older_urls=("https://mio.example/old.html",))
OTHER = Article("b", "https://mio.example/b.html")
AT = 1792022400.0
DAY = 86400
SETTLED = "Sun, 22 Nov 2026 12:00:00 GMT"
"""Weeks after the comments here were written."""
TABLES = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT,
    mode INTEGER, remote_addr VARCHAR, text VARCHAR NOT NULL, author VARCHAR, email VARCHAR, website VARCHAR,
    likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0
);
"""


def row(number: int, **more: object) -> dict[str, Any]:
    told = {"id": number, "parent": None, "created": AT + number, "modified": None, "mode": 1, "text": f"縁 {number}"}
    return told | {"author": None, "website": None, "hash": "4505c1eeda98"} | more


def uid(number: int) -> str:
    return f"{number}@{AT + number:.6f}"


@dataclass
class Place:
    """An Isso with comments by thread, which answers as 0.14 does; `latest` is not listed unless it is enabled."""

    threads: dict[str, list[dict[str, Any]]]
    latest: bool = False
    date: str = SETTLED
    counts_what_is_left: bool = False
    """As older servers did: `hidden_replies` speaks of what is written after `after`."""
    answers: dict[str, Reply] = field(default_factory=dict)
    """Instead, by path or thread."""
    asked: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    def __call__(self, request: Request) -> Reply:
        uri = request.query.get("uri", request.path)
        self.asked.append(uri)
        self.headers += [name.lower() for name in request.headers]
        if uri in self.answers:
            return self.answers[uri]
        told = self._told(request, uri)
        return (404, {}, "") if told is None else (200, {"Date": self.date, "ETag": '"same"'}, json.dumps(told))

    def _told(self, request: Request, uri: str) -> object:
        if uri == "/count":
            return [sum(one["mode"] == 1 for one in self.threads.get(name, ())) for name in json.loads(request.body)]
        if uri == "/latest":
            return [one | {"uri": name} for name in self.threads for one in self.threads[name]] if self.latest else None
        assert request.query["plain"] == "1"
        return self._listing(request.query, self.threads.get(uri, []))

    def _listing(self, query: dict[str, str], rows: list[dict[str, Any]]) -> object:
        after, parent = float(query.get("after", "0")), query.get("parent")
        level = [one for one in rows if str(one["parent"]) == str(parent and int(parent))]
        left = [one for one in level if one["created"] > after]
        shown = left[: int(query["limit"])]
        listed = [one if parent else self._with_replies(one, rows, int(query["nested_limit"])) for one in shown]
        hidden = len(left if self.counts_what_is_left else level) - len(shown)
        total = len(level) if parent or self.counts_what_is_left else len(rows)
        return {"id": parent, "replies": listed, "hidden_replies": hidden, "total_replies": total, "config": {}}

    def _with_replies(self, one: dict[str, Any], rows: list[dict[str, Any]], most: int) -> dict[str, Any]:
        replies = [each for each in rows if each["parent"] == one["id"]]
        hidden = len(replies) - len(replies[:most])
        return one | {"replies": replies[:most], "total_replies": len(replies), "hidden_replies": hidden}


def pulled(place: Place, shelf: Shelf, source: Isso | None = None) -> list[str]:
    """Pull into `shelf`; return what was asked for."""
    place.asked.clear()
    with serve(place) as server, way_out() as http:
        taken(source or Isso(server.url + "/"), shelf, http)
    return list(place.asked)


def taken(source: Isso, shelf: Shelf, http: Any, articles: Sequence[Article] = (POST, OTHER)) -> None:  # noqa: ANN401 - any way out
    shelf.pages = []
    for page in source.pages(articles, shelf.cursor, http):
        shelf.take(page)
    shelf.end()


def only(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


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


# --- the file ------------------------------------------------------------------------------------


def file(folder: Path, threads: dict[str, list[dict[str, Any]]], name: str = "comments.db") -> Path:
    """Write an Isso's file."""
    path = folder / name
    with closing(sqlite3.connect(path)) as database, database:
        database.executescript(TABLES)
        for tid, uri in enumerate(threads, 1):
            database.execute("INSERT INTO threads VALUES (?, ?, 'T')", (tid, uri))
            for one in threads[uri]:
                told = {"tid": tid, "email": None, "voters": b""} | {key: one[key] for key in one if key != "hash"}
                names, blanks = ", ".join(told), ", ".join("?" * len(told))
                database.execute(f"INSERT INTO comments ({names}) VALUES ({blanks})", tuple(told.values()))  # noqa: S608 - our own names
    return path


def read(path: Path | str, articles: Sequence[Article] = (POST, OTHER)) -> Shelf:
    shelf = Shelf()
    with way_out() as http:
        taken(Isso(database=str(path)), shelf, http, articles)
    return shelf


def test_the_file_holds_what_the_server_does_not_show(tmp_path: Path) -> None:
    rows = [row(1, email="aoi@aoi.example", author="葵"), row(2, mode=2), row(3, mode=4, text=""), row(4, parent=3)]
    shelf = read(file(tmp_path, {"/a.html": rows, "/old.html": [row(5)], "/guests/": [row(6)]}))
    assert [(one.id, one.private) for one in shelf.interactions] == [
        (uid(1), False),
        (uid(2), True),
        (uid(4), False),
        (uid(5), False),
    ]
    claims = shelf.known[uid(1)].account.claims  # type: ignore[union-attr]  # somebody is named
    assert [(claim.kind, claim.basis) for claim in claims] == [("email_sha256", "declared"), ("gravatar", "declared")]
    assert all(isinstance(claim, Claim) and "@" not in claim.value for claim in claims)
    assert shelf.gone == [uid(3)]
    assert shelf.counts == [Count("a", 5, 5), Count("b", 0, 0)]
    assert shelf.problems == []


def test_server_and_file_may_be_read_in_turn(tmp_path: Path) -> None:
    threads = {"/a.html": [row(1, author="葵 &amp; 蓮", website="http://aoi.example"), row(2, parent=1)]}
    path, place, shelf = file(tmp_path, threads), Place(threads), Shelf()
    pulled(place, shelf)
    before = dict(shelf.known)
    with way_out() as http:
        taken(Isso(database=str(path)), shelf, http)
    assert (shelf.new, shelf.edited, shelf.absent.missing, shelf.known) == (2, 0, (), before)


def test_a_comment_that_is_let_through_is_edited_from_private_to_public(tmp_path: Path) -> None:
    path, shelf = file(tmp_path, {"/b.html": [row(1, mode=2)]}), Shelf()
    with way_out() as http:
        taken(Isso(database=str(path)), shelf, http)
        with closing(sqlite3.connect(path)) as database, database:
            database.execute("UPDATE comments SET mode = 1")
        taken(Isso(database=str(path)), shelf, http)
    assert (shelf.new, shelf.edited, shelf.known[uid(1)].private) == (1, 1, False)


def test_the_file_is_read_while_another_program_writes_it(tmp_path: Path) -> None:
    path = file(tmp_path, {"/b.html": [row(1)]})
    with closing(sqlite3.connect(path, isolation_level=None)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        writing.execute("UPDATE comments SET text = 'not yet'")
        assert [one.text for one in read(path).interactions] == ["縁 1"]
        writing.execute("COMMIT")
    assert [one.text for one in read(path).interactions] == ["not yet"]


def test_the_file_is_never_written(tmp_path: Path) -> None:
    path = file(tmp_path, {"/b.html": [row(1)]})
    path.chmod(0o400)
    before = path.read_bytes()
    assert only(read(path).pages) == [uid(1)]
    assert path.read_bytes() == before
    assert [each.name for each in tmp_path.iterdir()] == ["comments.db"]


def test_a_files_name_may_hold_anything(tmp_path: Path) -> None:
    assert only(read(file(tmp_path, {"/b.html": [row(1)]}, "縁 100%?mode=rw#.db")).pages) == [uid(1)]


def test_text_that_is_no_utf8_costs_no_more_than_itself(tmp_path: Path) -> None:
    path = file(tmp_path, {"/b.html": [row(1), row(2)]})
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("UPDATE comments SET text = CAST(X'6162FF' AS TEXT) WHERE id = 1")
    assert [one.text for one in read(path).interactions] == ["ab\ufffd", "縁 2"]


def test_a_file_about_other_pages_says_what_its_threads_are_called(tmp_path: Path) -> None:
    shelf = read(file(tmp_path, {"a": [row(1)], "b": [row(2)]}))
    assert (shelf.interactions, len(shelf.problems)) == ([], 1)
    assert "is called a." in shelf.problems[0]


def test_a_comment_of_no_time_costs_a_line_and_proves_nothing(tmp_path: Path) -> None:
    shelf = read(file(tmp_path, {"/b.html": [row(1), row(2, created="yesterday")]}))
    assert (only(shelf.pages), len(shelf.problems)) == ([uid(1)], 1)
    assert shelf.counts[-1] == Count("b", 1, 2)


def test_a_file_that_is_not_there_or_is_something_else_is_a_source_error(tmp_path: Path) -> None:
    (tmp_path / "text.db").write_text("This is not a database, however long it may be." * 99)
    sqlite3.connect(tmp_path / "empty.db").close()
    for name in ("none.db", "text.db", "empty.db", "."):
        with pytest.raises(UnreadableFile, match="cannot be read"):
            read(tmp_path / name)
    assert not (tmp_path / "none.db").exists()


def test_the_file_may_lie_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file(tmp_path, {"/b.html": [row(1)]})
    assert only(read("~/comments.db", [replace(OTHER, uid="c")]).pages) == [uid(1)]
