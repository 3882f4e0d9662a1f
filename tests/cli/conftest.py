from __future__ import annotations

import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.cli.desk import Desk, surroundings
from tests.instance import TOKEN
from tests.publicity import publicity
from tests.sky import PASSWORD
from tracker.journeys.demo.cast import Cast
from tracker.journeys.demo.stage import Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.publicity import Publicity

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


@pytest.fixture
def town(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Publicity]:
    """A blog with one article of three days ago, and two places it may be announced in."""
    monkeypatch.setenv("ENISHI_MASTODON_TOKEN", TOKEN)
    monkeypatch.setenv("ENISHI_BLUESKY_APP_PASSWORD", PASSWORD)
    with publicity() as opened:
        opened.publish("search")
        opened.settle(empty.blog)
        (empty.blog / "content").mkdir()
        yield opened


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
