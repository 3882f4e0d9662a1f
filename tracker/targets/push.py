"""The blog's own repository, whose site is built elsewhere once its commits are there (.github/workflows/site.yml)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import MovedOn, NoBranch, NoSuchRemote, NotCommitted, NotLetIn, NotReached
from tracker.messages import N_, _
from tracker.programs.git import Git, GitFailed
from tracker.targets import Changes, Files, Target

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from tracker.errors import TargetError

MOVED = re.compile(r"fetch first|non-fast-forward|stale info")
REFUSED = re.compile(r"\[remote rejected\]|Permission denied|Authentication failed|could not read|error: 403|GH\d{3}")


def _is_name(text: str) -> bool:
    return bool(re.fullmatch(r"(?!-)\S+", text))


@dataclass(frozen=True)
class Push(Target):
    """The current branch, pushed as `git push` would: never by force, and with the user's own hooks."""

    name: ClassVar[str] = "push"
    title: ClassVar[str] = "git push"
    about: ClassVar[str] = N_("Pushes the blog's commits to where its site is built, such as GitHub Actions.")
    example: ClassVar[tuple[str, ...]] = ('remote = "origin"',)

    remote: str = field(
        default="origin",
        metadata={
            "help": N_("The remote of the blog's repository to push to."),
            "fits": _is_name,
            "wanted": N_("the name of a remote"),
        },
    )

    @property
    def where(self) -> str:
        """As the ledger knows it."""
        return f"push to {self.remote}"

    def _changes(self, site: Files, ours: Mapping[str, str]) -> Changes:  # noqa: ARG002 - what is built there is not asked
        try:
            branch = self._ready()
            return Changes(self._ahead(branch))
        except GitFailed as failed:
            raise self._trouble(failed.said) from None

    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:  # noqa: ARG002 - the same
        try:
            branch = self._ready()
            self._git.away()("push", "--porcelain", self.remote, f"HEAD:refs/heads/{branch}")
        except GitFailed as failed:
            raise self._trouble(failed.said) from None
        for commit in changes.added:
            tell(commit)

    @property
    def _git(self) -> Git:
        return Git(self.home)

    def _ready(self) -> str:
        """Return the current branch; raises when there is none, or something would be left behind."""
        if self._git.ended("rev-parse", "--verify", "--quiet", "HEAD").code:
            reason = _("it is no git repository with a commit")
            raise NoBranch(self.home, reason, _('Type `git init`, `git add -A` and `git commit -m "…"` there.'))
        if self.remote not in self._git.remotes():
            raise NoSuchRemote(self.remote, self._git.remotes())
        branch = self._git.branch()
        if not branch:
            reason = _("no branch is checked out")
            raise NoBranch(self.home, reason, _("`git switch BRANCH` goes to one, `git switch -c BRANCH` begins one."))
        if names := self._uncommitted():
            raise NotCommitted(names)
        return branch

    def _uncommitted(self) -> list[str]:
        """What is not as in the last commit: files of the blog, new ones too, but for those that git ignores."""
        told = self._git("status", "--porcelain", "-z", "--no-renames", "--untracked-files=all", "--", ".")
        return sorted(line[3:] for line in told.split("\0") if line)

    def _ahead(self, branch: str) -> tuple[str, ...]:
        """The commits that are not there, the oldest first."""
        ref = f"refs/heads/{branch}"
        listed = self._git.away()("ls-remote", self.remote, ref)
        tip = listed.split()[0] if listed else ""
        if tip and self._git.ended("merge-base", "--is-ancestor", tip, "HEAD").code:
            raise self._moved()
        known = [f"^{tip}"] if tip else ["--not", f"--remotes={self.remote}"]
        told = self._git("log", "--reverse", "--format=%h %s", "HEAD", *known, "--")
        return tuple(told.splitlines()) or (() if tip else (branch,))

    def _moved(self) -> MovedOn:
        hint = _("Type `git pull --rebase {remote}`, look at the site, and publish again.").format(remote=self.remote)
        return MovedOn(self.where, hint)

    def _trouble(self, said: tuple[str, ...]) -> TargetError:
        if any(map(MOVED.search, said)):
            return self._moved()
        refused = [line for line in said if REFUSED.search(line)]
        if refused:
            told = [line for line in said if line.startswith("remote: error")] or refused
            hint = _("`git push {remote}` shows why; once that works, publish again.").format(remote=self.remote)
            return NotLetIn(self.where, _plain(told[0]), hint)
        fatal = [line for line in said if line.startswith(("fatal: ", "error: "))] or [*said, "git"]
        return NotReached(self.where, _plain(fatal[0]))


def _plain(line: str) -> str:
    return re.sub(r"^(remote: )?(fatal|error): |^!\t\S+\t|\.$", "", line).strip()
