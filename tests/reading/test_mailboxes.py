from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.mails import mail
from tracker.errors import UnreadableExport
from tracker.reading import mailboxes
from tracker.reading.mailboxes import Files

FROM = b"From aoi@aoi.example Tue Nov  3 10:12:00 2026\n"


def mails(path: Path) -> list[bytes]:
    return [mailboxes.read(kept) for kept in Files.at(str(path)).kept()]


def test_a_file_is_one_mail(tmp_path: Path) -> None:
    (tmp_path / "reply.eml").write_bytes(mail("a@x"))
    assert mails(tmp_path / "reply.eml") == [mail("a@x")]


def test_a_folder_holds_mails_by_name_wherever_below(tmp_path: Path) -> None:
    (tmp_path / "2026").mkdir()
    for name in ("b.EML", "a.eml", "2026/c.eml", "notes.txt", "attached.pdf"):
        (tmp_path / name).write_bytes(mail(name))
    assert mails(tmp_path) == [mail("a.eml"), mail("b.EML"), mail("2026/c.eml")]


@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_an_mbox_is_parted_where_a_mail_begins(tmp_path: Path, end: bytes) -> None:
    one, other = (
        mail(uid, "words\r\n\r\n>From me\r\n\r\nFrom here on\r\n").replace(b"\r\n", end) for uid in ("a@x", "b@x")
    )
    begin = FROM.replace(b"\n", end)
    (tmp_path / "archive").write_bytes(begin + one + end + begin.replace(b"aoi@aoi.example", b"-") + other)
    told = mails(tmp_path / "archive")
    assert [data.strip() for data in told] == [data.replace(b">From me", b"From me").strip() for data in (one, other)]


def test_marks_before_from_are_taken_off_once(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(FROM + b"From: a@b\n\n>>From x\n >From y\n>Fromage\n")
    assert mails(tmp_path / "m") == [b"From: a@b\n\n>From x\n >From y\n>Fromage\n"]


def test_what_only_looks_like_a_beginning_parts_nothing(tmp_path: Path) -> None:
    words = b"From: a@b\n\nFrom Tokyo with love\n\nFrom 10:12 on I read\nFrom a Tue Nov  3 10:12:00 2026\n"
    (tmp_path / "m").write_bytes(FROM + words)
    assert mails(tmp_path / "m") == [words]


def test_a_maildir_is_new_and_cur_and_never_tmp(tmp_path: Path) -> None:
    for name in ("cur/2.M1.mio:2,S", "new/1.M1.mio", "tmp/3.M1.mio", "cur/.hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(mail(name))
    assert mails(tmp_path) == [mail("new/1.M1.mio"), mail("cur/2.M1.mio:2,S")]


def test_a_mail_that_was_read_leaves_a_maildir_as_it_was(tmp_path: Path) -> None:
    for folder in ("cur", "new"):
        (tmp_path / folder).mkdir()
    (tmp_path / "new" / "1.M1.mio").write_bytes(mail("a@x"))
    before = Files.at(str(tmp_path)).state()
    (tmp_path / "new" / "1.M1.mio").rename(tmp_path / "cur" / "1.M1.mio:2,RS")
    assert Files.at(str(tmp_path)).state() == before
    (tmp_path / "new" / "2.M1.mio").write_bytes(mail("b@x"))
    assert Files.at(str(tmp_path)).state() != before


def test_a_file_that_grows_is_another_one(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(FROM + mail("a@x"))
    before = Files.at(str(tmp_path / "m")).state()
    with (tmp_path / "m").open("ab") as file:
        file.write(b"\n" + FROM + mail("b@x"))
    assert Files.at(str(tmp_path / "m")).state() != before


def test_home_is_where_it_is_for_a_shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "reply.eml").write_bytes(mail("a@x"))
    assert Files.at("~/reply.eml").path == tmp_path / "reply.eml"


def test_what_is_not_there_is_said_as_it_is_written(tmp_path: Path) -> None:
    with pytest.raises(UnreadableExport) as told:
        Files.at("~/no/such/mail")
    assert told.value.message == (
        "“~/no/such/mail” should be a mail, a folder of mails, an mbox or a Maildir: there is no such file or folder."
    )
    (tmp_path / "m").write_bytes(FROM + mail("a@x"))
    (kept,) = Files.at(str(tmp_path / "m")).kept()
    (tmp_path / "m").unlink()
    assert mailboxes.read(kept) == b""


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_what_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(FROM)
    (tmp_path / "m").chmod(0)
    with pytest.raises(UnreadableExport):
        list(Files.at(str(tmp_path / "m")).kept())


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="there is no file here that fails when it is read")
def test_what_fails_when_it_is_read_is_an_error() -> None:
    with pytest.raises(UnreadableExport, match="/proc/self/mem"):
        list(Files.at("/proc/self/mem").kept())


def test_a_file_that_goes_away_meanwhile_is_passed_over(tmp_path: Path) -> None:
    for name in ("a.eml", "b.eml", "c.eml"):
        (tmp_path / name).write_bytes(mail(name))
    kept = Files.at(str(tmp_path)).kept()
    told = [next(kept).path.name]
    (tmp_path / "b.eml").unlink()
    assert told + [one.path.name for one in kept] == ["a.eml", "c.eml"]


def test_an_mbox_that_changed_in_between_gives_no_piece_of_another_mail(tmp_path: Path) -> None:
    (tmp_path / "m").write_bytes(FROM + mail("a@x") + b"\n" + FROM + mail("b@x"))
    _first, second = Files.at(str(tmp_path / "m")).kept()
    (tmp_path / "m").write_bytes(b"x" * 2000)
    assert mailboxes.read(second) == b""
    assert mailboxes.head(second) == b""


def test_nothing_is_a_file_with_nothing_in_it(tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert mails(tmp_path / "empty") == [b""]
    assert mails(tmp_path) == []
