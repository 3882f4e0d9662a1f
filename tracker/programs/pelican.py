"""Pelican, which builds the site: run as a program, never imported (its licence is the AGPL)."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tracker.errors import NoPelicanSettings, PortTaken, ProgramFailed, ProgramMissing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

PROGRAM = "pelican"
INSTALL = "pip install 'enishi[site]'"
DRAFT = "pelicanconf.py"
PRODUCTION = "publishconf.py"
OUTPUT = "output"
PREVIEW = "plugins/preview.py"
START = "plugins/start.py"
"""How a site starts Pelican, if it has a way of its own."""
AGAIN = 75
"""The exit code with which a preview asks to be started again."""
HERE = "127.0.0.1"
PATIENCE = 3.0
"""Seconds the server is given to end by itself after Ctrl-C."""
WIDTH = "500"
"""Columns: Pelican breaks its lines at the terminal's width."""
NOISE = (
    "Traceback (most recent call last):",
    "During handling of the above exception, another exception occurred:",
    "The above exception was the direct cause of the following exception:",
    "RuntimeError: Warning or error encountered",
)
LAST = 5
"""How many lines to show when none of them says what went wrong."""


@dataclass(frozen=True)
class BuildReport:
    """What a build made."""

    output: Path
    pages: int
    """HTML files that are there now."""
    seconds: float
    warnings: tuple[str, ...] = ()


def build(
    folder: Path,
    settings_file: Path | None = None,
    output: Path | None = None,
    *,
    production: bool = False,
    settings: Sequence[str] = (),
) -> BuildReport:
    """Build the site in `folder` into `output`; a post that cannot be read ends it.

    `settings_file` is by default publishconf.py in production, else pelicanconf.py; `settings` are said beside it.
    Raises ProgramMissing, NoPelicanSettings, or ProgramFailed with the lines that matter.
    """
    output = (output or folder / OUTPUT).absolute()
    # Never with -q: a silenced log counts no error, and the build ends well.
    command = _command(folder, settings_file, output, production=production)
    command += ["--fatal", "errors", "--log-handler", "plain", *(["--extra-settings", *settings] if settings else [])]
    started = time.monotonic()
    done = subprocess.run(command, cwd=folder, env=_environment(), capture_output=True, check=False)
    said = matters(done.stderr.decode("utf-8", "replace"))
    if done.returncode:
        shown = said or tuple(done.stdout.decode("utf-8", "replace").splitlines()[-LAST:])
        raise ProgramFailed(PROGRAM, done.returncode, "\n".join(shown))
    pages = sum(1 for _page in output.rglob("*.html"))
    return BuildReport(output, pages, time.monotonic() - started, said)


def serve(folder: Path, port: int, tell: Callable[[], None] = lambda: None) -> None:
    """Show the site on this machine, built again at every change, until Ctrl-C; call `tell` once nothing is in the way.

    A site with a preview of its own (plugins/preview.py) is shown by it, and it is started again when it asks for that.
    Raises ProgramMissing, NoPelicanSettings, PortTaken or ProgramFailed.
    """
    command = _serving(folder, port)
    _check_free(port)
    tell()
    code = _served(command, folder)
    while code == AGAIN:
        code = _served([*command, "--again"], folder)
    if code:
        raise ProgramFailed(PROGRAM, code, "")


def _serving(folder: Path, port: int) -> list[str]:
    command = _command(folder, None, (folder / OUTPUT).absolute(), production=False)
    preview = folder / PREVIEW
    if not preview.is_file():
        return [*command, "--autoreload", "--listen", "--bind", HERE, "--port", str(port)]
    settings = str((folder / DRAFT).absolute())
    return [sys.executable, str(preview.absolute()), "--settings", settings, "--port", str(port)]


def _served(command: Sequence[str], folder: Path) -> int:
    with _told_to_end(), subprocess.Popen(command, cwd=folder, env=_environment(terminal=True)) as child:
        try:
            return child.wait()
        except KeyboardInterrupt:
            return _ended(child)


@contextmanager
def _told_to_end() -> Iterator[None]:
    """Let SIGTERM be what Ctrl-C is, so that no server is left behind; only a main thread hears signals."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def matters(log: str) -> tuple[str, ...]:
    """The lines of a log that say what went wrong: not where in Pelican it did."""
    lines = [line.rstrip() for line in log.splitlines() if line[:1].strip()]
    return tuple(dict.fromkeys(line for line in lines if line not in NOISE))


def _command(folder: Path, settings_file: Path | None, output: Path, *, production: bool) -> list[str]:
    settings = folder / (settings_file or (PRODUCTION if production else DRAFT))
    if not settings.is_file():
        raise NoPelicanSettings(settings)
    if find_spec(PROGRAM) is None:
        raise ProgramMissing(PROGRAM, INSTALL)
    start = folder / START
    program = [str(start.absolute())] if start.is_file() else ["-m", PROGRAM]
    return [sys.executable, *program, "--settings", str(settings.absolute()), "--output", str(output)]


def _environment(*, terminal: bool = False) -> dict[str, str]:
    """UTF-8 whatever the locale says: posts are."""
    wide = {} if terminal else {"COLUMNS": WIDTH}
    return {**os.environ, "PYTHONUTF8": "1", "PYTHONIOENCODING": "utf-8", **wide}


def _check_free(port: int) -> None:
    """Pelican itself would end well, having served nothing."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HERE, port))
        except (OSError, OverflowError):
            raise PortTaken(port) from None


def _ended(child: subprocess.Popen[bytes]) -> int:
    """Wait for a server that Ctrl-C has reached too, and tell it when it has not."""
    try:
        child.wait(PATIENCE)
    except subprocess.TimeoutExpired:
        if sys.platform == "win32":
            child.terminate()
        else:
            child.send_signal(signal.SIGINT)
        child.wait()
    return 0
