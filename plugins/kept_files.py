"""A folder of files that were expensive to make, each named after all that went into it.

What is broken counts as not there, and what cannot be kept is made again next time. What nobody asked
for in two months goes.
"""

from __future__ import annotations

import os
import time
from contextlib import suppress
from hashlib import blake2b
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

DAY = 24 * 60 * 60
UNUSED = 60 * DAY
SWEPT = ".swept"
SEAL = 16


def name_for(*parts: str | bytes) -> str:
    """Return a name for what is made of these parts."""
    found = blake2b(digest_size=16)
    for part in parts:
        data = part.encode() if isinstance(part, str) else part
        found.update(b"%d:" % len(data) + data)
    return found.hexdigest()


class KeptFiles:
    """The folder; several builds may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, name: str) -> bytes | None:
        """Return what is kept under a name."""
        path = self.folder / name
        try:
            sealed = path.read_bytes()
            if time.time() - path.stat().st_mtime > DAY:
                with suppress(OSError):  # a folder that is only read
                    os.utime(path)
        except OSError:
            return None
        seal, data = sealed[:SEAL], sealed[SEAL:]
        return data if seal == _seal(data) else None

    def put(self, name: str, data: bytes) -> None:
        """Keep a file; a folder that cannot be written to is no reason to fail."""
        part = self.folder / f"{name}.{os.getpid()}.part"
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            try:
                part.write_bytes(_seal(data) + data)
                part.replace(self.folder / name)
            finally:
                part.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Once a day, remove what was not asked for in a long time."""
        mark, now = self.folder / SWEPT, time.time()
        with suppress(OSError):
            if mark.is_file() and now - mark.stat().st_mtime < DAY:
                return
            for path in self.folder.iterdir():
                if now - path.stat().st_mtime > UNUSED:
                    path.unlink()
            mark.touch()


def _seal(data: bytes) -> bytes:
    return blake2b(data, digest_size=SEAL).digest()
