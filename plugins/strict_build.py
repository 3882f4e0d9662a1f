"""Fail the build where Pelican would leave something out and go on.

Stock Pelican ends well although a plugin could not be loaded, a post could not be read
or a link leads nowhere. The class is named in the settings (`PELICAN_CLASS`), not among
the plugins: were it a plugin only, it could be left out itself.
"""

from __future__ import annotations

from pathlib import Path
from traceback import walk_tb
from typing import TYPE_CHECKING, Any

from jinja2 import TemplateError, TemplateSyntaxError
from pelican import Pelican, signals
from safe_points import passing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


class PluginsMissing(Exception):
    """A plugin that the settings name is not there or broke while it was loaded."""

    def __init__(self, names: Iterable[str]) -> None:
        super().__init__(f"These plugins could not be loaded (the reason stands above): {', '.join(names)}.")


class PostsLeftOut(Exception):
    """Pelican could not read a post or a page."""

    def __init__(self, paths: Iterable[str]) -> None:
        super().__init__(f"These files could not be read (the reason stands above): {', '.join(paths)}.")


class BrokenLinks(Exception):
    """A `{filename}` or `{static}` link names a file that is not there."""

    def __init__(self, links: Iterable[str]) -> None:
        super().__init__(f"These links name files that are not there: {'; '.join(links)}.")


class TemplateBroken(Exception):
    """A template of the theme that cannot be read, or that names what is not there."""

    def __init__(self, file: str, line: int, reason: object) -> None:
        super().__init__(f"{file}, line {line}: {reason}")


class StrictPelican(Pelican):  # type: ignore[misc] # Pelican ships no types
    """Pelican that refuses to start without all of its plugins."""

    def init_plugins(self) -> None:
        """Load the plugins; raise `PluginsMissing` unless all of them are there."""
        wanted = [_name(plugin) for plugin in self.settings["PLUGINS"]]
        super().init_plugins()
        if missing := missing_plugins(wanted, self.settings["PLUGINS"]):
            raise PluginsMissing(missing)

    def run(self) -> None:
        """Build; raise `TemplateBroken` with the file and the line where Jinja itself says neither."""
        try:
            super().run()
        except TemplateError as error:
            if place := template_place(error):
                raise TemplateBroken(*place, error) from error
            raise


def template_place(error: TemplateError) -> tuple[str, int] | None:
    """Return the file and the line of the template that an error comes from; None when none is known."""
    if isinstance(error, TemplateSyntaxError) and error.filename:
        return error.filename, error.lineno
    frames = [(frame.f_code.co_filename, line) for frame, line in walk_tb(error.__traceback__)]
    return next((place for place in reversed(frames) if place[0].endswith(".html")), None)


def missing_plugins(wanted: Sequence[str], loaded: Iterable[str]) -> list[str]:
    """Those wanted that were not loaded; a plugin of the `pelican.plugins` namespace has a short name too."""
    there = {name.removeprefix("pelican.plugins.") for name in loaded}
    return [name for name in wanted if name.removeprefix("pelican.plugins.") not in there]


def left_out(contents: Mapping[str, object | None]) -> list[str]:
    """Paths of the files Pelican found and could not read."""
    return sorted(path for path, content in contents.items() if content is None)


def broken_links(contents: Iterable[Any]) -> Iterator[str]:
    """Yield `file: link` for each link that Pelican left as it was written, or to a file that is not there."""
    for content in passing(contents):
        pattern = content._get_intrasite_link_regex()  # noqa: SLF001 - Pelican has no public name for it
        for match in pattern.finditer(content.get_content("")):
            yield f"{content.relative_source_path}: {match['path']}"
        folder = Path(content.settings["PATH"])
        for name in sorted(content.get_static_links()):
            if not (folder / name).is_file():
                yield f"{content.relative_source_path}: {name}"


def _name(plugin: object) -> str:
    return plugin if isinstance(plugin, str) else str(getattr(plugin, "__name__", plugin))


def _check(generators: Sequence[Any]) -> None:
    contents = generators[0].context["generated_content"]
    if paths := left_out(contents):
        raise PostsLeftOut(paths)
    if links := list(broken_links(contents.values())):
        raise BrokenLinks(links)


def register() -> None:
    """Check what was read before anything is written."""
    signals.all_generators_finalized.connect(_check)
