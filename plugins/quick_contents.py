"""Pelican's posts without what they do again and again: search for `{filename}` links, say where they lie and lead.

Pelican's pattern tries every tag of a text several times in a build. A link of that kind begins with a
quotation mark and a brace, which is quick to find; only there the pattern is tried. The matches are the same.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article, Content, Page
from pelican.settings import DEFAULT_CONFIG

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator

BEGINNINGS = ('"{', "'{", '"|', "'|")
USUAL = DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]

_slow = Content._get_intrasite_link_regex  # noqa: SLF001 - Pelican has no public name for it
_lies = Content.get_relative_source_path
_leads = Content.get_url_setting


class QuickPattern:
    """What Pelican and our plugins use of a compiled pattern."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches of the pattern in order."""
        at = 0
        for quote in _quotes(text):
            if quote < at:
                continue
            tag = text.find("<", max(at, text.rfind(">", at, quote) + 1), quote)
            match = self.pattern.match(text, tag) if tag >= 0 else None
            yield from (match,) if match else ()
            at = match.end() if match else quote + 1

    def sub(self, replace: Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with every match replaced."""
        parts, at = [], 0
        for match in self.finditer(text):
            parts += [text[at : match.start()], replace(match)]
            at = match.end()
        return "".join([*parts, text[at:]]) if parts else text


def _quotes(text: str) -> list[int]:
    """Where a link can begin."""
    found = []
    for beginning in BEGINNINGS:
        at = text.find(beginning)
        while at >= 0:
            found.append(at)
            at = text.find(beginning, at + 1)
    return sorted(found)


_patterns: dict[str, QuickPattern] = {}


def _pattern(content: Any) -> Any:
    chosen = content.settings["INTRASITE_LINK_REGEX"]
    if chosen != USUAL:
        return _slow(content)
    if chosen not in _patterns:
        _patterns[chosen] = QuickPattern(_slow(content))
    return _patterns[chosen]


def _place(content: Any, source_path: str | None = None) -> str | None:
    path = source_path or content.source_path
    return _relative(content.settings["PATH"], path) if path else None


@cache
def _relative(top: str, path: str) -> str:
    found: str = _lies(_Anywhere(top, path))
    return found


class _Anywhere:
    """As much of a post as Pelican needs to say where it lies."""

    def __init__(self, top: str, path: str) -> None:
        self.settings = {"PATH": top}
        self.source_path = path


_addresses: dict[tuple[Any, str], str] = {}


def _address(content: Any, key: str) -> str:
    """Once pages are written, the address of a post or page stays what it is."""
    if (content, key) not in _addresses:
        _addresses[content, key] = _leads(content, key)
    return _addresses[content, key]


def _settle(pelican: Any) -> None:
    if pelican.settings.get("QUICK", True):
        Article.get_url_setting = Page.get_url_setting = _address


def _unsettle(*_: object) -> None:
    _addresses.clear()
    Article.get_url_setting = Page.get_url_setting = _leads


def _choose(pelican: Any) -> None:
    _unsettle()
    quick = pelican.settings.get("QUICK", True)
    Content._get_intrasite_link_regex = _pattern if quick else _slow  # noqa: SLF001 - the same
    Content.get_relative_source_path = _place if quick else _lies


def register() -> None:
    """Use all three unless the settings say `QUICK = False`."""
    signals.initialized.connect(_choose)
    signals.article_generator_init.connect(_unsettle)
    signals.get_writer.connect(_settle)
    signals.finalized.connect(_unsettle)
