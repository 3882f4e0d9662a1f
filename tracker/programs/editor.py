"""The user's editor, as git finds it: `$VISUAL`, `$EDITOR`, else what is there."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
from typing import TYPE_CHECKING

from tracker.errors import ProgramFailed, ProgramMissing
from tracker.messages import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

USUAL = ("sensible-editor", "nano", "vi")
ON_WINDOWS = ("notepad",)
INSTALL = N_("with your package manager, or name another: export EDITOR=nano")


def edit(path: Path) -> None:
    """Open `path` in the editor and wait until it is closed; the file stays, whatever happens.

    Raises ProgramMissing or ProgramFailed.
    """
    words = command()
    if not words:
        raise ProgramMissing(_("editor"), _(INSTALL))
    try:
        code = subprocess.run([*words, str(path.absolute())], check=False).returncode
    except OSError:
        raise ProgramMissing(words[0], _(INSTALL)) from None
    if code:
        raise ProgramFailed(words[0], code, _("What you wrote is kept in {file}.").format(file=path))


def command() -> list[str]:
    """What would be run, in words; empty when there is none."""
    return chosen(os.environ) or _found()


def chosen(environment: Mapping[str, str], *, posix: bool = os.name == "posix") -> list[str]:
    """The command the user named, in words; empty when they named none."""
    said = (environment.get(name, "").strip() for name in ("VISUAL", "EDITOR"))
    return _words(next(filter(None, said), ""), posix=posix)


def _words(command: str, *, posix: bool) -> list[str]:
    try:
        words = shlex.split(command, posix=posix)
    except ValueError:  # a quote that is never closed: take it as a path
        return [command]
    return words if posix else [word.strip('"') for word in words]


def _found() -> list[str]:
    names = ON_WINDOWS if os.name == "nt" else USUAL
    return [path for name in names if (path := shutil.which(name))][:1]
