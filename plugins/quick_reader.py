"""Reads posts as Pelican does, sooner: what is known is not parsed again, and what is new is parsed by all hands.

A setting `QUICK = False` leaves everything to Pelican, so that the two can be compared.
"""

from __future__ import annotations

import gc
import os
import re
from codecs import BOM_UTF8
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakSet

from all_hands import hands, shared
from dateutil import tz
from fingerprints import code, digest, said
from kept_texts import KeptTexts
from parsed_texts import ParsedTexts, Parser
from pelican import readers, signals
from pelican.utils import SafeDatetime
from quick_code import fresh_pygments, reuse_pygments
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from parsed_texts import Parsed

FOLDER = "texts"
MANY = 50
"""So many new texts are worth starting other processes for."""
RARE_GC = 50_000
"""New objects between two searches for unused ones: Python's 700 costs a tenth of a build."""
STAMP = re.compile(r"(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d)(?::(\d\d))?(?: ?(?:([+-])(\d\d):?(\d\d)))?", re.ASCII)

_texts: dict[str, ParsedTexts] = {}
_prepared: WeakSet[Any] = WeakSet()


class MarkdownReader(readers.MarkdownReader):  # type: ignore[misc] # Pelican ships no types
    """Pelican's reader of Markdown with a memory; it has the same name, since a post says who read it."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        super().__init__(settings)
        self.ahead: dict[str, Parsed] = {}
        """What was parsed before it was asked for, by path."""

    @cached_property
    def texts(self) -> ParsedTexts:
        """The memory, shared by all readers of a build."""
        return texts(self.settings)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML and the front matter of a file."""
        self._source_path = source_path
        parsed = self.ahead.pop(source_path, None) or self.texts.of(source_path, text_of(source_path))
        self._md = _Known(parsed.formatted)
        return parsed.html, self._parse_metadata(parsed.meta)

    def process_metadata(self, name: str, value: str) -> Any:
        """Read a date written out in full without trying every way to write one."""
        if name in ("date", "modified") and (stamp := STAMP.fullmatch(value)):
            return moment(stamp) or super().process_metadata(name, value)
        return super().process_metadata(name, value)


class _Known:
    """Stands where Pelican expects the parser while it reads front matter: what that would say is known."""

    def __init__(self, formatted: Mapping[str, str]) -> None:
        self.convert = formatted.__getitem__
        self.preprocessors = self

    def deregister(self, name: str) -> None:
        """Nothing is registered here."""

    def reset(self) -> None:
        """Nothing is remembered here."""


def moment(stamp: re.Match[str]) -> Any:
    """Return the date of a full stamp as `dateutil` would; None when there is no such date."""
    year, month, day, hour, minute, second = (int(part or 0) for part in stamp.groups()[:6])
    sign, hours, minutes = stamp.groups()[6:]
    zone = _zone(int(f"{sign}1") * (int(hours) * 3600 + int(minutes) * 60)) if sign else None
    try:
        return SafeDatetime(year, month, day, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None


@cache
def _zone(seconds: int) -> Any:
    return tz.tzoffset(None, seconds) if seconds else tz.UTC


def text_of(path: str) -> str:
    """Return a file as Pelican reads it: without a mark at its beginning, lines ending as Python's do."""
    text = Path(path).read_bytes().removeprefix(BOM_UTF8).decode("utf-8")
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def texts(settings: Mapping[str, Any]) -> ParsedTexts:
    """Return the memory that goes with these settings."""
    wanted = said((settings["MARKDOWN"], settings["FORMATTED_FIELDS"], settings["CACHE_PATH"]))
    if wanted not in _texts:
        parser = Parser(settings["MARKDOWN"], settings["FORMATTED_FIELDS"])
        kept = KeptTexts(Path(settings["CACHE_PATH"]) / FOLDER)
        _texts[wanted] = ParsedTexts(parser, kept, digest(wanted, code(settings["PLUGIN_PATHS"])))
    return _texts[wanted]


def look_ahead(reader: MarkdownReader, paths: Iterable[str]) -> None:
    """Fetch what is known of many files, and parse the rest together when it is much."""
    new: dict[str, str] = {}
    for path in passing(paths):
        text = text_of(path)
        known = reader.texts.known(path, text)
        if known is None:
            new[path] = text
        else:
            reader.ahead[path] = known
    if len(new) > MANY and hands(reader.settings) > 1:
        shared(list(new.items()), lambda item: reader.texts.new(*item), hands(reader.settings))
        reader.ahead |= {path: parsed for path, text in new.items() if (parsed := reader.texts.known(path, text))}


def _prepare(generator: Any, kind: str) -> None:
    """Before the first file of a generator is read, look at all of them."""
    reader = generator.readers.readers.get("md")
    if generator in _prepared or not isinstance(reader, MarkdownReader):
        return
    _prepared.add(generator)
    files = generator.get_files(generator.settings[f"{kind}_PATHS"], exclude=generator.settings[f"{kind}_EXCLUDES"])
    ours = sorted(file for file in files if generator.readers.readers.get(file.rpartition(".")[2]) is reader)
    look_ahead(reader, (os.path.abspath(os.path.join(generator.path, file)) for file in ours))  # noqa: PTH100, PTH118 - as Pelican asks for it


def _prepare_articles(generator: Any) -> None:
    _prepare(generator, "ARTICLE")


def _prepare_pages(generator: Any) -> None:
    _prepare(generator, "PAGE")


def _offer(offered: Any) -> None:
    if offered.settings.get("QUICK", True):
        for suffix in MarkdownReader.file_extensions:
            if offered.reader_classes.get(suffix) is readers.MarkdownReader:
                offered.reader_classes[suffix] = MarkdownReader


def _begin(pelican: Any) -> None:
    _texts.clear()
    if pelican.settings.get("QUICK", True):
        reuse_pygments()
        gc.freeze()
        gc.set_threshold(RARE_GC)
    else:
        fresh_pygments()


def _end(pelican: Any) -> None:
    if pelican.settings.get("QUICK", True):
        known = texts(pelican.settings)
        known.save()
        known.kept.sweep()


def register() -> None:
    """Take the place of Pelican's reader."""
    signals.initialized.connect(_begin)
    signals.readers_init.connect(_offer)
    signals.article_generator_preread.connect(_prepare_articles)
    signals.page_generator_preread.connect(_prepare_pages)
    signals.finalized.connect(_end)
