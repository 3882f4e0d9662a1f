"""Running another program to its end: words in, what it said out; never through a shell."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tracker.errors import ProgramMissing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


Told: TypeAlias = "Mapping[str, str | None]"
"""Variables of the environment; None: one that shall not be there."""


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


def run(words: Sequence[str], folder: Path, given: bytes = b"", told: Told | None = None) -> Ended:
    """Run a program in `folder`, with `given` to read and what it is `told` in its environment.

    It speaks plain English, for its words are looked at, and never asks: there may be nobody to answer.
    """
    wanted = {**os.environ, "LC_ALL": "C.UTF-8", "LANGUAGE": "C", **(told or {})}
    surroundings = {name: value for name, value in wanted.items() if value is not None}
    done = subprocess.run(words, cwd=folder, env=surroundings, input=given, capture_output=True, check=False)
    return Ended(done.returncode, done.stdout, done.stderr)
