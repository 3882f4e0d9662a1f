"""Git, which keeps the site's source and can carry what was built: run without ever asking anybody anything."""

from __future__ import annotations

import os
import re
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from tracker.programs.running import Ended, Told, found, run

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

PROGRAM = "git"
INSTALL = "apt install git · brew install git · https://git-scm.com"
QUIET_SSH = "ssh -o BatchMode=yes -o ConnectTimeout=30 -o ServerAliveInterval=15 -o ServerAliveCountMax=4"
"""How git is to reach a place by ssh, unless the user said otherwise: it never asks for a password."""
PATIENT = ("-c", "http.lowSpeedLimit=100", "-c", "http.lowSpeedTime=60")
PLAIN = ("-c", "core.quotepath=off", "-c", "gc.auto=0", "-c", "maintenance.auto=false", *PATIENT)
CARRIED = re.compile(r"core\.(sshcommand|askpass)|(ssh|credential|http|url|protocol)\..*", re.DOTALL)
"""Settings of a repository that say how to reach another."""
OTHERS: Told = MappingProxyType(
    {f"GIT_{name}": None for name in ("DIR", "WORK_TREE", "INDEX_FILE", "OBJECT_DIRECTORY", "COMMON_DIR", "PREFIX")}
)
"""What git tells a hook of the repository it runs for: we name ours."""
SECRET = re.compile(r"(?<=://)[^/@\s']+@")
NOBODY = ("Enishi", "enishi@localhost")
"""Who commits where git does not know who somebody is."""


class GitFailed(Exception):
    """Git said no; `said` are its words, without secrets. A value for who asked git, never shown as it is."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(ended.code)
        told = ended.out.decode("utf-8", "replace").splitlines()
        self.said = tuple(plain(line) for line in (*ended.said, *told))


class Git(NamedTuple):
    """Git in one folder: a work tree, or a bare repository."""

    folder: Path
    told: Told = MappingProxyType({})
    """What else is in its environment."""

    def __call__(self, *words: str, given: bytes = b"") -> str:
        """Run git and return what it prints, without the last newline; raises GitFailed or ProgramMissing."""
        ended = self.ended(*words, given=given)
        if ended.code:
            raise GitFailed(ended)
        return os.fsdecode(ended.out).removesuffix("\n")

    def ended(self, *words: str, given: bytes = b"") -> Ended:
        """Run git and return how it ended."""
        command = (found(PROGRAM, INSTALL), *PLAIN, *words)
        return run(command, self.folder, given, {**OTHERS, "GIT_TERMINAL_PROMPT": "0", **self.told})

    def setting(self, name: str) -> str:
        """What git's own settings say, nothing when they do not."""
        ended = self.ended("config", "--get", name)
        return "" if ended.code else os.fsdecode(ended.out).strip()

    def away(self) -> Git:
        """Return git that goes out: by ssh it asks for no password, unless the user chose how ssh is run."""
        chosen = os.environ.get("GIT_SSH_COMMAND") or os.environ.get("GIT_SSH") or self.setting("core.sshCommand")
        return self if chosen else self._replace(told={**self.told, "GIT_SSH_COMMAND": QUIET_SSH})

    def remotes(self) -> tuple[str, ...]:
        """The remotes it knows, by name; none outside a repository."""
        ended = self.ended("remote")
        return () if ended.code else tuple(os.fsdecode(ended.out).splitlines())

    def branch(self) -> str:
        """The branch that is checked out, born or not; nothing when there is none."""
        ended = self.ended("symbolic-ref", "--quiet", "--short", "HEAD")
        return "" if ended.code else os.fsdecode(ended.out).strip()

    def carried(self) -> list[tuple[str, str]]:
        """The settings of this repository that another needs, to reach places as this one does."""
        ended = self.ended("config", "--local", "--null", "--list")
        pairs = (entry.partition("\n")[::2] for entry in os.fsdecode(ended.out).split("\0") if entry)
        return [] if ended.code else [(name, value) for name, value in pairs if CARRIED.fullmatch(name)]

    def somebody(self) -> tuple[str, str]:
        """The name and address of who commits here."""
        return (self.setting("user.name") or NOBODY[0], self.setting("user.email") or NOBODY[1])


def settings(pairs: list[tuple[str, str]]) -> Mapping[str, str]:
    """Return settings as environment: an address can hold a secret, and the words of a command are for all to see."""
    before = int(os.environ.get("GIT_CONFIG_COUNT") or 0)
    told = {"GIT_CONFIG_COUNT": str(before + len(pairs))}
    for number, (name, value) in enumerate(pairs, before):
        told |= {f"GIT_CONFIG_KEY_{number}": name, f"GIT_CONFIG_VALUE_{number}": value}
    return told


def plain(text: str) -> str:
    """Return an address, or what git says, without user and password."""
    return SECRET.sub("", text)
