"""The demo, whole: as somebody meets it who has just installed Enishi."""

from __future__ import annotations

import time
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.desk import ABSENT, Desk, Said

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not find_spec("pelican"), reason="Pelican is not installed: pip install 'enishi[site]'")
CANARIES = ("canary-note-51", "canary-name-52", "canary-token-53", "canary@mail-54.example")
STEPS = ["build", "pull", "who", "inbox", "draft", "responses", "responses", "build"]


def played(folder: Path) -> tuple[Said, float]:
    started = time.monotonic()
    said = Desk(folder).program("demo --folder ..", {"ENISHI_LANG": "en", "COLUMNS": "100"})
    return said, time.monotonic() - started


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Said, float]]:
    """The demo, played once in a folder."""
    folder = tmp_path_factory.mktemp("demo")
    (folder / "blog").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        for name in (*ABSENT, "ENISHI_NOW", "ENISHI_LEDGER"):
            patch.delenv(name, raising=False)
        yield folder, *played(folder)


def test_it_ends_well_and_soon(demo: tuple[Path, Said, float]) -> None:
    _folder, said, seconds = demo
    assert said.code == 0
    assert "Error" not in said.err
    assert seconds < 60


def test_a_folder_with_files_in_it_is_left_alone(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.blog.mkdir()
    (desk.blog / "pelicanconf.py").write_text("OURS = True\n", "utf-8")
    said = desk.program("demo --folder ..", {"ENISHI_LANG": "en"})
    assert (said.code, said.out) == (1, "")
    assert f"There are files in {tmp_path} already" in said.err
    assert [one.name for one in tmp_path.rglob("*")] == ["blog", "pelicanconf.py"]
    assert (desk.blog / "pelicanconf.py").read_text("utf-8") == "OURS = True\n"


def test_it_shows_the_commands_it_runs(demo: tuple[Path, Said, float]) -> None:
    _folder, said, _seconds = demo
    typed = [line.split()[2] for line in said.out.splitlines() if line.startswith("$ enishi ")]
    assert typed == STEPS
    assert "⟦" in said.out
    assert "2 responses below" in said.out


def test_what_it_says_to_type_next_works(demo: tuple[Path, Said, float]) -> None:
    folder, said, _seconds = demo
    last = said.out[said.out.index("Go on yourself:") :]
    typed = [line.split("enishi ")[1] for line in last.splitlines() if line.startswith("  enishi ")]
    assert typed == ["who", "people list", "inbox", "serve"]
    for line in typed[:-1]:
        assert Desk(folder).program(line, {"ENISHI_LEDGER": str(folder / "ledger.db")}).code == 0
    page = said.out[said.out.index("file://") :].split()[0].removeprefix("file://")
    assert Path(page).is_file()


def test_the_page_shows_the_two_that_were_approved(demo: tuple[Path, Said, float]) -> None:
    folder, _said, _seconds = demo
    approved = (
        Desk(folder).program("responses list --approved --json", {"ENISHI_LEDGER": str(folder / "ledger.db")}).rows
    )
    assert len(approved) == 2
    pages = {page: page.read_text("utf-8") for page in (folder / "blog" / "output").rglob("*.html")}
    for one in approved:
        holding = [page for page, html in pages.items() if f'id="{one["id"]}"' in html]
        assert len(holding) == 1
        assert one["name"] in pages[holding[0]]
    assert not any("非公開で書きます" in html for html in pages.values())


def test_it_can_be_played_again_in_the_same_folder(demo: tuple[Path, Said, float]) -> None:
    folder, _said, _seconds = demo
    again, seconds = played(folder)
    assert again.code == 0
    assert seconds < 60
    assert " 0 new" in again.out


def test_nothing_private_is_in_the_site(demo: tuple[Path, Said, float]) -> None:
    folder, _said, _seconds = demo
    note, name, token, mail = CANARIES
    desk = Desk(folder)
    told = {"ENISHI_LEDGER": str(folder / "ledger.db"), "ENISHI_WEBMENTIONIO_TOKEN": token, "ENISHI_LANG": "en"}
    settings = (folder / "blog" / "enishi.toml").read_text("utf-8")
    desk.configure(settings.replace("[me]\n", f'[me]\nemails = ["{mail}"]\n'))
    person = desk.program("responses list --approved --json", told).rows[0]["person"]
    for line in (f"people note p{person} {note}", f"people name p{person} {name}", "responses export", "build"):
        assert desk.program(line, told).code == 0
    assert name in desk.program(f"people show p{person}", told).out
    files = [path for place in ("output", "content") for path in (folder / "blog" / place).rglob("*") if path.is_file()]
    assert len(files) > 50
    for path in files:
        content = path.read_bytes()
        assert not [one for one in CANARIES if one.encode() in content], path
