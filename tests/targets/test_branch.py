from __future__ import annotations

import os
import threading
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tests.targets.places import NEXT, SITE, OnBranch, place
from tracker.errors import (
    MovedOn,
    NoPlaceForASite,
    NoSuchPlace,
    NoSuchRemote,
    NotLetIn,
    NotReached,
    NotWritten,
    ProgramMissing,
    TargetError,
    WrongSetting,
)
from tracker.programs.git import Git
from tracker.rules.settings import values
from tracker.targets.branch import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnBranch]:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_SYSTEM", os.devnull)
    with place("branch", tmp_path) as made:
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


HOOK = """#!/bin/sh
{script}
"""


def hook(there: OnBranch, name: str, script: str) -> None:
    path = there.bare.folder / "hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(HOOK.format(script=script))
    path.chmod(0o755)


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


# --- over the web ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("status", "kind"), [(401, NotLetIn), (403, NotLetIn), (404, NoSuchPlace), (500, NotReached)])
def test_a_server_that_says_no_is_said_and_the_token_never_shown(
    there: OnBranch, status: int, kind: type[TargetError]
) -> None:
    with serve(lambda _request: (status, {"WWW-Authenticate": 'Basic realm="x"'}, b"")) as server:
        address = server.url.replace("//", "//mio:TOKEN@") + "/mio/site.git"
        there.target = Branch(there.target.home, remote=address)
        with pytest.raises(kind) as refused:
            there.publish(SITE)
    for said in (refused.value.message, refused.value.hint, there.target.where):
        assert "TOKEN" not in said
    assert server.url in there.target.where


def test_what_the_repository_says_of_reaching_places_counts(there: OnBranch) -> None:
    git = kept(there)
    asked = []

    def answer(request: object) -> tuple[int, dict[str, str], bytes]:
        asked.append(getattr(request, "headers")["X-Token"])  # noqa: B009 - it is a Request
        return 404, {}, b""

    with serve(answer) as server:
        git("config", f"http.{server.url}/.extraHeader", "X-Token: SECRET")
        with pytest.raises(NoSuchPlace):
            Branch(git.folder, remote=f"{server.url}/mio/site.git").changes(there.built(SITE), {})
    assert asked[0] == "SECRET"


def test_settings_that_the_environment_brings_are_kept(there: OnBranch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", f"url.{there.bare.folder}.insteadOf")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "https://code.example/mio/site.git")
    there.target = Branch(there.target.home, remote="https://code.example/mio/site.git", nojekyll=False)
    there.publish(SITE)
    assert there.holds() == SITE


def test_nobody_who_answers_is_said(there: OnBranch) -> None:
    there.target = Branch(there.target.home, remote="http://127.0.0.1:1/site.git")
    with pytest.raises(NotReached, match=r"Couldn't connect|Failed to connect|Could not connect"):
        there.publish(SITE)


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("git@code.example: Permission denied (publickey).", NotLetIn),
        ("ssh: Could not resolve hostname code.example", NotReached),
    ],
)
def test_ssh_is_not_asked_for_a_password(
    there: OnBranch, monkeypatch: pytest.MonkeyPatch, said: str, kind: type[TargetError]
) -> None:
    programs = there.folder / "programs"
    programs.mkdir()
    (programs / "ssh").write_text(f'#!/bin/sh\necho "$*" > {programs}/asked\necho "{said}" >&2\nexit 255\n')
    (programs / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    for name in ("GIT_SSH_COMMAND", "GIT_SSH"):
        monkeypatch.delenv(name, raising=False)
    there.target = Branch(there.target.home, remote="git@code.example:mio/site.git")
    with pytest.raises(kind):
        there.publish(SITE)
    assert "BatchMode=yes" in (programs / "asked").read_text()


def test_an_ssh_of_the_users_own_is_left_as_it_is(there: OnBranch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_SSH_COMMAND", "false")
    assert "GIT_SSH_COMMAND" not in Git(there.folder).away().told


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize("branch", ["gh-pages", "pages/日本", "a.b"])
def test_names_of_branches(branch: str) -> None:
    assert values(Branch, {"branch": branch}, "[publish.branch]") == {"branch": branch}


@pytest.mark.parametrize("branch", ["-x", "a b", "a..b", "a:b", "/a", "a/", "a~1", "HEAD^"])
def test_names_that_are_none(branch: str) -> None:
    with pytest.raises(WrongSetting):
        values(Branch, {"branch": branch}, "[publish.branch]")


@pytest.mark.parametrize(
    ("key", "value"), [("domain", "https://mio.example"), ("domain", "mio"), ("remote", "--upload-pack=x")]
)
def test_other_settings_that_are_none(key: str, value: str) -> None:
    with pytest.raises(WrongSetting):
        values(Branch, {key: value}, "[publish.branch]")
