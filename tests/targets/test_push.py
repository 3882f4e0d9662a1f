from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.targets.places import SITE, build
from tracker.errors import MovedOn, NoBranch, NoSuchRemote, NotCommitted, NothingToPublish, NotLetIn, NotReached
from tracker.programs.git import Git
from tracker.targets import Changes, Files
from tracker.targets.push import Push

if TYPE_CHECKING:
    from pathlib import Path


class Blog:
    """A blog in a repository, and the bare one its site is built from."""

    def __init__(self, folder: Path) -> None:
        self.git = Git(folder / "blog")
        self.git.folder.mkdir()
        self.bare = Git(folder / "there.git")
        Git(folder)("init", "--quiet", "--bare", "--initial-branch=main", "there.git")
        self.git("init", "--quiet", "--initial-branch=main")
        for name, value in (("user.name", "森川 澪"), ("user.email", "mio@mio.example")):
            self.git("config", name, value)
        self.git("remote", "add", "origin", str(self.bare.folder))
        self.write(".gitignore", "/output/\n")
        self.commit("first")
        self.target = Push(self.git.folder)
        self.site = build(self.git.folder / "output", SITE)
        self.told: list[str] = []

    def write(self, name: str, text: str = "words") -> None:
        path = self.git.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "--quiet", "--allow-empty", "-m", message)

    def changes(self) -> Changes:
        return self.target.changes(self.site, {})

    def publish(self) -> list[str]:
        """Publish; return the commits that were pushed, without their numbers."""
        self.told = []
        self.target.put(self.site, self.changes(), self.told.append)
        return [commit.partition(" ")[2] for commit in self.told]

    def theirs(self, tmp: Path) -> None:
        """Let somebody else push a commit."""
        Git(tmp)("clone", "--quiet", str(self.bare.folder), "other")
        other = Git(tmp / "other")
        other(
            "-c", "user.name=Ren", "-c", "user.email=ren@ren.example", "commit", "--quiet", "--allow-empty", "-m", "x"
        )
        other("push", "--quiet")


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    return Blog(tmp_path)


def test_the_commits_that_are_not_there_are_pushed_and_a_second_time_nothing(blog: Blog) -> None:
    blog.write("content/雪.md")
    blog.commit("雪について")
    assert blog.publish() == ["first", "雪について"]
    assert blog.bare("rev-parse", "main") == blog.git("rev-parse", "HEAD")
    assert not blog.changes()
    assert blog.publish() == []


def test_asking_pushes_nothing(blog: Blog) -> None:
    blog.publish()
    blog.commit("second")
    assert [commit.partition(" ")[2] for commit in blog.changes().added] == ["second"]
    assert blog.bare("rev-parse", "main") == blog.git("rev-parse", "HEAD^")


def test_what_is_not_committed_is_named_with_what_to_type(blog: Blog) -> None:
    blog.publish()
    blog.write("content/日本 語.md")
    blog.write(".gitignore", "/output/\n/other/\n")
    with pytest.raises(NotCommitted) as missing:
        blog.changes()
    assert ".gitignore, content/日本 語.md" in missing.value.message
    assert "git commit" in missing.value.hint
    with pytest.raises(NotCommitted):
        blog.target.put(blog.site, Changes(added=("x",)), blog.told.append)


def test_what_is_staged_is_not_committed_either(blog: Blog) -> None:
    blog.write("post.md")
    blog.git("add", "-A")
    with pytest.raises(NotCommitted, match=r"post\.md"):
        blog.changes()


def test_many_names_are_cut(blog: Blog) -> None:
    for number in range(30):
        blog.write(f"{number:02}.md")
    with pytest.raises(NotCommitted, match=r"19\.md, …\.$"):
        blog.changes()


def test_only_the_blog_is_looked_at_when_it_is_a_part_of_a_repository(blog: Blog) -> None:
    blog.write("blog/post.md")
    blog.commit("a part")
    blog.write("elsewhere.txt")
    blog.target = Push(blog.git.folder / "blog")
    assert len(blog.changes().added) == 2


def test_commits_of_somebody_else_are_neither_overwritten_nor_left_out(blog: Blog, tmp_path: Path) -> None:
    blog.publish()
    blog.theirs(tmp_path)
    blog.commit("ours")
    with pytest.raises(MovedOn) as moved:
        blog.changes()
    assert "git pull --rebase origin" in moved.value.hint
    with pytest.raises(MovedOn):
        blog.target.put(blog.site, Changes(added=("ours",)), blog.told.append)


def test_a_branch_behind_its_remote_has_nothing_to_push_and_says_so(blog: Blog, tmp_path: Path) -> None:
    blog.publish()
    blog.theirs(tmp_path)
    with pytest.raises(MovedOn):
        blog.changes()


def test_a_new_branch_without_commits_of_its_own_is_pushed_too(blog: Blog) -> None:
    blog.publish()
    blog.git("switch", "--quiet", "-c", "next")
    assert blog.changes().added == ("next",)
    blog.publish()
    assert blog.bare("rev-parse", "next") == blog.git("rev-parse", "HEAD")
    assert not blog.changes()


def test_a_hook_of_the_users_own_is_asked(blog: Blog) -> None:
    hook = blog.git.folder / ".git" / "hooks" / "pre-push"
    hook.write_text("#!/bin/sh\necho 'error: not today' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotReached, match="not today"):
        blog.publish()


def test_a_refusal_over_there_is_quoted(blog: Blog) -> None:
    hook = blog.bare.folder / "hooks" / "pre-receive"
    hook.write_text("#!/bin/sh\necho 'error: GH006: Protected branch update failed.'\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(NotLetIn, match=r"GH006: Protected branch update failed\.$") as refused:
        blog.publish()
    assert "git push origin" in refused.value.hint


def test_a_remote_that_is_not_there_is_said(blog: Blog) -> None:
    blog.git("remote", "set-url", "origin", str(blog.git.folder / "nowhere.git"))
    with pytest.raises(NotReached, match="does not appear to be a git repository"):
        blog.publish()


def test_an_unknown_remote_is_said_with_those_there_are(blog: Blog) -> None:
    blog.target = Push(blog.git.folder, remote="orign")
    with pytest.raises(NoSuchRemote, match="orign") as unknown:
        blog.changes()
    assert "origin" in unknown.value.hint


def test_no_branch_is_said(blog: Blog) -> None:
    blog.git("switch", "--quiet", "--detach")
    with pytest.raises(NoBranch) as missing:
        blog.changes()
    assert "git switch" in missing.value.hint


def test_no_repository_is_said(blog: Blog, tmp_path: Path) -> None:
    (tmp_path / "plain").mkdir()
    blog.target = Push(tmp_path / "plain")
    with pytest.raises(NoBranch) as missing:
        blog.changes()
    assert "git init" in missing.value.hint


def test_a_build_without_a_first_page_is_not_pushed(blog: Blog) -> None:
    with pytest.raises(NothingToPublish):
        blog.target.changes(Files(blog.site.folder, {}), {})


def test_the_place_is_named(blog: Blog) -> None:
    assert blog.target.where == "push to origin"
