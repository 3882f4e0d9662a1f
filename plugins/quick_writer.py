"""Writes pages as Pelican does, but renders none that would come out the same.

What each page was made from (`page_reads.py`) is kept beside the list of files; a page whose parts
are all as they were, and whose file is as it was left, is left alone. `QUICK = False` renders all.
"""

from __future__ import annotations

import json
import os
from functools import cache
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from fingerprints import code, digest, said, settings_said
from kept_files import KeptFiles
from output_files import kept_folder, untouched, write_changed
from page_reads import MadeFrom, Sums, by_key, made_from, noting, watch
from pelican import signals
from pelican.writers import FileOverwriteFailedError, Writer
from worth import Untold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

LIST = "pages.json"
KEPT = "\0kept"
"""Stands for the text of a page that was not rendered."""


class QuickWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Pelican's writer with a memory."""

    latest: ClassVar[QuickWriter | None] = None
    """The writer of the build under way, for the report and the preview."""

    def __init__(self, output_path: str, settings: Mapping[str, Any]) -> None:
        super().__init__(output_path, settings)
        self.quick = settings.get("QUICK", True)
        self.kept = KeptFiles(kept_folder(settings))
        self.surroundings = _surroundings(settings) if self.quick else ""
        self.before = _read(self.kept.get(LIST), self.surroundings) if self.quick else {}
        self.now: dict[str, tuple[str, MadeFrom]] = {}
        self.rendered: list[str] = []
        self.untold: list[str] = []
        """Pages made every time, because what they are made from cannot be told."""
        self._sums: Sums | None = None
        self._posts: dict[str, Any] = {}
        QuickWriter.latest = self

    def write_file(self, name: str, template: Any, context: Any, *rest: Any, **options: Any) -> None:
        """Render a page, or several with numbers, and write what differs."""
        super().write_file(name, _Page(template, self), context, *rest, **options)

    def text(self, template: Any, context: dict[str, Any]) -> str:
        """Return a page, or `KEPT` when it would come out as it is."""
        name = context["output_file"]
        if self.quick and self._unchanged(name, template, context):
            self.now[name] = self.before[name]
            return KEPT
        self.rendered.append(name)
        return self._rendered(name, template, context) if self.quick else str(template.render(context))

    def _rendered(self, name: str, template: Any, context: dict[str, Any]) -> str:
        with noting() as noted:
            text: str = template.render(context)
        try:
            parts = made_from(noted)
            self.now[name] = (self._sum(template, context, parts), parts)
        except (Untold, KeyError):
            self.untold.append(name)
        return text

    def save(self) -> None:
        """Keep what the pages were made from."""
        if self.now == self.before:
            return
        said = {"surroundings": self.surroundings, **_shortened(self.now)}
        self.kept.put(LIST, json.dumps(said, ensure_ascii=False).encode("utf-8", "surrogatepass"))

    def _unchanged(self, name: str, template: Any, context: dict[str, Any]) -> bool:
        if name not in self.before or not untouched(name):
            return False
        known, parts = self.before[name]
        try:
            return self._sum(template, context, parts) == known
        except (Untold, KeyError):
            return False

    def _sum(self, template: Any, context: dict[str, Any], parts: MadeFrom) -> str:
        if self._sums is None:
            self._sums = Sums(self.settings, self.surroundings)
            self._posts = by_key([*context["generated_content"].values(), *context["static_content"].values()])
        return self._sums.of(template, context, parts, self._posts)

    def _open_w(self, filename: str, encoding: str, override: bool = False) -> Any:  # noqa: FBT001, FBT002 - Pelican's
        """Open a file as Pelican does; it is written when it is closed, if it differs."""
        if filename in self._overridden_files:
            if override:
                raise FileOverwriteFailedError(filename)
            return _File(Path(os.devnull), encoding)
        if filename in self._written_files and not override:
            raise FileOverwriteFailedError(filename)
        if override:
            self._overridden_files.add(filename)
        self._written_files.add(filename)
        return _File(Path(filename), encoding)


class _Page:
    """A template that asks the writer whether to render."""

    def __init__(self, template: Any, writer: QuickWriter) -> None:
        self.template = template
        self.writer = writer

    def render(self, context: dict[str, Any]) -> str:
        """Return the page."""
        return self.writer.text(self.template, context)


class _File(StringIO):
    """A file that is written at the end, and only if it differs from what is there."""

    def __init__(self, path: Path, encoding: str) -> None:
        super().__init__()
        self.path = path
        self.kind = encoding

    def __exit__(self, kind: object, *rest: object) -> None:
        text = self.getvalue()
        if kind is None and text != KEPT and str(self.path) != os.devnull:
            write_changed(self.path, text.replace("\n", os.linesep).encode(self.kind))


def _surroundings(settings: Mapping[str, Any]) -> str:
    """What every page depends on: programs, settings, and the theme's files but for its templates."""
    theme = Path(settings["THEME"])
    files = sorted(path for path in theme.rglob("*") if path.is_file() and not path.is_relative_to(theme / "templates"))
    return digest(code(settings["PLUGIN_PATHS"]), settings_said(settings), *_contents(theme, files))


def _contents(theme: Path, files: list[Path]) -> Iterator[str | bytes]:
    for path in files:
        yield path.relative_to(theme).as_posix()
        yield path.read_bytes()


def _shortened(pages: Mapping[str, tuple[str, MadeFrom]]) -> dict[str, Any]:
    """Write long lists that many pages share only once."""
    shared: dict[tuple[str, ...], int] = {}

    def number(texts: tuple[str, ...]) -> int:
        return shared.setdefault(texts, len(shared))

    posts: dict[str, int] = {}
    lines = {
        name: [
            total,
            number(parts.templates),
            number(parts.names),
            [[posts.setdefault(post, len(posts)), number(read)] for post, read in parts.reads],
        ]
        for name, (total, parts) in pages.items()
    }
    return {"posts": list(posts), "lists": list(shared), "pages": lines}


def _read(kept: bytes | None, surroundings: str) -> dict[str, tuple[str, MadeFrom]]:
    """What pages were made from in the last build; nothing when other programs or settings made them."""
    try:
        data = json.loads(kept or b"{}")
    except ValueError:
        return {}
    if data.get("surroundings") != surroundings:
        return {}
    lists, posts = [tuple(texts) for texts in data["lists"]], data["posts"]
    return {
        name: (total, MadeFrom(lists[t], lists[n], tuple((posts[post], lists[read]) for post, read in reads)))
        for name, (total, t, n, reads) in data["pages"].items()
    }


def _choose(_: object) -> type[QuickWriter]:
    return QuickWriter


def _watch(generator: Any) -> None:
    if generator.settings.get("QUICK", True):
        watch(
            generator.env,
            _compiling(said(generator.settings["JINJA_ENVIRONMENT"]), *generator.settings["PLUGIN_PATHS"]),
        )


@cache
def _compiling(options: str, *folders: str) -> str:
    """What decides how templates are compiled; filters are among it, since Jinja applies them to constants."""
    return options + code(folders)


def _save(_: object) -> None:
    if QuickWriter.latest is not None and QuickWriter.latest.quick:
        QuickWriter.latest.save()


def register() -> None:
    """Take the place of Pelican's writer."""
    signals.generator_init.connect(_watch)
    signals.get_writer.connect(_choose)
    signals.finalized.connect(_save)
