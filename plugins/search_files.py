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
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerprints import digest
from interface_words import words
from kept_files import KeptFiles
from output_files import belongs, kept_folder, write_bytes
from pelican import signals
from search_index import Entry, Index, Maker
from search_posts import Post

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

FOLDER = "search"
LIST = "search.json"
PROGRAMS = ("search_words.py", "search_posts.py", "search_shards.py", "search_index.py")

_indexes: dict[str, Index] = {}
"""Of the build under way, by their folders in the output."""


def post_of(article: Any, date: str) -> Post:
    """Return what the search knows of a post."""
    tags = tuple(tag.name for tag in getattr(article, "tags", ()))
    day, text = f"{article.date:%Y-%m-%d}", article._content or ""  # noqa: SLF001 - no addresses in it
    return Post(article.title, article.url, day, date, tags, article.summary or "", text)


def recipe() -> str:
    """Return a name for all that decides what comes of a post, but for the post."""
    return digest(unicodedata.unidata_version, *(Path(__file__).with_name(name).read_bytes() for name in PROGRAMS))


def _posts(everything: Iterable[Any], lang: str, settings: Mapping[str, Any]) -> list[Post]:
    """The posts of a language, the oldest first."""
    long_date = words(settings["THEME"]).long_date
    found = [article for article in everything if article.lang == lang]
    return [post_of(one, long_date(one.date, lang)) for one in sorted(found, key=lambda one: (one.date, one.url))]


def _make(generators: Sequence[Any]) -> None:
    context, settings = generators[0].context, generators[0].settings
    before = _before(settings) if settings.get("QUICK", True) else {}
    kept, made_by = KeptFiles(Path(settings["CACHE_PATH"]) / FOLDER), recipe()
    _indexes.clear()
    for lang in settings["LANGUAGES"]:
        folder = f"{lang}/{FOLDER}"
        maker = Maker(folder, before.get(folder, Index()), kept, made_by)
        _indexes[folder] = maker.index(_posts(context["everything"], lang, settings))
    context["list_pages"] = [_told(page) for page in context["list_pages"]]


def _told(page: Any) -> Any:
    """The search page with the name of its index."""
    if page.template != FOLDER:
        return page
    return replace(page, values={"index": _indexes[f"{page.lang}/{FOLDER}"].head_file()})


def _write(_: object, writer: Any) -> None:
    for folder, index in _indexes.items():
        for name in index.files():
            if name in index.new:
                write_bytes(writer.output_path, f"{folder}/{name}", index.new[name])
            else:
                belongs(f"{writer.output_path}/{folder}/{name}")


def _before(settings: Mapping[str, Any]) -> dict[str, Index]:
    """The indexes of the last build into the same folder; none when they cannot be told."""
    try:
        data = json.loads((kept_folder(settings) / LIST).read_bytes())
        return {folder: Index([Entry(*values) for values in posts], shards) for folder, (posts, shards) in data.items()}
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _keep(pelican: Any) -> None:
    said = {folder: ([astuple(entry) for entry in one.entries], one.shards) for folder, one in _indexes.items()}
    with suppress(OSError):  # without it, the next build makes the indexes anew
        folder = kept_folder(pelican.settings)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / LIST).write_text(json.dumps(said), encoding="utf-8")
    KeptFiles(Path(pelican.settings["CACHE_PATH"]) / FOLDER).sweep()


def register() -> None:
    """Make the indexes before any page is written, for one of them names them; write them once the posts are."""
    signals.all_generators_finalized.connect(_make)
    signals.article_writer_finalized.connect(_write)
    signals.finalized.connect(_keep)
