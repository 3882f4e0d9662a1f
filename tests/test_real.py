"""Real answers through the sources: everything in a file is accounted for, Japanese unchanged."""

from __future__ import annotations

import sys
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from tests.real import ROOT, Real, files
from tests.real.webmentionio import mentioned, snapshots
from tests.recordings import Shelf, way_out
from tests.servers import serve
from tracker.rules.copies import GIFTS, copy_key

if TYPE_CHECKING:
    from tracker.sources import Source

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
ALL = list(files())


@dataclass(frozen=True)
class Line:
    """What became of one file."""

    name: str
    rows: int
    interactions: int
    distinct: int
    gone: int
    other: int
    problems: tuple[str, ...]

    def __str__(self) -> str:
        problems = "".join(f"\n      {problem}" for problem in self.problems)
        return (
            f"{self.name}: {self.rows} rows, {self.interactions} interactions, {self.distinct} distinct, "
            f"{self.gone} deleted, {self.other} about other pages, {len(self.problems)} problems{problems}"
        )


def pulled(real: Real, shelf: Shelf) -> Source:
    """Pull a file into `shelf`."""
    with serve(real.answer) as server, way_out() as http:
        source = real.placed(server.url)
        shelf.pages = []
        for page in source.pages(real.articles_at(server.url), shelf.cursor, http):
            shelf.take(page)
    shelf.end()
    return source


def line(real: Real, shelf: Shelf) -> Line:
    keys = {copy_key(real.source, one) for one in shelf.known.values()}
    gone = len(set(shelf.gone) - set(shelf.known))
    return Line(real.name, real.rows, len(shelf.known), len(keys), gone, real.other, tuple(shelf.problems))


@pytest.mark.parametrize("real", ALL, ids=lambda real: real.name)
def test_every_row_is_an_interaction_or_accounted_for(real: Real) -> None:
    shelf = Shelf()
    pulled(real, shelf)
    told = line(real, shelf)
    sys.stdout.write(f"\n{told}\n")
    assert told.rows == told.interactions + told.gone + told.other
    assert bool(shelf.problems) <= bool(real.other)
    assert all(one.published and one.published.tzinfo for one in shelf.known.values() if one.kind not in GIFTS)


@pytest.mark.parametrize("real", [real for real in ALL if real.words], ids=lambda real: real.name)
def test_japanese_comes_through_unchanged(real: Real) -> None:
    shelf = Shelf()
    pulled(real, shelf)
    told = "\n".join(
        part for one in shelf.known.values() for part in (one.text, one.title, one.account.name if one.account else "")
    )
    missing = {word for word in real.words if unicodedata.normalize("NFC", word) not in told}
    assert missing == set()


@pytest.mark.parametrize("real", ALL, ids=lambda real: real.name)
def test_a_second_pull_brings_nothing_new(real: Real) -> None:
    shelf = Shelf()
    pulled(real, shelf)
    first = shelf.new
    pulled(real, shelf)
    assert (shelf.new, shelf.edited) == (first, 0)
    assert shelf.absent.missing == ()


def test_two_snapshots_of_one_cache_differ_by_twelve_new_and_one_missing() -> None:
    older, newer = (mentioned(file) for file in snapshots())
    shelf = Shelf()
    pulled(older, shelf)
    before = shelf.new
    shelf.cursor = None
    pulled(newer, shelf)
    assert shelf.new - before + newer.other - older.other == 12
    assert len(shelf.absent.missing) == 1
    assert shelf.edited == 0
