"""Running another program to its end: words in, what it said out; never through a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple

from tracker.errors import ProgramMissing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    out: bytes
    err: bytes

    @property
    def said(self) -> tuple[str, ...]:
        """The lines of its complaint."""
        lines = self.err.decode("utf-8", "replace").splitlines()
        return tuple(line.strip() for line in lines if line.strip())


def found(program: str, install: str) -> str:
    """Return the path of a program; raises ProgramMissing, which says how to `install` it."""
    path = shutil.which(program)
    if not path:
        raise ProgramMissing(program, install)
    return path


def run(words: Sequence[str], folder: Path, given: bytes = b"", told: Mapping[str, str] | None = None) -> Ended:
    """Run a program in `folder`, with `given` to read and what it is `told` in its environment.

    It speaks plain English, for its words are looked at, and never asks: there may be nobody to answer.
    """
    speaks = {"LC_ALL": "C.UTF-8", "LANGUAGE": "C"}
    done = subprocess.run(
        words,
        cwd=folder,
        env={**os.environ, **speaks, **(told or {})},
        input=given,
        capture_output=True,
        check=False,
    )
    return Ended(done.returncode, done.stdout, done.stderr)
