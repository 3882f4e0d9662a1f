"""A build compared with one made from nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tracker.errors import BuildDiffers
from tracker.programs import comparison, pelican

ROOT = Path(__file__).parents[2]
POST = (
    "Title: 二文字\nDate: 2026-10-14 09:00 +0900\nLang: ja\nSlug: a\nUid: tag:a.example,2026:a\n\n本文\nです。\n\n"
    "```python\nprint(1)\n```\n"
)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site with one post, built."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("theme", "plugins"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    for name in ("content/images", "content/pages", "content/_responses"):
        (folder / name).mkdir(parents=True)
    (folder / "content/a.md").write_text(POST, encoding="utf-8")
    pelican.build(folder)
    return folder


def test_a_build_is_what_a_build_from_nothing_is(site: Path) -> None:
    assert comparison.verify(site, site / "output") == len(comparison.names(site / "output"))


def test_files_that_differ_are_named(site: Path) -> None:
    page, feed = site / "output/ja/2026/10/a/index.html", site / "output/feeds/ja.atom.xml"
    good = page.read_bytes(), feed.read_bytes()
    page.write_text("spoilt", encoding="utf-8")
    feed.unlink()
    (site / "output/CNAME").write_text("mine", encoding="utf-8")
    with pytest.raises(BuildDiffers) as caught:
        comparison.verify(site, site / "output")
    assert "2 files" in caught.value.message
    assert "feeds/ja.atom.xml, ja/2026/10/a/index.html" in caught.value.message
    page.write_bytes(good[0])
    feed.write_bytes(good[1])


def test_a_file_that_a_clean_build_would_not_make_is_named(site: Path) -> None:
    later = site / "content/b.md"
    later.write_text(POST.replace("Slug: a", "Slug: b").replace("2026:a", "2026:b"), encoding="utf-8")
    pelican.build(site)
    later.unlink()
    with pytest.raises(BuildDiffers, match=r"ja/2026/10/b/index\.html"):
        comparison.verify(site, site / "output")
    pelican.build(site)


def test_without_a_list_every_file_must_be_there(tmp_path: Path) -> None:
    for name in ("clean", "output"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "same.html").write_text("same", encoding="utf-8")
    (tmp_path / "output/old.html").write_text("old", encoding="utf-8")
    wanted = comparison.names(tmp_path / "clean") | comparison.ours(tmp_path, tmp_path / "output")
    assert comparison.differing(tmp_path / "clean", tmp_path / "output", wanted) == ["old.html"]


def test_many_names_are_cut_short() -> None:
    error = BuildDiffers([f"{number}.html" for number in range(50)])
    assert "50 files" in error.message
    assert error.message.endswith("…)."), error.message
    assert error.exit_code == 7
