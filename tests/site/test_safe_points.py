"""A build that is given up at any point is as if it had never begun, and what it wrote is told with the next."""

from __future__ import annotations

import gc
import logging
import os
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from tests.site.quick import Blog, tree
from tests.site.site import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from preview_site import Live

LINUX = pytest.mark.skipif(
    os.name != "posix" or os.uname().sysname != "Linux", reason="processes are forked on Linux only"
)
PARTS = 7
"""In so many places of a build it is given up."""


class Patience:
    """Says that something was saved once it was asked so many times."""

    def __init__(self) -> None:
        self.asked = 0
        self.last: float = float("inf")

    def over(self) -> bool:
        self.asked += 1
        return self.asked > self.last

    def begin(self, last: float = float("inf")) -> None:
        self.asked, self.last = 0, last


@pytest.fixture
def blog(tmp_path: Path) -> Blog:
    return Blog.begun(tmp_path / "blog")


@pytest.fixture
def patience() -> Patience:
    return Patience()


@pytest.fixture
def live(blog: Blog, patience: Patience) -> Iterator[Live]:
    """The blog as the preview holds it."""
    from preview_site import Live  # noqa: PLC0415 - on the path once a fixture has put it there

    (blog.folder / "settings.py").write_text(
        f"import sys\nsys.path[:0] = [{str(ROOT)!r}]\nfrom pelicanconf import *\n"
        f"PATH, THEME, CACHE_PATH = {str(blog.content)!r}, {str(blog.folder / 'theme')!r}, {str(blog.cache)!r}\n"
        f"PLUGIN_PATHS = [{str(ROOT / 'plugins')!r}]\n",
        encoding="utf-8",
    )
    logger = logging.getLogger("pelican")
    before = logger.propagate, logger.handlers[:]
    yield Live(blog.folder / "settings.py", blog.output, patience.over)
    logger.propagate, logger.handlers[:] = before


def times(folder: Path) -> dict[str, int]:
    return {path.relative_to(folder).as_posix(): path.stat().st_mtime_ns for path in folder.rglob("*.*")}


def test_given_up_anywhere_the_next_build_is_a_clean_one_and_tells_all_that_changed(
    blog: Blog, live: Live, patience: Patience
) -> None:
    from preview_site import Superseded  # noqa: PLC0415 - as above

    live.build()
    assert patience.asked == 0, "the first build is needed whatever is saved"
    before = times(blog.output)
    blog.write(0, title="Number 0")
    patience.begin()
    assert live.build() >= {name for name, when in times(blog.output).items() if before.get(name) != when}
    points = patience.asked
    assert points > 5 * PARTS
    for part in range(PARTS):
        before = times(blog.output)
        blog.write(part % 4, title=f"Another {part}", text=f"Changed {part} times.")
        patience.begin(part * points // PARTS)
        with pytest.raises(Superseded):
            live.build()
        patience.begin()
        told = live.build()
        assert told >= {name for name, when in times(blog.output).items() if before.get(name) != when}
        assert "en/index.html" in told
        shutil.rmtree(blog.folder / "clean", ignore_errors=True)
        assert tree(blog.output) == blog.clean(), part


def test_a_build_that_failed_tells_with_the_next_what_it_wrote(blog: Blog, live: Live) -> None:
    live.build()
    path = blog.folder / "theme/templates/404.html"
    good = path.read_text("utf-8")
    path.write_text("{{ nothing.such }}", encoding="utf-8")
    blog.write(0, title="Another title")
    with pytest.raises(Exception, match="nothing"):
        live.build()
    path.write_text(good, encoding="utf-8")
    assert {"en/index.html", "en/2026/01/post-0/index.html"} <= live.build()


def test_no_more_than_two_builds_are_held_at_once(blog: Blog, live: Live, patience: Patience) -> None:
    from preview_site import Superseded  # noqa: PLC0415 - as above

    posts = len(list(blog.content.glob("2026/*.md")))
    for turn in range(6):
        blog.write(0, text=f"Saved {turn} times.")
        patience.begin(40 if turn % 3 == 2 else float("inf"))
        with suppress(Superseded):
            live.build()
    held = [one for one in gc.get_objects() if type(one).__name__ == "Article" and one.settings is live.settings]
    assert posts <= len(held) <= 2 * posts


def test_every_item_is_passed_and_a_build_that_is_not_watched_passes_for_nothing() -> None:
    from safe_points import asking, passing  # noqa: PLC0415 - as above

    asked: list[int] = []
    with asking(lambda: asked.append(1)):
        assert list(passing("abc")) == ["a", "b", "c"]
        with asking(None):
            assert list(passing("abc")) == ["a", "b", "c"]
    assert list(passing("abc")) == ["a", "b", "c"]
    assert len(asked) == 3


@LINUX
def test_the_other_hands_end_with_a_build_that_is_given_up(tmp_path: Path) -> None:
    from all_hands import shared  # noqa: PLC0415 - as above
    from preview_site import Superseded  # noqa: PLC0415 - as above
    from safe_points import asking  # noqa: PLC0415 - as above

    def slow(number: int) -> None:
        (tmp_path / f"{os.getpid()}-{number}").touch()
        time.sleep(0.2)

    def ask() -> None:
        if len(list(tmp_path.iterdir())) > 2:
            raise Superseded

    started = time.monotonic()
    with asking(ask), pytest.raises(Superseded):
        shared(list(range(400)), slow, 2)
    assert time.monotonic() - started < 20
    for process in {int(path.name.partition("-")[0]) for path in tmp_path.iterdir()} - {os.getpid()}:
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)
