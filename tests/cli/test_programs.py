"""What only a program of its own shows: pipes, signals, terminals."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from threading import Event
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import seated
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.desk import Desk

POSIX = pytest.mark.skipif(os.name != "posix", reason="pipes, signals and terminals of POSIX")
ENISHI = (sys.executable, "-m", "tracker")


def test_python_m_tracker_is_enishi(desk: Desk) -> None:
    assert desk.program("who") == desk.type("who")
    missing = desk.program("who nothing-like-it")
    assert (missing.code, missing.out) == (6, "")
    assert "Traceback" not in missing.err


@POSIX
@pytest.mark.parametrize("line", ["who --all --json", "people list --all --json", "who --csv", "inbox"])
def test_a_reader_that_has_seen_enough_is_no_error(line: str, desk: Desk) -> None:
    listing = subprocess.Popen(
        [*ENISHI, *line.split()],
        cwd=desk.blog,
        env=desk.environment,
        stdout=(writing := pipe_without_reader()),
        stderr=subprocess.PIPE,
    )
    os.close(writing)
    _out, err = listing.communicate(timeout=30)
    assert (listing.returncode, err) == (0, b"")


def pipe_without_reader() -> int:
    reading, writing = os.pipe()
    os.close(reading)
    return writing


@POSIX
def test_ctrl_c_during_a_pull_loses_nothing(tmp_path: Path) -> None:
    asked = Event()

    def count(number: int, _target: str) -> None:
        if number == 8:
            asked.set()

    with Stage(Cast.load(), delay=0.1, on_request=count) as stage, seated(tmp_path, stage) as desk:
        pulling = subprocess.Popen(
            [*ENISHI, "pull"], cwd=desk.blog, env=desk.environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
        )
        assert asked.wait(20)
        pulling.send_signal(signal.SIGINT)
        out, err = pulling.communicate(timeout=20)
        assert pulling.returncode == 130
        assert out == b""
        assert b"Interrupted." in err
        assert b"Traceback" not in err
        stage._delay = 0
        assert desk.type("pull").code == 0
        resumed = exported(desk.ledger)
        assert desk.type(f"--ledger {desk.home / 'undisturbed.db'} pull").code == 0
        assert resumed == exported(desk.home / "undisturbed.db")


def exported(path: Path) -> list[dict[str, object]]:
    with Ledger.open(path) as ledger:
        return list(ledger.export())


# --- a terminal -----------------------------------------------------------------------------------


def on_terminal(desk: Desk, line: str, **surroundings: str) -> str:
    """Run a command on a terminal of its own and return what it shows."""
    import pty  # noqa: PLC0415 - not on Windows, where these tests are skipped

    ours, theirs = pty.openpty()
    shown = b""
    with os.fdopen(ours, "rb", buffering=0) as screen:
        running = subprocess.Popen(
            [*ENISHI, *line.split()],
            cwd=desk.blog,
            env={**desk.environment, **surroundings},
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
        )
        os.close(theirs)
        try:
            while more := screen.read(4096):
                shown += more
        except OSError:  # how Linux says that nobody is at the other end
            pass
        running.wait(30)
    return shown.decode()


@POSIX
def test_a_terminal_gets_colours_and_who_wants_none_gets_none(desk: Desk) -> None:
    for line in ("who", "draft c3"):
        assert "\x1b[" in on_terminal(desk, line)
        assert "\x1b" not in on_terminal(desk, line, NO_COLOR="1")


@POSIX
def test_a_long_pull_shows_how_far_it_is_and_takes_it_away(tmp_path: Path) -> None:
    cast = Cast.load()
    with Stage(cast, delay=0.12) as stage, seated(tmp_path, stage) as desk:
        shown = on_terminal(desk, "pull feed", NO_COLOR="1")
    progress, report = shown.rsplit("\r", 1)[0], shown.splitlines()
    assert re.search(r"\r(?:\w+ \d+ *)+\r", progress)
    assert re.search(r"\r {20,}\r", shown)
    assert "\x1b" not in shown
    comments = sum(len(thread.comments) for thread in cast.threads)
    assert report[-1].split() == ["feed", str(comments), "new", "complete"]


@POSIX
def test_on_a_terminal_the_editor_opens(desk: Desk) -> None:
    editor = desk.editor("file.write_text(text.replace('⟦', '').replace('⟧', ''), 'utf-8')")
    assert "Draft of c4 kept, finished." in on_terminal(desk, "draft c4", EDITOR=editor)
    assert "Draft of c4 kept, finished." in desk.type("draft c4").err
    on_terminal(desk, "new Backups", EDITOR=desk.editor("file.write_text(text + 'Written.', 'utf-8')"))
    assert (desk.blog / "content/2026/11-backups.md").read_text("utf-8").endswith("Written.")
