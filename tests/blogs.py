"""A blog whose four services are played on loopback, and the command run in it."""

from __future__ import annotations

import io
import json
import os
import sqlite3
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tracker.cli import run
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from tracker.journeys.demo.cast import Cast

ROOT = Path(__file__).parents[1]
SOURCES = ("webmentionio", "hackernews", "hatena", "feed")
SETTINGS = """\
[site]
url = "{site}"
articles = "{articles}/articles.json"

[network]
allow = ["127.0.0.1"]

[sources.webmentionio]
address = "{webmentionio}/webmention.io"
domain = "{domain}"
per_page = 20

[sources.hackernews]
address = "{hackernews}/hn"

[sources.hatena]
address = "{hatena}/hatena"
count_address = "{hatena}/hatena"

[sources.feed]
feeds = [{feeds}]
"""


def settings(cast: Cast, *where: str) -> str:
    """Return the enishi.toml of a blog whose services are at `where`: at one address, or each at its own.

    The list of articles comes first, then `SOURCES`.
    """
    names = ("articles", *SOURCES)
    places = dict(zip(names, where * len(names) if len(where) == 1 else where, strict=False))
    addresses = ", ".join(f'"{places["feed"]}/comments/{thread.key}/feed/"' for thread in cast.threads)
    return SETTINGS.format(site=cast.site, domain=cast.domain, feeds=addresses, **places)


def unmeasured() -> dict[str, str]:
    """The environment, less what makes a process write down its coverage: one that is short of room cannot."""
    return {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}


@dataclass(frozen=True)
class Blog:
    """A folder with settings, and a ledger in a folder of its own."""

    folder: Path
    token: str

    @classmethod
    def made(cls, folder: Path, cast: Cast, *where: str) -> Blog:
        (folder / "ledger").mkdir(parents=True)
        (folder / "enishi.toml").write_text(settings(cast, *where), "utf-8")
        return cls(folder, cast.token)

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger" / "blog.db"

    @property
    def surroundings(self) -> dict[str, str]:
        return {"ENISHI_LEDGER": str(self.ledger), "ENISHI_WEBMENTIONIO_TOKEN": self.token, "ENISHI_LANG": "en"}

    def begun(self, *arguments: str, by: tuple[str, ...] = ("tracker",)) -> subprocess.Popen[str]:
        """Start the command in a process of its own."""
        return subprocess.Popen(
            [sys.executable, "-m", *by, "-C", str(self.folder), *arguments],
            cwd=ROOT,
            env=unmeasured() | self.surroundings,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def ended(self, *arguments: str, by: tuple[str, ...] = ("tracker",)) -> Ended:
        """Run the command to its end."""
        return Ended.of(self.begun(*arguments, by=by))

    def run(self, *arguments: str, **more: str) -> Ended:
        """Run the command in this process; `more` are environment variables."""
        out, err = (io.TextIOWrapper(io.BytesIO(), "utf-8", write_through=True) for _stream in range(2))
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in ({"LANGUAGE": ""} | self.surroundings | more).items():
                patch.setenv(name, value)
            code = run(["-C", str(self.folder), *arguments])
        told, feared = (stream.buffer.getvalue().decode() for stream in (out, err))
        return Ended(code, told, feared)

    def exported(self) -> str:
        """Return every fact, in the order of the export."""
        with Ledger.open(self.ledger) as ledger:
            return "\n".join(json.dumps(row, ensure_ascii=False) for row in ledger.export())

    def trouble(self) -> str:
        """Return what SQLite says of the whole file; `ok` when it is sound."""
        connection = sqlite3.connect(self.ledger)
        try:
            return "; ".join(row[0] for row in connection.execute("PRAGMA integrity_check"))
        finally:
            connection.close()

    def files(self) -> set[str]:
        return {file.name for file in self.ledger.parent.iterdir()}


@dataclass(frozen=True)
class Ended:
    """A command that has run."""

    code: int
    out: str
    err: str

    @classmethod
    def of(cls, process: subprocess.Popen[str]) -> Ended:
        with process:
            out, err = process.communicate(timeout=60)
        return cls(process.returncode, out, err)


def is_told(ended: Ended, code: int, *said: str) -> None:
    """Check that the command says this and no more, in the order: what is wrong, what to type next."""
    assert (ended.code, ended.out) == (code, "")
    assert ended.err == "Error: " + "\n".join(said) + "\n"
