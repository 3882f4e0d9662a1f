"""A server of mail, which is only read: folders are examined, never selected, and no mail is marked as seen.

Python's `imaplib` speaks the protocol; here it is kept from waiting, and from taking in, without end.
"""

from __future__ import annotations

import imaplib
import re
import socket
import ssl
import unicodedata
from contextlib import contextmanager, suppress
from threading import Timer
from typing import TYPE_CHECKING, Any, NamedTuple, Self

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
from tracker.messages import _
from tracker.reading.html import tidy
from tracker.reading.mail import NAMED
from tracker.rules import failures, imap
from tracker.rules.addresses import is_loopback

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.model import Secret
    from tracker.rules.imap import Fetched, Told, Where

SECONDS = 20.0
"""Without a byte."""
COMMAND_SECONDS = 300.0
"""For all of one answer."""
MOST_SAID = 64_000_000
"""Bytes of one answer."""
WINDOW = 50_000
"""Numbers that one search is about: the answer is one line, and lines have a limit."""
AT_ONCE = 10
"""Ids that one search is about."""
HEADS = f"(UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS ({' '.join(NAMED).upper()})])"
WHOLE = "(UID BODY.PEEK[])"
BUSY = re.compile(r"\[(?:UNAVAILABLE|INUSE|LIMIT|SERVERBUG|CONTACTADMIN)\]", re.IGNORECASE)


class Examined(NamedTuple):
    """A folder as it was found."""

    name: str
    validity: int
    """Another one than before: its numbers count from anew."""
    following: int
    """The number that the next mail will get; 0: not told."""
    warning: str = ""
    """What the server says is wrong with it (an untagged NO, RFC 3501 §7.1.2)."""


class Server:
    """One connection, for one user."""

    def __init__(self, where: Where, password: Secret, variable: str) -> None:
        self._where, self._password, self._variable = where, password, variable
        self._line: Any = None
        self._examined: Examined | None = None
        self.socket: socket.socket | None = None
        """What is cut when time is up."""
        self._was_cut = False

    def __enter__(self) -> Self:
        try:
            self._log_in(self._opened())
        except SourceError:
            self._leave()
            raise
        return self

    def __exit__(self, *_error: object) -> None:
        with suppress(SourceError), self._asking(2.0):
            self._line.logout()
        self._leave()

    @property
    def label(self) -> str:
        """What a message calls the server."""
        return self._where.label

    @property
    def name(self) -> str:
        """What tells it from every other: whose mail it is, and where."""
        return f"{self._where.user}@{self._where.host}:{self._where.port}"

    @property
    def folder(self) -> str:
        """The folder that the address names."""
        return self._where.folder

    def examine(self, name: str) -> Examined:
        """Open a folder for reading alone; raises NoSuchMailFolder."""
        self._examined = None
        if self._open(name) != "OK":
            known = self._folders()
            if self._open(next((each for each in known if _alike(each, known[each], name)), name)) != "OK":
                raise NoSuchMailFolder(self.label, name, known)
        told = self._line.untagged_responses.get("NO") or [b""]
        warning = tidy(told[-1].decode("utf-8", "replace"))
        self._examined = Examined(name, self._number("UIDVALIDITY"), self._number("UIDNEXT"), warning)
        return self._examined

    def uids(self, folder: Examined, begin: int, since: str = "") -> Iterator[list[int]]:
        """Yield the numbers from `begin` on, those of mail that came since a day alone."""
        self._go_to(folder)
        for first in range(begin, folder.following or begin + 1, WINDOW):
            last = str(min(first + WINDOW, folder.following) - 1) if folder.following else "*"
            also = f" SINCE {imap.day(since)}" if since else ""
            found = imap.numbers(self._answer("SEARCH", f"UID {first}:{last}{also}"))
            yield [uid for uid in found if uid >= begin]  # `*` is the last, however small

    def answering(self, folder: Examined, ids: Sequence[str], last: int) -> list[int]:
        """Return the numbers up to `last` of mail that answers one of these; none where a server cannot tell."""
        self._go_to(folder)
        found: set[int] = set()
        for at in range(0, len(ids), AT_ONCE):
            with suppress(NotAsExpected):
                found.update(
                    imap.numbers(self._answer("SEARCH", f"UID 1:{last} {imap.answering(ids[at : at + AT_ONCE])}"))
                )
        return sorted(found)

    def heads(self, folder: Examined, uids: Sequence[int]) -> list[Fetched]:
        """Return of each the fields that tell where it belongs."""
        self._go_to(folder)
        return self._fetched(uids, HEADS)

    def bodies(self, folder: Examined, uids: Sequence[int]) -> list[Fetched]:
        """Return each as it came."""
        self._go_to(folder)
        return self._fetched(uids, WHOLE)

    def _fetched(self, uids: Sequence[int], what: str) -> list[Fetched]:
        """Ask for all at once; where the server gives up on one, for each by itself."""
        try:
            told = imap.fetched(self._answer("FETCH", imap.sets(uids), what))
            return [one for one in told if one.uid in set(uids)]
        except NotAsExpected:
            if len(uids) == 1:
                return []
        return [one for uid in uids for one in self._fetched([uid], what)]

    def _go_to(self, folder: Examined) -> None:
        """Be in a folder; raises NotAsExpected when it is another one by now."""
        if self._examined is not None and self._examined.name == folder.name:
            return
        if self.examine(folder.name).validity != folder.validity:
            raise NotAsExpected(self.label, folder.name, _("another folder of that name"))

    def _open(self, name: str) -> str:
        typ, _data = self._told(lambda: self._line.select(imap.spelled(name), readonly=True))
        return typ

    def _folders(self) -> dict[str, str]:
        _typ, data = self._told(self._line.list)
        return imap.folders(data)

    def _number(self, name: str) -> int:
        told = self._line.untagged_responses.get(name) or [b""]
        return int(told[-1]) if told[-1].isdigit() else 0

    def _answer(self, command: str, *asked: str) -> list[Told]:
        typ, data = self._told(lambda: self._line.uid(command, *asked))
        if typ != "OK":
            raise NotAsExpected(self.label, command, typ)
        return data

    def _told(self, ask: Callable[[], tuple[str, list[Told]]]) -> tuple[str, list[Told]]:
        with self._asking():
            return ask()

    def _opened(self) -> Any:  # noqa: ANN401 - a class made here
        where = self._where
        base = imaplib.IMAP4_SSL if where.encrypted else imaplib.IMAP4
        kind = type("Line", (_Metered, base), {"owner": self})
        more = {"ssl_context": ssl.create_default_context()} if where.encrypted else {}
        with self._asking():
            self._line = kind(where.host, where.port, timeout=SECONDS, **more)
        if not where.encrypted and (not is_loopback(where.host) or "LOGINDISABLED" in self._line.capabilities):
            self._encrypt()
        return self._line

    def _encrypt(self) -> None:
        if "STARTTLS" not in self._line.capabilities:
            raise NotEncrypted(self.label)
        with self._asking():
            self._line.starttls(ssl.create_default_context())
        self.socket = self._line.sock

    def _log_in(self, line: Any) -> None:  # noqa: ANN401 - the same
        user, password = self._where.user, self._password.reveal()
        if line.state != "NONAUTH":
            return
        try:
            with self._asking():
                if "AUTH=PLAIN" in line.capabilities:
                    line.authenticate("PLAIN", lambda _asked: f"\0{user}\0{password}".encode())
                elif (user + password).isascii() and (user + password).isprintable():
                    line.login(imap.quoted(user), password)
                else:
                    raise UnusableToken(self.label)
        except NotAsExpected as error:
            if BUSY.search(str(error.__cause__)):
                raise Unreachable(self.label, _("it lets nobody in at the moment"), passing=True) from None
            raise LoginRefused(self.label, user, self._variable) from None

    @contextmanager
    def _asking(self, most: float = 0) -> Iterator[None]:
        """Take one answer, within limits; whatever goes wrong becomes a SourceError."""
        seconds, self._was_cut = most or COMMAND_SECONDS, False
        if self._line is not None:
            self._line.left = MOST_SAID
        timer = Timer(seconds, self._cut)
        timer.start()
        try:
            yield
        except (imaplib.IMAP4.error, OSError, ValueError) as error:
            raise self._explained(error, seconds) from error
        finally:
            timer.cancel()
            timer.join()

    def _explained(self, error: Exception, seconds: float) -> SourceError:
        if self._was_cut:
            return TooSlow(self.label, seconds)
        broke_off = isinstance(error, imaplib.IMAP4.abort) and "unexpected" not in str(error)
        if broke_off or isinstance(error, OSError):
            return Unreachable(self.label, failures.reason(error))
        return NotAsExpected(self.label, "IMAP", _("something else"))

    def _cut(self) -> None:
        self._was_cut = True
        if self.socket:
            with suppress(OSError):
                socket.socket.shutdown(self.socket, socket.SHUT_RDWR)  # below TLS, which another thread is reading

    def _leave(self) -> None:
        if self._line is not None:
            with suppress(OSError):
                self._line.shutdown()


class _Metered:
    """Mixed into imaplib's connections: takes in so much and no more."""

    owner: Server
    left = MOST_SAID

    def open(self: Any, *place: Any, **more: Any) -> None:  # noqa: ANN401 - imaplib's own
        """Let the socket be cut from the first byte."""
        super().open(*place, **more)  # type: ignore[misc]  # imaplib's
        self.owner.socket = self.sock

    def read(self: Any, size: int) -> Any:  # noqa: ANN401 - the same
        """Read so many bytes, unless they are too many."""
        self._take(size)
        return super().read(size)  # type: ignore[misc]  # the same

    def readline(self: Any) -> Any:  # noqa: ANN401 - the same
        """Read a line."""
        line = super().readline()  # type: ignore[misc]  # the same
        self._take(len(line))
        return line

    def _take(self: Any, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise TooLarge(self.owner.label, MOST_SAID)


def _alike(known: str, parting: str, name: str) -> bool:
    """Whether a folder is meant by a name that spells it in another way."""
    spelling = name.replace("/", parting) if parting else name
    return unicodedata.normalize("NFC", known) == unicodedata.normalize("NFC", spelling)
