"""The picture that goes with a link to a post, for those who read it elsewhere (Open Graph): `article.cover`.

Made at build, once for the same words; `site_covers` are those of pages without one of their own. Where
no font is found, there are none, and the build says so.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from cover_drawing import HEIGHT, RECIPE, WIDTH, Words, drawn
from cover_fonts import FOLDER as FONTS
from cover_fonts import best, fonts, theme_fonts
from kept_files import KeptFiles, name_for
from output_files import write_bytes
from pelican import signals
from pelican.contents import Article
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FOLDER = "covers"
MEMORY = "known.json"

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Cover:
    """The picture of one page."""

    url: str
    """Below the root of the site."""
    says: str
    width: int = WIDTH
    height: int = HEIGHT


class _Drawn(NamedTuple):
    digest: str
    weight: int


class Covers:
    """The pictures of one build, and what is remembered of those of the last."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.theme = settings["THEME"]
        self.kept = KeptFiles(Path(settings["CACHE_PATH"]) / FOLDER)
        self.before = _remembered(self.kept)
        self.now: dict[str, _Drawn] = {}
        self.made: dict[str, Words] = {}
        """What each picture says, by its address."""

    @cached_property
    def recipe(self) -> str:
        """Everything but the words that decides what a picture is."""
        return name_for(RECIPE, *(path.read_bytes() for path in theme_fonts(self.theme)))

    @cached_property
    def fonts(self) -> tuple[str, ...]:
        """The fonts there are; without one it is said, once."""
        found = fonts(self.theme)
        if not found:
            logger.warning("No font was found in theme/%s or on this system: links to posts have no picture.", FONTS)
        return found

    def of(self, words: Words, name: str) -> Cover | None:
        """Return the picture that says these words; None without a font."""
        key = self._key(words)
        known = self.now.get(key) or self.before.get(key)
        if known is None:
            if not self.fonts:
                return None
            data = self._data(words)
            known = _Drawn(name_for(data), len(data))
        self.now[key] = known
        url = f"{FOLDER}/{name}.{known.digest[:8]}.png"
        self.made[url] = words
        return Cover(url, words.title)

    def write(self, folder: str) -> None:
        """Write the pictures that are not there; each is named after what it shows."""
        for url, words in passing(sorted(self.made.items())):
            path = Path(folder) / url
            if path.is_file() and path.stat().st_size == self.now[self._key(words)].weight:
                signals.content_written.send(str(path), context={})
            else:
                write_bytes(folder, url, self._data(words))
        if self.now != self.before:
            self.kept.put(MEMORY, json.dumps(dict(sorted(self.now.items()))).encode())
        self.kept.sweep()

    def _key(self, words: Words) -> str:
        return name_for(self.recipe, str(words))

    def _data(self, words: Words) -> bytes:
        """Return a picture; drawn when nobody has drawn it yet."""
        key = self._key(words)
        data = self.kept.get(key)
        if data is None:
            font, lacking = best(f"{words.title}{words.name}{words.author}0123456789…", self.fonts)
            if any(letter.isalpha() for letter in lacking):
                logger.warning("No font has “%s” of “%s”: a link to it has a picture without.", lacking, words.title)
            left_out = str.maketrans("", "", lacking)
            data = drawn(replace(words, title=" ".join(words.title.translate(left_out).split())), font)
            self.kept.put(key, data)
        return data


def _remembered(kept: KeptFiles) -> dict[str, _Drawn]:
    try:
        return {key: _Drawn(*values) for key, values in json.loads(kept.get(MEMORY) or b"{}").items()}
    except (ValueError, TypeError, AttributeError):
        return {}


def article_words(article: Any) -> Words:
    """Return what the picture of a post says."""
    settings, lang = article.settings, article.lang
    names = settings["SITENAMES"][lang], settings["AUTHORS"][lang]
    return Words(article.title, *names, article.date.year, (article.date.month,))


def site_words(settings: Mapping[str, Any], lang: str, articles: Iterable[Any]) -> Words:
    """Return what the picture of the site says: what it is about, and the months of its last year."""
    months = {(article.date.year, article.date.month) for article in articles}
    year = max(months)[0] if months else None
    stamped = tuple(sorted(month for other, month in months if other == year))
    return Words(settings["TAGLINES"][lang], settings["SITENAMES"][lang], settings["AUTHORS"][lang], year, stamped)


def _begin(content: Any) -> None:
    if isinstance(content, Article):
        content.cover = None


def _assign(generators: Sequence[Any]) -> None:
    posts = generators[0]
    covers = Covers(posts.settings)
    shown = [*posts.articles, *posts.translations]
    for article in passing((*shown, *posts.hidden_articles, *posts.hidden_translations)):
        if not getattr(article, "gone", False):
            article.cover = covers.of(article_words(article), f"{article.slug}-{article.lang}")
    posts.context["site_covers"] = {
        lang: covers.of(site_words(posts.settings, lang, shown), f"site-{lang}") for lang in posts.settings["LANGUAGES"]
    }
    posts.context["covers"] = covers


def _write(generator: Any, writer: Any) -> None:
    generator.context["covers"].write(writer.output_path)


def register() -> None:
    """Decide before anything is written; write once the posts are."""
    signals.content_object_init.connect(_begin)
    signals.all_generators_finalized.connect(_assign)
    signals.article_writer_finalized.connect(_write)
