"""A folder of texts that were expensive to make, each named after all that went into it.

Nothing in it is ever run: an entry is a line of JSON and a text. What is broken counts as not
there, and what cannot be kept is made again next time. What nobody asked for in a month goes.
"""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Any

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
                os.utime(path)
            line, _, text = path.read_bytes().partition(b"\n")
            facts = json.loads(line)
            if facts.pop("length") != len(text):
                return None
            return facts, text.decode()
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def put(self, name: str, facts: dict[str, Any], text: str) -> None:
        """Keep facts and a text; a folder that cannot be written to is no reason to fail."""
        data = text.encode("utf-8", "surrogatepass")
        line = json.dumps({"length": len(data), **facts}, ensure_ascii=False).encode("utf-8", "surrogatepass")
        part = self.folder / f"{name}.{os.getpid()}.part"
        with suppress(OSError):
            if not self._made:
                self.folder.mkdir(parents=True, exist_ok=True)
                self._made = True
            part.write_bytes(line + b"\n" + data)
            part.replace(self.folder / name)

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
