"""Mail in files: a .eml, a folder of them, an mbox or a Maildir, told apart by looking.

An mbox is parted at lines such as `From mio@mio.example Tue Nov  3 10:12:00 2026` (RFC 4155);
`>From` inside a mail is undone. A Maildir is `cur` and `new`, whatever flags its names end with.
"""

from __future__ import annotations

import mmap
import re
from contextlib import suppress
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import UnreadableExport
from tracker.messages import _

if TYPE_CHECKING:
    from collections.abc import Iterator

MOST_HEAD = 2**16
"""Bytes that a header is looked for in."""
ENVELOPE = b"From "
PARTED = re.compile(rb"^From [^\r\n]{0,200}?\d{1,2}:\d{2}[^\r\n]{0,40}?\d{4}[^\r\n]{0,40}\r?$", re.MULTILINE)
EMPTY_LINES = (b"\n\n", b"\n\r\n")
ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)
MAILDIR = ("cur", "new")
FLAGS = re.compile(r"[:;!]2,[A-Za-z]*$")
"""What a Maildir's names end with, by the characters that file systems allow."""


class Kept(NamedTuple):
    """Where one mail lies."""

    path: Path
    begin: int
    size: int


@dataclass(frozen=True)
class Files:
    """A place in the file system where mail is kept."""

    path: Path

    @classmethod
    def at(cls, written: str) -> Files:
        """Return what a path names as somebody writes it; raises UnreadableExport."""
        path = Path(written).expanduser()
        if not path.exists():
            raise _unreadable(written, _("there is no such file or folder"))
        return cls(path)

    def state(self) -> str:
        """Return a text that is another one when there is other mail; that some was read changes nothing."""
        told = blake2b(digest_size=12)
        for path in self._files():
            with suppress(FileNotFoundError):
                about = path.stat()
                said = f"{FLAGS.sub('', path.name)}\0{about.st_size}\0{about.st_mtime_ns}\n"
                told.update(said.encode("utf-8", "surrogateescape"))
        return told.hexdigest()

    def kept(self) -> Iterator[Kept]:
        """Yield where each mail lies; a file that went away meanwhile is passed over. Raises UnreadableExport."""
        for path in self._files():
            try:
                yield from _parted(path)
            except FileNotFoundError:
                continue
            except OSError as error:
                raise _unreadable(str(path), _reason(error)) from None

    def _files(self) -> list[Path]:
        """Return the files that hold mail, by name; raises UnreadableExport."""
        try:
            return self._found()
        except OSError as error:
            raise _unreadable(str(self.path), _reason(error)) from None

    def _found(self) -> list[Path]:
        if not self.path.is_dir():
            return [self.path]
        folders = [self.path / name for name in MAILDIR]
        if all(folder.is_dir() for folder in folders):
            found = [path for folder in folders for path in folder.iterdir() if path.name[0] != "."]
        else:
            found = [path for path in self.path.rglob("*") if path.suffix.lower() == ".eml"]
        return sorted((path for path in found if path.is_file()), key=lambda path: (path.name, path))


def read(kept: Kept, most: int = -1) -> bytes:
    """Return a mail, or the beginning of it; nothing when it is no longer there."""
    size = kept.size if most < 0 else min(kept.size, most)
    try:
        with kept.path.open("rb") as file:
            file.seek(kept.begin)
            data = file.read(size)
    except OSError:
        return b""
    if not data.startswith(ENVELOPE):
        return b"" if kept.begin else data
    return ESCAPED.sub(rb"\1", data.partition(b"\n")[2])


def head(kept: Kept) -> bytes:
    """Return the beginning of a mail, with its header."""
    return read(kept, MOST_HEAD)


def _parted(path: Path) -> Iterator[Kept]:
    """Yield the mails in a file: one, unless it is an mbox."""
    size = path.stat().st_size
    with path.open("rb") as file:
        if file.read(len(ENVELOPE)) != ENVELOPE:
            yield Kept(path, 0, size)
            return
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as text:
            begins = [found.start() for found in PARTED.finditer(text) if _is_parting(text, found.start())]
    for begin, end in zip(begins, [*begins[1:], size], strict=True):
        yield Kept(path, begin, end - begin)


def _unreadable(path: str, found: str) -> UnreadableExport:
    wanted = _("a mail, a folder of mails, an mbox or a Maildir")
    return UnreadableExport(path, wanted, found, _("Correct `folders` in [sources.mail] of enishi.toml."))


def _reason(error: OSError) -> str:
    return error.strerror or type(error).__name__


def _is_parting(text: mmap.mmap, at: int) -> bool:
    return at == 0 or any(text[at - len(empty) : at] == empty for empty in EMPTY_LINES)
