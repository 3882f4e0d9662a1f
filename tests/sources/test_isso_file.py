from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from tests.recordings import Shelf, way_out
from tests.sources.isso_place import OTHER, POST, Place, pulled, row, taken, uid
from tracker.errors import UnreadableExport
from tracker.model import Claim, Count
from tracker.sources.isso import Isso

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.model import Article, Page

TABLES = """
CREATE TABLE threads (id INTEGER PRIMARY KEY, uri VARCHAR(256) UNIQUE, title VARCHAR(256));
CREATE TABLE comments (
    tid REFERENCES threads(id), id INTEGER PRIMARY KEY, parent INTEGER, created FLOAT NOT NULL, modified FLOAT,
    mode INTEGER, remote_addr VARCHAR, text VARCHAR NOT NULL, author VARCHAR, email VARCHAR, website VARCHAR,
    likes INTEGER DEFAULT 0, dislikes INTEGER DEFAULT 0, voters BLOB NOT NULL, notification INTEGER DEFAULT 0
);
"""


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


def only(pages: Sequence[Page]) -> list[str]:
    return [one.id for page in pages for one in page.interactions]


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
    assert [(claim.kind, claim.basis) for claim in claims] == [("email_sha256", "declared")]
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
        with pytest.raises(UnreadableExport, match="Isso's database"):
            read(tmp_path / name)
    assert not (tmp_path / "none.db").exists()


def test_the_file_may_lie_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    file(tmp_path, {"/b.html": [row(1)]})
    assert only(read("~/comments.db", [replace(OTHER, uid="c")]).pages) == [uid(1)]
