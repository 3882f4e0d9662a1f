"""What people see, scene by scene: `transcripts/<language>/<scene>.txt`.

A scene is a list of lines that are typed, each followed by what the terminal shows and, when it
is not 0, by the exit code in brackets. The English file says what is typed; both languages are
written anew from it by

    ENISHI_UPDATE=1 python -m pytest tests/cli/test_transcripts.py

after which the difference is to be read.
"""

from __future__ import annotations

import os
import re
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.publicity import Terminal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.cli.desk import Desk
    from tests.publicity import Publicity
    from tracker.journeys.demo.stage import Stage

SCENES = Path(__file__).with_name("transcripts")
EMPTY = {"first-day", "pull", "new", "help", "doctor", "writing", "announcing"}
"""Scenes that begin before anything has been pulled."""
PROMPT = "$ "
KEYS = "KEYS"
"""`KEYS=sl enishi …`: what a person answers at a terminal, a letter a line."""
UPDATE = bool(os.environ.get("ENISHI_UPDATE"))
FILLS = "file.write_text(text.replace('⟦', '').replace('⟧', ''), 'utf-8')"
EDITORS = {
    "fills": FILLS,
    "breaks": f"{FILLS}; sys.exit(3)",
    "empties": "file.write_text('', 'utf-8')",
    "closes": "",
}


@dataclass(frozen=True)
class Typed:
    """A line that is typed: `EDITOR=fills enishi draft c8`."""

    line: str

    @property
    def settings(self) -> dict[str, str]:
        return dict(word.split("=", 1) for word in self._parts[0].split())

    @property
    def arguments(self) -> str:
        return self._parts[1]

    @property
    def _parts(self) -> tuple[str, str]:
        before, _enishi, after = f" {self.line} ".partition(" enishi ")
        return before.strip(), after.strip()


@pytest.mark.parametrize("lang", ["en", "ja"])
@pytest.mark.parametrize("scene", sorted(path.stem for path in (SCENES / "en").glob("*.txt")))
def test_scene(scene: str, lang: str, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if scene == "doctor" and not find_spec("pelican"):
        pytest.skip("Pelican is not installed, and the doctor says so")
    desk: Desk = request.getfixturevalue("empty" if scene in EMPTY else "desk")
    stage: Stage | Publicity = request.getfixturevalue("stage")
    if scene == "writing":
        desk.list_nothing()
    monkeypatch.setenv("ENISHI_LANG", lang)
    if scene == "announcing":
        stage = request.getfixturevalue("town")
    shown = "".join(played(desk, stage, SCENES / "en" / f"{scene}.txt", monkeypatch))
    file = SCENES / lang / f"{scene}.txt"
    if UPDATE:
        file.write_text(shown, "utf-8")
    assert file.read_text("utf-8") == shown


def played(desk: Desk, stage: Stage | Publicity, file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Type the lines of a scene and yield them with what is shown."""
    for line in file.read_text("utf-8").splitlines():
        if not line.startswith(PROMPT):
            continue
        typed = Typed(line.removeprefix(PROMPT))
        with monkeypatch.context() as patch:
            for name, value in typed.settings.items():
                if name == KEYS:
                    patch.setattr(sys, "stdin", Terminal("".join(f"{key}\n" for key in value)))
                    continue
                patch.setenv(name, desk.editor(EDITORS[value]) if value in EDITORS else value)
            code, screen = desk.type_merged(typed.arguments)
        yield line + "\n" + settled(screen, desk, stage)
        if code:
            yield f"[{code}]\n"


def settled(screen: str, desk: Desk, stage: Stage | Publicity) -> str:
    """Put a name in the place of what differs from run to run."""
    here = [(str(desk.home), "/home/mio"), (stage.url, "http://stage"), (sys.executable, "/bin/python")]
    here.append((stage.url.partition("//")[2], "stage"))
    for found, name in here:
        screen = screen.replace(found, name)
    screen = re.sub(r'(?<=\[|")[0-9a-f]{10}(?=\]|")', "0123456789", screen)  # keys of one ledger
    screen = re.sub(r"(?<=/post/)3\w{12}\b", "3" + "x" * 12, screen)  # a name made of a text with a port in it
    return re.sub(rf"(?<=  ){re.escape(sys.version.split()[0])}$", "3.x", screen, flags=re.MULTILINE)
