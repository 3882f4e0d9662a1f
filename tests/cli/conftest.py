from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.desk import Desk, surroundings
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCES = ("webmentionio", "hackernews", "hatena", "feed")


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    """The services, for those who only read them."""
    with Stage(Cast.load()) as playing:
        yield playing


@pytest.fixture
def empty(stage: Stage) -> Iterator[Desk]:
    """A desk where nothing has been pulled."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder, seated(Path(folder), stage) as made:
        yield made


@pytest.fixture
def desk(empty: Desk, pulled: Desk) -> Desk:
    """A desk where everything has been pulled."""
    empty.take_over(pulled)
    return empty


@pytest.fixture(scope="session")
def pulled(stage: Stage) -> Iterator[Desk]:
    """Everything, pulled once; place by place, so that numbers are the same in every run."""
    with tempfile.TemporaryDirectory(prefix="desk-") as folder:
        with seated(Path(folder), stage) as made:
            for source in SOURCES:
                assert made.type(f"pull {source}").code == 0
        yield made


@contextmanager
def seated(home: Path, stage: Stage) -> Iterator[Desk]:
    """Furnish a desk and sit down at it; afterwards everything around is as it was."""
    desk = Desk(home.resolve())
    desk.furnish(stage)
    with pytest.MonkeyPatch.context() as patch:
        for name, value in surroundings(desk):
            if value is None:
                patch.delenv(name, raising=False)
            else:
                patch.setenv(name, value)
        patch.chdir(desk.blog)
        time.tzset()
        yield desk
    time.tzset()
