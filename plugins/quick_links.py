"""Pelican's search for `{filename}` links without its cost: the same matches, looked for only where one can be.

Its pattern tries every tag of a text several times in a build. A link of that kind begins with a
quotation mark and a brace, which is quick to find; only there the pattern is tried.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Content
from pelican.settings import DEFAULT_CONFIG

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

BEGINNING = re.compile(r"""["'][{|]""")

_slow = Content._get_intrasite_link_regex  # noqa: SLF001 - Pelican has no public name for it


class QuickPattern:
    """What Pelican and our plugins use of a compiled pattern."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self.pattern = pattern

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        """Yield the matches of the pattern in order."""
        at = 0
        while quote := BEGINNING.search(text, at):
            tag = text.find("<", max(at, text.rfind(">", at, quote.start()) + 1), quote.start())
            match = self.pattern.match(text, tag) if tag >= 0 else None
            yield from (match,) if match else ()
            at = match.end() if match else quote.end()

    def sub(self, replace: Callable[[re.Match[str]], str], text: str) -> str:
        """Return the text with every match replaced."""
        parts, at = [], 0
        for match in self.finditer(text):
            parts += [text[at : match.start()], replace(match)]
            at = match.end()
        return "".join([*parts, text[at:]]) if parts else text


@cache
def _quick(pattern: str) -> QuickPattern:
    return QuickPattern(re.compile(pattern, re.VERBOSE))


def _pattern(content: Any) -> Any:
    whole: re.Pattern[str] = _slow(content)
    usual = content.settings["INTRASITE_LINK_REGEX"] == DEFAULT_CONFIG["INTRASITE_LINK_REGEX"]
    return _quick(whole.pattern) if usual else whole


def _choose(pelican: Any) -> None:
    quick = pelican.settings.get("QUICK", True)
    Content._get_intrasite_link_regex = _pattern if quick else _slow  # noqa: SLF001 - the same


def register() -> None:
    """Use the quick search unless the settings say `QUICK = False`."""
    signals.initialized.connect(_choose)
