"""Writes what the search page reads: for each language an index of its public posts, in files that never change.

    <lang>/search/index.<digest>.json   {"words": […], "posts": […]}: names of the files below, in order
    <lang>/search/words/<digest>.json   which words stand in which posts (`search_shards.py`)
    <lang>/search/posts/<digest>.json   one post without its markup (`search_posts.py`)

Each is named after what it holds, so that no browser keeps an old one; the search page is told the
first one's name. `QUICK = False` makes all of it anew.
"""

from __future__ import annotations

import json
import unicodedata
from contextlib import suppress
from dataclasses import astuple, replace
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import output_files
from fingerprints import digest, said
from interface_words import words
from kept_files import KeptFiles
from output_files import kept_folder, write_bytes
from pelican import signals
from safe_points import passing
from search_index import Entry, Index, Maker
from search_posts import Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from search_index import Posts

FOLDER = "search"
LIST = "search.json"
FILES = ("index.*.json", "words/*.json", "posts/*.json")
PROGRAMS = ("search_words.py", "search_posts.py", "search_shards.py", "search_index.py")

_indexes: dict[str, Index] = {}
"""Of the build under way, by their folders in the output."""


def post_of(article: Any, theme: str) -> Post:
    """Return what the search knows of a post."""
    date = words(theme).long_date(article.date, article.lang)
    return Post(article.title, article.url, f"{article.date:%Y-%m-%d}", date, _tags(article), *_texts(article))


def _tags(article: Any) -> tuple[str, ...]:
    return tuple([tag.name for tag in getattr(article, "tags", ())])


def _texts(article: Any) -> tuple[str, str]:
    """Its summary and its text, as they were read: no addresses are needed."""
    return article.metadata.get("summary") or "", article._content or ""  # noqa: SLF001 - for that reason


def recipe(theme: str) -> str:
    """Return a name for all that decides what comes of a post, but for the post."""
    programs = [Path(__file__).with_name(name).read_bytes() for name in PROGRAMS]
    return digest(unicodedata.unidata_version, said(words(theme).texts), *programs)


def _named(article: Any, made_by: str) -> str:
    """A name for all that decides what comes of a post."""
    return digest(made_by, article.title, article.url, article.date.isoformat(), *_texts(article), *_tags(article))


def _posts(everything: Iterable[Any], lang: str, theme: str) -> Posts:
    """The posts of a language, the oldest first."""
    found = sorted((one for one in everything if one.lang == lang), key=lambda one: (one.date, one.url))
    made_by = recipe(theme)
    return {_named(one, made_by): cache(partial(post_of, one, theme)) for one in passing(found)}


def _make(generators: Sequence[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    before = _before(settings) if settings.get("QUICK", True) else {}
    kept = KeptFiles(Path(settings["CACHE_PATH"]) / FOLDER)
    _indexes.clear()
    for lang in settings["LANGUAGES"]:
        folder = f"{lang}/{FOLDER}"
        maker = Maker(folder, before.get(folder, Index()), kept)
        _indexes[folder] = maker.index(_posts(context["everything"], lang, settings["THEME"]))
    context["list_pages"] = [_told(page) for page in context["list_pages"]]


def _told(page: Any) -> Any:
    """The search page with the name of its index."""
    if page.template != FOLDER:
        return page
    return replace(page, values={"index": _indexes[f"{page.lang}/{FOLDER}"].head_file()})


def _write(_: object, writer: Any) -> None:
    for folder, index in _indexes.items():
        for name, data in index.new.items():
            write_bytes(writer.output_path, f"{folder}/{name}", data)
        output_files.build.names.update(f"{folder}/{name}" for name in index.files())


def _before(settings: Mapping[str, Any]) -> dict[str, Index]:
    """The indexes of the last build into the same folder; none when they cannot be told."""
    try:
        data = json.loads((kept_folder(settings) / LIST).read_bytes())
        return {folder: Index([Entry(*values) for values in posts], shards) for folder, (posts, shards) in data.items()}
    except (OSError, ValueError, TypeError, AttributeError, RecursionError):
        return {}


def _sweep(pelican: Any) -> None:
    """Remove what no list knows: the folder is ours alone, and the names in it change with every word."""
    top = Path(pelican.settings["OUTPUT_PATH"])
    for folder, index in _indexes.items():
        there = {f"{folder}/{name}" for name in index.files()}
        for file in (file for pattern in FILES for file in (top / folder).glob(pattern)):
            name = file.relative_to(top).as_posix()
            if name not in there and name not in output_files.build.before:
                file.unlink(missing_ok=True)


def _keep(pelican: Any) -> None:
    made = {folder: ([astuple(entry) for entry in one.entries], one.shards) for folder, one in _indexes.items()}
    with suppress(OSError):  # without it, the next build makes the indexes anew
        folder = kept_folder(pelican.settings)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / LIST).write_text(json.dumps(made), encoding="utf-8")
    KeptFiles(Path(pelican.settings["CACHE_PATH"]) / FOLDER).sweep()


def register() -> None:
    """Make the indexes before any page is written, for one of them names them; write them once the posts are."""
    signals.all_generators_finalized.connect(_make)
    signals.article_writer_finalized.connect(_write)
    signals.finalized.connect(_keep)
    signals.finalized.connect(_sweep)
