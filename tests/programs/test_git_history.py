from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tracker.programs import git_history

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")


def git(folder: Path, *arguments: str, at: str = "2026-10-14T08:30:00+09:00") -> None:
    names = {"GIT_AUTHOR_NAME": "A", "GIT_AUTHOR_EMAIL": "a@a.example"}
    names |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in names.items()}
    dates = {"GIT_AUTHOR_DATE": at, "GIT_COMMITTER_DATE": at, "HOME": str(folder), "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", *arguments],  # noqa: S607 - git as the user has it
        cwd=folder,
        env={"PATH": "/usr/bin:/bin:/usr/local/bin", **names, **dates},
        check=True,
        capture_output=True,
    )


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    """A repository whose texts lie below it; the first was committed in October, the second in November."""
    content = tmp_path / "content"
    content.mkdir()
    git(tmp_path, "init", "-q")
    for number, name in ((10, "一つ目 x.md"), (11, "b.md")):
        (content / name).write_text(name, "utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-qm", name, at=f"2026-{number}-14T08:30:00+09:00")
    return content


def test_when_each_file_was_last_committed(kept: Path) -> None:
    october, november = (datetime(2026, month, 13, 23, 30, tzinfo=UTC) for month in (10, 11))
    assert git_history.committed(kept, ["一つ目 x.md", "b.md", "none.md"]) == {"一つ目 x.md": october, "b.md": november}
    (kept / "b.md").write_text("changed", "utf-8")
    assert set(git_history.committed(kept, ["一つ目 x.md", "b.md"])) == {"一つ目 x.md"}
    assert git_history.committed(kept, []) == {}


def test_what_changed_since_and_how_it_was(kept: Path) -> None:
    assert git_history.changed(kept) == {}
    (kept / "一つ目 x.md").rename(kept / "c.md")
    (kept / "b.md").write_text("changed", "utf-8")
    git(kept, "add", "-A")
    assert git_history.changed(kept) == {"一つ目 x.md": "一つ目 x.md".encode(), "b.md": b"b.md"}


def test_without_git_nothing_is_known(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert git_history.changed(tmp_path) == {}
    assert git_history.committed(tmp_path, ["a.md"]) == {}
    git(tmp_path, "init", "-q")
    assert git_history.changed(tmp_path) == {}
    monkeypatch.setenv("PATH", "")
    assert git_history.changed(tmp_path) == {}


def test_how_a_file_was_before_a_moment(kept: Path) -> None:
    (kept / "b.md").write_text("changed", "utf-8")
    assert git_history.as_of(kept, "b.md", datetime(2026, 11, 20, tzinfo=UTC)) == b"b.md"
    assert git_history.as_of(kept, "b.md", datetime(2026, 11, 1, tzinfo=UTC)) == b""
    assert git_history.as_of(kept, "none.md", datetime(2026, 11, 20, tzinfo=UTC)) == b""
