"""A bare repository with a branch to publish to, and a blog that is kept in git."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from tests.targets.places import OnBranch, place
from tracker.programs.git import Git

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    import pytest


@contextmanager
def on_branch(tmp: Path, patch: pytest.MonkeyPatch) -> Iterator[OnBranch]:
    """Yield an empty repository; git has no settings but its own."""
    patch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    patch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    with place("branch", tmp) as made:
        assert isinstance(made, OnBranch)
        yield made


def kept(there: OnBranch) -> Git:
    """Make the blog a repository whose `origin` is the bare one, with something that is not committed."""
    git = Git(there.target.home)
    git("init", "--quiet", "--initial-branch=main")
    for name, value in (("user.name", "森川 澪"), ("user.email", "mio@mio.example")):
        git("config", name, value)
    git("remote", "add", "origin", str(there.bare.folder))
    (git.folder / ".gitignore").write_text("/output/\n")
    (git.folder / "post.md").write_text("first")
    git("add", "-A")
    git("commit", "--quiet", "-m", "first")
    (git.folder / "post.md").write_text("second")
    git("add", "-A")
    (git.folder / "post.md").write_text("third")
    (git.folder / "new.md").write_text("not added")
    return git


def inside(folder: Path) -> Mapping[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file() and "output" not in path.parts)
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}


HOOK = """#!/bin/sh
{script}
"""


def hook(there: OnBranch, name: str, script: str) -> None:
    path = there.bare.folder / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HOOK.format(script=script))
    path.chmod(0o755)
