"""A ledger that is none, or that lies where it should not, is left as it is."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.blogs import is_told
from tests.towns import Town, town
from tracker.journeys.demo.cast import Cast
from tracker.ledger.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.blogs import Blog

OTHER_FILE = "Name another file with --ledger or ENISHI_LEDGER."


@pytest.fixture(scope="module")
def places() -> Iterator[Town]:
    with town(Cast.generated(articles=1, people=6, interactions=40)) as opened:
        yield opened


@pytest.fixture(scope="module")
def pulled(places: Town, tmp_path_factory: pytest.TempPathFactory) -> Blog:
    blog = places.blog(tmp_path_factory.mktemp("pulled"))
    assert blog.run("pull").code == 0
    return blog


@pytest.fixture
def blog(places: Town, pulled: Blog, tmp_path: Path) -> Blog:
    return places.blog(tmp_path, pulled)


def foreign(path: Path) -> None:
    path.unlink()
    connection = sqlite3.connect(path)
    connection.executescript(
        "CREATE TABLE bookmarks (url TEXT); INSERT INTO bookmarks VALUES ('https://mio.example/');"
    )
    connection.close()


def newer(path: Path) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:20_000])


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


WRONG: dict[str, tuple[Callable[[Path], object], str, str]] = {
    "a text": (
        lambda path: path.write_text("Not a ledger.\n" * 50),
        "is not an Enishi ledger; it was left as it is.",
        OTHER_FILE,
    ),
    "an old text": (
        lambda path: path.write_bytes(b"SQLite format 3\0"),
        "is not an Enishi ledger; it was left as it is.",
        OTHER_FILE,
    ),
    "of another program": (
        foreign,
        "is not an Enishi ledger; it was left as it is.",
        OTHER_FILE,
    ),
    "a folder": (a_folder, "is not an Enishi ledger; it was left as it is.", OTHER_FILE),
    "of a newer version": (
        newer,
        f"was written by a newer Enishi (version 99 of its tables; this one knows {len(STEPS)}).",
        "Upgrade Enishi; the file was left as it is.",
    ),
    "cut off": (
        cut,
        "is damaged: database disk image is malformed.",
        "Put a copy back from a backup; the file was left as it is.",
    ),
}


@pytest.mark.parametrize(("spoil", "said", "hint"), WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("command", ["pull", "who", "inbox"])
def test_a_ledger_that_is_none(blog: Blog, spoil: Callable[[Path], object], said: str, hint: str, command: str) -> None:
    spoil(blog.ledger)
    before = blog.ledger.read_bytes() if blog.ledger.is_file() else b""
    is_told(blog.run(command), 5, f"{blog.ledger} {said}", hint)
    assert before == (blog.ledger.read_bytes() if blog.ledger.is_file() else b"")
    assert blog.files() <= {"blog.db", "blog.db-wal", "blog.db-shm"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is unreadable to root")
def test_a_ledger_that_may_not_be_read(blog: Blog) -> None:
    blog.ledger.chmod(0)
    ended = blog.run("who")
    assert ended.code == 5
    assert ended.err.startswith(f"Error: {blog.ledger} could not be written: Permission denied.")
    blog.ledger.chmod(0o600)


def test_a_ledger_where_there_is_no_place_for_one(blog: Blog) -> None:
    inside = blog.folder / "enishi.toml" / "blog.db"
    hint = "Make room or mend the permissions and run the command again; what was stored before is intact."
    is_told(blog.run("who", ENISHI_LEDGER=str(inside)), 5, f"{inside} could not be written: Not a directory.", hint)


def test_a_ledger_inside_a_work_tree_is_never_made(blog: Blog, tmp_path: Path) -> None:
    tree = tmp_path / "site"
    subprocess.run(["git", "init", "-q", str(tree)], check=True)  # noqa: S607 - the git of who runs the tests
    for path in (tree / "blog.db", tree / "content" / "private" / "blog.db"):
        hint = "Choose a place outside it with --ledger or ENISHI_LEDGER."
        said = f"{path} lies inside the git work tree {tree}, where it could be published by mistake."
        is_told(blog.run("pull", ENISHI_LEDGER=str(path)), 5, said, hint)
        assert not path.exists()
    link = tmp_path / "link.db"
    link.symlink_to(tree / "blog.db")
    assert blog.run("pull", ENISHI_LEDGER=str(link)).code == 5
    assert not (tree / "blog.db").exists()
