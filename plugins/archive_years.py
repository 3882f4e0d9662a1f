"""Which months have a post: the cadence of each year, for the archives.

Templates call `years(articles)`. Nothing asks what day it is, so that the same posts always give
the same page: months before the first post and after the last are `outside`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Month:
    """One month of a year and the posts written in it, newest first."""

    number: int
    articles: tuple[Any, ...]
    outside: bool
    """Before the first post of all, or after the last."""


@dataclass(frozen=True, slots=True)
class Year:
    """One year: always twelve months."""

    number: int
    months: tuple[Month, ...]

    @property
    def kept(self) -> int:
        """How many months have a post."""
        return sum(bool(month.articles) for month in self.months)

    @property
    def possible(self) -> int:
        """How many months could have one."""
        return sum(not month.outside for month in self.months)


def years(articles: Sequence[Any]) -> list[Year]:
    """Return the years from the last post back to the first, those without a post included."""
    if not articles:
        return []
    written = [(article.date.year, article.date.month) for article in articles]
    first, last = min(written), max(written)
    return [
        Year(year, tuple(_month(year, number, articles, first, last) for number in range(1, 13)))
        for year in range(last[0], first[0] - 1, -1)
    ]


def _month(year: int, number: int, articles: Sequence[Any], first: tuple[int, int], last: tuple[int, int]) -> Month:
    here = tuple(article for article in articles if (article.date.year, article.date.month) == (year, number))
    return Month(number, here, outside=not first <= (year, number) <= last)


def _offer(generator: Any) -> None:
    generator.env.globals["years"] = years


def register() -> None:
    """Give `years` to every template."""
    signals.generator_init.connect(_offer)
