"""Every exit code of docs/errors.md, reached as a user reaches it; and what is said then."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from tests.cli.conftest import seated
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.cli.desk import Desk

COMMANDS = [
    *("who", "inbox", "people list", "responses list", "responses export", "draft", "sources", "doctor", "pull"),
]


def failed(desk: Desk, line: str, code: int, name: str) -> str:
    """Type the line for eyes and for programs, check that both fail alike, and return the message."""
    for_eyes = desk.type(line)
    assert (for_eyes.code, for_eyes.out) == (code, "")
    assert for_eyes.err.startswith("Error: ")
    for_programs = desk.type(f"{line} --json")
    assert for_programs.code == code
    assert for_programs.error["code"] == name
    assert for_eyes.err == "Error: {message}\n{hint}\n".format(**for_programs.error)
    return for_eyes.err


# --- 0, 1, 2 --------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "doctor"])
def test_0_done_also_when_there_is_nothing(command: str, empty: Desk) -> None:
    assert empty.type(command).code == 0


def test_0_help_and_version(empty: Desk) -> None:
    assert empty.type("--help").code == 0
    assert empty.type("-h").out == empty.type("help").out == empty.type("--help").out
    version = empty.type("--version")
    assert (version.code, version.out.split()[0]) == (0, "enishi")


def test_1_what_can_be_explained(desk: Desk) -> None:
    assert "has no words" in failed(desk, "draft c3", 1, "NothingToAnswer")
    assert desk.type("new 'A post' --slug a").code == 0
    assert desk.type("new 'A post' --slug a").code == 1
    assert desk.type("people merge p1 p1").code == 1
    assert desk.type("people split p1 p2").code == 1


def test_1_the_doctor_finds_something(empty: Desk) -> None:
    empty.configure("")
    said = empty.type("doctor --json")
    assert said.code == 1
    assert [row["matter"] for row in said.rows if not row["fine"]][:1] == ["sources"]


@pytest.mark.parametrize(
    "line",
    [
        *("bogus", "who --bogus", "who a b", "who --since soon", "who --kind applause", "inbox done", "people show"),
        *("inbox later c1 --until soon", "inbox later c1 --until 2020-01-01", "responses approve", "new", ""),
        *("new ' '", "completion tcsh", "help bogus", "serve --port many"),
    ],
)
def test_2_the_command_line_is_not_understood(line: str, desk: Desk) -> None:
    said = desk.type(line)
    assert (said.code, said.out) == (2, "")
    assert "Usage: enishi" in said.err


def test_2_programs_are_told_in_json(empty: Desk) -> None:
    said = empty.type("who --json --since soon")
    assert (said.code, said.out) == (2, "")
    assert said.error["code"] == "BadParameter"
    assert "“soon”" in said.error["message"]


# --- 3: settings ----------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [one for one in COMMANDS if one != "doctor"])
def test_3_no_site(command: str, empty: Desk) -> None:
    assert "no enishi.toml" in failed(empty, f"-C / {command}", 3, "NoSite")


@pytest.mark.parametrize(
    ("settings", "line", "name", "said"),
    [
        ("[site\n", "who", "BadSettings", "line 1"),
        ('[sit]\nurl = "https://mio.example"\n', "who", "UnknownSetting", "Did you mean “site”?"),
        ("[site]\nurl = 3\n", "who", "WrongSetting", "“url”"),
        ("[sources.hatenna]\n", "pull", "UnknownSource", "Did you mean “hatena”?"),
        ('[sources.hatena]\nadress = "x"\n', "pull hatena", "UnknownSetting", "Did you mean “address”?"),
        ('[sources.webmentionio]\ntoken = "s3cret"\n', "pull", "SecretInFile", "ENISHI_WEBMENTIONIO_TOKEN"),
        ("", "pull hatena", "SourceNotSet", "[sources.hatena]"),
        ("", "pull nowhere", "UnknownSource", "There are:"),
        ("", "sources nowhere", "UnknownSource", "There are:"),
        ('[site]\narticles = "missing.json"\n', "pull", "NoArticles", "enishi build"),
        ('[site]\narticles = "enishi.toml"\n', "pull", "UnreadableArticles", "not a list of articles"),
    ],
)
def test_3_the_settings_cannot_be_used(settings: str, line: str, name: str, said: str, empty: Desk) -> None:
    empty.configure(settings)
    told = failed(empty, line, 3, name)
    assert said in told
    assert "s3cret" not in told


def test_3_a_site_without_pelican_settings_is_not_built(empty: Desk) -> None:
    for line in ("build", "build --production", "serve --port 0"):
        said = empty.type(line)
        assert (said.code, said.out) == (3, "")
        assert "conf.py" in said.err


# --- 4: places ------------------------------------------------------------------------------------


@pytest.fixture
def faulty(tmp_path: Path) -> Iterator[tuple[Desk, Stage]]:
    """A desk with a stage of its own, whose services may fail."""
    with Stage(Cast.load()) as stage, seated(tmp_path, stage) as desk:
        yield desk, stage


def test_4_a_place_that_refuses_stops_no_other(faulty: tuple[Desk, Stage]) -> None:
    desk, stage = faulty
    place = stage.url.removeprefix("http://")
    stage.broken["/hatena"] = 403
    said = desk.type("pull")
    assert said.code == 4
    lines = {line.split()[0]: line for line in said.out.splitlines()}
    assert f"failed: {place} answered with status 403." in lines["hatena"]
    assert "48 new" in lines["webmentionio"]
    assert said.out.splitlines()[-1].startswith(f"hatena: {place} answered with status 403. The place does not")
    assert f"failing since 2026-11-22: {place} answered with status 403." in desk.type("sources").out
    stage.broken.clear()
    assert desk.type("pull hatena").code == 0
    assert "failing" not in desk.type("sources").out


def test_4_a_wrong_token(faulty: tuple[Desk, Stage], monkeypatch: pytest.MonkeyPatch) -> None:
    desk, _stage = faulty
    monkeypatch.setenv("ENISHI_WEBMENTIONIO_TOKEN", "wr0ng-token")
    said = desk.type("pull webmentionio --json")
    assert said.code == 4
    assert said.rows[0]["error"]["code"] == "Refused"
    assert "wr0ng-token" not in said.out + said.err


def test_4_our_own_articles_cannot_be_fetched(faulty: tuple[Desk, Stage]) -> None:
    desk, stage = faulty
    stage.broken["/articles.json"] = 403
    desk.configure(f'[site]\narticles = "{stage.url}/articles.json"\n[network]\nallow = ["127.0.0.1"]\n')
    assert "status 403" in failed(desk, "pull", 4, "Refused")


# --- 5: the ledger --------------------------------------------------------------------------------


@pytest.mark.parametrize("command", COMMANDS)
def test_5_a_file_of_somebody_elses(command: str, empty: Desk) -> None:
    diary = empty.home / "diary.txt"
    diary.write_text("Dear diary,\n" * 100)
    if command == "doctor":
        said = empty.type(f"--ledger {diary} doctor")
        assert said.code == 1
        assert "✗  ledger" in said.out
    else:
        assert "not an Enishi ledger" in failed(empty, f"--ledger {diary} {command}", 5, "NotALedger")
    assert diary.read_text() == "Dear diary,\n" * 100


def test_5_a_ledger_that_could_be_published(empty: Desk) -> None:
    subprocess.run(["git", "init", "-q", empty.blog], check=True)  # noqa: S607 - git as the user has it
    for path in (empty.blog / "ledger.db", "ledger.db"):
        assert "git work tree" in failed(empty, f"--ledger {path} who", 5, "LedgerInPublic")


# --- 6, 7, 8, 130 ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("who nothing-like-it", "NoSuchArticle"),
        ("who two-character-search", "SeveralArticles"),
        ("inbox --article nothing-like-it", "NoSuchArticle"),
        ("responses list nothing-like-it", "NoSuchArticle"),
        ("people show p999", "NoSuchPerson"),
        ("people show 'nobody like this'", "NoSuchPerson"),
        ("draft c999", "NoSuchInteraction"),
        ("draft p1", "NoSuchInteraction"),
    ],
)
def test_6_it_is_not_there(line: str, name: str, desk: Desk) -> None:
    failed(desk, line, 6, name)


@pytest.mark.parametrize(
    "line",
    [
        *("inbox done c4 c999", "inbox later c4 c999", "inbox reopen c999", "responses approve c4 c999"),
        *("responses approve c4 --person p999", "responses hide c4 --person nobody-like-this"),
        *("people note p999 x", "people name p999 x", "people merge p1 p999", "people why p1 p999"),
        *("people split p999 p1", "people why Svenja p1"),
    ],
)
def test_6_and_then_nothing_is_changed(line: str, desk: Desk) -> None:
    before = desk.type("inbox --json").out, desk.type("responses list --json").out
    assert desk.type(line).code == 6
    assert (desk.type("inbox --json").out, desk.type("responses list --json").out) == before


def test_7_what_is_private_is_not_approved_and_nothing_with_it(desk: Desk) -> None:
    said = desk.type("responses approve c4 c17")
    assert (said.code, said.out) == (7, "")
    assert "c17" in said.err
    assert "c4" not in said.err
    assert desk.type("responses list --approved").out == "There are none.\n"
    assert desk.type("responses hide c17").code == 0


def test_8_the_user_thought_better_of_it(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EDITOR", desk.editor("file.write_text('\\n \\n')"))
    assert "empty" in failed(desk, "draft c4 --edit", 8, "EmptyDraft")


@pytest.mark.skipif(os.name != "posix", reason="Ctrl-C is a signal on POSIX only")
def test_130_interrupted(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    press = "import os, signal, time; os.kill(os.getppid(), signal.SIGINT)"
    monkeypatch.setenv("EDITOR", desk.editor(press))
    said = desk.type("draft c4 --edit")
    assert said.code == 130
    assert said.err.strip() == "Interrupted. What was stored is kept; run the command again to go on."
    assert desk.type("draft c4 --no-edit").code == 0
