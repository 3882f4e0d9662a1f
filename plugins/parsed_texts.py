"""Markdown parsed by one parser used again and again, and never twice: what came of a text is kept.

Pelican makes a new parser for every file. The result is the same: whoever doubts it runs `enishi build --verify`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from fingerprints import digest
from markdown import Markdown
from quick_code import coloured
from quick_inline import quicken

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kept_texts import KeptTexts

LATEST = "latest"


@dataclass(frozen=True)
class Parsed:
    """What came of one file."""

    html: str
    meta: dict[str, list[str]]
    formatted: dict[str, str] = field(default_factory=dict)
    """Fields of the front matter that are Markdown themselves: text to HTML."""


class Parser:
    """Python-Markdown as the settings want it, one instance for all texts."""

    def __init__(self, settings: Mapping[str, Any], fields: Iterable[str]) -> None:
        self.settings = settings
        self.fields = frozenset(fields)
        self._whole: Markdown | None = None
        self._field: Markdown | None = None

    def parsed(self, text: str) -> Parsed:
        """Parse one file."""
        parser, self._whole = self._whole or _made(self.settings), None
        html = parser.reset().convert(text)
        meta: dict[str, list[str]] = dict(getattr(parser, "Meta", {}))
        said = ["\n".join(value) for name, value in meta.items() if name.lower() in self.fields]
        formatted = {value: self._formatted(value) for value in said}
        if not self._remembers():  # nor does one that has failed come back
            self._whole = parser
        return Parsed(html, meta, formatted)

    def _formatted(self, text: str) -> str:
        if self._field is None:
            self._field = _made(self.settings)
            self._field.preprocessors.deregister("meta")
        return self._field.reset().convert(text)

    def _remembers(self) -> bool:
        """Whether a parser counts its texts: footnotes with `UNIQUE_IDS` do, and no reset makes them forget."""
        configs = self.settings.get("extension_configs", {})
        return any(config.get("UNIQUE_IDS") for config in configs.values())


def _made(settings: Mapping[str, Any]) -> Markdown:
    parser = Markdown(**settings)
    quicken(parser)
    return parser


class ParsedTexts:
    """Every text parsed at most once, in this build or an earlier one."""

    def __init__(self, parser: Parser, kept: KeptTexts, recipe: str) -> None:
        self.parser = parser
        self.kept = kept
        self.recipe = recipe
        """All that decides what comes of a text, but for the text."""
        self.made = 0
        self.found = 0
        self._names: dict[str, str] = (kept.get(digest(LATEST, recipe)) or ({}, ""))[0]
        """The latest text of each file, by path."""

    def of(self, path: str, text: str) -> Parsed:
        """Return what comes of the text of a file."""
        found = self.known(path, text)
        return found if found is not None else self.new(path, text)

    def known(self, path: str, text: str) -> Parsed | None:
        """Return what came of a text before; None when it is new."""
        name = digest(self.recipe, text)
        found = self.kept.get(name)
        if found is None:
            return None
        self.found += 1
        self._names[path] = name
        facts, html = found
        return Parsed(html, facts["meta"], facts["formatted"])

    def new(self, path: str, text: str) -> Parsed:
        """Parse a text and keep what came of it."""
        coloured.begin(self._blocks(path))
        parsed = self.parser.parsed(text)
        self.made += 1
        name = digest(self.recipe, text)
        places = {block: [parsed.html.find(html), len(html)] for block, html in coloured.used.items()}
        self.kept.put(name, {"meta": parsed.meta, "formatted": parsed.formatted, "code": places}, parsed.html)
        self._names[path] = name
        return parsed

    def save(self) -> None:
        """Keep which text was the latest of each file: its blocks of code are known when it is edited."""
        if self.made:
            self.kept.put(digest(LATEST, self.recipe), self._names, "")

    def _blocks(self, path: str) -> dict[str, str]:
        """The coloured code of a file as it was before, by name."""
        facts, html = self.kept.get(self._names.get(path, "")) or ({}, "")
        places = facts.get("code", {})
        return {name: html[at : at + length] for name, (at, length) in places.items() if at >= 0}
