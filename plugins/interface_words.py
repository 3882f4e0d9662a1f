"""What the theme says, in the language of the page: `theme/words.toml`.

Templates call `word("archives", lang)`, `counted("likes", 3, lang)` and `long_date(date, lang)`.
A word that is missing fails the build.
"""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

if TYPE_CHECKING:
    from datetime import date


class WordMissing(Exception):
    """The catalogue lacks a word."""

    def __init__(self, key: str, lang: str) -> None:
        super().__init__(f"theme/words.toml has no “{key}” under [{lang}].")


class Words:
    """The catalogue of one theme: texts by language and key, with {named} places."""

    def __init__(self, texts: dict[str, dict[str, str]]) -> None:
        self.texts = texts

    def word(self, key: str, lang: str, **values: object) -> str:
        """Return the text for `key`, its places filled in."""
        try:
            return self.texts[lang][key].format(**values)
        except KeyError as error:
            raise WordMissing(key, lang) from error

    def counted(self, key: str, count: int, lang: str, **values: object) -> str:
        """Return the text that goes with `count`: `key_one` or `key_many`."""
        return self.word(f"{key}_one" if count == 1 else f"{key}_many", lang, count=f"{count:,}", **values)

    def long_date(self, day: date, lang: str) -> str:
        """Return a date as it is written out."""
        return self.word("date", lang, year=day.year, month=self.month(day.month, lang), day=day.day)

    def month(self, number: int, lang: str) -> str:
        """Return the name of a month, 1 to 12."""
        return self.word(f"month_{number}", lang)


@cache
def words(theme: str) -> Words:
    """Read the catalogue of a theme, once."""
    return Words(tomllib.loads((Path(theme) / "words.toml").read_text(encoding="utf-8")))


def _speak(generator: Any) -> None:
    catalogue = words(generator.theme)
    generator.env.globals.update(
        word=catalogue.word,
        counted=catalogue.counted,
        long_date=catalogue.long_date,
        month_name=catalogue.month,
    )


def register() -> None:
    """Give the words to every template."""
    signals.generator_init.connect(_speak)
