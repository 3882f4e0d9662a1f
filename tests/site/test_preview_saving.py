"""What is saved is seen, however it is saved: half at first, in the middle of a build, between two starts."""

from __future__ import annotations

import os
import signal
import time
from typing import TYPE_CHECKING

import pytest

from tests.site.tabs import PAGE, Tab, loaded, previewed, see, site

if TYPE_CHECKING:
    from pathlib import Path

POSIX = pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")


def test_a_file_that_is_half_saved_is_waited_for(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    with previewed(blog.folder) as (port, child):
        see(port, PAGE, "Text 0.")
        time.sleep(1)
        for text in (b"", "Title: 余".encode()[:-1], b"Title: A\nDate: 2026-1"):
            blog.path(0).write_bytes(text)
            time.sleep(0.3)
            assert "preview-problem" not in loaded(port, PAGE)
            blog.write(0, text=f"Whole again after {len(text)}.")
            see(port, PAGE, f"Whole again after {len(text)}.")
        blog.path(0).write_bytes(b"")
        assert "Whole again" in see(port, PAGE, "preview-problem"), "after a while it is not on its way any more"
        child.kill()
        said = child.communicate()[1]
    assert len(said.splitlines()) == 1, said


def test_what_is_saved_while_the_rest_is_built_is_seen_first(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    with previewed(blog.folder) as (port, _child):
        see(port, PAGE, "Text 0.")
        time.sleep(1)
        for turn in range(12):
            blog.write(0, title=f"Name {turn}", text=f"Saved {turn} times.")
            see(port, PAGE, f"Saved {turn} times.")
            time.sleep(0.16 + turn / 50)  # once the rest has begun, at another point of it every time
        assert "Name 11" in see(port, "/en/archives/", "Name 11", gone="preview-problem")


@POSIX
def test_ctrl_c_and_a_new_start_show_what_was_saved_between(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    with previewed(blog.folder) as (port, child):
        see(port, PAGE, "Text 0.")
        time.sleep(1)
        blog.write(0, title="Half built")
        time.sleep(0.2)
        child.send_signal(signal.SIGINT)
        assert child.wait(5) == 0
    blog.write(0, text="Saved between.")
    with previewed(blog.folder, port=port) as (_port, _child):
        see(port, PAGE, "Saved between.", gone="Text 0.")
        time.sleep(1)
        blog.write(0, text="Saved after.")
        see(port, PAGE, "Saved after.")


@POSIX
def test_ctrl_c_ends_it_at_once_whoever_listens(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    with previewed(blog.folder) as (port, child):
        see(port, PAGE, "Text 0.")
        tab = Tab(port, PAGE)
        child.send_signal(signal.SIGINT)
        assert child.wait(5) == 0
        assert tab.told() == "closed"
        tab.close()


@POSIX
def test_a_terminal_hears_what_is_wrong_and_that_it_is_mended(tmp_path: Path) -> None:
    blog = site(tmp_path / "blog")
    with previewed(blog.folder) as (port, child):
        see(port, PAGE, "h-entry")
        blog.write(0, text="[gone]({filename}gone.md)")
        see(port, PAGE, "preview-problem")
        blog.write(0, text="Mended.")
        see(port, PAGE, "Mended.", gone="preview-problem")
        child.send_signal(signal.SIGINT)
        _out, err = child.communicate(timeout=60)
    wrong, mended = err.splitlines()
    assert wrong.startswith("content/2026/00-post.en.md:8: BrokenLinks")
    assert mended.endswith(" content/2026/00-post.en.md")
