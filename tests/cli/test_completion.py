from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.desk import Desk, Said

SHELLS = {"bash": "bash -n", "zsh": "zsh -n", "fish": "fish --no-execute"}


@pytest.mark.parametrize("shell", SHELLS)
def test_there_is_a_script_for_each_shell(shell: str, desk: Desk) -> None:
    said = desk.type(f"completion {shell}")
    assert (said.code, said.err) == (0, "")
    assert f"_ENISHI_COMPLETE={shell}_complete" in said.out


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_understands_it(shell: str, desk: Desk) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = desk.home / "script"
    script.write_text(desk.type(f"completion {shell}").out, "utf-8")
    checked = subprocess.run([*SHELLS[shell].split(), script], capture_output=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("enishi pe", {"people"}),
        ("enishi people m", {"merge"}),
        ("enishi inbox ", {"done", "later", "reopen"}),
        ("enishi who --kind re", {"reply", "repost", "reaction"}),
        ("enishi who --s", {"--since"}),
        ("enishi completion ", set(SHELLS)),
    ],
)
def test_what_is_offered(typed: str, offered: set[str], desk: Desk) -> None:
    said = completed(desk, typed)
    assert said.err == ""
    assert {line.split(",")[1] for line in said.out.splitlines()} == offered


@pytest.mark.parametrize("typed", ["enishi bogus ", "enishi people bogus x"])
def test_a_mistake_in_the_line_is_not_told_while_it_is_typed(typed: str, desk: Desk) -> None:
    assert completed(desk, typed).err == ""


def completed(desk: Desk, typed: str) -> Said:
    """Ask as bash does when the tabulator is pressed after `typed`."""
    last = len(typed.split(" ")) - 1
    return desk.program("", {"_ENISHI_COMPLETE": "bash_complete", "COMP_WORDS": typed, "COMP_CWORD": str(last)})
