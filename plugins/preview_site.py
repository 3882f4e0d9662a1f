"""The site as the preview holds it: built once, then page by page as it is saved.

A page that was saved is read and rendered with what the last build knew of all others; the build
that follows puts right whatever else depends on it, and gives way when something is saved meanwhile.
"""

from __future__ import annotations

import gc
import logging
import re
import sys
from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from pkgutil import resolve_name
from typing import TYPE_CHECKING, Any

import output_files
import quick_contents
from pelican import console, signals
from pelican.contents import Article, Content, Page
from pelican.settings import read_settings
from pelican.writers import Writer
from preview_server import Mark, Problem
from safe_points import asking, pause
from strict_build import TemplateBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUOTED = re.compile(r"[“'‘\"](.+?)[”'’\"]|(\{(?:filename|static|attach)\}[^\s;]+)")


class Superseded(BaseException):
    """Something was saved while a build was under way; no handler of errors shall take it for one."""


class Live:
    """A site that is built again and again in one process."""

    def __init__(self, settings_file: Path, output: Path, waiting: Callable[[], bool]) -> None:
        self.settings = read_settings(str(settings_file), override={"OUTPUT_PATH": str(output)})
        self.content = Path(self.settings["PATH"])
        self.theme = Path(self.settings["THEME"])
        self.output = output
        self.said = _Said()
        self._waiting = waiting
        self._changed: set[str] = set()
        """What builds that failed or were given up have written, and nobody was told."""
        self._generators: list[Any] = []
        self._built: list[Any] = []
        self._pelican = _class(self.settings["PELICAN_CLASS"])(self.settings)
        signals.all_generators_finalized.connect(self._keep)
        signals.content_object_init.connect(_pass)
        console.quiet = True

    def build(self) -> set[str]:
        """Build what changed; return the names of the files that were written or removed since it last succeeded.

        Raises Superseded, once there is a whole site to be seen, when something is saved meanwhile.
        """
        self.said.clear()
        _forget_texts()
        gc.collect()  # the build before the last: its posts know one another, and builds look for such things rarely
        try:
            with asking(self._give_way if self._built else None):
                self._pelican.run()
        finally:
            quick_contents.unsettle()
            self._changed |= {*output_files.build.written, *output_files.build.removed}
        self._built = self._generators
        changed, self._changed = self._changed, set()
        return changed

    def page(self, path: Path) -> str:
        """Write the page of one post or page that was saved; return its name, or "" when only a build can tell."""
        self.said.clear()
        name = path.relative_to(self.content).as_posix()
        before = self._built[0].context["generated_content"].get(name) if self._built else None
        kind = type(before)
        if before is None or kind not in (Article, Page):
            return ""
        generator = self._built[1 if kind is Page else 0]
        now = generator.readers.read_file(self.content, name, kind, context=generator.context)
        if not now.is_valid() or (now.save_as, now.status) != (before.save_as, before.status):
            return ""
        _inherit(now, before)
        _PageWriter(self.output, self.settings).write(generator, now)
        return str(now.save_as)

    def marks(self) -> dict[str, Mark]:
        """Which pages are not published as others are."""
        articles, pages = self._built[0], self._built[1]
        drafts = chain(articles.drafts, articles.drafts_translations, pages.draft_pages, pages.draft_translations)
        hidden = chain(
            articles.hidden_articles, articles.hidden_translations, pages.hidden_pages, pages.hidden_translations
        )
        unseen = {one.save_as: Mark("hidden", title=str(one.title)) for one in hidden}
        return {one.save_as: _mark(one) for one in drafts} | unseen

    def problem(self, error: Exception) -> Problem:
        """Say what is wrong and where, as well as it can be told."""
        if isinstance(error, TemplateBroken) and isinstance(error.__cause__, Exception):
            error = error.__cause__  # which says the same of the place, and keeps it apart
        template = _template(error, self.theme)
        if template:
            return Problem(_message(error), *template)
        file, cause = self.said.first or ("", error)
        message = _message(cause)
        for name in [file, *re.findall(r"[^\s:,;]+\.(?:md|json|toml)", message)]:
            path = self.content / name
            if name and path.is_file():
                return Problem(message, str(path.relative_to(self.content.parent)), line_of(path, message))
        return Problem(message)

    def _keep(self, generators: list[Any]) -> None:
        self._generators = generators

    def _give_way(self) -> None:
        if self._waiting():
            raise Superseded


def _pass(_: object) -> None:
    pause()


def _class(chosen: Any) -> Any:
    """The class that builds; Pelican's own is named by a text."""
    return resolve_name(chosen.replace(".", ":", 1)) if isinstance(chosen, str) else chosen


class _PageWriter(Writer):  # type: ignore[misc] # Pelican ships no types
    """Writes one page at once, whatever was written before."""

    def __init__(self, output: Path, settings: Any) -> None:
        super().__init__(str(output), settings)

    def write(self, generator: Any, content: Any) -> None:
        """Write the page of a post (`article` to its template) or of a page (`page`)."""
        kind = "page" if isinstance(content, Page) else "article"
        more = {"category": getattr(content, "category", None), "blog": True} if kind == "article" else {}
        self.write_file(
            content.save_as,
            generator.get_template(content.template),
            generator.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=content.url,
            **{kind: content},
            **more,
        )


class _Said(logging.Handler):
    """What Pelican said went wrong with a file, and why: it goes on, and keeps the reason to itself."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.first: tuple[str, object] | None = None
        logger = logging.getLogger("pelican")
        logger.addHandler(self)
        logger.propagate = False

    def clear(self) -> None:
        """Forget what was said in an earlier build."""
        self.first = None

    def emit(self, record: logging.LogRecord) -> None:
        """Remember the first."""
        arguments = record.args if isinstance(record.args, tuple) and record.args else ("",)
        path = getattr(arguments[0], "relative_source_path", str(arguments[0])).removeprefix("./")
        self.first = self.first or (path, sys.exc_info()[1] or record.getMessage())


def line_of(path: Path, message: str) -> int:
    """The line of a file that a message is about: the first that holds something it quotes; 0 when none does."""
    quoted = [found.rstrip(".") for match in QUOTED.finditer(message) for found in match.groups() if found]
    links = [word for word in re.split(r"[\s;]+", message) if "/" in word and not word.endswith(":")]
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    for words in (quoted, [link.strip(".") for link in links]):
        for number, line in enumerate(lines, 1):
            if any(word in line or word.partition(":")[0] + ":" == line for word in words):
                return number
    return 0


def _inherit(now: Any, before: Any) -> None:
    """Give a post read anew what only a whole build finds out: its neighbours, its translations, its answers."""
    for name, value in vars(before).items():
        if name not in vars(now) or name == "translations":
            setattr(now, name, value)
    if "summary" in before.metadata:
        now.metadata.setdefault("summary", before.metadata["summary"])


def _mark(content: Any) -> Mark:
    date = getattr(content, "date", None)
    if date and date.year < 9999 and date > datetime.now(UTC if date.tzinfo else None):  # noqa: PLR2004 - Pelican's "never"
        return Mark("scheduled", f"{date:%Y-%m-%d %H:%M}", str(content.title))
    return Mark("draft", title=str(content.title))


def _template(error: BaseException, theme: Path) -> tuple[str, int] | None:
    """The template and the line of it in which an error was raised."""
    places = [(frame.f_code.co_filename, line) for frame, line in _frames(error)]
    places.append((getattr(error, "filename", None) or "", getattr(error, "lineno", None) or 0))
    for file, line in reversed(places):
        path = Path(file)
        if path.suffix != ".py" and path.is_relative_to(theme):
            return str(path.relative_to(theme.parent)), line
    return None


def _frames(error: BaseException) -> Iterator[tuple[Any, int]]:
    trace = error.__traceback__
    while trace:
        yield trace.tb_frame, trace.tb_lineno
        trace = trace.tb_next


def _message(error: object) -> str:
    return f"{type(error).__name__}: {error}" if isinstance(error, Exception) else str(error)


def _forget_texts() -> None:
    """Pelican never forgets a text it has filled addresses into; here there is one more at every save."""
    for name in ("get_content", "get_summary"):
        vars(Content)[name].cache.clear()
