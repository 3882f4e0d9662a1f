from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest

from tests.targets.people import closed, nobody, reachable
from tests.targets.places import NEXT, SITE, InFolder, place
from tracker.errors import (
    InTheWay,
    NoPlaceForASite,
    NoSuchPlace,
    NotLetIn,
    NotReached,
    NotWritten,
    ProgramMissing,
    TargetError,
    WrongSetting,
)
from tracker.programs import rsync as program
from tracker.programs.rsync import Line
from tracker.rules.settings import values
from tracker.targets import Changes
from tracker.targets.rsync import OverSsh

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[InFolder]:
    with place("rsync", tmp_path) as made:
        assert isinstance(made, InFolder)
        yield made


def at(host: str, home: Path, **more: object) -> OverSsh:
    return OverSsh(home, **values(OverSsh, {"host": host, **more}, "[publish.rsync]"))


# --- settings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "host", ["mio@web.example:/srv/www", "web.example:www", "web:~/www", "mio@[::1]:/srv", "/srv/www", "web:日本 語"]
)
def test_a_machine_and_a_folder_are_taken(host: str, tmp_path: Path) -> None:
    assert at(host, tmp_path).where == f"rsync {host}"


@pytest.mark.parametrize(
    "host",
    [
        "web.example",
        "-oProxyCommand=x:/srv",
        "web.example::module",
        "rsync://web.example/x",
        "web:",
        "a b:/x",
        "w/x:/y",
        "./x",
    ],
)
def test_what_is_no_machine_and_folder_is_refused(host: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting):
        at(host, tmp_path)


@pytest.mark.parametrize("path", ["/", "~", "~/", ".", "./"])
def test_all_there_is_on_a_machine_is_refused(path: str, there: InFolder) -> None:
    target = at(f"mio@web.example:{path}", there.target.home)
    with pytest.raises(NoPlaceForASite, match="it is all there is"):
        target.changes(there.built(SITE), {})
    with pytest.raises(NoPlaceForASite):
        target.put(there.built(SITE), Changes(added=("index.html",)), there.told.append)


def test_the_blog_itself_is_refused(there: InFolder) -> None:
    for host in (there.target.home, there.target.home / "public", there.folder, Path("/")):
        with pytest.raises(NoPlaceForASite):
            at(str(host), there.target.home).changes(there.built(SITE), {})


def test_a_slash_at_the_end_names_the_same_place(tmp_path: Path) -> None:
    assert at("web:/srv/www/", tmp_path).where == at("web:/srv/www", tmp_path).where


@pytest.mark.parametrize(
    "option", ["--delete", "--delete-after", "--del", "--force", "-a", "--", "--rsh=x", "--inplace"]
)
def test_options_that_could_take_what_is_not_ours_are_refused(option: str, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting):
        at("web:/srv/www", tmp_path, options=[option])


def test_other_options_are_handed_on(there: InFolder) -> None:
    target = at(str(there.top), there.target.home, options=["--exclude=*.js"])
    there.target = target
    there.publish(SITE)
    assert there.holds() == {name: text for name, text in SITE.items() if not name.endswith(".js")}


@pytest.mark.parametrize("port", [-1, 65536])
def test_a_port_is_a_port(port: int, tmp_path: Path) -> None:
    with pytest.raises(WrongSetting):
        at("web:/srv/www", tmp_path, port=port)


def test_ssh_is_told_port_and_key_and_never_to_ask() -> None:
    words = Line(2222, "/home/mio/it's a key").words()
    assert words[0] == "ssh"
    assert {"BatchMode=yes", "2222", "/home/mio/it's a key", "IdentitiesOnly=yes"} <= {*words}
    assert program._quoted("it's a key") == "'it''s a key'"
    assert "-p" not in Line().words()


# --- what is there --------------------------------------------------------------------------------


def test_a_folder_that_is_a_link_is_in_the_way(there: InFolder) -> None:
    (there.folder / "outside").mkdir()
    there.top.mkdir()
    (there.top / "ja").symlink_to(there.folder / "outside")
    with pytest.raises(InTheWay, match="a link named “ja”"):
        there.publish(SITE)
    assert not any((there.folder / "outside").iterdir())


def test_a_file_that_is_a_link_is_replaced_and_what_it_leads_to_stays(there: InFolder) -> None:
    there.top.mkdir()
    (there.folder / "outside").write_text("not ours to touch")
    (there.top / "index.html").symlink_to(there.folder / "outside")
    assert there.publish(SITE).changed == ("index.html",)
    assert (there.folder / "outside").read_text() == "not ours to touch"
    assert not (there.top / "index.html").is_symlink()


def test_nothing_is_removed_through_a_link(there: InFolder) -> None:
    there.publish(SITE)
    outside = there.folder / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("not ours to touch")
    (there.top / "old").symlink_to(outside)
    there.ours["old/index.html"] = "any"
    assert there.publish(SITE) == Changes()
    assert (outside / "index.html").is_file()


def test_folders_that_are_empty_afterwards_go_and_others_stay(there: InFolder) -> None:
    there.publish({"index.html": "1", "a/b/c/index.html": "2", "a/d/index.html": "3"})
    there.plant("a/d/own", "theirs")
    there.publish({"index.html": "1"})
    assert sorted(path.relative_to(there.top).as_posix() for path in there.top.rglob("*")) == [
        "a",
        "a/d",
        "a/d/own",
        "index.html",
    ]


def test_everybody_can_read_what_is_new(there: InFolder) -> None:
    site = there.built(SITE)
    for path in site.folder.rglob("*.html"):
        path.chmod(0o600)
    there.publish(SITE)
    assert (there.top / "ja/index.html").stat().st_mode & 0o777 == 0o644


# --- trouble --------------------------------------------------------------------------------------


def test_without_rsync_it_says_what_to_install(there: InFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(there.folder))
    with pytest.raises(ProgramMissing) as missing:
        there.publish(SITE)
    assert "apt install rsync" in missing.value.hint


@pytest.mark.parametrize("said", ["rsync: unrecognized option `--protect-args'", "rsync: --from0: unknown option"])
def test_an_rsync_that_is_too_old_is_said(there: InFolder, monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    (there.folder / "rsync").write_text(f'#!/bin/sh\necho "{said.replace("`", "")}" >&2\nexit 1\n')
    (there.folder / "rsync").chmod(0o755)
    monkeypatch.setenv("PATH", str(there.folder))
    with pytest.raises(ProgramMissing, match="or newer"):
        there.publish(SITE)


def test_a_folder_in_a_folder_that_is_not_there_is_said(there: InFolder) -> None:
    target = at(str(there.folder / "not mounted" / "www"), there.target.home)
    site = there.built(SITE)
    with pytest.raises(NoSuchPlace, match="No such file or directory"):
        target.put(site, target.changes(site, {}), there.told.append)


def test_a_full_disk_is_said(there: InFolder) -> None:
    there.publish(SITE)
    site = there.built({**NEXT, "index.html": "x" * 200_000})
    code = (
        "import resource, signal, sys; from pathlib import Path; from tracker.targets import files;"
        "from tracker.targets.rsync import OverSsh; from tracker.errors import NotWritten;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "site = files(Path(sys.argv[1])); target = OverSsh(Path(sys.argv[2]), host=sys.argv[3]);"
        "changes = target.changes(site, {}); resource.setrlimit(resource.RLIMIT_FSIZE, (65536, -1))\n"
        "try: target.put(site, changes, lambda _name: None)\n"
        "except NotWritten as error: print(error.message)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))"
    )
    command = [sys.executable, "-c", code, str(site.folder), str(there.target.home), str(there.top)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert "File too large" in said
    assert there.holds()["index.html"] == SITE["index.html"]


class Refusal(NamedTuple):
    """What ssh says, how it ends, and what that is to us."""

    said: str
    code: int
    kind: type[TargetError]
    shown: str


REFUSALS = [
    Refusal("mio@web.example: Permission denied (publickey,password).", 255, NotLetIn, "Permission denied"),
    Refusal("Host key verification failed.", 255, NotLetIn, "Host key verification failed"),
    Refusal("ssh: Could not resolve hostname web.example: Name or service not known", 255, NotReached, "not known"),
    Refusal("ssh: connect to host web.example port 22: Connection timed out", 255, NotReached, "timed out"),
    Refusal("Connection closed by 192.0.2.1 port 22", 255, NotReached, "Connection closed by 192.0.2.1"),
    Refusal("sh: rsync: command not found", 127, NoSuchPlace, "rsync: command not found"),
    Refusal("Welcome to web.example.", 0, NotReached, ""),
]


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda one: one.said)
def test_what_ssh_says_is_one_sentence(there: InFolder, monkeypatch: pytest.MonkeyPatch, refusal: Refusal) -> None:
    programs = there.folder / "programs"
    programs.mkdir()
    (programs / "ssh").write_text(f"#!/bin/sh\necho '{refusal.said}' >&2\nexit {refusal.code}\n")
    (programs / "ssh").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    with pytest.raises(refusal.kind) as trouble:
        at("mio@web.example:/srv/www", there.target.home).changes(there.built(SITE), {})
    assert refusal.shown in trouble.value.message
    assert "\n" not in trouble.value.message
    assert ".." not in trouble.value.message
    assert trouble.value.hint


def test_somebody_elses_folder_that_is_closed_to_us_is_no_trouble(there: InFolder) -> None:
    reachable(there.folder)
    there.publish(SITE)
    (there.top / "private").mkdir(mode=0o700)
    site = there.built(SITE)
    with nobody():
        assert not there.target.changes(site, there.ours)


def test_a_folder_that_takes_nothing_is_said(there: InFolder) -> None:
    reachable(there.folder)
    there.publish(SITE)
    site = there.built(NEXT)
    with closed(there.top), nobody(), pytest.raises(NotWritten, match="Permission denied"):
        there.target.put(site, there.target.changes(site, {}), there.told.append)
    assert there.holds() == SITE


@pytest.mark.parametrize("name", ["[a]", "a*", "?", "a\\b", "#", "**"])
def test_folders_named_like_patterns_are_looked_into(there: InFolder, name: str) -> None:
    site = {**SITE, f"{name}/index.html": "1", f"x/{name}/index.html": "2"}
    there.publish(site)
    assert not there.changes(site)
    assert there.changes(SITE).removed == tuple(sorted({*site} - {*SITE}))


def test_killed_while_it_sends_and_run_again_it_completes(there: InFolder) -> None:
    there.publish(SITE)
    big = {**NEXT, **{f"images/{number}.svg": f"{number}" * 500_000 for number in range(1, 9)}}
    site = there.built(big)
    places = (f"{site.folder}/", f"{there.top}/")
    begun = subprocess.Popen([shutil.which("rsync") or "", "-rc", "--delay-updates", "--bwlimit=2000", *places])
    end = time.monotonic() + 20
    while not any(there.top.rglob("*.svg*")):
        assert time.monotonic() < end
        time.sleep(0.02)
    begun.kill()
    begun.wait()
    while any(there.top.rglob(".*.svg.*")):  # the other side notices, and ends by itself
        assert time.monotonic() < end
        time.sleep(0.02)
    there.publish(big)
    assert there.holds() == big
