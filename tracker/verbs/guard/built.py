"""The files of a built site, as the guard reads them."""

from __future__ import annotations

import codecs
import os
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.errors import NotBuilt
from tracker.rules.leaks import views
from tracker.rules.leaks.findings import Place
from tracker.rules.leaks.folding import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping
    from pathlib import Path

    from tracker.rules.leaks.views import View

HEAD = 1024
"""Bytes that tell whether a file is a text."""
WIDE = ((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"), (codecs.BOM_UTF8, "utf-8-sig"))
SHOWN = 20
"""Places of one finding: a word in the layout stands on every page."""


@dataclass(frozen=True)
class Built:
    """What the files of a folder say; each distinct tag is looked at once, for pages repeat them."""

    files: Mapping[str, View]
    sources: Mapping[str, str]

    @classmethod
    def read(cls, folder: Path, sources: Mapping[str, str]) -> Built:
        """Return the texts below `folder`; raises NotBuilt when there is no file at all."""
        names = sorted(_names(folder))
        if not names:
            raise NotBuilt(folder)
        texts = ((name, _text(folder / name)) for name in names)
        return cls({name: views.view(name.lower(), text) for name, text in texts if text is not None}, sources)

    @cached_property
    def folded(self) -> tuple[str, ...]:
        """Everything there is to read, folded: files, then tags."""
        return (*self._outsides.values(), *self._tags.values())

    def places(self, run: str, numbers: Iterable[int]) -> tuple[Place, ...]:
        """Return where a run stands; `numbers` are those of texts in `folded` that have it."""
        names, tags = list(self.files), list(self._tags)
        within = {names[one] for one in numbers if one < len(names)}
        having = {tags[one - len(names)] for one in numbers if one >= len(names)}
        lines = dict.fromkeys(within, 0)
        if having:
            told = ((name, tag.line) for name, view in self.files.items() for tag in view.tags if tag.text in having)
            for name, line in told:
                lines.setdefault(name, line)
        first = self._first(self._place(name, line) for name, line in lines.items())
        return tuple(
            one if one.line else one._replace(line=views.line(self.files[one.file].outside, run)) for one in first
        )

    def found(self, finds: Callable[[str], Iterable[tuple[int, str]]]) -> dict[str, tuple[Place, ...]]:
        """Return what `finds` finds in files (with its line) and where; each distinct tag is shown to it once."""
        found: dict[str, dict[Place, None]] = {}
        in_tags = {tag: {each for _line, each in finds(views.said(tag))} for tag in self._tags}
        for name, view in self.files.items():
            told = [*finds(view.outside), *((tag.line, each) for tag in view.tags for each in in_tags[tag.text])]
            for line, each in told:
                found.setdefault(each, {})[self._place(name, line)] = None
        return {each: self._first(places) for each, places in found.items()}

    def _place(self, name: str, line: int) -> Place:
        return Place(name, line, self.sources.get(name, ""))

    @staticmethod
    def _first(places: Iterable[Place]) -> tuple[Place, ...]:
        """Those first that are known to be made from a text: there it is mended."""
        return tuple(sorted(places, key=lambda one: (not one.source, one))[:SHOWN])

    @cached_property
    def _outsides(self) -> dict[str, str]:
        return {name: fold(view.outside) for name, view in self.files.items()}

    @cached_property
    def _tags(self) -> dict[str, str]:
        distinct = dict.fromkeys(tag.text for view in self.files.values() for tag in view.tags)
        return {tag: fold(views.said(tag)) for tag in distinct}


def _names(folder: Path) -> Iterator[str]:
    for where, _folders, names in os.walk(folder):
        below = os.path.relpath(where, folder).replace(os.sep, "/")
        yield from (name if below == "." else f"{below}/{name}" for name in names)


def _text(path: Path) -> str | None:
    """Return what a file says; None when it is no text: a picture, a font."""
    data = path.read_bytes()
    for mark, codec in WIDE:
        if data.startswith(mark):
            return data.decode(codec, "replace")
    return None if b"\0" in data[:HEAD] else data.decode("utf-8", "replace")
