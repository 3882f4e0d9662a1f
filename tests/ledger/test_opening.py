from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import tracker.ledger
from tests.ledger.given import SEARCH, reply, store
from tracker.errors import (
    LedgerBusy,
    LedgerDamaged,
    LedgerError,
    LedgerFull,
    LedgerInPublic,
    LedgerTooNew,
    NotALedger,
    SqliteTooOld,
)
from tracker.ledger import Ledger, default_path
from tracker.ledger.schema import APPLICATION_ID
from tracker.ledger.steps import STEPS

if TYPE_CHECKING:
    from collections.abc import Iterator

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def filled(path: Path) -> bytes:
    with Ledger.open(path) as ledger:
        for number in range(40):
            store(ledger, "webmention", reply(f"{number}", text="長い返事です。" * 200))
    return path.read_bytes()


def digests(folder: Path) -> dict[str, str]:
    """What is in a folder, less the shared memory in which SQLite counts its readers."""
    files = (one for one in folder.iterdir() if one.is_file() and not one.name.endswith("-shm"))
    return {one.name: sha256(one.read_bytes()).hexdigest() for one in files}


def refused(path: Path, error: type[LedgerError]) -> None:
    """The error comes, and nothing in the folder has changed."""
    before = digests(path.parent)
    with pytest.raises(error) as caught:
        Ledger.open(path)
    assert str(path) in caught.value.message
    assert caught.value.hint
    assert digests(path.parent) == before


def test_a_new_ledger_is_nobody_elses_to_read(path: Path) -> None:
    old = os.umask(0)
    try:
        with Ledger.open(path) as ledger:
            store(ledger, "webmention", reply("1"))
            beside = {one.name: mode(one) for one in path.parent.iterdir()}
    finally:
        os.umask(old)
    assert set(beside.values()) == {0o600}
    assert {"mio.example.db", "mio.example.db-wal"} <= beside.keys()
    assert mode(path.parent) == 0o700


def test_a_ledger_that_others_could_read_is_mended(path: Path) -> None:
    filled(path)
    path.chmod(0o644)
    Ledger.open(path).close()
    assert mode(path) == 0o600


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Ledger.open(tmp_path / "mio.db").close()
    assert mode(tmp_path) == 0o755


def test_the_header_says_what_it_is(path: Path) -> None:
    header = filled(path)[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == len(STEPS)


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    filled(path)
    assert mode(path) == 0o600


@pytest.mark.parametrize("content", [b"Dear diary,\n", b"SQLite format 3", b"\0" * 4096])
def test_a_file_of_somebody_else_is_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(content)
    path.chmod(0o644)
    refused(path, NotALedger)
    assert mode(path) == 0o644


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "places.sqlite"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE bookmarks (url)")
    refused(path, NotALedger)


def test_a_folder_is_no_ledger(tmp_path: Path) -> None:
    folder = tmp_path / "ledger.db"
    folder.mkdir()
    refused(folder, NotALedger)


def test_a_newer_ledger_is_left_alone(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
    refused(path, LedgerTooNew)


def test_a_newer_ledger_whose_header_is_still_in_its_log(path: Path) -> None:
    filled(path)
    with closing(sqlite3.connect(path)) as newer:
        newer.execute(f"PRAGMA user_version = {len(STEPS) + 1}")
        assert int.from_bytes(path.read_bytes()[60:64], "big") == len(STEPS)
        refused(path, LedgerTooNew)


def test_a_truncated_ledger_is_damaged(path: Path) -> None:
    whole = filled(path)
    path.write_bytes(whole[: len(whole) // 2 // 4096 * 4096])
    with pytest.raises(LedgerDamaged), Ledger.open(path) as ledger:
        ledger.interactions.responses()


def test_an_overwritten_ledger_is_damaged(path: Path) -> None:
    whole = filled(path)
    path.write_bytes(whole[:4096] + b"\xa5" * (len(whole) - 4096))
    with pytest.raises(LedgerDamaged), Ledger.open(path) as ledger:
        ledger.interactions.responses()


def test_trouble_says_nothing_of_a_whole_file_and_something_of_a_broken_one(path: Path) -> None:
    filled(path)
    with Ledger.open(path) as ledger:
        assert ledger.trouble() == ""
    with closing(sqlite3.connect(path)) as surgeon:
        (page,) = surgeon.execute(
            "SELECT rootpage FROM sqlite_schema WHERE name = 'interactions_by_account'"
        ).fetchone()
    broken = bytearray(path.read_bytes())
    broken[(page - 1) * 4096 : (page - 1) * 4096 + 2000] = b"\xa5" * 2000
    path.write_bytes(broken)
    with Ledger.open(path) as ledger:
        assert ledger.trouble()


def test_a_ledger_in_a_git_work_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "blog" / ".git").mkdir(parents=True)
    refused(tmp_path / "blog" / "mio.db", LedgerInPublic)
    with pytest.raises(LedgerInPublic):
        Ledger.open(tmp_path / "blog" / "data" / "private" / "mio.db")
    assert not (tmp_path / "blog" / "data").exists()


def test_a_linked_work_tree_has_a_file_for_a_mark(tmp_path: Path) -> None:
    (tmp_path / ".git").write_text("gitdir: elsewhere\n", "utf-8")
    refused(tmp_path / "mio.db", LedgerInPublic)


def test_a_link_into_a_work_tree_does_not_help(tmp_path: Path) -> None:
    (tmp_path / "blog" / ".git").mkdir(parents=True)
    (tmp_path / "data").symlink_to(tmp_path / "blog")
    with pytest.raises(LedgerInPublic):
        Ledger.open(tmp_path / "data" / "mio.db")


@contextmanager
def nobodys_rights() -> Iterator[Path]:
    """Run as somebody who owns nothing, where the tests run as root; yield a folder both can see."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        if os.geteuid():
            yield folder
            return
        os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            os.seteuid(0)


def test_a_folder_that_cannot_be_written() -> None:
    with nobodys_rights() as folder:
        folder.chmod(0o555) if os.geteuid() != NOBODY else None
        with pytest.raises(LedgerFull, match="Permission denied"):
            Ledger.open(folder / "mio.db")
        with pytest.raises(LedgerFull, match="Permission denied"):
            Ledger.open(folder / "new" / "mio.db")


def test_a_file_that_cannot_be_read(path: Path) -> None:
    filled(path)
    with nobodys_rights() as folder:
        mine = folder / "mio.db"
        if os.geteuid() == NOBODY:
            os.seteuid(0)
            mine.write_bytes(path.read_bytes())
            mine.chmod(0o600)
            os.seteuid(NOBODY)
        else:
            mine.write_bytes(path.read_bytes())
            mine.chmod(0o000)
        with pytest.raises(LedgerFull, match="Permission denied"):
            Ledger.open(mine)


def test_a_path_below_a_file(path: Path) -> None:
    filled(path)
    with pytest.raises(LedgerFull):
        Ledger.open(path / "mio.db")


def test_another_process_that_makes_it(path: Path) -> None:
    path.parent.mkdir()
    path.touch(mode=0o600)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(LedgerBusy):
            Ledger.open(path, patience=0.05)
        other.execute("ROLLBACK")
    Ledger.open(path).close()


def test_a_second_process_writes_when_the_first_has_finished(path: Path) -> None:
    filled(path)
    script = (
        "import sys, time; from pathlib import Path; from tracker.ledger import Ledger\n"
        "with Ledger.open(Path(sys.argv[1])) as ledger, ledger.transaction():\n"
        "    ledger.cursors.put('hatena', 'from the other process'); print('writing', flush=True); time.sleep(0.4)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script, str(path)], stdout=subprocess.PIPE) as other:
        assert other.stdout
        assert other.stdout.readline() == b"writing\n"
        with Ledger.open(path, patience=0.01) as ledger, pytest.raises(LedgerBusy):
            ledger.cursors.put("hatena", "mine")
        with Ledger.open(path, patience=30) as ledger:
            assert ledger.cursors.get("hatena") is None
            ledger.cursors.put("webmention", "mine")
            assert ledger.cursors.get("hatena") == "from the other process"
    assert other.returncode == 0


def test_the_place_of_a_site() -> None:
    place = default_path("mio.example")
    assert place.name == "mio.example.db"
    assert place.parent.name == "enishi"


def test_an_old_sqlite_is_said_before_anything_is_touched(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tracker.ledger, "OLDEST_SQLITE", (99, 1, 0))
    with pytest.raises(SqliteTooOld, match=r"99\.1\.0"):
        Ledger.open(path)
    assert not path.parent.exists()


def test_a_scratch_copy_never_reaches_the_disk(path: Path) -> None:
    filled(path)
    before = path.read_bytes()
    with Ledger.open(path) as ledger, ledger.scratch_copy() as scratch:
        store(scratch, "webmention", reply("tried"))
        assert scratch.interactions.find("webmention", "tried")
        assert ledger.interactions.find("webmention", "tried") is None
        assert scratch.path == path
        assert scratch.articles.all()[0].uid == SEARCH.uid
    assert path.read_bytes() == before
