"""What git knows about files: when each was last committed, and how it was. Read only; nothing when there is no git."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

PATIENCE = 20.0
MARK = b"\x01"


def changed(folder: Path) -> Mapping[str, bytes]:
    """Return the files below `folder` that are not as in the last commit: by name, as they were there."""
    listed = _git(
        folder, "diff", "--name-only", "--no-renames", "--diff-filter=MDT", "--relative", "-z", "HEAD", "--", "."
    )
    names = [os.fsdecode(name) for name in listed.split(b"\0") if name]
    return {name: _git(folder, "show", f"HEAD:./{name}") for name in names}


def committed(folder: Path, names: Iterable[str]) -> Mapping[str, datetime]:
    """Return when each of these files below `folder` was last committed; those changed since are left out."""
    wanted = sorted(names)
    if not wanted:
        return {}
    log = _git(folder, "log", "--format=%x01%ct", "--name-only", "--relative", "-z", "--", *wanted)
    found: dict[str, datetime] = {}
    for entry in log.split(MARK)[1:]:
        stamp, _newline, rest = entry.partition(b"\0")
        at = datetime.fromtimestamp(int(stamp.split()[0]), UTC)
        for name in rest.replace(b"\n", b"\0").split(b"\0"):
            if name:
                found.setdefault(os.fsdecode(name), at)
    dirty = _git(folder, "diff", "--name-only", "--relative", "-z", "HEAD", "--", *wanted)
    for name in dirty.split(b"\0"):
        found.pop(os.fsdecode(name), None)
    return found


def as_of(folder: Path, name: str, before: datetime) -> bytes:
    """Return a file below `folder` as it was last committed before a moment; nothing when it was not there."""
    found = _git(folder, "rev-list", "-1", f"--before={before.isoformat()}", "HEAD", "--", name).decode().strip()
    return _git(folder, "show", f"{found}:./{name}") if found else b""


def _git(folder: Path, *arguments: str) -> bytes:
    """Return what git prints; nothing when it cannot."""
    program = shutil.which("git")
    if not program:
        return b""
    try:
        done = subprocess.run(
            [program, "-c", "core.quotepath=off", *arguments],
            cwd=folder,
            env={**os.environ, "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"},
            capture_output=True,
            check=False,
            timeout=PATIENCE,
        )
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
