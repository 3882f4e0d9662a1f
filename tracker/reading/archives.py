"""An archive that a place gave to its user: a ZIP file, or the folder that it was unpacked into.

Only files that are asked for by name are opened, and nothing is ever unpacked to the disk.
"""

from __future__ import annotations

import lzma
import os
import struct
import zlib
from contextlib import contextmanager
from hashlib import blake2b
from pathlib import Path
from typing import IO, TYPE_CHECKING, Protocol
from zipfile import BadZipFile, ZipFile, is_zipfile

from tracker.errors import UnreadableExport
from tracker.messages import _

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence

MOST_BYTES = 256 * 1024 * 1024
"""Of one file in it, unpacked: more is a mistake, or made to fill the memory."""
CHUNK = 2**20
NOT_ITS = ("__MACOSX",)
"""Folders that packing programs add."""
LOCKED = 1
BROKEN = (BadZipFile, EOFError, NotImplementedError, ValueError, struct.error, zlib.error, lzma.LZMAError)
"""What Python's readers of ZIP files say of one that is damaged, or packed in a way they do not know."""


class NoArchive(Exception):
    """Something else than an archive; its text names what."""


class Archive(Protocol):
    """What is in it."""

    def named(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the files whose own name is like this, by their whole names, in order."""
        ...

    def read(self, name: str) -> bytes:
        """Return what a file holds; raises NoArchive when that is too much, or broken."""
        ...

    def stamp(self, name: str) -> str:
        """Return another text when the file is another one."""
        ...


@contextmanager
def opened(path: str, wanted: str, hint: str, most: int = MOST_BYTES) -> Iterator[Archive]:
    """Open the archive at `path`; whatever is wrong with it raises UnreadableExport, which says what is `wanted`."""
    place = Path(path).expanduser()
    try:
        if place.is_dir():
            yield _Folder(place, most)
            return
        with place.open("rb") as file, _unpacked(file) as zipped:
            yield _Zip(zipped, most)
    except (OSError, NoArchive, *BROKEN) as error:
        raise UnreadableExport(path, wanted, _reason(error), hint) from None


def _unpacked(file: IO[bytes]) -> ZipFile:
    if not is_zipfile(file):
        raise NoArchive(_("it is neither a folder nor a whole ZIP file"))
    return ZipFile(file)


def digest(archive: Archive, names: Sequence[str], known: str) -> str:
    """Return the same text for the same files and the same `known`."""
    told = "\n".join([known, *(f"{name} {archive.stamp(name)}" for name in names)])
    return blake2b(told.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


class _Folder:
    """What was unpacked."""

    def __init__(self, place: Path, most: int) -> None:
        self._place, self._most = place, most

    def named(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the files whose own name is like this."""
        found: list[str] = []
        for above, folders, files in os.walk(self._place):
            folders[:] = [name for name in folders if not _is_extra(name)]
            within = Path(above).relative_to(self._place)
            found += [(within / name).as_posix() for name in files if _is_like(name, pattern)]
        return sorted(found)

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        with (self._place / name).open("rb") as file:
            return _whole(file, name, self._most)

    def stamp(self, name: str) -> str:
        """Return the digest of a file."""
        found = blake2b(digest_size=16)
        with (self._place / name).open("rb") as file:
            while chunk := file.read(CHUNK):
                found.update(chunk)
        return found.hexdigest()


class _Zip:
    """What is still packed."""

    def __init__(self, zipped: ZipFile, most: int) -> None:
        self._zipped, self._most = zipped, most

    def named(self, pattern: re.Pattern[str]) -> list[str]:
        """Return the files whose own name is like this."""
        names = (name for name in self._zipped.namelist() if not any(map(_is_extra, name.split("/"))))
        return sorted({name for name in names if _is_like(name.rpartition("/")[2], pattern)})

    def read(self, name: str) -> bytes:
        """Return what a file holds."""
        if self._zipped.getinfo(name).flag_bits & LOCKED:
            raise NoArchive(_("{file} in it is locked with a password").format(file=name))
        with self._zipped.open(name) as file:
            return _whole(file, name, self._most)

    def stamp(self, name: str) -> str:
        """Return the checksum that the archive has of a file."""
        info = self._zipped.getinfo(name)
        return f"{info.CRC:08x} {info.file_size}"


def _whole(file: IO[bytes], name: str, most: int) -> bytes:
    content = file.read(most + 1)
    if len(content) > most:
        raise NoArchive(_("{file} in it holds more than {count:,} bytes").format(file=name, count=most))
    return content


def _is_extra(folder: str) -> bool:
    return folder in NOT_ITS or folder.startswith("._")


def _is_like(name: str, pattern: re.Pattern[str]) -> bool:
    return not name.startswith("._") and bool(pattern.fullmatch(name))


def _reason(error: Exception) -> str:
    if isinstance(error, NoArchive):
        return str(error)
    said = error.strerror if isinstance(error, OSError) else ""
    return said or _("it breaks off or is damaged ({reason})").format(reason=error)
