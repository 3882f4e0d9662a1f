from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING
from urllib.parse import quote

import pytest

from tests.recordings import Shelf, way_out
from tests.servers import serve
from tests.with_real.blog import Blog
from tests.with_real.isso_server import isso
from tracker.errors import Unreachable
from tracker.model import Article, Count, State
from tracker.sources.isso import Isso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.with_real.isso_server import IssoServer

pytestmark = pytest.mark.real_server
SEARCH = Article("search", "https://mio.example/ja/2026/10/検索/", "検索", older_urls=("https://mio.example/old.html",))
TOOLS = Article("tools", "https://mio.example/en/2026/09/tools/", "Tools")
PATH = quote("/ja/2026/10/検索/")
"""What a browser calls the page, and so the thread."""
TOOLS_PATH = "/en/2026/09/tools/"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[IssoServer]:
    with isso(tmp_path / "isso") as running:
        yield running


@pytest.fixture
def blog(tmp_path: Path, server: IssoServer, capsys: pytest.CaptureFixture[str]) -> Blog:
    """A blog that reads the server."""
    made = Blog(tmp_path, (SEARCH, TOOLS), capsys)
    made.configure("isso", address=server.url)
    return made


def figures(told: dict[str, object]) -> tuple[object, ...]:
    return tuple(told[name] for name in ("new", "edited", "missing", "gone"))


def asked(server: IssoServer, shelf: Shelf) -> list[str]:
    """Pull into `shelf`; return what the server was asked for."""
    shelf.pages = []
    with serve(server) as between, way_out() as http:
        for page in Isso(between.url).pages([SEARCH, TOOLS], shelf.cursor, http):
            shelf.take(page)
    shelf.end()
    return [f"{each.method} {each.path}" for each in between.requests]


def test_new_comments_come_with_their_threads(server: IssoServer, blog: Blog) -> None:
    first = server.comment(
        PATH, "とても**助かりました**。\n\n> 二文字でも\n\n`a < b`", author="春野 葵", website="aoi.example"
    )
    reply = server.comment(PATH, "ありがとうございます", below=first, author="Mio & co")
    deeper = server.comment(PATH, "こちらこそ", below=reply)
    older = server.comment("/old.html", "An old address still works")
    told = blog.pull()
    assert figures(told) == (4, 0, 0, 0)
    assert told["complete"]
    stored = {uid: known.interaction for uid, known in blog.stored().items()}
    assert list(stored) == [first.id, reply.id, deeper.id, older.id]
    assert stored[first.id].text == "とても**助かりました**。\n\n> 二文字でも\n\n`a < b`"
    assert (stored[reply.id].parent, stored[reply.id].thread) == (first.id, first.id)
    assert (stored[deeper.id].parent, stored[deeper.id].thread) == (first.id, first.id)
    assert stored[older.id].target == "https://mio.example/old.html"
    accounts = [one.account for one in stored.values()]
    assert [(one.place, one.name, one.url) if one else None for one in accounts] == [
        ("web", "春野 葵", "http://aoi.example"),
        ("isso", "Mio & co", ""),
        None,
        None,
    ]
    assert {one["id"] for one in blog.type("inbox", "--json")} == {f"c{number}" for number in range(1, 5)}


def test_an_edit_is_an_edit(server: IssoServer, blog: Blog) -> None:
    comment = server.comment(PATH, "はじめの文")
    blog.pull()
    server.edit(comment, "書き直した文")
    assert figures(blog.pull()) == (0, 1, 0, 0)
    assert blog.stored()[comment.id].interaction.text == "書き直した文"
    assert figures(blog.pull()) == (0, 0, 0, 0)


def test_a_deleted_comment_with_a_reply_is_gone_and_the_reply_stays(server: IssoServer, blog: Blog) -> None:
    first = server.comment(PATH, "消します")
    reply = server.comment(PATH, "残ります", below=first)
    blog.pull()
    server.delete(first)
    assert figures(blog.pull()) == (0, 0, 0, 1)
    stored = blog.stored()
    assert (stored[first.id].state, stored[reply.id].state) == (State.GONE, State.LIVE)
    assert stored[reply.id].interaction.thread == first.id
    assert figures(blog.pull("--full")) == (0, 0, 0, 0)


def test_a_comment_that_was_never_seen_before_it_was_deleted_is_nothing(server: IssoServer, blog: Blog) -> None:
    first = server.comment(PATH, "消します")
    reply = server.comment(PATH, "残ります", below=first)
    server.delete(first)
    told = blog.pull()
    assert figures(told) == (1, 0, 0, 0)
    assert told["complete"]
    assert list(blog.stored()) == [reply.id]


def test_an_id_that_is_given_again_is_a_new_comment_and_the_old_one_goes(server: IssoServer, blog: Blog) -> None:
    first = server.comment(PATH, "はじめの人")
    blog.pull()
    blog.type("inbox", "done", "c1")
    server.delete(first)
    second = server.comment(PATH, "別の人", author="蓮")
    assert second.number == first.number
    assert figures(blog.pull()) == (1, 0, 1, 0)
    assert figures(blog.pull()) == (0, 0, 0, 1)
    stored = blog.stored()
    assert (stored[first.id].state, stored[second.id].state) == (State.GONE, State.LIVE)
    assert [one["text"] for one in blog.type("inbox", "--json")] == ["別の人"]


def test_the_only_comment_deleted_is_missing_then_gone(server: IssoServer, blog: Blog) -> None:
    comment = server.comment(PATH, "消します")
    blog.pull()
    server.delete(comment)
    assert [figures(blog.pull()) for _time in range(3)] == [(0, 0, 1, 0), (0, 0, 0, 1), (0, 0, 0, 0)]
    assert blog.stored()[comment.id].state is State.GONE


def test_what_waits_for_moderation_is_not_shown_until_it_is_let_through(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with isso(tmp_path / "isso", moderated=True) as server:
        blog = Blog(tmp_path, (SEARCH, TOOLS), capsys)
        blog.configure("isso", address=server.url)
        comment = server.comment(PATH, "承認待ちです", email="aoi@aoi.example")
        assert figures(blog.pull()) == (0, 0, 0, 0)
        blog.configure("isso", database=str(server.database))
        assert figures(blog.pull()) == (1, 0, 0, 0)
        assert blog.stored()[comment.id].interaction.private
        server.activate(comment)
        blog.configure("isso", address=server.url)
        assert figures(blog.pull()) == (0, 1, 0, 0)
        assert not blog.stored()[comment.id].interaction.private


def test_replies_below_what_waits_are_counted_not_listed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with isso(tmp_path / "isso", moderated=True) as server:
        blog = Blog(tmp_path, (SEARCH, TOOLS), capsys)
        blog.configure("isso", address=server.url)
        waiting = server.comment(PATH, "承認待ちです")
        server.activate(server.comment(PATH, "返信です", below=waiting))
        told = blog.pull()
        assert (figures(told), told["complete"]) == ((0, 0, 0, 0), False)
        assert "not public" in told["why"]


def test_the_file_is_read_while_the_server_runs_and_says_the_same(server: IssoServer, blog: Blog) -> None:
    first = server.comment(
        PATH, "一つ目", author="葵 & 蓮", website="https://aoi.example/?a=1&b=2", email="aoi@aoi.example"
    )
    server.comment(PATH, "<p>二つ目</p>", below=first)
    deleted = server.comment(TOOLS_PATH, "Third")
    server.comment(TOOLS_PATH, "Fourth", below=deleted)
    server.delete(deleted)
    assert figures(blog.pull()) == (3, 0, 0, 0)
    served = {uid: known.interaction for uid, known in blog.stored().items()}
    blog.configure("isso", database=str(server.database))
    assert figures(blog.pull()) == (0, 0, 0, 0)
    assert {uid: known.interaction for uid, known in blog.stored().items()} == served
    third = server.comment(PATH, "三つ目")
    assert figures(blog.pull()) == (1, 0, 0, 0)
    blog.configure("isso", address=server.url)
    assert figures(blog.pull("--full")) == (0, 0, 0, 0)
    assert third.id in blog.stored()


def test_a_server_that_stopped_loses_nothing(server: IssoServer, blog: Blog) -> None:
    comment = server.comment(PATH, "残ります")
    blog.pull()
    server.stop()
    told = blog.pull(code=4)
    assert "did not answer" in told["error"]["message"]
    assert figures(told) == (0, 0, 0, 0)
    assert blog.stored()[comment.id].state is State.LIVE
    with way_out() as http, pytest.raises(Unreachable):
        list(Isso(server.url).pages([SEARCH], None, http))


def test_a_second_pull_with_nothing_new_is_one_question(server: IssoServer) -> None:
    for uri in (PATH, "/old.html", TOOLS_PATH):
        server.comment(uri, "縁です")
    server.grow_old(90)
    shelf = Shelf()
    assert asked(server, shelf) == ["POST /count", "GET /latest", "GET /", "GET /", "GET /"]
    assert asked(server, shelf) == ["POST /count"]
    server.comment(TOOLS_PATH, "もう一つ")
    assert asked(server, shelf) == ["POST /count", "GET /"]
    assert (shelf.new, shelf.edited) == (4, 0)


def test_where_the_latest_comments_are_listed_a_second_pull_is_two_questions(tmp_path: Path) -> None:
    with isso(tmp_path / "isso", latest=True) as server:
        comments = [server.comment(uri, "縁です") for uri in (PATH, "/old.html", TOOLS_PATH)]
        shelf = Shelf()
        asked(server, shelf)
        assert asked(server, shelf) == ["POST /count", "GET /latest"]
        server.edit(comments[2], "書き直しました")
        assert asked(server, shelf) == ["POST /count", "GET /latest", "GET /"]
        assert (shelf.new, shelf.edited) == (3, 1)


def test_a_long_thread_is_read_to_its_end(server: IssoServer) -> None:
    first = server.comment(TOOLS_PATH, "First")
    with closing(sqlite3.connect(server.database)) as database, database:
        copied = (
            "INSERT INTO comments (tid, parent, created, mode, remote_addr, text, voters) "
            "SELECT tid, ?, created + ?, mode, remote_addr, text, voters FROM comments WHERE id = ?"
        )
        tops, replies = [(None, 1 + n) for n in range(229)], [(first.number, 300 + n) for n in range(120)]
        database.executemany(copied, [(*told, first.number) for told in tops + replies])
    shelf = Shelf()
    requests = asked(server, shelf)
    assert len(shelf.known) == 350
    assert Count("tools", 350, 350) in shelf.counts
    assert len(requests) <= 2 + 4 + 3
    assert shelf.problems == []
