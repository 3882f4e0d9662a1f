"""Posts that belong together: `Series: name` in their front matter gives each `article.part`.

A series has its name in one language, and its posts the order of their dates; a post alone is none.
Drafts have no part: what is published must not be numbered by what is not.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

from language_pages import newest_first
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


@dataclass(frozen=True, slots=True)
class Part:
    """Where a post stands in its series."""

    name: str
    number: int
    """From 1."""
    articles: tuple[Any, ...]
    """All posts of the series, oldest first."""

    @property
    def total(self) -> int:
        """How many posts there are so far."""
        return len(self.articles)


def tell_parts(articles: Iterable[Any]) -> None:
    """Set `part` of every post."""
    found: dict[tuple[str, str], list[Any]] = defaultdict(list)
    for article in newest_first(articles)[::-1]:
        article.part = None
        if name := str(article.metadata.get("series", "")).strip():
            found[name, article.lang].append(article)
    for (name, _), together in found.items():
        if len(together) == 1:
            continue
        for number, article in enumerate(together, start=1):
            article.part = Part(name, number, tuple(together))


def _tell(generators: Sequence[Any]) -> None:
    context = generators[0].context
    tell_parts(chain(context["articles"], *(article.translations for article in context["articles"])))


def register() -> None:
    """Tell every post before anything is written."""
    signals.all_generators_finalized.connect(_tell)
