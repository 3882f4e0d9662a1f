"""Enishi itself, run as a program: what a journey shows is what a user would type."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

from tracker.errors import ProgramFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def run(arguments: Sequence[str], folder: Path, surroundings: Mapping[str, str]) -> None:
    """Run `enishi` with `arguments` in `folder`, its output where ours goes; raises ProgramFailed."""
    sys.stdout.flush()
    _checked(arguments, subprocess.run(_line(arguments), cwd=folder, env={**os.environ, **surroundings}, check=False))


def said(arguments: Sequence[str], folder: Path, surroundings: Mapping[str, str]) -> str:
    """Run the same and return what it prints; raises ProgramFailed."""
    done = subprocess.run(
        _line(arguments),
        cwd=folder,
        env={**os.environ, **surroundings, "PYTHONUTF8": "1"},
        check=False,
        capture_output=True,
        encoding="utf-8",
    )
    _checked(arguments, done)
    return done.stdout


def _line(arguments: Sequence[str]) -> list[str]:
    return [sys.executable, "-m", "tracker", *arguments]


def _checked(arguments: Sequence[str], done: subprocess.CompletedProcess[Any]) -> None:
    if done.returncode:
        command = " ".join(("enishi", *arguments))
        raise ProgramFailed(command, done.returncode, done.stderr or "")
