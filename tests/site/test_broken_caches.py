"""Whatever is wrong with what earlier builds kept, a build ends well and changes no byte."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.site.quick import Blog, tree
from tests.site.site import ROOT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

ROOT_MAY = pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="permissions that root has anyway")
FULL = """
mount -t tmpfs -o {options} tmpfs "$1" || exit 99
cd "$2" && exec "$3" "$4" --settings settings.py --output output --fatal errors --log-handler plain
"""


@pytest.fixture
def blog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Blog:
    """A blog with a cache, and a folder for compiled templates, of its own."""
    (tmp_path / "tmp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "tmp"))
    return Blog.begun(tmp_path / "blog")


def kept(blog: Blog) -> Iterator[Path]:
    """Every file that a build keeps for the next."""
    for folder in (blog.cache, blog.folder.parent / "tmp"):
        yield from sorted(path for path in folder.rglob("*") if path.is_file())


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    """Change one letter in the middle."""
    data = bytearray(path.read_bytes())
    if data:
        data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))


def nest(path: Path) -> None:
    """What no parser of JSON can go into."""
    path.write_bytes(b"[" * 200_000)


def other_kind(path: Path) -> None:
    path.write_bytes(b'{"files": {"index.html": [null, {}, []]}, "pages": {"index.html": []}, "posts": 1}\n')


def binary(path: Path) -> None:
    path.write_bytes(b"\xff\xfe\x00" * 99)


def folder(path: Path) -> None:
    """Put a folder in its place."""
    path.unlink()
    (path / "inside").mkdir(parents=True)


def nowhere(path: Path) -> None:
    """Put a link that leads nowhere in its place."""
    path.unlink()
    path.symlink_to("nowhere/at/all")


@pytest.mark.parametrize("spoil", [cut, empty, flip, nest, other_kind, binary, folder, nowhere])
def test_a_spoilt_cache_neither_fails_a_build_nor_changes_a_byte(blog: Blog, spoil: Callable[[Path], None]) -> None:
    blog.write(1, lang="ja", text="本文です。")
    blog.build()
    found = list(kept(blog))
    assert {path.parent.name for path in found} >= {"texts", "covers"}
    for path in found:
        spoil(path)
    for turn in range(2):
        blog.write(0, text=f"Edited {turn}")  # another title would leave its old picture: who made that is not known
        blog.build()
        assert tree(blog.output) == blog.clean()


def test_the_cache_of_another_site_is_of_no_use_and_no_harm(blog: Blog, tmp_path: Path) -> None:
    other = Blog.begun(tmp_path / "other")
    for number in range(4):
        other.write(number, title=f"Of another site {number}", text="Other words.")
    other.build()
    blog.build()
    names = {path.name: path for path in blog.cache.rglob("*.json")}
    shutil.rmtree(blog.cache / "texts")
    shutil.copytree(other.cache / "texts", blog.cache / "texts")
    for path in other.cache.rglob("*.json"):
        shutil.copy(path, names[path.name])
    blog.build()
    assert tree(blog.output) == blog.clean()


def test_what_another_version_has_kept_is_not_asked(blog: Blog, tmp_path: Path) -> None:
    plugin = tmp_path / "more/of_another_version.py"
    plugin.parent.mkdir()
    plugin.write_text("def register():\n    pass\n", encoding="utf-8")
    blog.settings = {"PLUGIN_PATHS": [str(ROOT / "plugins"), str(plugin.parent)]}
    blog.build()
    plugin.write_text("# changed\ndef register():\n    pass\n", encoding="utf-8")
    assert len(blog.build().rendered) == len(blog.site().pages)
    assert tree(blog.output) == blog.clean()


@ROOT_MAY
def test_a_cache_that_cannot_be_written_is_no_reason_to_fail(blog: Blog) -> None:
    blog.cache.mkdir()
    blog.cache.chmod(0o500)
    blog.build()
    assert tree(blog.output) == blog.clean()


@ROOT_MAY
def test_a_cache_that_can_only_be_read_is_still_read(blog: Blog) -> None:
    from quick_reader import texts  # noqa: PLC0415 - on the path once a fixture has put it there

    blog.build()
    for path in blog.cache.rglob("*"):
        os.utime(path, (1, 1))
        path.chmod(0o500 if path.is_dir() else 0o400)
    writer = blog.build()
    assert texts(writer.settings).made == 0
    for path in blog.cache.rglob("*"):
        path.chmod(0o700)
    assert tree(blog.output) == blog.clean()


def test_a_file_where_the_cache_should_be_is_no_reason_to_fail(blog: Blog) -> None:
    blog.cache.write_text("not a folder", encoding="utf-8")
    blog.build()
    assert tree(blog.output) == blog.clean()


def test_a_cache_without_its_output_is_used_for_what_it_is_worth(blog: Blog) -> None:
    blog.build()
    shutil.rmtree(blog.output)
    blog.build()
    assert tree(blog.output) == blog.clean()


@pytest.mark.skipif(not shutil.which("unshare"), reason="disks are made with unshare")
@pytest.mark.parametrize("options", ["size=4k", "size=64k", "size=256k", "ro"])
def test_a_disk_below_the_cache_that_is_full_or_read_only_is_no_reason_to_fail(blog: Blog, options: str) -> None:
    (blog.folder / "settings.py").write_text(
        f"import sys\nsys.path[:0] = [{str(ROOT)!r}]\nfrom pelicanconf import *\n"
        f"THEME, PLUGIN_PATHS = {str(blog.folder / 'theme')!r}, [{str(ROOT / 'plugins')!r}]\n"
        f"CACHE_PATH = {str(blog.cache)!r}\n",
        encoding="utf-8",
    )
    disk = blog.cache
    disk.mkdir()
    places = (str(disk), str(blog.folder), sys.executable, str(ROOT / "plugins/start.py"))
    command = ["unshare", "--map-root-user", "--mount", "sh", "-euc", FULL.format(options=options), "sh", *places]
    environment = os.environ | {"TMPDIR": str(disk)}
    done = subprocess.run(command, capture_output=True, check=False, encoding="utf-8", env=environment, timeout=120)
    if done.returncode == 99 or "unshare" in done.stderr:
        pytest.skip("no disk can be made here")
    assert done.returncode == 0, done.stderr
    assert tree(blog.output) == blog.clean()


def test_a_compiled_template_that_is_none_is_compiled_again(blog: Blog) -> None:
    from jinja2.bccache import bc_magic  # noqa: PLC0415 - as below
    from kept_files import KeptFiles  # noqa: PLC0415 - on the path once a fixture has put it there

    blog.build()
    compiled = [path for path in kept(blog) if path.name.startswith("__enishi_")]
    assert compiled
    for number, path in enumerate(compiled):
        KeptFiles(path.parent).put(path.name, (b"of another Python", bc_magic, bc_magic + b"\x80")[number % 3])
    shutil.rmtree(blog.output)
    blog.build()
    assert tree(blog.output) == blog.clean()


def test_without_a_safe_place_for_compiled_templates_none_are_kept(blog: Blog, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(blog.folder / "nowhere"))
    blog.build()
    assert tree(blog.output) == blog.clean()
