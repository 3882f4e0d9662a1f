"""A branch of a remote as a place for files: looked at and written in a bare repository that lives as long as a run.

`ghp-import` (2.1.0) does the same job, but commits although nothing changed, removes what it did not put there, and
overwrites a branch that moved meanwhile. Its way is kept: `git fast-import` builds the commit, so that no index,
work tree or HEAD of the user's is ever involved.
"""

from __future__ import annotations

import os
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from tracker.programs.git import Git, settings

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

THERE = "there"
LEAST = ("--quiet", "--no-tags", "--depth=1", "--filter=blob:none")
SEEN = "refs/enishi/there"
NEW = "refs/enishi/new"
FILES = ("100644", "100755")


class Entry(NamedTuple):
    """What a commit holds under a name."""

    is_file: bool
    """Not a link or another repository."""
    blob: str


class RemoteBranch(NamedTuple):
    """A branch and the commit it is at."""

    git: Git
    ref: str
    tip: str
    """Nothing when there is no such branch yet."""

    def entries(self) -> dict[str, Entry]:
        """What its last commit holds, by name."""
        if not self.tip:
            return {}
        found = {}
        for line in self.git("ls-tree", "-r", "-z", "--full-tree", self.tip).split("\0"):
            if line:
                head, _tab, name = line.partition("\t")
                mode, _type, blob = head.split()
                found[name] = Entry(mode in FILES, blob)
        return found

    def blobs(self, folder: Path, names: Iterable[str]) -> dict[str, str]:
        """Return what git would call these files of a folder."""
        asked = list(names)
        paths = b"".join(os.fsencode(folder.absolute() / name) + b"\n" for name in asked)
        return dict(
            zip(asked, self.git("hash-object", "--no-filters", "--stdin-paths", given=paths).split(), strict=True)
        )

    def blob(self, data: bytes) -> str:
        """Return what git would call a file that holds this."""
        return self.git("hash-object", "--stdin", given=data)

    def commit(self, written: Mapping[str, bytes], removed: Iterable[str], who: tuple[str, str], message: str) -> None:
        """Prepare a commit upon the last one; nobody else sees it yet."""
        given = [f"commit {NEW}\ncommitter {' <'.join(map(_one_line, who))}> now\n".encode(), _data(message.encode())]
        if self.tip:
            given.append(f"from {self.tip}\n".encode())
        given += [b"D " + _quoted(name) for name in removed]
        given += [b"M 100644 inline " + _quoted(name) + _data(data) for name, data in written.items()]
        self.git("fast-import", "--quiet", "--date-format=now", given=b"".join(given))

    def push(self) -> None:
        """Make the prepared commit the branch's last; GitFailed when the branch is no longer where it was."""
        lease = f"--force-with-lease={self.ref}:{self.tip}"
        self.git.away()("push", "--porcelain", "--no-thin", "--no-verify", lease, THERE, f"{NEW}:{self.ref}")


@contextmanager
def fetched(home: Git, address: str, branch: str) -> Iterator[RemoteBranch]:
    """Fetch the last commit of a branch, without what its files hold where the server can leave that out.

    Raises GitFailed.
    """
    ref = f"refs/heads/{branch}"
    with TemporaryDirectory(prefix="enishi-branch-") as folder:
        told = settings([*home.carried(), (f"remote.{THERE}.url", address)])
        git = Git(Path(folder), told)
        git("init", "--quiet", "--bare", "--template=", ".")
        listed = git.away()("ls-remote", THERE, ref)
        tip = listed.split()[0] if listed else ""
        if tip:
            git.away()("fetch", *LEAST, THERE, f"+{ref}:{SEEN}")
            tip = git("rev-parse", SEEN)
        yield RemoteBranch(git, ref, tip)


def _data(data: bytes) -> bytes:
    return b"data %d\n%s\n" % (len(data), data)


def _quoted(name: str) -> bytes:
    escaped = name.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"\n'.encode()


def _one_line(text: str) -> str:
    return "".join(letter for letter in text if letter not in "<>\n")
