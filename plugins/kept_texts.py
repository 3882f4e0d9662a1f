"""A folder of texts that were expensive to make, each named after all that went into it.

Nothing in it is ever run: an entry is a sum of the rest, a line of JSON and a text. What is broken counts as not
there, and what cannot be kept is made again next time. What nobody asked for in a month goes.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any
from zlib import crc32

if TYPE_CHECKING:
    from pathlib import Path

DAY = 24 * 60 * 60
MONTH = 30 * DAY
SWEPT = ".swept"


class KeptTexts:
    """The folder; several builds may use it at once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._now = time.time()
        self._made = False

    def get(self, name: str) -> tuple[dict[str, Any], str] | None:
        """Return what is kept under a name: facts and a text."""
        path = self.folder / name
        try:
            if self._now - path.stat().st_mtime > DAY:
                with suppress(OSError):  # a folder that is only read
                    os.utime(path)
            seal, _, data = path.read_bytes().partition(b"\n")
            if seal != _seal(data):
                return None
            line, _, text = data.partition(b"\n")
            return json.loads(line), text.decode()
        except (OSError, ValueError):
            return None

    def put(self, name: str, facts: dict[str, Any], text: str) -> None:
        """Keep facts and a text; a folder that cannot be written to is no reason to fail."""
        line = json.dumps(facts, ensure_ascii=False)
        data = f"{line}\n{text}".encode("utf-8", "surrogatepass")
        part = self.folder / f"{name}.{os.getpid()}.part"
        with suppress(OSError):
            if not self._made:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._made = True
            try:
                part.write_bytes(_seal(data) + b"\n" + data)
                part.replace(self.folder / name)
            except OSError:
                part.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Once a day, remove what was not asked for in a month."""
        mark = self.folder / SWEPT
        with suppress(OSError):
            if mark.is_file() and self._now - mark.stat().st_mtime < DAY:
                return
            for path in self.folder.iterdir():
                if self._now - path.stat().st_mtime > MONTH:
                    path.unlink()
            mark.touch()


def _seal(data: bytes) -> bytes:
    return f"{crc32(data):08x}".encode()
