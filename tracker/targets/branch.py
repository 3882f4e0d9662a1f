"""A branch of a git repository, as GitHub Pages, Codeberg Pages and others show one.

One commit for each time something changed, upon what is there: what others committed stays, their files and their
history, and a branch that moved meanwhile is not overwritten.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import MovedOn, NoPlaceForASite, NoSuchPlace, NoSuchRemote, NotLetIn, NotReached, NotWritten
from tracker.messages import N_, _
from tracker.programs.git import Git, GitFailed, plain
from tracker.programs.git_branch import fetched
from tracker.rules.putting import FILE, FOLDER, folders, waves
from tracker.targets import Changes, Files, Target, check_free, compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from tracker.errors import TargetError
    from tracker.programs.git_branch import RemoteBranch

SOURCE = frozenset({"pelicanconf.py", "enishi.toml"})
"""What tells that a branch holds a blog's source, not its pages."""
BRANCH = re.compile(r"(?![-/.])[^\s~^:?*\[\\]+(?<![/.])")
MOVED = re.compile(r"stale info|fetch first|non-fast-forward|cannot lock ref")
FULL = re.compile(r"No space left|unpacker error|unpack failed|Read-only file system|insufficient permission")
REFUSED = re.compile(r"\[remote rejected\]")
NOT_LET_IN = re.compile(
    r"Permission denied|Authentication failed|could not read (Username|Password)|error: 403|Host key verification"
)
NOT_THERE = re.compile(r"does not appear to be a git repository|[Rr]epository .*not found|does not exist|error: 404")


def _is_branch(text: str) -> bool:
    return bool(BRANCH.fullmatch(text)) and ".." not in text


def _is_domain(text: str) -> bool:
    return "." in text and all(letter.isalnum() or letter in "-." for letter in text)


def _is_remote(text: str) -> bool:
    return text.isprintable() and not text.startswith("-")


@dataclass(frozen=True)
class Branch(Target):
    """A branch of a remote; it is made when it is not there."""

    name: ClassVar[str] = "branch"
    title: ClassVar[str] = "a git branch"
    about: ClassVar[str] = N_("Commits the site to a branch of a git repository, such as one that GitHub Pages shows.")
    example: ClassVar[tuple[str, ...]] = ('branch = "gh-pages"',)

    branch: str = field(
        default="gh-pages",
        metadata={
            "help": N_("The branch, for the site alone. Files in it that are not ours stay."),
            "fits": _is_branch,
            "wanted": N_("the name of a branch"),
        },
    )
    remote: str = field(
        default="origin",
        metadata={
            "help": N_("The repository: a remote of the blog's own, an address or a folder."),
            "fits": _is_remote,
            "wanted": N_("a remote, an address or a folder"),
        },
    )
    domain: str = field(
        default="",
        metadata={
            "help": N_("The site's own domain, for the file CNAME that GitHub Pages wants."),
            "example": '"mio.example"',
            "fits": _is_domain,
            "wanted": N_("a name such as “mio.example”"),
        },
    )
    nojekyll: bool = field(
        default=True,
        metadata={"help": N_("Whether to add the file .nojekyll, so that GitHub Pages shows every file as it is.")},
    )

    @property
    def where(self) -> str:
        """As the ledger knows it."""
        return f"branch {self.branch} of {plain(self._address)}"

    @property
    def _address(self) -> str:
        git = Git(self.home)
        known = git.remotes()
        if self.remote in known:
            address = git("remote", "get-url", "--push", self.remote)
            return _placed(address, Path(git("rev-parse", "--show-toplevel")))
        if not re.search("[/:]", self.remote):
            raise NoSuchRemote(self.remote, known)
        return _placed(self.remote, self.home)

    def _changes(self, site: Files, ours: Mapping[str, str]) -> Changes:
        git = Git(self.home)
        written_on = git.branch()
        if written_on == self.branch and (git.setting(f"branch.{written_on}.remote") or "origin") == self.remote:
            raise NoPlaceForASite(self.where, _("the source of a site is there"))
        with self._fetched() as there:
            entries = there.entries()
            if SOURCE & entries.keys():
                raise NoPlaceForASite(self.where, _("the source of a site is there"))
            more = {name: there.blob(data) for name, data in self._extras(site).items()}
            blobs = {**there.blobs(site.folder, site.digests), **more}
            changes = compare(blobs, {name: one.blob if one.is_file else "" for name, one in entries.items()}, ours)
            check_free(self.where, dict.fromkeys(folders(entries), FOLDER) | dict.fromkeys(entries, FILE), changes)
            return changes

    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:
        more = self._extras(site)
        written = {name: more[name] if name in more else site.read(name) for name in changes.written}
        message = f"Site: {len(changes.added)} added, {len(changes.changed)} changed, {len(changes.removed)} removed"
        with self._fetched() as there:
            there.commit(written, changes.removed, Git(self.home).somebody(), message)
            there.push()
        for wave in (*waves(changes.added, changes.changed), changes.removed):
            for name in wave:
                tell(name)

    def _extras(self, site: Files) -> dict[str, bytes]:
        """What the branch holds besides the site."""
        named = {"CNAME": f"{self.domain}\n".encode()} if self.domain else {}
        plain_files = {".nojekyll": b""} if self.nojekyll else {}
        return {name: data for name, data in {**named, **plain_files}.items() if name not in site.digests}

    @contextmanager
    def _fetched(self) -> Iterator[RemoteBranch]:
        try:
            with fetched(Git(self.home), self._address, self.branch) as there:
                yield there
        except GitFailed as failed:
            raise self._trouble(failed.said) from None

    def _trouble(self, said: tuple[str, ...]) -> TargetError:
        if _first(MOVED, said):
            return MovedOn(self.where, _("Publish again: yours comes upon theirs, and nothing is lost."))
        if line := _first(FULL, said):
            return NotWritten(self.where, line)
        if line := _first(REFUSED, said):
            hint = _("Let yourself push to this branch there, or name another one in [publish.branch].")
            return NotLetIn(self.where, _first(re.compile("^remote: "), said) or line, hint)
        if line := _first(NOT_LET_IN, said):
            hint = _("`git push {remote}` shows why; once that works, publish again.").format(remote=plain(self.remote))
            return NotLetIn(self.where, line, hint)
        if line := _first(NOT_THERE, said):
            hint = _("Make the repository there, or correct `remote` in [publish.branch].")
            return NoSuchPlace(self.where, line, hint)
        return NotReached(self.where, _first(re.compile("^fatal: "), said) or next(iter(said), "git"))


def _placed(address: str, folder: Path) -> str:
    """Return an address that means the same from anywhere."""
    if re.match(r"[\w+.-]+://|[^/]+:", address) or address.startswith("/"):
        return address
    return str((folder / Path(address).expanduser()).resolve())


def _first(wanted: re.Pattern[str], said: tuple[str, ...]) -> str:
    """The first line that says it, without who says it."""
    found = next((line for line in said if wanted.search(line)), "")
    return re.sub(r"^(fatal|error|remote): (error: )?|^!\t\S+\t|\.$", "", found).strip()
