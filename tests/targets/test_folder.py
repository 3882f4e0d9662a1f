from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.targets.people import closed, nobody, reachable
from tests.targets.places import NEXT, SITE, THEIRS, InFolder, build, place
from tracker.errors import InTheWay, NoPlaceForASite, NoSuchPlace, NotLetIn, NotWritten
from tracker.targets import Changes
from tracker.targets.folder import NEW, Folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[2]


@pytest.fixture
def there(tmp_path: Path) -> Iterator[InFolder]:
    with place("folder", tmp_path) as made:
        assert isinstance(made, InFolder)
        yield made


def killed(there: InFolder, at: int) -> subprocess.CompletedProcess[str]:
    """Publish as a process that is killed at its k-th step; what is about to be ours is noted before."""
    (there.folder / "ours.json").write_text(json.dumps(there.ours), "utf-8")
    command = [sys.executable, "-m", "tests.targets.killed", str(there.folder), str(at)]
    return subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)


def test_killed_at_any_step_and_run_again_it_completes(there: InFolder) -> None:
    for name, text in THEIRS.items():
        there.plant(name, text)
    there.publish(SITE)
    begun = there.folder / "begun"
    shutil.copytree(there.top, begun)
    there.built(NEXT)
    steps = int(killed(there, 0).stdout)
    assert steps > 15
    old = {**SITE, **THEIRS}
    for at in range(1, steps + 1):
        shutil.rmtree(there.top)
        shutil.copytree(begun, there.top)
        assert killed(there, at).returncode == -signal.SIGKILL
        left = {name: text for name, text in there.holds().items() if not name.endswith(NEW)}
        assert all(text in (old.get(name), NEXT.get(name)) for name, text in left.items()), at  # each file is whole
        again = there.ours
        there.ours = {**again, **dict.fromkeys(NEXT, "")}
        there.publish(NEXT)
        assert there.holds() == {**NEXT, **THEIRS}, at
        there.ours = again


def test_the_folder_is_made_and_a_path_is_relative_to_the_blog(tmp_path: Path) -> None:
    (tmp_path / "blog").mkdir()
    target = Folder(tmp_path / "blog", path=str(tmp_path / "blog" / "../www"))
    assert target.where == f"folder {tmp_path}/www"
    site = build(tmp_path / "blog" / "output", SITE)
    target.put(site, target.changes(site, {}), lambda _name: None)
    assert (tmp_path / "www/index.html").read_text("utf-8") == SITE["index.html"]


def test_a_folder_in_a_folder_that_is_not_there_is_not_made(there: InFolder) -> None:
    target = Folder(there.target.home, path=str(there.folder / "not mounted" / "www"))
    with pytest.raises(NoSuchPlace, match="not mounted is no folder"):
        target.changes(there.built(SITE), {})
    assert not (there.folder / "not mounted").exists()


def test_a_file_is_no_folder(there: InFolder) -> None:
    there.top.write_text("a file")
    with pytest.raises(NoSuchPlace, match="is no folder"):
        there.publish(SITE)


def refused(there: InFolder, path: Path | str) -> None:
    target = Folder(there.target.home, path=str(path))
    site = there.built(SITE)
    with pytest.raises(NoPlaceForASite):
        target.changes(site, {})
    with pytest.raises(NoPlaceForASite):
        target.put(site, Changes(added=("index.html",)), there.told.append)


@pytest.mark.parametrize("path", ["/", "/.", "//", "/usr/.."])
def test_the_top_of_a_disk_is_refused(there: InFolder, path: str) -> None:
    refused(there, path)


@pytest.mark.parametrize("name", [".", "content", "output", "output/public", "public", "..", "../blog/plugins/x"])
def test_what_belongs_to_the_blog_and_what_holds_it_is_refused(there: InFolder, name: str) -> None:
    refused(there, there.target.home / name)


def test_the_home_folder_is_refused_also_by_another_name(there: InFolder, monkeypatch: pytest.MonkeyPatch) -> None:
    home = there.folder / "home" / "mio"
    home.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    refused(there, home)
    (there.folder / "link").symlink_to(home)
    refused(there, there.folder / "link")


def test_a_link_to_the_blog_is_refused(there: InFolder) -> None:
    (there.folder / "link").symlink_to(there.target.home)
    refused(there, there.folder / "link" / "public")


def test_where_it_was_built_is_refused_wherever_that_is(there: InFolder) -> None:
    site = build(there.folder / "built elsewhere", SITE)
    target = Folder(there.target.home, path=str(site.folder))
    with pytest.raises(NoPlaceForASite, match="built elsewhere"):
        target.changes(site, {})


def test_the_folder_itself_may_be_a_link(there: InFolder) -> None:
    (there.folder / "disk").mkdir()
    there.top.symlink_to(there.folder / "disk")
    there.publish(SITE)
    assert (there.folder / "disk" / "index.html").is_file()
    assert not there.changes(SITE)


# --- links ----------------------------------------------------------------------------------------


@pytest.fixture
def outside(there: InFolder) -> Path:
    folder = there.folder / "outside"
    folder.mkdir()
    (folder / "index.html").write_text("not ours to touch")
    return folder


def test_a_folder_that_is_a_link_is_in_the_way(there: InFolder, outside: Path) -> None:
    there.top.mkdir()
    (there.top / "ja").symlink_to(outside)
    with pytest.raises(InTheWay, match="a link named “ja”"):
        there.publish(SITE)
    with pytest.raises(InTheWay):  # however it came there since it was asked
        there.target.put(there.built(SITE), Changes(added=("ja/index.html",)), there.told.append)
    assert list(outside.iterdir()) == [outside / "index.html"]
    assert (outside / "index.html").read_text() == "not ours to touch"


def test_nothing_is_removed_through_a_link(there: InFolder, outside: Path) -> None:
    there.publish(SITE)
    shutil.rmtree(there.top / "ja" / "2026")
    there.plant("ja/2026", "x")
    (there.top / "ja" / "2026").unlink()
    (there.top / "ja" / "2026").symlink_to(outside)
    there.ours["ja/2026/index.html"] = "any"
    site = {name: text for name, text in SITE.items() if not name.startswith("ja/2026")}
    assert there.publish(site) == Changes()
    assert (outside / "index.html").read_text() == "not ours to touch"


def test_a_file_that_is_a_link_is_replaced_and_what_it_leads_to_stays(there: InFolder, outside: Path) -> None:
    there.top.mkdir()
    (there.top / "index.html").symlink_to(outside / "index.html")
    assert there.publish(SITE).changed == ("index.html",)
    assert not (there.top / "index.html").is_symlink()
    assert (outside / "index.html").read_text() == "not ours to touch"
    assert not there.changes(SITE)


def test_a_link_under_a_name_that_was_ours_is_removed_alone(there: InFolder, outside: Path) -> None:
    there.publish(SITE)
    (there.top / "404.html").unlink()
    (there.top / "404.html").symlink_to(outside / "index.html")
    there.publish(NEXT)
    assert not os.path.lexists(there.top / "404.html")
    assert (outside / "index.html").is_file()


def test_a_link_where_a_half_written_file_would_lie_is_not_written_through(there: InFolder, outside: Path) -> None:
    there.top.mkdir()
    (there.top / NEW).symlink_to(outside / "index.html")
    there.publish(SITE)
    assert (outside / "index.html").read_text() == "not ours to touch"
    assert there.holds() == SITE


# --- trouble --------------------------------------------------------------------------------------


def test_a_full_disk_is_said_and_what_was_there_is_whole(there: InFolder) -> None:
    there.publish(SITE)
    big = {**NEXT, "index.html": "x" * 200_000}
    site, ours = there.built(big), there.ours
    code = (
        "import resource, signal, sys; from pathlib import Path; from tracker.targets import files;"
        "from tracker.targets.folder import Folder; from tracker.errors import NotWritten;"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN);"
        "site = files(Path(sys.argv[1])); target = Folder(Path(sys.argv[2]), path=sys.argv[3]);"
        "changes = target.changes(site, {}); resource.setrlimit(resource.RLIMIT_FSIZE, (65536, -1))\n"
        "try: target.put(site, changes, lambda _name: None)\n"
        "except NotWritten as error: print(error.message)\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (-1, -1))"
    )
    command = [sys.executable, "-c", code, str(site.folder), str(there.target.home), str(there.top)]
    said = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert said == f"folder {there.top} could not be written: File too large.\n"
    assert there.holds()["index.html"] == SITE["index.html"]
    assert not [path for path in there.top.rglob("*") if path.name == NEW]
    there.ours = {**ours, **site.digests}
    there.publish(big)
    assert there.holds() == big


def test_a_folder_that_takes_nothing_is_said(there: InFolder) -> None:
    reachable(there.folder)
    there.publish(SITE)
    site = there.built(NEXT)
    with closed(there.top), nobody(), pytest.raises(NotWritten, match="could not be written: Permission denied"):
        there.target.put(site, there.target.changes(site, {}), there.told.append)
    assert there.holds() == SITE


def test_a_file_that_cannot_be_read_is_said(there: InFolder) -> None:
    reachable(there.folder)
    there.publish(SITE)
    (there.top / "index.html").chmod(0)
    site = there.built(SITE)
    with nobody(), pytest.raises(NotLetIn, match=r"index\.html: Permission denied"):
        there.target.changes(site, {})


# --- permissions ----------------------------------------------------------------------------------


def test_everybody_can_read_what_is_new_and_what_is_there_keeps_its_permissions(there: InFolder) -> None:
    before = os.umask(0o077)
    try:
        there.publish(SITE)
        assert (there.top / "ja/index.html").stat().st_mode & 0o777 == 0o644
        assert (there.top / "ja/2026").stat().st_mode & 0o777 == 0o755
        (there.top / "index.html").chmod(0o664)
        there.publish(NEXT)
        assert (there.top / "index.html").stat().st_mode & 0o777 == 0o664
    finally:
        os.umask(before)


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


def test_a_folder_with_nothing_in_it_gives_way_to_a_file(there: InFolder) -> None:
    (there.top / "about" / "left" / "behind").mkdir(parents=True)
    there.publish({"index.html": "1", "about": "2"})
    assert there.holds() == {"index.html": "1", "about": "2"}


# --- a law ----------------------------------------------------------------------------------------

NAMES = st.lists(st.sampled_from(["a", "b", "風", "-c", " d'"]), min_size=1, max_size=3).map("/".join)
SITES = st.dictionaries(NAMES, st.sampled_from(["", "1", "2"]), max_size=8)


def coherent(site: Mapping[str, str]) -> dict[str, str]:
    """Leave out what could not lie on a disk: a file that is a folder too."""
    return {"index.html": "x"} | {
        name: text for name, text in site.items() if not any(other.startswith(f"{name}/") for other in site)
    }


@settings(max_examples=60)
@given(st.lists(SITES.map(coherent), min_size=2, max_size=4))
def test_whatever_was_published_before_the_folder_holds_the_last_site(
    tmp_path_factory: pytest.TempPathFactory, sites: list[dict[str, str]]
) -> None:
    with place("folder", tmp_path_factory.mktemp("law")) as there:
        for site in sites:
            there.publish(site)
            assert there.holds() == site
            assert not there.changes(site)
