"""A server of mail: only read, read on from where it was left, and whatever it does, never a crash."""

from __future__ import annotations

import json
import re
import socket
import ssl
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.certificates import localhost_certificate
from tests.imap import ASCII_SECRET, PASSWORD, Folder, cut_after, serve_imap
from tests.mails import ARTICLES, SEARCH, answer, mail
from tests.recordings import Shelf, way_out
from tracker.errors import (
    LoginRefused,
    NoSuchMailFolder,
    NotAsExpected,
    NotEncrypted,
    SourceError,
    TooLarge,
    TooSlow,
    Unreachable,
    UnusableToken,
)
from tracker.model import Secret
from tracker.reading import imap
from tracker.rules.imap import spelled
from tracker.sources.mail import Mail

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from tests.imap import ImapServer

THREAD = {
    1: mail("first@x"),
    2: mail("private@x", "Nothing of yours."),
    3: answer("second@x", "first@x"),
    7: mail("list@x", List_Id="<list.example>"),
}
JAPANESE = spelled("受信/ブログ")[1:-1]


def pulled(server: ImapServer, shelf: Shelf, **more: object) -> Shelf:
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


def inbox(mails: Mapping[int, bytes], **more: int) -> dict[str, Folder]:
    return {"INBOX": Folder(mails, **more)}


# --- reading -------------------------------------------------------------------------------------


def test_what_is_about_an_article_is_read_and_nothing_else_is_fetched_twice() -> None:
    with serve_imap(inbox(THREAD)) as server:
        shelf = pulled(server, Shelf())
        assert ids(shelf) == ["first@x", "second@x"]
        assert shelf.known["second@x"].parent == "first@x"
        assert server.fetched() == ["1:3"], "what a list sent is not fetched whole"
        server.said.clear()
        again = pulled(server, shelf)
        assert (ids(again), again.new, again.edited) == ([], 2, 0)
        assert server.said == ["CAPABILITY", "AUTHENTICATE", 'EXAMINE "INBOX"', "LOGOUT"]


def test_a_folder_is_examined_and_bodies_are_peeked_at() -> None:
    with serve_imap(inbox(THREAD)) as server:
        pulled(server, Shelf())
        told = " ".join(server.said)
    assert not re.search(r"SELECT|STORE|COPY|EXPUNGE|APPEND|BODY\[|RFC822[ )]", told)


def test_new_mail_is_read_on_from_the_last_number() -> None:
    with serve_imap(inbox(THREAD)) as server:
        shelf = pulled(server, Shelf())
        server.folders |= inbox(THREAD | {9: answer("third@x", "second@x")})
        server.said.clear()
        assert ids(pulled(server, shelf)) == ["third@x"]
        assert next(asked for asked in server.said if asked.startswith("UID SEARCH")) == "UID SEARCH UID 8:9"
        assert server.fetched() == ["9"]
        assert shelf.known["third@x"].thread == "first@x"


def test_another_validity_starts_anew_and_brings_nothing_twice() -> None:
    with serve_imap(inbox(THREAD)) as server:
        shelf = pulled(server, Shelf())
        server.folders |= inbox({number + 100: one for number, one in THREAD.items()}, validity=2)
        again = pulled(server, shelf)
    assert ids(again) == ["first@x", "second@x"]
    assert (again.new, again.edited) == (2, 0)
    assert json.loads(again.cursor or "")["places"][f"mio@mio.example@127.0.0.1:{server.port}/INBOX"] == [2, 107]


def test_a_folder_without_a_validity_is_read_anew_each_time() -> None:
    with serve_imap(inbox(THREAD, validity=0)) as server:
        shelf = pulled(server, Shelf())
        assert ids(pulled(server, shelf)) == ["first@x", "second@x"]
        assert (shelf.new, shelf.edited) == (2, 0)


def test_a_server_that_does_not_say_which_number_follows_is_searched() -> None:
    def silent(_asked: str, told: bytes) -> bytes:
        return re.sub(rb"\* OK \[UIDNEXT[^\r]*\r\n", b"", told)

    with serve_imap(inbox(THREAD), silent) as server:
        shelf = pulled(server, Shelf())
        assert ids(shelf) == ["first@x", "second@x"]
        assert ids(pulled(server, shelf)) == []
        assert (shelf.new, server.fetched()) == (2, ["1:3"])


def test_folders_have_names_in_every_language() -> None:
    folders = {JAPANESE: Folder(THREAD), "INBOX": Folder({})}
    with serve_imap(folders) as server:
        shelf = pulled(server, Shelf(), imap=f"{server.address}/受信/ブログ")
        assert ids(shelf) == ["first@x", "second@x"]
        assert f'EXAMINE "{JAPANESE}"' in server.said


def test_a_slash_parts_folders_whatever_the_server_uses() -> None:
    folders = {"INBOX.blog.2026": Folder(THREAD), "INBOX": Folder({})}
    with serve_imap(folders, parting=".") as server:
        assert ids(pulled(server, Shelf(), imap=f"{server.address}/INBOX/blog/2026")) == ["first@x", "second@x"]


def test_what_the_author_sent_is_read_as_her_answers() -> None:
    sent = {
        1: answer("answer@mio", "first@x", "Yes.", From="Mio <mio@mio.example>", Date="Tue, 3 Nov 2026 11:00:00 +0900")
    }
    later = {1: mail("first@x"), 2: answer("third@x", "answer@mio", Date="Tue, 3 Nov 2026 12:00:00 +0900")}
    with serve_imap({"INBOX": Folder(later), "Sent": Folder(sent)}) as server:
        shelf = pulled(server, Shelf(), imap_folders=("Sent",))
    assert ids(shelf) == ["first@x", "answer@mio", "third@x"]
    assert [one.parent for one in shelf.interactions] == ["", "first@x", "answer@mio"]
    assert {one.thread for one in shelf.interactions} == {"first@x"}


def test_an_answer_that_was_passed_over_is_found_when_what_it_answers_comes() -> None:
    with serve_imap(inbox({1: answer("child@x", "parent@x"), 2: mail("private@x", "hello")})) as server:
        shelf = pulled(server, Shelf())
        assert ids(shelf) == []
        server.folders |= inbox({**server.folders["INBOX"].mails, 3: mail("parent@x")})
        assert ids(pulled(server, shelf)) == ["parent@x", "child@x"]
        assert (shelf.known["child@x"].parent, shelf.known["child@x"].thread) == ("parent@x", "parent@x")
        assert ids(pulled(server, shelf)) == []


def test_what_was_read_stays_when_the_search_for_answers_fails() -> None:
    def gone(asked: str, told: bytes) -> bytes | None:
        return None if "HEADER References" in asked else told

    with serve_imap(inbox({1: answer("child@x", "parent@x")}), gone) as server:
        shelf = pulled(server, Shelf())
        server.folders |= inbox({**server.folders["INBOX"].mails, 2: mail("parent@x")})
        with pytest.raises(Unreachable):
            pulled(server, shelf)
        assert list(shelf.known) == ["parent@x"]
        server.twist = None
        assert ids(pulled(server, shelf)) == ["child@x"]
        server.said.clear()
        assert ids(pulled(server, shelf)) == []
        assert server.said == ["CAPABILITY", "AUTHENTICATE", 'EXAMINE "INBOX"', "LOGOUT"]


def test_a_server_that_cannot_search_fields_finds_no_older_answers() -> None:
    def unable(asked: str, told: bytes) -> bytes:
        return re.sub(rb"(?s)^.*?(\S+) OK done", rb"\1 BAD what?", told) if "HEADER References" in asked else told

    with serve_imap(inbox({1: answer("child@x", "parent@x")}), unable) as server:
        shelf = pulled(server, Shelf())
        server.folders |= inbox({**server.folders["INBOX"].mails, 2: mail("parent@x")})
        assert ids(pulled(server, shelf)) == ["parent@x"]


def test_mail_from_before_a_day_is_not_looked_at() -> None:
    old = mail("old@x", Date="Sun, 1 Feb 2026 10:00:00 +0900")
    with serve_imap(inbox({1: old, 2: mail("new@x")})) as server:
        shelf = pulled(server, Shelf(), since="2026-03-01")
        assert ids(shelf) == ["new@x"]
        assert "UID SEARCH UID 1:2 SINCE 1-Mar-2026" in server.said
        assert ids(pulled(server, shelf)) == ["old@x", "new@x"], "without a day it is looked at after all"


def test_mail_is_read_in_batches_with_a_cursor_each() -> None:
    many = {number: mail(f"{number}@x") for number in range(1, 121)}
    with serve_imap(inbox(many)) as server:
        shelf = pulled(server, Shelf())
        assert server.fetched() == ["1:50", "51:100", "101:120"]
    cursors = [json.loads(page.cursor) for page in shelf.pages if page.interactions and page.cursor]
    assert [next(iter(one["places"].values()))[1] for one in cursors] == [50, 100, 120]


def test_mail_that_is_too_large_is_left_out_and_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tracker.reading.mail_walk.MOST_BYTES", 1000)
    large = {1: mail("large@x", f"{SEARCH.url} " + "x" * 1000), 2: mail("small@x")}
    with serve_imap(inbox(large)) as server:
        shelf = pulled(server, Shelf())
        assert server.fetched() == ["2"]
    assert ids(shelf) == ["small@x"]
    assert shelf.problems == ["INBOX holds mail larger than 10 MB, which was left out (1×)."]


# --- who is let in -------------------------------------------------------------------------------


def test_a_refused_login_says_where_the_password_is_looked_for() -> None:
    with serve_imap(inbox(THREAD)) as server, pytest.raises(LoginRefused) as told:
        pulled(server, Shelf(), password=Secret("wrong"))
    assert told.value.message == f"127.0.0.1:{server.port} does not take the password of mio@mio.example."
    assert "ENISHI_MAIL_PASSWORD" in told.value.hint
    assert "wrong" not in f"{told.value.message}{told.value.hint}"


def test_no_password_is_a_refused_login() -> None:
    with serve_imap(inbox(THREAD)) as server, pytest.raises(LoginRefused):
        pulled(server, Shelf(), password=Secret())


def test_a_server_without_sasl_takes_a_login() -> None:
    with serve_imap(inbox(THREAD), capabilities="IMAP4rev1") as server:
        assert ids(pulled(server, Shelf(), password=Secret(ASCII_SECRET))) == ["first@x", "second@x"]
        with pytest.raises(LoginRefused):
            pulled(server, Shelf(), password=Secret("wrong"))
        for unusable in (PASSWORD, "a\r\nb LOGOUT"):
            with pytest.raises(UnusableToken):
                pulled(server, Shelf(), password=Secret(unusable))


def test_a_busy_server_is_not_a_wrong_password() -> None:
    def busy(asked: str, told: bytes) -> bytes:
        return told.replace(b"OK done", b"NO [UNAVAILABLE] later") if asked == "AUTHENTICATE" else told

    with serve_imap(inbox(THREAD), busy) as server, pytest.raises(Unreachable, match="lets nobody in at the moment"):
        pulled(server, Shelf())


def test_whoever_is_let_in_is_told() -> None:
    with serve_imap(inbox(THREAD)) as server, way_out() as http:
        source = Mail(imap=server.address, password=Secret(PASSWORD))
        assert source.admitted(http) == f"mio@mio.example@127.0.0.1:{server.port}"
    assert Mail().admitted(http) == ""


def test_an_unknown_folder_is_answered_with_those_there_are() -> None:
    folders = {"INBOX": Folder(THREAD), JAPANESE: Folder({})}
    with serve_imap(folders) as server, pytest.raises(NoSuchMailFolder) as told:
        pulled(server, Shelf(), imap=f"{server.address}/Blog")
    assert "has no folder “Blog”" in told.value.message
    assert told.value.hint == "It has: INBOX, 受信/ブログ."


def test_one_unknown_folder_costs_no_other() -> None:
    shelf = Shelf()
    with serve_imap(inbox(THREAD)) as server, pytest.raises(NoSuchMailFolder):
        pulled(server, shelf, imap_folders=("Sent",))
    assert list(shelf.known) == ["first@x", "second@x"]


# --- encryption ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    return localhost_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def far_away(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this computer count as another one."""
    monkeypatch.setattr(imap, "is_loopback", lambda _host: False)


def localhost(server: ImapServer) -> str:
    return server.address.replace("127.0.0.1", "localhost")


@pytest.mark.usefixtures("far_away")
def test_nothing_is_sent_where_there_is_no_encryption() -> None:
    with serve_imap(inbox(THREAD)) as server, pytest.raises(NotEncrypted):
        pulled(server, Shelf())
    assert server.said == ["CAPABILITY"]


@pytest.mark.usefixtures("far_away")
def test_starttls_comes_before_the_password(certificate: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[1]))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    with serve_imap(inbox(THREAD), capabilities="IMAP4rev1 STARTTLS AUTH=PLAIN", tls=context) as server:
        assert ids(pulled(server, Shelf(), imap=localhost(server))) == ["first@x", "second@x"]
    assert server.said[:4] == ["CAPABILITY", "STARTTLS", "CAPABILITY", "AUTHENTICATE"]


@pytest.mark.usefixtures("far_away")
def test_a_certificate_that_nobody_vouches_for_is_not_accepted(certificate: tuple[Path, Path]) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate[0])
    with (
        serve_imap(inbox(THREAD), capabilities="IMAP4rev1 STARTTLS AUTH=PLAIN", tls=context) as server,
        pytest.raises(Unreachable, match="its certificate is not valid"),
    ):
        pulled(server, Shelf(), imap=localhost(server))
    assert "AUTHENTICATE" not in server.said


# --- servers in trouble --------------------------------------------------------------------------


def test_nobody_there_is_said() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    source = Mail(imap=f"imap://mio@127.0.0.1:{port}", password=Secret("x"))
    with way_out() as http, pytest.raises(Unreachable, match="refused the connection"):
        list(source.pages(ARTICLES, None, http))


def test_what_was_read_stays_when_the_server_goes_away() -> None:
    many = {number: mail(f"{number}@x") for number in range(1, 121)}
    shelf = Shelf()

    def gone(asked: str, told: bytes) -> bytes | None:
        return None if asked.startswith("UID FETCH 51:100 (UID BODY") else told

    with serve_imap(inbox(many), gone) as server, pytest.raises(Unreachable, match="broke off"):
        pulled(server, shelf)
    assert len(shelf.known) == 50
    with serve_imap(inbox(many)) as server:
        server.address.replace(str(server.port), "0")
        whole = pulled(server, Shelf())
    assert len(whole.known) == 120


def test_a_walk_that_was_cut_goes_on_where_it_was() -> None:
    many = {number: mail(f"{number}@x") for number in range(1, 121)}
    shelf = Shelf()
    with serve_imap(inbox(many), cut_after(2, "UID FETCH")) as server:
        with pytest.raises(SourceError):
            pulled(server, shelf)
        assert len(shelf.known) == 50
        server.twist = None
        server.said.clear()
        assert len(pulled(server, shelf).interactions) == 70
        assert server.fetched() == ["51:100", "101:120"]
    assert (len(shelf.known), shelf.edited) == (120, 0)


def test_one_mail_the_server_cannot_give_costs_a_line() -> None:
    def broken(asked: str, told: bytes) -> bytes:
        asks_for_two = asked.startswith("UID FETCH") and "BODY.PEEK[])" in asked and asked.split()[2] in ("1:3", "2")
        return re.sub(rb"(?s)^.*?(\S+) OK done", rb"\1 NO [SERVERBUG] oops", told) if asks_for_two else told

    with serve_imap(inbox(THREAD), broken) as server:
        shelf = pulled(server, Shelf())
    assert ids(shelf) == ["first@x", "second@x"]
    assert shelf.problems == ["INBOX lists mail that it did not give (1×)."]


def test_a_server_s_warning_is_told_in_its_words() -> None:
    def warning(asked: str, told: bytes) -> bytes:
        return b"* NO The disk is full.\r\n" + told if asked.startswith("EXAMINE") else told

    with serve_imap(inbox(THREAD), warning) as server:
        shelf = pulled(server, Shelf())
    assert ids(shelf) == ["first@x", "second@x"]
    assert shelf.problems == ["INBOX may not be whole: the server says “The disk is full.”"]


def test_a_server_that_sends_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "MOST_SAID", 10_000)

    def flood(asked: str, told: bytes) -> bytes:
        return b"* 1 FETCH (UID 1)\r\n" * 1000 + told if asked.startswith("UID FETCH") else told

    with serve_imap(inbox(THREAD), flood) as server, pytest.raises(TooLarge):
        pulled(server, Shelf())


def test_a_literal_that_announces_too_much_is_not_awaited() -> None:
    def boast(asked: str, told: bytes) -> bytes:
        return b"* 1 FETCH (UID 1 BODY[] {99999999999}\r\n" if asked.startswith("UID FETCH") else told

    with serve_imap(inbox(THREAD), boast) as server, pytest.raises(TooLarge):
        pulled(server, Shelf())


def test_a_server_that_says_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "SECONDS", 0.1)

    def silent(asked: str, told: bytes) -> bytes:
        return b"" if asked.startswith("UID SEARCH") else told

    with serve_imap(inbox(THREAD), silent) as server, pytest.raises(Unreachable, match="took too long"):
        pulled(server, Shelf())


def test_a_server_that_goes_on_for_ever_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(imap, "COMMAND_SECONDS", 0.2)

    def endless(asked: str, told: bytes) -> bytes:
        return b"" if asked.startswith("UID SEARCH") else told

    with serve_imap(inbox(THREAD), endless) as server, pytest.raises(TooSlow):
        pulled(server, Shelf())


def test_a_folder_that_was_replaced_in_between_is_noticed() -> None:
    seen: list[str] = []

    def replaced(asked: str, told: bytes) -> bytes:
        seen.append(asked)
        again = asked == 'EXAMINE "INBOX"' and seen.count(asked) > 1
        return told.replace(b"UIDVALIDITY 1", b"UIDVALIDITY 9") if again else told

    with (
        serve_imap({"INBOX": Folder(THREAD), "Sent": Folder({})}, replaced) as server,
        pytest.raises(NotAsExpected, match="another folder of that name"),
    ):
        pulled(server, Shelf(), imap_folders=("Sent",))


GARBAGE = [
    b"",
    b"\r\n",
    b"what?\r\n",
    b"* \r\n",
    b"* OK\r\n",
    b"+ go on\r\n",
    b"* SEARCH 1 2 x 99999999999999999999 -3\r\n",
    b"* FETCH\r\n",
    b"* 1 FETCH (UID 1 BODY[] {5}\r\nabc",
    b"* 1 FETCH (UID 1 BODY[] NIL)\r\n",
    b"* 1 FETCH ({\r\n",
    b"* LIST () NIL\r\n",
    b'* LIST (\xff\xfe) "/" &////-\r\n',
    b"* BYE\r\n",
    b"* OK [UIDVALIDITY x] \xe6\x97\r\n",
    b"* CAPABILITY \xff\r\n",
    b"* PREAUTH hello\r\n",
    b"X1 OK done\r\n",
    bytes(range(256)),
    b"<html>\r\n",
    b"HTTP/1.1 400 Bad Request\r\n\r\n",
    b"* 1 FETCH (FLAGS (\\Seen))\r\n",
    b"(" * 5000 + b"\r\n",
]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_garbage_at_any_point_is_a_source_error_or_nothing(data: st.DataObject) -> None:
    """Before an answer, instead of it, or instead of its end: what was said rightly is read, all else is refused."""
    at = data.draw(st.sampled_from(["", "CAPABILITY", "AUTHENTICATE", "EXAMINE", "UID SEARCH", "UID FETCH", "LOGOUT"]))
    garbage = data.draw(st.sampled_from(GARBAGE))
    way = data.draw(st.sampled_from(["before", "instead", "cut", "close"]))

    def twist(asked: str, told: bytes) -> bytes | None:
        if not (asked.startswith(at) if at else asked == ""):
            return told
        ways = {"before": garbage + told, "instead": garbage, "cut": told[: len(told) // 2] + garbage, "close": None}
        return ways[way]

    shelf = Shelf()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(imap, "SECONDS", 0.2)
        with serve_imap(inbox(THREAD), twist) as server, suppress(SourceError):
            pulled(server, shelf)
    assert {one.id for one in shelf.known.values()} <= {"first@x", "second@x"}
