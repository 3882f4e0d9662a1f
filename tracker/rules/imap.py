"""IMAP in words and bytes (RFC 3501, RFC 5092): addresses, names of folders, sets of numbers, what was fetched."""

from __future__ import annotations

import re
from base64 import b64decode, b64encode
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

Told: TypeAlias = "bytes | tuple[bytes, bytes] | None"
"""As `imaplib` gives it: a line, or a line with the literal it announces."""

PORTS = {"imaps": 993, "imap": 143}
INBOX = "INBOX"
NAME = re.compile(r"&([^&-]*)-")
BEYOND = re.compile(r"[^\x20-\x7e]+|&")
LISTED = re.compile(rb'\((?P<flags>[^()]*)\) (?P<parting>NIL|"(?:[^"\\]|\\.)*") ?(?P<name>.*)', re.DOTALL)
MESSAGE = re.compile(rb"\d+ \(")
UID, SIZE = re.compile(rb"[( ]UID (\d{1,10})\b"), re.compile(rb"[( ]RFC822\.SIZE (\d{1,12})\b")
BODY = re.compile(rb"BODY\[", re.IGNORECASE)
QUOTED_BODY = re.compile(rb'BODY\[[^\]]*\](?:<\d+>)? (?:NIL|"((?:[^"\\]|\\.)*)")', re.IGNORECASE)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Where(NamedTuple):
    """A folder of somebody's at a server."""

    host: str
    port: int
    user: str
    folder: str
    encrypted: bool
    """From the first byte; otherwise the connection is encrypted once it stands."""

    @property
    def label(self) -> str:
        """What a message calls the server."""
        return self.host if self.port in PORTS.values() else f"{self.host}:{self.port}"


class Fetched(NamedTuple):
    """One message, as far as it was asked for."""

    uid: int
    size: int
    body: bytes


def where(url: str) -> Where | None:
    """Return what `imaps://user@host:port/folder` names; None when it is no such address."""
    try:
        parts = urlsplit(url.strip())
        port, host = parts.port, parts.hostname
    except ValueError:
        return None
    if parts.scheme not in PORTS or not host or not parts.username or parts.password is not None:
        return None
    folder = unquote(parts.path.strip("/")) or INBOX
    return Where(host, port or PORTS[parts.scheme], unquote(parts.username), folder, parts.scheme == "imaps")


def is_address(url: str) -> bool:
    """Whether this names a user and a server, and no password."""
    return where(url) is not None


def spelled(name: str) -> str:
    """Return the name of a folder as it is sent: modified UTF-7 (RFC 3501 §5.1.3), in quotes."""
    return quoted(BEYOND.sub(lambda found: _shifted(found[0]), name))


def named(data: bytes) -> str:
    """Return the name of a folder as a person reads it."""
    return NAME.sub(_unshifted, data.decode("utf-8", "replace"))


def quoted(text: str) -> str:
    """Return a text as a quoted string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def folders(told: Iterable[Told]) -> dict[str, str]:
    """Return the names in answers to LIST, each with what parts the names of folders within folders."""
    return {name: parting for name, parting in map(_listed, told) if name}


def sets(uids: Iterable[int]) -> str:
    """Return numbers as a set: `1:4,7`."""
    runs: list[list[int]] = []
    for uid in sorted(uids):
        if runs and uid == runs[-1][1] + 1:
            runs[-1][1] = uid
        else:
            runs.append([uid, uid])
    return ",".join(str(a) if a == b else f"{a}:{b}" for a, b in runs)


def day(text: str) -> str:
    """Return `2026-11-03` as a search says it: `3-Nov-2026`."""
    year, month, number = (int(part) for part in text.split("-"))
    return f"{number}-{MONTHS[month - 1]}-{year}"


def answering(ids: Sequence[str]) -> str:
    """Return the search for mail that answers one of these."""
    terms = [f"HEADER {field} {quoted(each)}" for each in ids for field in ("In-Reply-To", "References")]
    return " ".join(["OR"] * (len(terms) - 1) + terms)


def numbers(told: Iterable[Told]) -> list[int]:
    """Return the numbers that a search found, in order, each once."""
    words = (word for line in told if isinstance(line, bytes) for word in line.split())
    return sorted({int(word) for word in words if word.isdigit() and len(word) <= len(str(2**32))})


def fetched(told: Iterable[Told]) -> Iterator[Fetched]:
    """Yield the messages in answers to FETCH; one without a number or a body is passed over."""
    for text, literal in _messages(told):
        uid, size = UID.search(text), SIZE.search(text)
        body = literal if literal is not None else _in_quotes(text)
        if uid and body is not None:
            yield Fetched(int(uid[1]), int(size[1]) if size else len(body), body)


def _messages(told: Iterable[Told]) -> Iterator[tuple[bytes, bytes | None]]:
    """Yield the lines of each message together, and its literal."""
    text, literal = b"", None
    for each in told:
        line, held = each if isinstance(each, tuple) else (each or b"", None)
        if MESSAGE.match(line) and text:
            yield text, literal
            text, literal = b"", None
        text += line
        literal = held if held is not None and BODY.search(line) else literal
    if text:
        yield text, literal


def _in_quotes(text: bytes) -> bytes | None:
    """Return a body that came in the line itself."""
    found = QUOTED_BODY.search(text)
    return re.sub(rb"\\(.)", rb"\1", found[1] or b"") if found else None


def _listed(told: Told) -> tuple[str, str]:
    line, literal = told if isinstance(told, tuple) else (told or b"", None)
    found = LISTED.match(line)
    if not found or b"\\noselect" in found["flags"].lower():
        return "", ""
    raw = literal if literal is not None else _unquoted(found["name"])
    parting = _unquoted(found["parting"]) if found["parting"] != b"NIL" else b""
    return named(raw), parting.decode("ascii", "replace")


def _unquoted(data: bytes) -> bytes:
    bare = data.strip()
    return re.sub(rb"\\(.)", rb"\1", bare[1:-1]) if bare[:1] == bare[-1:] == b'"' and len(bare) > 1 else bare


def _shifted(text: str) -> str:
    if text == "&":
        return "&-"
    told = b64encode(text.encode("utf-16-be", "surrogatepass")).decode().rstrip("=")
    return f"&{told.replace('/', ',')}-"


def _unshifted(found: re.Match[str]) -> str:
    told = found[1].replace(",", "/")
    if not told:
        return "&"
    try:
        return b64decode(told + "=" * (-len(told) % 4), validate=True).decode("utf-16-be", "replace")
    except ValueError:
        return found[0]
