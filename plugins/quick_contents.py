"""Pelican's posts without what they do again and again: search for `{filename}` links, say where they lie and lead.

Pelican's pattern tries every tag of a text several times in a build. A link of that kind begins with a
quotation mark and a brace, which is quick to find; only there the pattern is tried. The matches are the same.
An address is asked for twenty times in a build; made of the same slug, language and day it is the same.
"""

from __future__ import annotations

import re
from datetime import datetime
from functools import cache
from string import Formatter
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article, Content, Page
from pelican.settings import DEFAULT_CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

QUOTES = ('"', "'")
BRACES = ("{", "|")
STEADY = {"slug": re.compile(""), "lang": re.compile(""), "date": re.compile("(?:%-?[Ymd]|[-/.])+")}
"""What an address may be made of to be remembered, and in which form: nothing that the locale or the clock decides."""
USUAL = DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]

_slow = Content._get_intrasite_link_regex  # noqa: SLF001 - Pelican has no public name for it
_lies = Content.get_relative_source_path
_leads = Content.get_url_setting
_expands = Content._expand_settings  # noqa: SLF001 - the same


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
    """Where a link can begin: one letter is sought, which is ten times sooner than two."""
    found = []
    for brace in BRACES:
        at = text.find(brace)
        while at >= 0:
            if text[at - 1 : at] in QUOTES:
                found.append(at - 1)
            at = text.find(brace, at + 1)
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


_expanded: dict[tuple[str, ...], str] = {}


def _expand(content: Any, key: str, klass: str | None = None) -> str:
    """Fill in the form of an address; what other settings than the usual ones want of a post is left to Pelican."""
    form = str(content.settings[f"{klass or type(content).__name__}_{key}".upper()])
    date, slug, lang = (getattr(content, name, None) for name in ("date", "slug", "lang"))
    if not (_is_steady(form) and isinstance(date, datetime) and isinstance(slug, str) and isinstance(lang, str)):
        return str(_expands(content, key, klass))
    name = (form, slug, lang, date.isoformat())
    if name not in _expanded:
        _expanded[name] = _expands(content, key, klass)
    return _expanded[name]


@cache
def _is_steady(form: str) -> bool:
    """Whether an address is made of nothing but what it is remembered by."""
    fields = [(name, spec or "", kind) for _, name, spec, kind in Formatter().parse(form) if name is not None]
    return all(name in STEADY and STEADY[name].fullmatch(spec) and not kind for name, spec, kind in fields)


_addresses: dict[tuple[Any, str], str] = {}


def _address(content: Any, key: str) -> str:
    """Once pages are written, the address of a post or page stays what it is."""
    if (content, key) not in _addresses:
        _addresses[content, key] = _leads(content, key)
    return _addresses[content, key]


def _settle(pelican: Any) -> None:
    if pelican.settings.get("QUICK", True):
        Article.get_url_setting = Page.get_url_setting = _address


def unsettle(*_: object) -> None:
    """Let addresses change again: a build begins, has ended, or was given up."""
    _addresses.clear()
    _expanded.clear()
    Article.get_url_setting = Page.get_url_setting = _leads


def _choose(pelican: Any) -> None:
    unsettle()
    quick = pelican.settings.get("QUICK", True)
    Content._get_intrasite_link_regex = _pattern if quick else _slow  # noqa: SLF001 - the same
    Content.get_relative_source_path = _place if quick else _lies
    Content._expand_settings = _expand if quick else _expands  # noqa: SLF001 - the same


def register() -> None:
    """Use all of it unless the settings say `QUICK = False`."""
    signals.initialized.connect(_choose)
    signals.article_generator_init.connect(unsettle)
    signals.get_writer.connect(_settle)
    signals.finalized.connect(unsettle)
