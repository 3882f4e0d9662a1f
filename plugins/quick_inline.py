"""Inline patterns tried only where they can match: most lines hold none of the letters that a pattern begins with.

Python-Markdown searches each line with some twenty patterns, one after the other. What a pattern of its
own cannot match without is known here by the pattern's text, so that one that changes is searched for again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markdown import inlinepatterns as stock
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

if TYPE_CHECKING:
    from collections.abc import Callable

    from markdown import Markdown

NEEDED = {
    r"(?:(?<!\\)((?:\\{2})+)(?=`+)|(?<!\\)`)": "`",
    r"\\(.)": "\\",
    r"\[\^([^\]]*)\]": "[^",
    r"(?<!\!)\[": "[",
    r"\!\[": "![",
    r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>]*)>": "://",
    r"<([^<> !]+@[^@<> ]+)>": "@",
    r"  \n": "  \n",
    str(stock.HTML_RE): "<",
    r"(&(?:\#[0-9]+|\#x[0-9a-fA-F]+|[a-zA-Z0-9]+);)": "&",
}
"""What every match of a pattern holds."""
TRY = "_InlineProcessor__applyPattern"


class QuickInline(InlineProcessor):
    """Python-Markdown's own, but for the order of asking."""

    needed: list[str]
    """For each pattern what a line must hold; "" for those that are always tried."""

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - takes the place of the one of this name
        """Replace what patterns match with placeholders."""
        if isinstance(data, AtomicString):
            return data
        patterns: Any = self.inlinePatterns
        attempt: Callable[..., tuple[str, bool, int]] = getattr(self, TRY)
        at, start, count = patternIndex, 0, len(patterns)
        while at < count:
            if self.needed[at] not in data:
                at, start = at + 1, 0
                continue
            data, matched, start = attempt(patterns[at], data, at, start)
            at += not matched
        return data


def quicken(parser: Markdown) -> None:
    """Let a parser try fewer patterns, and ask for them by number in a plain list, which it does 20 times a line."""
    inline: Any = parser.treeprocessors["inline"]
    inline.inlinePatterns = list(parser.inlinePatterns)
    if _is_stock(inline):
        inline.__class__ = QuickInline
        inline.needed = [needed(pattern) for pattern in inline.inlinePatterns]


def _is_stock(inline: object) -> bool:
    return type(inline) is InlineProcessor and hasattr(inline, TRY)


def needed(pattern: Any) -> str:
    """Return what a line must hold for a pattern to match; "" when that is not known."""
    searches_itself = type(pattern).getCompiledRegExp is not stock.Pattern.getCompiledRegExp
    return "" if searches_itself else NEEDED.get(pattern.pattern, "")
