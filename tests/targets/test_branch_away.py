from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.servers import serve
from tests.targets.places import SITE, OnBranch
from tests.targets.repositories import kept, on_branch
from tracker.errors import (
    NoSuchPlace,
    NotLetIn,
    NotReached,
    TargetError,
    WrongSetting,
)
from tracker.programs.git import Git
from tracker.rules.settings import values
from tracker.targets.branch import Branch

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[OnBranch]:
    with on_branch(tmp_path, monkeypatch) as made:
        yield made


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
