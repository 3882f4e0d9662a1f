from __future__ import annotations

import os
import shutil
import threading
from typing import TYPE_CHECKING

import pytest

from tests.targets.places import NEXT, SITE, OnBranch
from tests.targets.repositories import hook, inside, kept, on_branch
from tracker.errors import (
    MovedOn,
    NoPlaceForASite,
    NoSuchPlace,
    NoSuchRemote,
    NotLetIn,
    NotWritten,
    ProgramMissing,
)
from tracker.programs.git import Git
from tracker.programs.git_branch import fetched
from tracker.targets.branch import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnBranch]:
    with on_branch(tmp_path, monkeypatch) as made:
        yield made


def test_the_blogs_own_repository_is_not_touched(there: OnBranch) -> None:
    git = kept(there)
    there.target = Branch(git.folder)
    before = inside(git.folder)
    there.publish(SITE)
    there.publish(NEXT)
    assert inside(git.folder) == before
    assert {*there.holds()} == {*NEXT, ".nojekyll"}


def test_nor_when_it_runs_in_a_hook_of_that_repository(there: OnBranch, monkeypatch: pytest.MonkeyPatch) -> None:
    git = kept(there)
    there.target = Branch(git.folder)
    before = inside(git.folder)
    monkeypatch.setenv("GIT_DIR", str(git.folder / ".git"))
    monkeypatch.setenv("GIT_INDEX_FILE", str(git.folder / ".git" / "index"))
    there.publish(SITE)
    assert inside(git.folder) == before
    assert {*there.holds()} == {*SITE, ".nojekyll"}


def test_a_server_that_leaves_out_what_files_hold_is_enough(there: OnBranch) -> None:
    there.bare("config", "uploadpack.allowFilter", "true")
    there.target = Branch(there.target.home, remote=f"file://{there.bare.folder}", nojekyll=False)
    there.publish({**SITE, "big.txt": "words " * 50_000})
    there.plant("README.md", "theirs")
    there.publish(NEXT)
    assert not there.changes(NEXT)
    assert there.holds() == {**NEXT, "README.md": "theirs"}
    with fetched(Git(there.target.home), f"file://{there.bare.folder}", "gh-pages") as branch:
        held = branch.git("cat-file", "--batch-check", "--batch-all-objects").splitlines()
    assert {line.split()[1] for line in held} == {"commit", "tree"}


def test_each_publish_is_one_commit_in_the_name_of_who_writes_the_blog(there: OnBranch) -> None:
    there.target = Branch(kept(there).folder)
    for site in (SITE, SITE, NEXT, NEXT):
        there.publish(site)
    told = there.bare("log", "--format=%an <%ae> %s", "gh-pages").splitlines()
    assert told == [
        "森川 澪 <mio@mio.example> Site: 2 added, 2 changed, 2 removed",
        f"森川 澪 <mio@mio.example> Site: {len(SITE) + 1} added, 0 changed, 0 removed",
    ]


def test_where_nobody_is_named_enishi_commits(there: OnBranch) -> None:
    there.publish(SITE)
    assert there.bare("log", "--format=%cn <%ce>", "gh-pages") == "Enishi <enishi@localhost>"


def test_the_domain_and_no_jekyll_are_files_of_the_branch(there: OnBranch) -> None:
    there.target = Branch(there.target.home, remote=str(there.bare.folder), domain="mio.example")
    assert there.publish(SITE).added[:3] == (" blank.html", "-dash.html", ".nojekyll")
    assert there.holds() == {**SITE, "CNAME": "mio.example\n", ".nojekyll": ""}
    assert not there.changes(SITE)
    there.target = Branch(there.target.home, remote=str(there.bare.folder), domain="other.example")
    assert there.publish(SITE).changed == ("CNAME",)
    assert there.holds()["CNAME"] == "other.example\n"


def test_the_sites_own_file_comes_before_the_setting(there: OnBranch) -> None:
    there.target = Branch(there.target.home, remote=str(there.bare.folder), domain="mio.example", nojekyll=False)
    there.publish({**SITE, "CNAME": "the site's"})
    assert there.holds()["CNAME"] == "the site's"


def test_what_others_committed_is_kept_with_its_history(there: OnBranch) -> None:
    there.publish(SITE)
    there.plant("README.md", "theirs")
    theirs = there.tip
    there.publish(NEXT)
    assert there.holds() == {**NEXT, "README.md": "theirs"}
    assert there.bare("rev-parse", "gh-pages^") == theirs


def test_a_commit_that_comes_between_asking_and_putting_is_built_upon(there: OnBranch) -> None:
    there.publish(SITE)
    site = there.built(NEXT)
    changes = there.target.changes(site, there.ours)
    there.plant("README.md", "theirs")
    there.target.put(site, changes, there.told.append)
    assert there.holds() == {**NEXT, "README.md": "theirs"}


def test_a_commit_that_comes_while_it_is_pushed_is_not_lost(there: OnBranch) -> None:
    there.publish(SITE)
    there.plant("README.md", "theirs")
    theirs = there.tip
    there.bare("update-ref", "refs/heads/gh-pages", f"{theirs}^")
    # Whoever pushes at the same moment wins the race while ours is looked at.
    hook(there, "pre-receive", f"unset GIT_QUARANTINE_PATH; git update-ref refs/heads/gh-pages {theirs}")
    with pytest.raises(MovedOn, match="has commits that are not yours") as moved:
        there.publish(NEXT)
    assert "nothing is lost" in moved.value.hint
    assert there.tip == theirs
    hook(there, "pre-receive", "true")
    there.publish(NEXT)
    assert there.holds() == {**NEXT, "README.md": "theirs"}


def test_a_commit_that_comes_between_fetching_and_pushing_is_not_lost(
    there: OnBranch, monkeypatch: pytest.MonkeyPatch
) -> None:
    there.publish(SITE)
    there.plant("README.md", "theirs")
    theirs, git = there.tip, shutil.which("git")
    there.bare("update-ref", "refs/heads/gh-pages", f"{theirs}^")
    programs = there.folder / "programs"
    programs.mkdir()
    first = f"{git} -C '{there.bare.folder}' update-ref refs/heads/gh-pages {theirs}"
    (programs / "git").write_text(f'#!/bin/sh\ncase "$*" in *--porcelain*) {first} ;; esac\nexec {git} "$@"\n')
    (programs / "git").chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
        with pytest.raises(MovedOn):
            there.publish(NEXT)
    assert there.tip == theirs
    there.publish(NEXT)
    assert there.holds() == {**NEXT, "README.md": "theirs"}


def test_two_who_publish_at_once_lose_nothing(there: OnBranch) -> None:
    there.publish(SITE)
    site = there.built(NEXT)
    changes = there.target.changes(site, there.ours)
    ended: list[object] = []

    def put() -> None:
        try:
            there.target.put(site, changes, lambda _name: None)
        except MovedOn as moved:
            ended.append(moved)

    threads = [threading.Thread(target=put) for _ in range(3)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert there.holds() == NEXT
    assert there.bare("merge-base", "--is-ancestor", "gh-pages~1", "gh-pages") == ""


def test_a_hook_that_refuses_is_quoted(there: OnBranch) -> None:
    hook(there, "pre-receive", "echo 'error: GH006: Protected branch update failed.'; exit 1")
    with pytest.raises(NotLetIn) as refused:
        there.publish(SITE)
    assert "GH006: Protected branch update failed." in refused.value.message
    assert refused.value.hint
    assert not there.tip


def test_a_refusal_without_words_is_said_too(there: OnBranch) -> None:
    hook(there, "pre-receive", "exit 1")
    with pytest.raises(NotLetIn, match="pre-receive hook declined"):
        there.publish(SITE)


def test_a_full_disk_over_there_is_said(there: OnBranch) -> None:
    hook(there, "pre-receive", "echo 'fatal: No space left on device'; exit 1")
    with pytest.raises(NotWritten, match="No space left on device"):
        there.publish(SITE)


def test_a_repository_that_is_not_there_is_said(there: OnBranch) -> None:
    there.target = Branch(there.target.home, remote=str(there.folder / "nowhere.git"))
    with pytest.raises(NoSuchPlace):
        there.publish(SITE)


def test_an_unknown_remote_is_said_with_those_there_are(there: OnBranch) -> None:
    there.target = Branch(kept(there).folder, remote="orign")
    with pytest.raises(NoSuchRemote, match="orign") as unknown:
        there.publish(SITE)
    assert "origin" in unknown.value.hint


def test_a_blog_that_is_no_repository_can_name_an_address_but_no_remote(there: OnBranch) -> None:
    there.target = Branch(there.target.home)
    with pytest.raises(NoSuchRemote, match="origin"):
        there.publish(SITE)


def test_the_branch_with_the_blogs_source_is_refused(there: OnBranch) -> None:
    there.plant("pelicanconf.py", "SITENAME = ''")
    with pytest.raises(NoPlaceForASite, match="the source of a site is there"):
        there.publish(SITE)


def test_the_branch_that_is_written_on_is_refused_before_it_was_ever_pushed(there: OnBranch) -> None:
    git = kept(there)
    there.target = Branch(git.folder, branch="main")
    with pytest.raises(NoPlaceForASite, match="the source of a site is there"):
        there.publish(SITE)
    git("remote", "add", "pages", str(there.bare.folder))
    there.target = Branch(git.folder, branch="main", remote="pages")  # another repository's, of the same name
    assert there.changes(SITE)


def test_a_relative_remote_begins_in_the_blog(there: OnBranch) -> None:
    there.target = Branch(there.target.home, remote="../pages 倉庫.git", nojekyll=False)
    there.publish(SITE)
    assert there.holds() == SITE
    assert there.target.where == f"branch gh-pages of {there.bare.folder}"


def test_a_remote_of_a_blog_below_its_repositorys_top_is_found(there: OnBranch) -> None:
    top = Git(there.folder)
    top("init", "--quiet")
    top("remote", "add", "pages", "./pages 倉庫.git")
    there.target = Branch(there.target.home, remote="pages", nojekyll=False)
    there.publish(SITE)
    assert there.holds() == SITE


def test_without_git_it_says_what_to_install(there: OnBranch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(there.folder))
    with pytest.raises(ProgramMissing):
        there.publish(SITE)
