"""The site built without docutils is the site as Pelican builds it, and a text that only docutils reads is read."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.site.quick import Blog, tree
from tests.site.site import ROOT

if TYPE_CHECKING:
    from pathlib import Path

PLAIN = ("-m", "pelican")
OURS = (str(ROOT / "plugins/start.py"),)
REST = "A heading\n=========\n\n:date: 2026-01-01\n\n*Emphasis*.\n"


def run(folder: Path, output: str, *start: str) -> subprocess.CompletedProcess[str]:
    options = ("--settings", "settings.py", "--output", output, "--fatal", "warnings", "--log-handler", "plain")
    command = [sys.executable, *start, *options]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8", timeout=120)


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    blog = Blog.begun(tmp_path / "blog")
    (blog.folder / "settings.py").write_text(
        f"import sys\nsys.path[:0] = [{str(ROOT)!r}]\nfrom pelicanconf import *\n"
        f"THEME, CACHE_PATH = {str(blog.folder / 'theme')!r}, {str(blog.cache)!r}\n"
        f"SITEURL, PLUGIN_PATHS = 'https://mio.example', [{str(ROOT / 'plugins')!r}]\n",
        encoding="utf-8",
    )
    return blog


def test_it_builds_what_pelican_builds(blog: Blog) -> None:
    for output, start in (("with", PLAIN), ("without", OURS), ("with", OURS)):
        done = run(blog.folder, output, *start)
        assert (done.returncode, done.stderr) == (0, "")
    assert tree(blog.folder / "with") == tree(blog.folder / "without") != {}


def test_neither_docutils_nor_pillow_nor_budoux_is_opened_when_nothing_is_drawn(blog: Blog) -> None:
    assert run(blog.folder, "output", *OURS).returncode == 0
    blog.write(0, text="Edited.")
    done = run(blog.folder, "output", "-X", "importtime", *OURS)
    opened = {line.rpartition("|")[2].strip().partition(".")[0] for line in done.stderr.splitlines() if "|" in line}
    assert "pelican" in opened
    assert not opened & {"docutils", "PIL", "budoux"}


def test_settings_import_what_lies_beside_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.md").write_text("Title: A\nDate: 2026-01-01\n\nText.\n", encoding="utf-8")
    (tmp_path / "settings.py").write_text("from pelicanconf import *\n", encoding="utf-8")
    (tmp_path / "pelicanconf.py").write_text(
        "PATH, TIMEZONE, SITEURL, FEED_ALL_ATOM = 'content', 'UTC', 'https://mio.example', None\nSITENAME = 'Mine'\n",
        encoding="utf-8",
    )
    assert run(tmp_path, "output", *OURS).returncode == 0
    assert "Mine" in (tmp_path / "output/index.html").read_text("utf-8")


def test_a_site_with_restructured_text_is_built_as_pelican_does_it(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content/a.rst").write_text(REST, encoding="utf-8")
    (tmp_path / "settings.py").write_text(
        "PATH, TIMEZONE, SITEURL, FEED_ALL_ATOM = 'content', 'UTC', 'https://mio.example', None\n", encoding="utf-8"
    )
    done = run(tmp_path, "output", *OURS)
    assert (done.returncode, done.stderr) == (0, "")
    assert "<em>Emphasis</em>" in (tmp_path / "output/a-heading.html").read_text("utf-8")
