"""What the README promises, in one go: write, check, publish to a folder and a bare repository, move, take down."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.test_publish import desk, lines
from tests.programs.test_git_history import git

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.desk import Desk, Said

pytest.importorskip("pelican")

__all__ = ["desk"]

BODY = "I was wrong about the queue, and it cost us a week. How do you notice one that nobody needs?\n"
ADDRESS = "en/2026/11/what-the-queue-was-for"


def published(desk: Desk, line: str = "publish --no-tell") -> Said:
    said = desk.type(line)
    assert said.code == 0, said.out + said.err
    return said


def changed(said: Said) -> str:
    return next(line for line in lines(said.out) if line.startswith("✓ what changes"))


def asked(repository: Path, *arguments: str) -> str:
    """What git says of a repository."""
    return subprocess.check_output(["git", "-C", str(repository), *arguments], encoding="utf-8")  # noqa: S607 - git as the user has it


@pytest.fixture
def post(desk: Desk) -> Path:
    """One post, begun with `enishi new` and finished."""
    said = desk.type('new "What the queue was for" --lang en --tag mistakes --no-edit')
    assert said.code == 0, said.err
    (file,) = (desk.blog / "content/2026").glob("11-what-the-queue*")
    head = file.read_text("utf-8").partition("\n\n")[0]
    finished = [line for line in head.splitlines() if not line.startswith(("Status:", "Summary:"))]
    file.write_text("\n".join([*finished, "Summary: What a queue hid.", "", BODY]), "utf-8")
    return file


def test_write_check_publish_move_and_take_down(desk: Desk, post: Path) -> None:
    www = desk.home / "www"
    checked = desk.type("check --strict")
    assert checked.code == 0, checked.out
    told = published(desk, "publish")
    assert f"+ /{ADDRESS}/" in lines(told.out)
    assert "I was wrong about the queue" in (www / ADDRESS / "index.html").read_text("utf-8")
    assert changed(published(desk, "publish")).startswith("✓ what changes no change")

    text = post.read_text("utf-8")
    post.write_text(text.replace("Slug: what-the-queue-was-for", "Slug: queue"), "utf-8")
    held = desk.type("publish")
    assert held.code == 7
    assert "[slug-frozen]" in held.out
    moved = text.replace("Slug: what-the-queue-was-for", f"Slug: queue\nAliases: /{ADDRESS}/")
    post.write_text(moved, "utf-8")
    said = published(desk, "publish")
    assert "+ /en/2026/11/queue/" in lines(said.out)
    leads = (www / ADDRESS / "index.html").read_text("utf-8")
    assert "/en/2026/11/queue/" in leads
    assert f"/{ADDRESS}/" in (www / "_redirects").read_text("utf-8")

    post.write_text(moved.replace("Slug: queue\n", "Slug: queue\nStatus: gone\n"), "utf-8")
    published(desk, "publish")
    for path in ("en/2026/11/queue", ADDRESS):
        assert "410" in (www / path / "index.html").read_text("utf-8")
    assert "queue/" not in (www / "sitemap.xml").read_text("utf-8")
    assert changed(published(desk, "publish")).startswith("✓ what changes no change")

    post.unlink()
    vanished = desk.type("check")
    assert vanished.code == 0
    said = published(desk)
    assert "− /en/2026/11/queue/" in lines(said.out)
    assert not (www / "en/2026/11/queue").exists()


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_the_same_into_a_bare_repository(desk: Desk, post: Path) -> None:
    assert post.is_file()
    pages = desk.home / "pages.git"
    git(desk.home, "init", "-q", "--bare", str(pages))
    settings = (desk.blog / "enishi.toml").read_text("utf-8").replace("[publish.folder]\n", "[publish.branch]\n")
    desk.configure(settings.replace('path = "../www"', f'remote = "{pages}"'))
    first = published(desk)
    assert changed(first).startswith("✓ what changes added: ")
    shown = asked(pages, "show", f"gh-pages:{ADDRESS}/index.html")
    assert "I was wrong about the queue" in shown
    before = asked(pages, "rev-parse", "gh-pages")
    assert changed(published(desk)).startswith("✓ what changes no change")
    assert asked(pages, "rev-parse", "gh-pages") == before
    (pages / "hooks").mkdir(exist_ok=True)
    hook = pages / "hooks/pre-receive"
    hook.write_text("#!/bin/sh\necho 'nothing today' >&2\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    post.unlink()
    refused = desk.type("publish --no-tell")
    assert refused.code == 4
    assert (
        lines(refused.out)[-1]
        == "Done: check, build, leak guard, what changes. Left: upload. `enishi publish` goes on there."
    )
    assert asked(pages, "rev-parse", "gh-pages") == before
    hook.unlink()
    assert f"− /{ADDRESS}/" in lines(published(desk).out)
    assert ADDRESS not in asked(pages, "ls-tree", "-r", "--name-only", "gh-pages")
