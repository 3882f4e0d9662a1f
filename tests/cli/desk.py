"""A desk where commands are typed: a scratch blog, a ledger of its own, and the stage for the services."""

from __future__ import annotations

import io
import json
import os
import shlex
import shutil
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.places import heard
from tracker.cli import run
from tracker.journeys.demo import SETTINGS
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.journeys.demo.cast import Cast
    from tracker.journeys.demo.stage import Stage
    from tracker.model import Interaction

ROOT = Path(__file__).parents[2]
NOW = "2026-11-22T12:00:00+09:00"
SURROUNDINGS = {
    "ENISHI_NOW": NOW,
    "ENISHI_LANG": "en",
    "ENISHI_WEBMENTIONIO_TOKEN": "stage",
    "COLUMNS": "100",
    "TZ": "Asia/Tokyo",
    "LANGUAGE": "en",
}
ABSENT = ("VISUAL", "EDITOR", "NO_COLOR", "LC_ALL", "LC_MESSAGES")
"""What a developer's own shell may say, and tests must not hear."""


@dataclass(frozen=True)
class Said:
    """What one command line said."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Its JSON lines; the test fails when one is none."""
        return [json.loads(line) for line in self.out.splitlines()]

    @property
    def error(self) -> dict[str, str]:
        """The error of a command with `--json`: one line on stderr."""
        told: dict[str, dict[str, str]] = json.loads(self.err)
        assert set(told) == {"error"}
        assert set(told["error"]) == {"code", "message", "hint"}
        return told["error"]


@dataclass(frozen=True)
class Desk:
    """A blog in `home/blog`, its ledger in `home/ledger.db`."""

    home: Path

    @property
    def blog(self) -> Path:
        return self.home / "blog"

    @property
    def ledger(self) -> Path:
        return self.home / "ledger.db"

    def furnish(self, stage: Stage) -> None:
        """Write the settings and the list of articles that a build would have written."""
        feeds = ", ".join(f'"{feed}"' for feed in stage.comment_feeds().values())
        (self.blog / "output").mkdir(parents=True, exist_ok=True)
        self.configure(SETTINGS.format(domain=stage.cast.domain, stage=stage.url, feeds=feeds))
        self.list_articles(stage.cast)

    def configure(self, settings: str) -> None:
        (self.blog / "enishi.toml").write_text(settings, "utf-8")

    def list_articles(self, cast: Cast) -> None:
        text = json.dumps(cast.json_feed(), ensure_ascii=False)
        (self.blog / "output" / "articles.json").write_text(text, "utf-8")

    def list_nothing(self) -> None:
        """Leave the site as a build without a post would."""
        (self.blog / "output" / "articles.json").write_text('{"items": []}', "utf-8")

    def take_over(self, other: Desk) -> None:
        """Begin with what another desk has pulled."""
        shutil.copy(other.ledger, self.ledger)

    def hear(self, *said: Interaction) -> None:
        """Keep these as if a place had told them."""
        with Ledger.open(self.ledger) as ledger:
            heard(ledger, *said)

    def type(self, line: str) -> Said:
        """Run `enishi LINE` in this process."""
        out, err = _terminal(), _terminal()
        with redirect_stdout(out), redirect_stderr(err):
            code = run(shlex.split(line))
        return Said(code, _read(out), _read(err))

    def type_merged(self, line: str) -> tuple[int, str]:
        """Run it and return its exit code and what a terminal would show: both streams in one."""
        screen = _terminal()
        with redirect_stdout(screen), redirect_stderr(screen):
            code = run(shlex.split(line))
        return code, _read(screen)

    def program(self, line: str, surroundings: Mapping[str, str] | None = None) -> Said:
        """Run `python -m tracker LINE` as a program of its own."""
        done = subprocess.run(
            [sys.executable, "-m", "tracker", *shlex.split(line)],
            cwd=self.blog,
            env={**self.environment, **(surroundings or {})},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        return Said(done.returncode, done.stdout, done.stderr)

    @property
    def environment(self) -> dict[str, str]:
        """For a program of its own; what this process was told by `surrounded` is in it."""
        return {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"}

    def editor(self, script: str) -> str:
        """Return the command of an editor that is a Python script: `text` is what it finds, `file` where."""
        file = self.home / "editor.py"
        head = "import sys\nfrom pathlib import Path\nfile = Path(sys.argv[-1])\ntext = file.read_text('utf-8')\n"
        file.write_text(head + script, "utf-8")
        return f"{shlex.quote(sys.executable)} {shlex.quote(str(file))}"


def surroundings(desk: Desk) -> Iterator[tuple[str, str | None]]:
    """Yield the environment in which commands are typed at this desk; None: not set."""
    yield from SURROUNDINGS.items()
    yield from ((name, None) for name in ABSENT)
    yield "ENISHI_LEDGER", str(desk.ledger)


def _terminal() -> io.TextIOWrapper:
    return io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="", write_through=True)


def _read(screen: io.TextIOWrapper) -> str:
    buffer = screen.buffer
    assert isinstance(buffer, io.BytesIO)
    return buffer.getvalue().decode("utf-8")
