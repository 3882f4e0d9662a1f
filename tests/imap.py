"""A scripted server of mail on loopback: as much of IMAP (RFC 3501) as reading takes, and any misbehaviour.

A folder holds mails by their numbers. What is answered can be twisted: a function gets the command as it
was sent and the whole answer, and returns what is sent instead; None ends the connection there.
"""

from __future__ import annotations

import re
import socketserver
import threading
from base64 import b64decode
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from email.parser import BytesHeaderParser
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    import ssl
    from collections.abc import Callable, Iterator, Mapping

    Twist: TypeAlias = "Callable[[str, bytes], bytes | None]"

USER, PASSWORD = "mio@mio.example", '合言葉 "x\\y" secret'
ASCII_SECRET = 'plain "secret"'  # noqa: S105 - it opens nothing
"""The same for LOGIN, which takes ASCII alone."""
NO_LOGIN, NO_FOLDER = "[AUTHENTICATIONFAILED] no", "[NONEXISTENT] no such folder"
FETCHED = re.compile(r"BODY\.PEEK\[(?:HEADER\.FIELDS \((.*?)\))?\]")
HEADER = re.compile(r'HEADER (\S+) "((?:[^"\\]|\\.)*)"')


@dataclass
class Folder:
    """Mails by their numbers."""

    mails: Mapping[int, bytes]
    validity: int = 1
    following: int = 0
    """The next number; 0: as the mails have it."""

    @property
    def next_number(self) -> int:
        return self.following or max(self.mails, default=0) + 1


@dataclass
class ImapServer:
    """A server that listens, and remembers what it was told."""

    port: int
    folders: dict[str, Folder]
    """By name as it is sent, in modified UTF-7."""
    twist: Twist | None = None
    capabilities: str = "IMAP4rev1 AUTH=PLAIN"
    tls: ssl.SSLContext | None = None
    """What encrypts once STARTTLS was said."""
    said: list[str] = field(default_factory=list)
    """Commands without their tags; what proves who one is, left out."""
    parting: str = "/"

    @property
    def address(self) -> str:
        return f"imap://mio%40mio.example@127.0.0.1:{self.port}"

    def fetched(self) -> list[str]:
        """Return which mails were asked for whole."""
        return [asked.split()[2] for asked in self.said if asked.startswith("UID FETCH") and "PEEK[])" in asked]


@contextmanager
def serve_imap(folders: dict[str, Folder], twist: Twist | None = None, **more: Any) -> Iterator[ImapServer]:  # noqa: ANN401 - fields of many types
    """Serve folders until the block is left; `more` are fields of ImapServer."""
    with _Listening(("127.0.0.1", 0), _Talk) as listening:
        server = ImapServer(listening.server_address[1], folders, twist, **more)
        listening.told = server
        thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server
        finally:
            listening.stopping.set()
            listening.shutdown()
            thread.join()


class _Listening(socketserver.ThreadingTCPServer):
    daemon_threads = False
    told: ImapServer

    def __init__(self, *given: object) -> None:
        super().__init__(*given)  # type: ignore[arg-type]  # an address and a handler
        self.stopping = threading.Event()


class _Talk(socketserver.StreamRequestHandler):
    """One connection."""

    timeout = 5
    server: _Listening

    def setup(self) -> None:
        super().setup()
        self.folder: Folder | None = None

    def finish(self) -> None:
        with suppress(OSError):
            super().finish()
        self.connection.close()  # which TLS may have made another one

    def handle(self) -> None:
        with suppress(OSError):  # the client has left, which is its right
            if self._send("", b"* OK ready\r\n"):
                while line := self.rfile.readline():
                    if not self._answered(line.decode().rstrip("\r\n")):
                        return

    def _answered(self, line: str) -> bool:
        """Answer one command; False: there will be no other."""
        tag, _space, asked = line.partition(" ")
        told = self.server.told
        verb = " ".join(asked.split()[: 2 if asked.startswith("UID") else 1]).upper()
        if verb == "AUTHENTICATE":
            return self._prove(tag)
        told.said.append("LOGIN" if verb == "LOGIN" else asked)
        ways: dict[str, Callable[[str], bytes]] = {
            "CAPABILITY": lambda _asked: f"* CAPABILITY {told.capabilities}\r\n".encode(),
            "LOGIN": self._log_in,
            "LIST": lambda _asked: b"".join(
                f'* LIST (\\HasNoChildren) "{told.parting}" "{name}"\r\n'.encode() for name in told.folders
            ),
            "EXAMINE": self._examine,
            "UID SEARCH": self._search,
            "UID FETCH": self._fetch,
            "STARTTLS": lambda _asked: b"",
            "LOGOUT": lambda _asked: b"* BYE good night\r\n",
        }
        try:
            answer = ways[verb](asked) + f"{tag} OK done\r\n".encode()
        except KeyError:
            answer = f"{tag} BAD what?\r\n".encode()
        except PermissionError as error:
            answer = f"{tag} NO {error}\r\n".encode()
        sent = self._send(asked, answer)
        if verb == "STARTTLS" and told.tls:
            self._encrypt(told.tls)
        return sent and verb != "LOGOUT"

    def _send(self, asked: str, answer: bytes) -> bool:
        twist = self.server.told.twist
        twisted = twist(asked, answer) if twist else answer
        if twisted is not None:
            self.wfile.write(twisted)
        return twisted is not None

    def _encrypt(self, tls: ssl.SSLContext) -> None:
        self.connection = tls.wrap_socket(self.connection, server_side=True)
        self.rfile = self.connection.makefile("rb")
        self.wfile = self.connection.makefile("wb", buffering=0)

    def _prove(self, tag: str) -> bool:
        self.wfile.write(b"+ \r\n")
        told = b64decode(self.rfile.readline()).decode().split("\0")
        self.server.told.said.append("AUTHENTICATE")
        right = told == ["", USER, PASSWORD]
        answer = f"{tag} {'OK done' if right else f'NO {NO_LOGIN}'}\r\n".encode()
        return self._send("AUTHENTICATE", answer)

    def _log_in(self, asked: str) -> bytes:
        if asked != f'LOGIN "{USER}" "plain \\"secret\\""':
            raise PermissionError(NO_LOGIN)
        return b""

    def _examine(self, asked: str) -> bytes:
        name = asked.partition('"')[2].rpartition('"')[0]
        if name not in self.server.told.folders:
            raise PermissionError(NO_FOLDER)
        folder = self.folder = self.server.told.folders[name]
        told = [
            f"{len(folder.mails)} EXISTS",
            f"OK [UIDVALIDITY {folder.validity}] valid",
            f"OK [UIDNEXT {folder.next_number}] next",
            "FLAGS (\\Seen)",
        ]
        return "".join(f"* {line}\r\n" for line in told).encode()

    def _search(self, asked: str) -> bytes:
        assert self.folder
        found = [uid for uid in _within(asked.split()[3], self.folder) if _fits(self.folder.mails[uid], asked)]
        return f"* SEARCH {' '.join(map(str, found))}\r\n".encode()

    def _fetch(self, asked: str) -> bytes:
        assert self.folder
        fields = FETCHED.search(asked)
        assert fields
        told = b""
        for number, uid in enumerate(_within(asked.split()[2], self.folder), 1):
            mail = self.folder.mails[uid]
            body = _header(mail, fields[1].split()) if fields[1] else mail
            name = fields[0].replace(".PEEK", "")
            told += f"* {number} FETCH (UID {uid} RFC822.SIZE {len(mail)} {name} {{{len(body)}}}\r\n".encode()
            told += body + b")\r\n"
        return told


def _within(spelled: str, folder: Folder) -> list[int]:
    """Return the mails of a set; `*` is the last."""
    last = max(folder.mails, default=0)
    found: set[int] = set()
    for part in spelled.split(","):
        begin, _colon, end = part.partition(":")
        low, high = sorted(last if one == "*" else int(one) for one in (begin, end or begin))
        found.update(uid for uid in folder.mails if low <= uid <= high)
    return sorted(found)


def _fits(mail: bytes, asked: str) -> bool:
    header = BytesHeaderParser().parsebytes(mail)
    since = re.search(r"SINCE (\S+)", asked)
    if since:
        day = parsedate_to_datetime(f"{since[1].replace('-', ' ')} 00:00:00 +0000").date()
        return parsedate_to_datetime(str(header["Date"])).date() >= day
    terms = HEADER.findall(asked)
    return not terms or any(value in str(header.get(name, "")) for name, value in terms)


def _header(mail: bytes, wanted: list[str]) -> bytes:
    """Return these fields of a mail, folded as they came."""
    head = re.split(rb"\r?\n\r?\n", mail, maxsplit=1)[0]
    fields = re.findall(rb"([^\s:]+):([^\r\n]*(?:\r?\n[ \t][^\r\n]*)*)", head)
    kept = [name + b":" + value for name, value in fields if name.decode("latin-1").upper() in wanted]
    return b"\r\n".join([*kept, b"", b""])


def cut_after(count: int, begins: str) -> Twist:
    """Return what ends the connection when a command was given so often."""
    seen: list[str] = []

    def twist(asked: str, answer: bytes) -> bytes | None:
        seen.extend([asked] if asked.startswith(begins) else [])
        return None if asked.startswith(begins) and len(seen) > count else answer

    return twist
