"""Whether a build holds what a build from nothing would: every file, byte for byte."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from tracker.errors import BuildDiffers
from tracker.programs import pelican

if TYPE_CHECKING:
    from collections.abc import Iterable

CACHE = ".cache"
"""Where the settings of a site keep what was made before (plugins/output_files.py)."""
SLOWLY = ("QUICK=false", "HANDS=1")
"""Settings with which our plugins leave everything to Pelican."""


def verify(folder: Path, output: Path, *, production: bool = False) -> int:
    """Build once more, clean and serial, elsewhere; return how many files were compared with those in `output`.

    Raises BuildDiffers with the names of the files that differ, and what a build raises.
    """
    with tempfile.TemporaryDirectory(prefix="enishi-verify-") as scratch:
        clean, cache = Path(scratch) / "output", json.dumps(str(Path(scratch) / "cache"))
        pelican.build(folder, output=clean, production=production, settings=(*SLOWLY, f"CACHE_PATH={cache}"))
        wanted = names(clean)
        if found := differing(clean, output, wanted | ours(folder, output)):
            raise BuildDiffers(found)
        return len(wanted)


def differing(clean: Path, output: Path, compared: Iterable[str]) -> list[str]:
    """The names of the files that are not the same in both folders, or in one of them only."""
    return sorted(name for name in compared if _bytes(clean / name) != _bytes(output / name))


def names(folder: Path) -> set[str]:
    """The names of all files below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


def ours(folder: Path, output: Path) -> set[str]:
    """The names of the files in `output` that a build put there; all of them when no list says which."""
    for path in (folder / CACHE / "outputs").glob("*/files.json"):
        listed = json.loads(path.read_text(encoding="utf-8"))
        if listed["output"] == str(output):
            return set(listed["files"])
    return names(output)


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
