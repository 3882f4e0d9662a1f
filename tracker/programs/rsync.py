"""Rsync, which copies over ssh what differs; version 3.1 or newer."""

from __future__ import annotations

import re
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from tracker.programs.running import Ended, found, run

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from pathlib import Path

PROGRAM = "rsync"
INSTALL = "apt install rsync · brew install rsync"
SAFE = ("-o", "BatchMode=yes", "-o", "ConnectTimeout=30", "-o", "ServerAliveInterval=15", "-o", "ServerAliveCountMax=4")
"""Ssh never asks for a password, and notices when nobody is there any more."""
TOLD = ("--protect-args", "--from0", "--8-bit-output", "--out-format=%i %n")
LISTED = "--files-from=-"
READABLE = "--chmod=D755,F644"
"""Of what is new, and less what the place takes away: a site is for all to read."""
ITEMIZED = 11
"""Letters in which rsync says what it does to one name."""
ESCAPED = re.compile(r"\\#(\d{3})")


class Line(NamedTuple):
    """How ssh is reached."""

    port: int = 0
    identity: str = ""

    def words(self) -> list[str]:
        """Return the command that rsync is to run."""
        port = ["-p", str(self.port)] if self.port else []
        key = ["-i", self.identity, "-o", "IdentitiesOnly=yes"] if self.identity else []
        return ["ssh", *SAFE, *port, *key]


class Rsync(NamedTuple):
    """Rsync to one place."""

    place: str
    """`user@host:/folder`, or a folder of this machine; without a slash at its end."""
    line: Line = Line()
    options: Sequence[str] = ()

    def kinds(self, folders: Iterable[str], whole: Iterable[str], home: Path) -> tuple[Ended, Mapping[str, str]]:
        """Ask what is there: `f` for a file, `d` a folder, `L` a link, by name; no link is followed.

        Told is what lies at the top, in these folders, and in the `whole` ones at any depth.
        """
        shown = [
            b"/*",
            *(b"/%s/*" % _literal(name) for name in folders),
            *(b"/%s/**" % _literal(name) for name in whole),
        ]
        with TemporaryDirectory(prefix="enishi-rsync-") as empty:
            asked = ("--dry-run", "--recursive", "--links", *self.options, "--include-from=-", "--exclude=*")
            ended = self._run((*asked, "--", f"{self.place}/", f"{empty}/"), shown, home)
        return ended, {name: what[1] for what, name in _itemized(ended.out)}

    def differing(self, names: Collection[str], folder: Path) -> tuple[Ended, frozenset[str]]:
        """Ask which of these files of `folder` are not the same there, whatever their times; nothing is written."""
        ended = self._copy(names, folder, "--dry-run")
        return ended, frozenset(name for what, name in _itemized(ended.out) if what[0] in "<>")

    def copy(self, names: Collection[str], folder: Path) -> Ended:
        """Bring these files of `folder` there, each put in its place as a whole once all have arrived."""
        return self._copy(names, folder, "--delay-updates")

    def remove(self, names: Collection[str], home: Path) -> Ended:
        """Remove these files there, or folders that are empty, and nothing else."""
        with TemporaryDirectory(prefix="enishi-rsync-") as empty:
            asked = (LISTED, "--delete-missing-args", "--no-implied-dirs", *self.options)
            return self._run((*asked, "--", f"{empty}/", f"{self.place}/"), map(_listed, names), home)

    def _copy(self, names: Collection[str], folder: Path, *more: str) -> Ended:
        asked = (LISTED, "--checksum", "--copy-links", READABLE, *self.options, *more)
        return self._run((*asked, "--", f"{folder.absolute()}/", f"{self.place}/"), map(_listed, names), folder)

    def _run(self, words: Sequence[str], given: Iterable[bytes], folder: Path) -> Ended:
        shell = f"--rsh={' '.join(map(_quoted, self.line.words()))}"
        return run((found(PROGRAM, INSTALL), *TOLD, shell, *words), folder, b"".join(one + b"\0" for one in given))


def _listed(name: str) -> bytes:
    """Return a name as it is listed: one that begins with # would be a remark."""
    return f"./{name}".encode()


def _literal(name: str) -> bytes:
    """Return a name that stands for itself in a pattern with a star."""
    return re.sub(r"([\\*?\[])", r"\\\1", name).encode()


def _quoted(word: str) -> str:
    """Return a word as rsync takes `--rsh` apart, which no shell ever sees."""
    return "'" + word.replace("'", "''") + "'"


def _itemized(out: bytes) -> list[tuple[str, str]]:
    """Return what rsync says of each name: eleven letters, and the name as it is."""
    lines = out.decode("utf-8", "surrogateescape").split("\n")
    pairs = (line.partition(" ")[::2] for line in lines if " " in line)
    return [
        (what, ESCAPED.sub(lambda found: chr(int(found[1], 8)), name).rstrip("/"))
        for what, name in pairs
        if len(what) == ITEMIZED
    ]
