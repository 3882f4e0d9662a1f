from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tracker import targets
from tracker.config import read
from tracker.config.publishing import target
from tracker.errors import (
    ConfigError,
    MissingSetting,
    NoTarget,
    SeveralTargets,
    UnknownSetting,
    UnknownTarget,
    WrongSetting,
)
from tracker.targets.folder import Folder
from tracker.targets.rsync import OverSsh

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.targets import Target


def named(folder: Path, text: str) -> Target:
    (folder / "enishi.toml").write_text(text, "utf-8")
    return target(read(folder))


def test_the_one_section_is_the_target(tmp_path: Path) -> None:
    assert named(tmp_path, '[publish.folder]\npath = "/srv/www"') == Folder(tmp_path, path="/srv/www")


def test_paths_begin_in_the_blog_and_in_the_home_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/mio")
    assert named(tmp_path, '[publish.folder]\npath = "../www"').where == f"folder {tmp_path.parent}/www"
    assert named(tmp_path, '[publish.folder]\npath = "~/www"').where == "folder /home/mio/www"
    made = named(tmp_path, '[publish.rsync]\nhost = "web:/srv/www"\nidentity = "~/.ssh/web"')
    assert isinstance(made, OverSsh)
    assert made.identity == "/home/mio/.ssh/web"


def test_no_section_lists_the_targets_and_the_lines_to_add(tmp_path: Path) -> None:
    for text in ("", "[publish]"):
        with pytest.raises(NoTarget) as missing:
            named(tmp_path, text)
        for name in targets.names():
            assert f"[publish.{name}]" in missing.value.hint
        assert 'path = "/srv/www"' in missing.value.hint


@pytest.mark.parametrize("name", targets.names())
def test_the_lines_to_add_are_settings_that_work(name: str, tmp_path: Path) -> None:
    assert named(tmp_path, "\n".join((f"[publish.{name}]", *targets.load(name).example))).name == name


def test_two_sections_are_named(tmp_path: Path) -> None:
    with pytest.raises(SeveralTargets, match="folder, push"):
        named(tmp_path, '[publish.push]\n[publish.folder]\npath = "/srv/www"')


@pytest.mark.parametrize(
    ("text", "kind", "said"),
    [
        ("[publish.rsink]\nhost = 'x'", UnknownTarget, "Did you mean “rsync”"),
        ("[publish.ftp]", UnknownTarget, "There are: branch, folder, push, rsync, s3"),
        ("[publish.folder]", MissingSetting, "path"),
        ("[publish.folder]\npath = ''", MissingSetting, "path"),
        ("[publish.folder]\npaht = '/srv'", UnknownSetting, "Did you mean “path”"),
        ("[publish.folder]\npath = '/srv'\nhome = '/'", UnknownSetting, "It has: path"),
        ("[publish.folder]\npath = 1", WrongSetting, ""),
        ("publish = 1", WrongSetting, ""),
        ("[publish]\nfolder = '/srv/www'", WrongSetting, ""),
    ],
)
def test_what_is_wrong_is_said(tmp_path: Path, text: str, kind: type[ConfigError], said: str) -> None:
    with pytest.raises(kind) as wrong:
        named(tmp_path, text)
    assert said in f"{wrong.value.message} {wrong.value.hint}"
    assert wrong.value.exit_code == 3
