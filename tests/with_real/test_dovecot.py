from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.certificates import localhost_certificate
from tests.mails import ARTICLES, SEARCH, answer, mail
from tests.recordings import Shelf, way_out
from tests.with_real.blog import Blog
from tests.with_real.dovecot_server import PASSWORD, USER, dovecot
from tracker.errors import LoginRefused, NoSuchMailFolder, Unreachable
from tracker.model import Secret
from tracker.reading import imap
from tracker.sources.mail import Mail

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.with_real.dovecot_server import DovecotServer
    from tracker.model import Page

pytestmark = pytest.mark.real_server
JAPANESE = "日本語/ブログ"


@pytest.fixture(scope="module")
def running() -> Iterator[DovecotServer]:
    with dovecot() as server:
        yield server


@pytest.fixture
def server() -> Iterator[DovecotServer]:
    with dovecot() as running:
        yield running


def pulled(server: DovecotServer, shelf: Shelf, **more: object) -> Shelf:
    """Pull into `shelf`; `more` are settings."""
    told = {"imap": server.address, "password": Secret(PASSWORD), **more}
    shelf.pages = []
    with way_out() as http:
        for page in Mail(**told).pages(ARTICLES, shelf.cursor, http):  # type: ignore[arg-type]  # settings by name
            shelf.take(page)
    shelf.end()
    return shelf


def ids(shelf: Shelf) -> list[str]:
    return [one.id for one in shelf.interactions]


def japanese() -> bytes:
    """Return a mail as a Japanese mailer writes it, with a letter that ISO-2022-JP has not."""
    head = mail(
        "ja@x",
        "",
        Subject=f"Re: {encoded('検索の話')}",
        From=f"{encoded('佐倉 碧')} <aoi@aoi.example>",
        Content_Type="text/plain; charset=ISO-2022-JP",
        Content_Transfer_Encoding="7bit",
    )
    quoted = "2026年11月3日(火) 10:12 森川 澪 <mio@mio.example>:\r\n> どうですか\r\n"
    before, after = f"{SEARCH.url}\r\n", f"番が好きです。\r\n\r\n{quoted}"
    return head + before.encode() + b"\x1b$B-!\x1b(B" + after.encode("iso2022_jp")


def encoded(text: str) -> str:
    return f"=?ISO-2022-JP?B?{b64encode(text.encode('iso2022_jp')).decode()}?="


def test_japanese_mail_in_a_folder_with_a_japanese_name(server: DovecotServer) -> None:
    server.deliver(japanese(), JAPANESE)
    assert (server.folder / "mail" / ".&ZeVnLIqe-.&MNYw7TCw-").is_dir()
    (one,) = pulled(server, Shelf(), imap=f"{server.address}/{JAPANESE}").interactions
    assert one.text == f"{SEARCH.url}\n①番が好きです。"
    assert one.account
    assert (one.title, one.account.name, one.account.id) == ("検索の話", "佐倉 碧", "aoi@aoi.example")


def test_threads_over_two_folders_and_two_pulls(server: DovecotServer) -> None:
    server.deliver(mail("first@x"))
    server.deliver(mail("private@x", "Nothing of yours."))
    server.deliver(mail("list@x", List_Id="<list.example>"))
    server.deliver(
        answer("answer@mio", "first@x", "Yes.", From=f"Mio <{USER}>", Date="Tue, 3 Nov 2026 11:00:00 +0900"), "Sent"
    )
    shelf = pulled(server, Shelf(), imap_folders=("Sent",))
    assert ids(shelf) == ["first@x", "answer@mio"]
    server.deliver(answer("third@x", "answer@mio", Date="Tue, 3 Nov 2026 12:00:00 +0900"))
    assert ids(pulled(server, shelf, imap_folders=("Sent",))) == ["third@x"]
    assert [one.parent for one in shelf.known.values()] == ["", "first@x", "answer@mio"]
    assert {one.thread for one in shelf.known.values()} == {"first@x"}


def test_an_answer_that_was_passed_over_is_found_by_the_server(server: DovecotServer) -> None:
    server.deliver(answer("child@x", "parent@x", References="<other@x> <parent@x>"))
    shelf = pulled(server, Shelf())
    assert ids(shelf) == []
    server.deliver(mail("parent@x"))
    assert ids(pulled(server, shelf)) == ["parent@x", "child@x"]
    assert shelf.known["child@x"].parent == "parent@x"


def test_a_mailbox_stays_as_it_was(server: DovecotServer) -> None:
    server.deliver(mail("first@x"))
    server.deliver(answer("second@x", "first@x"))
    flags, files = server.flags(), server.files()
    assert len(files) == 2
    shelf = pulled(server, Shelf())
    pulled(server, shelf)
    assert len(shelf.known) == 2
    assert server.flags() == flags
    assert not any(b"\\Seen" in each for each in flags)
    assert server.files() == files


def test_a_second_pull_fetches_nothing(server: DovecotServer) -> None:
    server.deliver(mail("first@x"))
    server.deliver(mail("private@x", "Nothing of yours."))
    shelf = pulled(server, Shelf())
    assert server.given(1) == [(2, 2)]
    again = pulled(server, shelf)
    assert server.given(2) == [(2, 2), (0, 0)]
    assert (ids(again), again.new, again.edited) == ([], 1, 0)


def test_another_validity_starts_anew_and_brings_nothing_twice(server: DovecotServer) -> None:
    server.deliver(mail("first@x"))
    server.deliver(answer("second@x", "first@x"))
    shelf = pulled(server, Shelf())
    (before,) = json.loads(shelf.cursor or "")["places"].values()
    server.count_anew()
    server.start()
    again = pulled(server, shelf)
    (after,) = json.loads(again.cursor or "")["places"].values()
    assert before[0] != after[0]
    assert ids(again) == ["first@x", "second@x"]
    assert (again.new, again.edited, again.absent.missing) == (2, 0, ())


@pytest.fixture
def read_only(server: DovecotServer) -> Iterator[Callable[[], None]]:
    """What takes the right to write to the mailbox away, until the test ends."""
    folders = [server.folder / "mail" / name for name in ("new", "cur", "")]

    def take() -> None:
        for folder in folders:
            folder.chmod(0o555)

    yield take
    for folder in reversed(folders):
        folder.chmod(0o755)


def test_a_mailbox_that_nobody_may_write_is_read(server: DovecotServer, read_only: Callable[[], None]) -> None:
    server.deliver(mail("first@x"))
    server.flags()  # numbers what is new, which cannot be done later
    read_only()
    shelf = pulled(server, Shelf())
    again = pulled(server, shelf)
    assert list(again.known) == ["first@x"]
    assert (again.new, again.edited) == (1, 0)


def test_what_the_server_cannot_number_is_told_in_its_words(
    server: DovecotServer, read_only: Callable[[], None]
) -> None:
    server.deliver(mail("first@x"))
    read_only()
    shelf = pulled(server, Shelf())
    assert ids(shelf) == []
    (problem,) = shelf.problems
    assert problem.startswith("INBOX may not be whole: the server says “Internal mailbox synchronization failure")


def test_a_wrong_password_is_said_with_where_to_put_the_right_one(running: DovecotServer) -> None:
    for wrong in (Secret("wrong"), Secret()):
        with pytest.raises(LoginRefused) as told:
            pulled(running, Shelf(), password=wrong)
        assert told.value.message == f"127.0.0.1:{running.port} does not take the password of mio@mio.example."
        assert "ENISHI_MAIL_PASSWORD" in told.value.hint


def test_whoever_is_let_in_is_told(running: DovecotServer) -> None:
    with way_out() as http:
        who = Mail(imap=running.address, password=Secret(PASSWORD)).admitted(http)
    assert who == f"{USER}@127.0.0.1:{running.port}"


def test_an_unknown_folder_is_answered_with_those_there_are(server: DovecotServer) -> None:
    server.deliver(mail("first@x"), JAPANESE)
    with pytest.raises(NoSuchMailFolder) as told:
        pulled(server, Shelf(), imap=f"{server.address}/Blog")
    assert told.value.hint == f"It has: INBOX, {JAPANESE}."


@dataclass
class Dying(Shelf):
    """A shelf whose first mails are the last thing a server gives."""

    server: DovecotServer | None = None
    after: int = 1

    def take(self, page: Page) -> None:
        super().take(page)
        if page.interactions and self.server and self.after:
            self.server.stop()


def test_a_server_that_dies_in_the_middle_leaves_what_was_read(server: DovecotServer) -> None:
    for number in range(120):
        server.deliver(mail(f"{number}@x"))
    shelf = Dying(server=server)
    with pytest.raises(Unreachable):
        pulled(server, shelf)
    assert len(shelf.known) == 50
    shelf.after = 0
    server.start()
    again = pulled(server, shelf)
    assert (len(again.interactions), len(again.known), again.edited) == (70, 120, 0)


def test_nobody_there_is_said(server: DovecotServer) -> None:
    server.stop()
    with pytest.raises(Unreachable, match="refused the connection"):
        pulled(server, Shelf())


def test_an_encrypted_server_is_read_where_somebody_vouches_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    certificate, trusted = localhost_certificate(tmp_path)
    with dovecot(certificate) as server:
        server.deliver(mail("first@x"))
        encrypted = {"imap": f"imaps://mio%40mio.example@localhost:{server.tls_port}"}
        with pytest.raises(Unreachable, match="its certificate is not valid"):
            pulled(server, Shelf(), **encrypted)
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        assert ids(pulled(server, Shelf(), **encrypted)) == ["first@x"]
        with pytest.raises(Unreachable, match="its certificate is not valid"):
            pulled(server, Shelf(), imap=f"imaps://mio%40mio.example@127.0.0.1:{server.tls_port}")
        monkeypatch.setattr(imap, "is_loopback", lambda _host: False)
        starttls = f"imap://mio%40mio.example@localhost:{server.port}"
        assert ids(pulled(server, Shelf(), imap=starttls)) == ["first@x"]


def test_through_the_command(
    server: DovecotServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("ENISHI_MAIL_PASSWORD", PASSWORD)
    blog = Blog(tmp_path, ARTICLES, capsys)
    blog.configure("mail", imap=server.address)
    server.deliver(mail("first@x", f"検索できますか？ {SEARCH.url}"))
    told = blog.pull()
    assert (told["new"], told["problems"]) == (1, [])
    assert blog.stored()["first@x"].interaction.private
    (waiting,) = blog.type("inbox", "--json")
    assert "検索できますか？" in json.dumps(waiting, ensure_ascii=False)
    assert blog.pull()["new"] == 0
    monkeypatch.setenv("ENISHI_MAIL_PASSWORD", "wrong")
    assert "does not take the password" in blog.pull(code=4)["error"]["message"]
