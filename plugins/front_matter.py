"""What a post must say before its text: `Uid`, `Lang` and `Slug`, each pair of the last two only once.

`Aliases` and `Syndication` become tuples; a post without them has empty ones.
"""

from __future__ import annotations

from collections import Counter
from itertools import chain
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

REQUIRED = ("uid", "lang", "slug")
LISTS = ("aliases", "syndication")


class FrontMatterMissing(Exception):
    """A post lacks a line."""

    def __init__(self, path: str, names: Iterable[str]) -> None:
        lines = ", ".join(f"“{name.title()}:”" for name in names)
        super().__init__(f"{path} lacks {lines} before its text.")


class UnknownLanguage(Exception):
    """A language that the settings do not name."""

    def __init__(self, path: str, lang: str, known: Iterable[str]) -> None:
        super().__init__(f"{path} says “Lang: {lang}”; this site is written in {', '.join(known)}.")


class SaidTwice(Exception):
    """Two posts say what only one may."""

    def __init__(self, name: str, value: str, paths: Iterable[str]) -> None:
        super().__init__(f"“{name}: {value}” stands in several posts: {', '.join(paths)}.")


def missing(metadata: dict[str, object]) -> list[str]:
    """Names of the lines that are required and not there."""
    return [name for name in REQUIRED if not metadata.get(name)]


def listed(value: str | Sequence[str]) -> tuple[str, ...]:
    """Return the parts of a line separated by commas, or of several lines."""
    lines = [value] if isinstance(value, str) else value
    parts = (part.strip() for line in lines for part in line.split(","))
    return tuple(part for part in parts if part)


def _complete(content: Any) -> None:
    if not isinstance(content, Article):
        return
    for name in LISTS:
        setattr(content, name, listed(content.metadata.get(name, "")))


def _check(generator: Any) -> None:
    articles = list(
        chain(
            generator.articles,
            generator.translations,
            generator.hidden_articles,
            generator.hidden_translations,
            generator.drafts,
            generator.drafts_translations,
        )
    )
    for article in articles:
        if names := missing(article.metadata):
            raise FrontMatterMissing(article.relative_source_path, names)
        if article.lang not in generator.settings["LANGUAGES"]:
            raise UnknownLanguage(article.relative_source_path, article.lang, generator.settings["LANGUAGES"])
    _unique("Uid", [(article.uid, article.relative_source_path) for article in articles])
    _unique("Slug", [(f"{article.slug} ({article.lang})", article.relative_source_path) for article in articles])


def _unique(name: str, said: Sequence[tuple[str, str]]) -> None:
    for value, times in Counter(value for value, _ in said).items():
        if times > 1:
            raise SaidTwice(name, value, sorted(path for other, path in said if other == value))


def register() -> None:
    """Complete every post as it is read; check them all once they are."""
    signals.content_object_init.connect(_complete)
    signals.article_generator_finalized.connect(_check)
