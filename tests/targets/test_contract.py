from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.targets.places import FLAT, NEXT, PLACES, SITE, THEIRS, Place, build, place
from tracker import targets
from tracker.errors import BuiltMeanwhile, InTheWay, NothingToPublish, TargetError, UnusableName
from tracker.targets import Changes, Files, files

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Stop(Exception):
    """What ends a run between two files."""


@pytest.fixture(params=sorted(PLACES))
def there(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    with place(request.param, tmp_path) as made:
        yield made


def test_every_target_that_holds_files_keeps_the_laws() -> None:
    assert {*PLACES} == {*targets.names()} - {"push"}  # which holds no files: tests/targets/test_push.py


@pytest.mark.parametrize("name", targets.names())
def test_a_target_says_what_it_is(name: str) -> None:
    kind = targets.load(name)
    assert kind.name == name
    assert kind.title
    assert kind.about.endswith(".")


def test_what_is_published_is_there_and_a_second_time_touches_nothing(there: Place) -> None:
    changes = there.publish(SITE)
    assert changes == Changes(added=tuple(sorted(SITE)))
    assert there.holds() == SITE
    assert sorted(there.told) == sorted(SITE)
    before = there.stamps()
    assert not there.changes(SITE)
    assert not there.publish(SITE)
    assert (there.told, there.stamps()) == ([], before)


def test_asking_writes_nothing(there: Place) -> None:
    there.publish(SITE)
    before = there.stamps()
    assert there.changes(NEXT)
    assert (there.stamps(), there.holds()) == (before, SITE)


def test_a_month_later_only_what_changed_is_written_and_what_went_is_gone(there: Place) -> None:
    there.publish(SITE)
    changes = there.publish(NEXT)
    assert changes == Changes(
        added=("ja/2026/12-yuki/index.html", "theme/css/main.77aa0b12.css"),
        changed=("feeds/ja.atom.xml", "index.html"),
        removed=("404.html", "ja/2026/11-kaze/風 と'波\".png"),
    )
    assert there.holds() == NEXT
    assert not there.changes(NEXT)


def test_assets_come_first_then_new_pages_and_removals_are_last(there: Place) -> None:
    there.publish(SITE)
    there.publish(NEXT)
    assert there.told == [
        "theme/css/main.77aa0b12.css",
        "ja/2026/12-yuki/index.html",
        "feeds/ja.atom.xml",
        "index.html",
        "404.html",
        "ja/2026/11-kaze/風 と'波\".png",
    ]


def test_what_somebody_else_keeps_there_stays(there: Place) -> None:
    for name, text in THEIRS.items():
        there.plant(name, text)
    there.publish(SITE)
    assert there.holds() == {**SITE, **THEIRS}
    there.publish(NEXT)
    assert there.holds() == {**NEXT, **THEIRS}


def test_a_page_that_was_there_before_us_stays_unless_the_site_has_it(there: Place) -> None:
    there.plant("index.html", "somebody's first page")
    there.plant("old.html", "somebody's")
    assert there.changes(SITE).changed == ("index.html",)
    there.publish(SITE)
    assert there.holds() == {**SITE, "old.html": "somebody's"}


def test_what_was_changed_there_is_mended(there: Place) -> None:
    there.publish(SITE)
    there.plant("ja/index.html", "<title>日本后</title>")  # as long as ours
    assert there.changes(SITE) == Changes(changed=("ja/index.html",))
    there.publish(SITE)
    assert there.holds() == SITE


def test_what_went_there_already_is_not_removed_again(there: Place) -> None:
    there.ours = {"gone.html": "any"}
    assert there.changes(SITE).removed == ()


@pytest.mark.parametrize("at", [1, 2, 5, 6])
def test_stopped_between_two_files_and_run_again_it_is_as_if_never_stopped(there: Place, at: int) -> None:
    there.publish(SITE)

    def tell(_name: str) -> None:
        there.told.append(_name)
        if len(there.told) == at:
            raise Stop

    with pytest.raises(Stop):
        there.publish(NEXT, tell)
    there.publish(NEXT)
    assert there.holds() == NEXT
    assert not there.changes(NEXT)


def test_what_a_stopped_run_left_goes_when_the_next_build_has_it_no_more(there: Place) -> None:
    there.publish(SITE)

    def tell(_name: str) -> None:
        raise Stop

    with pytest.raises(Stop):
        there.publish(NEXT, tell)
    there.publish(SITE)
    assert there.holds() == SITE


def test_a_file_that_becomes_a_folder_and_a_folder_that_becomes_a_file(there: Place) -> None:
    one = {"index.html": "1", "about": "a page without an ending", "notes/a/index.html": "2", "notes/b.html": "3"}
    two = {"index.html": "1", "about/index.html": "a page", "notes": "2"}
    for site in (one, two, one):
        there.publish(site)
        assert there.holds() == site
        assert not there.changes(site)


@pytest.mark.parametrize(
    ("theirs", "name"), [("about", "about/index.html"), ("about/own.html", "about")], ids=["a file", "a folder"]
)
def test_what_is_in_the_way_and_not_ours_is_left(there: Place, theirs: str, name: str) -> None:
    if there.target.name in FLAT:
        pytest.skip("it has no folders")
    there.plant(theirs, "theirs")
    with pytest.raises(InTheWay, match="about"):
        there.publish({"index.html": "1", name: "2"})
    assert there.holds() == {theirs: "theirs"}


def test_a_folder_that_holds_ours_and_theirs_is_not_removed_for_a_file(there: Place) -> None:
    if there.target.name in FLAT:
        pytest.skip("it has no folders")
    there.publish({"index.html": "1", "about/ours.html": "2"})
    there.plant("about/own.html", "theirs")
    with pytest.raises((InTheWay, TargetError)):
        there.publish({"index.html": "1", "about": "3"})
    assert there.holds()["about/own.html"] == "theirs"
    assert there.holds()["index.html"] == "1"


@pytest.mark.parametrize("site", [{}, {"articles.json": "{}"}], ids=["nothing", "no first page"])
def test_a_site_without_a_first_page_is_not_put(there: Place, site: dict[str, str]) -> None:
    there.publish(SITE)
    broken = Files(there.folder / "elsewhere", site)
    with pytest.raises(NothingToPublish):
        there.target.changes(broken, there.ours)
    with pytest.raises(NothingToPublish):
        there.target.put(broken, Changes(removed=tuple(SITE)), there.told.append)
    assert there.holds() == SITE


def test_a_file_that_goes_while_it_is_put_is_said(there: Place) -> None:
    made = there.built(SITE)
    changes = there.target.changes(made, {})
    (made.folder / "ja/index.html").unlink()
    with pytest.raises(TargetError):
        there.target.put(made, changes, there.told.append)
    there.publish(SITE)
    assert there.holds() == SITE


def test_the_place_is_named_the_same_in_every_language(there: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    named = there.target.where
    monkeypatch.setenv("ENISHI_LANG", "ja")
    assert there.target.where == named
    assert named.startswith(f"{there.target.name} ")


# --- what was built -------------------------------------------------------------------------------


def test_files_are_named_below_their_folder_with_what_tells_their_content(tmp_path: Path) -> None:
    made = build(tmp_path, SITE)
    assert {*made.digests} == {*SITE}
    assert list(made.digests) == sorted(SITE)
    assert all(made.read(name).decode() == text for name, text in SITE.items())


def test_what_a_file_manager_left_is_no_part_of_the_site(tmp_path: Path) -> None:
    build(tmp_path, {**SITE, ".DS_Store": "x", "ja/Thumbs.db": "y"})
    assert {*files(tmp_path).digests} == {*SITE}


def test_links_to_files_are_files_and_links_to_nothing_are_not(tmp_path: Path) -> None:
    build(tmp_path / "output", {"index.html": "1"})
    (tmp_path / "picture.png").write_text("2")
    (tmp_path / "output/linked.png").symlink_to(tmp_path / "picture.png")
    (tmp_path / "output/broken.png").symlink_to(tmp_path / "nothing.png")
    assert {*files(tmp_path / "output").digests} == {"index.html", "linked.png"}


@pytest.mark.parametrize("name", [b"a\nb.html", b"\x7f.html", b"\xff.html", "日本\u0007".encode()])
def test_names_that_no_address_can_hold_are_refused(tmp_path: Path, name: bytes) -> None:
    build(tmp_path, SITE)
    with open(bytes(tmp_path) + b"/" + name, "wb"):  # noqa: PTH123 - a path of bytes
        pass
    with pytest.raises(UnusableName):
        files(tmp_path)


def test_a_file_that_changed_since_it_was_looked_at_is_not_handed_out(tmp_path: Path) -> None:
    made = build(tmp_path, SITE)
    (tmp_path / "index.html").write_text("something else")
    with pytest.raises(BuiltMeanwhile, match="index"):
        made.read("index.html")


def test_an_empty_folder_is_no_site(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(NothingToPublish):
            files(folder)
