from __future__ import annotations

import os
import sys
from pathlib import Path
from textwrap import dedent

import pytest

from tracker.errors import ProgramFailed, ProgramMissing
from tracker.programs import editor

SCRIPT = """
    import json, sys
    from pathlib import Path
    file = Path(sys.argv[-1])
    file.write_text(file.read_text("utf-8") + json.dumps(sys.argv[1:-1]), "utf-8")
    sys.exit(int(sys.argv[1]) if sys.argv[1:-1] and sys.argv[1].isdigit() else 0)
"""


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A command that adds its arguments to the file, in a place with a space in its name."""
    path = tmp_path / "my editor.py"
    path.write_text(dedent(SCRIPT), encoding="utf-8")
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.delenv("EDITOR", raising=False)
    return f"'{sys.executable}' '{path}'"


@pytest.fixture
def letter(tmp_path: Path) -> Path:
    path = tmp_path / "返信 c12.md"
    path.write_text("拝啓\n", encoding="utf-8")
    return path


def test_the_named_editor_is_run_with_its_arguments(script: str, letter: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", f'{script} --wait "a b"')
    editor.edit(letter)
    assert letter.read_text("utf-8") == '拝啓\n["--wait", "a b"]'


def test_visual_goes_before_editor_and_an_empty_one_is_none(
    script: str, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", f"{script} second")
    monkeypatch.setenv("VISUAL", f"{script} first")
    editor.edit(letter)
    monkeypatch.setenv("VISUAL", " ")
    editor.edit(letter)
    assert letter.read_text("utf-8") == '拝啓\n["first"]["second"]'


def test_a_file_named_relatively_is_opened_where_it_is(
    script: str, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", script)
    monkeypatch.chdir(letter.parent)
    editor.edit(Path(letter.name))
    assert letter.read_text("utf-8") == "拝啓\n[]"


def test_an_editor_that_fails_is_said_and_the_file_survives(
    script: str, letter: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", f"{script} 3")
    with pytest.raises(ProgramFailed) as caught:
        editor.edit(letter)
    assert "code 3" in caught.value.message
    assert str(letter) in caught.value.hint
    assert letter.read_text("utf-8") == '拝啓\n["3"]'


@pytest.mark.parametrize("command", ["no-such-editor --wait", "'never closed"])
def test_an_editor_that_is_not_there_is_said(
    script: str, letter: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    assert script
    monkeypatch.setenv("EDITOR", command)
    with pytest.raises(ProgramMissing) as caught:
        editor.edit(letter)
    assert command.split(maxsplit=1)[0] in caught.value.message
    assert "export EDITOR" in caught.value.hint
    assert letter.read_text("utf-8") == "拝啓\n"


@pytest.mark.skipif(os.name == "nt", reason="Windows has notepad, wherever PATH points")
def test_without_a_name_the_first_of_the_usual_ones_is_run(
    script: str, letter: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert script
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    with pytest.raises(ProgramMissing):
        editor.edit(letter)
    (tmp_path / "bin").mkdir()
    for name in ("vi", "nano"):
        program = tmp_path / "bin" / name
        program.write_text(f'#!/bin/sh\necho {name} >> "$1"\n', encoding="utf-8")
        program.chmod(0o755)
    editor.edit(letter)
    assert letter.read_text("utf-8") == "拝啓\nnano\n"


def test_backslashes_of_windows_stay() -> None:
    named = {"EDITOR": r'"C:\Program Files\Editor\edit.exe" --wait'}
    assert editor.chosen(named, posix=False) == [r"C:\Program Files\Editor\edit.exe", "--wait"]
