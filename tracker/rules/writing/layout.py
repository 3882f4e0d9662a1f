"""The text of a post taken apart as Python-Markdown takes it: blocks, and what in them is prose.

Nothing moves on the way: what is set aside is blanked out character by character, so that whatever
a rule finds still says in which line it stands. Three texts lie over each other:

- `text`: as it was written;
- `visible`: code and comments blanked, so that links, headings and exceptions can be read;
- `prose`: addresses, marks, quotations, tables of definitions and HTML blanked too. A word that is no prose
  but stands for one (code, an address) is `GAP`; a mark that nobody reads is `NOTHING`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.writing import inline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FENCED = re.compile(
    r"^(?P<fence>~{3,}|`{3,}) *(?:\{[^\n]*\}|(?:\.?[\w#.+-]* *)?(?:hl_lines=(?:\"[^\"\n]*\"|'[^'\n]*') *)?)\n"
    r"(?:(?!(?P=fence) *$)[^\n]*\n)*?(?P=fence) *$",
    re.MULTILINE,
)
FENCE_LEFT = re.compile(r"^(`{3,}|~{3,})[^`\n]*$", re.MULTILINE)
EMPTY_LINES = re.compile(r"\n(?:[ \t]*\n)+")
SPECIAL = re.compile(r"^(?: {0,3}(?:[>|:]|\[|[*+-] |\d+\. |<)|#)|^(?:=+|-+) *$", re.MULTILINE)
HEADING = re.compile(r"^(#{1,6})((?:\\.|[^\\\n])*?)#*[ \t]*$", re.MULTILINE)
UNDERLINED = re.compile(r"^([^\n]+)\n(=+|-+) *$", re.MULTILINE)
ITEM = re.compile(r"^[ \t]*(?:[*+-]|\d+\.|:) +", re.MULTILINE)
BEGINS_ITEM = re.compile(r" {0,3}(?:[*+-]|\d+\.|: {0,2}) +")
DELIMITERS = re.compile(r"[^\n]*\|[^\n]*\n[ ]{0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-*:?[ \t]*)*\|?[ \t]*(?:\n|$)")
NOTE = re.compile(r" {0,3}\[\^([^\]\n]*)\]:")
REFERENCE = re.compile(r" {0,3}(?:\[[^\[\]\n^][^\[\]\n]*\]:|\*\[[^\]\n]+\] ?:)")
TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)\b[^<>]*?(/?)>")
_BLOCK_TAGS = (
    "address article aside audio blockquote body canvas center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form h1 h2 h3 h4 h5 h6 header hgroup hr iframe li main math menu nav noscript object ol "
    "p pre script section style summary svg table tbody td tfoot th thead tr ul video"
)
BLOCK_TAGS = frozenset(_BLOCK_TAGS.split())
FAR = 5_000
"""Characters after which the end of an element is not looked for any more."""
VOID_TAGS = ("hr",)
INDENT = "    "


class Kind(StrEnum):
    """What a block is."""

    TEXT = "text"
    HEADING = "heading"
    ITEM = "item"
    NOTE = "note"
    """A footnote's text."""
    TABLE = "table"
    QUOTE = "quote"
    CODE = "code"
    HTML = "html"
    REFERENCE = "reference"
    """Where a link leads, or what an abbreviation stands for."""


PROSE = (Kind.TEXT, Kind.HEADING, Kind.ITEM, Kind.NOTE, Kind.TABLE)


class Block(NamedTuple):
    """Characters `start` to `end`, and what they are; a heading has a level."""

    kind: Kind
    start: int
    end: int
    level: int = 0


@dataclass(frozen=True)
class Layout:
    """A text taken apart."""

    text: str
    visible: str
    first: int
    """The number of its first line."""
    blocks: tuple[Block, ...]
    comments: tuple[tuple[int, str], ...] = field(default=())
    """Where each begins, and what it says between its marks."""
    fence_left: int = -1
    """Where a block of code begins that never ends."""

    @cached_property
    def prose(self) -> str:
        """What is to be read as language."""
        kept = [block for block in self.blocks if block.kind in PROSE]
        return inline.language(_only(self.visible, kept))

    @cached_property
    def _ends(self) -> list[int]:
        return [found.end() for found in re.finditer(r"\n", self.text)]

    def line(self, at: int) -> int:
        """The number of the line that character `at` stands in."""
        return self.first + bisect_right(self._ends, at)

    def of(self, *kinds: Kind) -> tuple[Block, ...]:
        """Return the blocks of these kinds."""
        return tuple(block for block in self.blocks if block.kind in kinds)


def laid_out(text: str, first: int = 1) -> Layout:
    """Return `text`, whose first line is number `first`, taken apart."""
    fences = tuple(Block(Kind.CODE, *found.span()) for found in FENCED.finditer(text))
    bare = _without(text, fences)
    comments: list[tuple[int, str]] = []
    visible = inline.ASIDE.sub(lambda found: inline.aside(found, comments), bare)
    left = next((found.start() for found in FENCE_LEFT.finditer(bare) if visible[found.start()] != " "), -1)
    blocks = tuple(_blocks(visible))
    code = [block for block in blocks if block.kind is Kind.CODE]
    everything = tuple(sorted((*fences, *blocks), key=lambda block: block.start))
    return Layout(text, _without(visible, code), first, everything, tuple(comments), left)


def read_aloud(prose: str) -> str:
    """Return a part of `prose` without the marks that nobody reads."""
    return prose.replace(inline.NOTHING, "")


# --- blocks ---------------------------------------------------------------------------------------


def _blocks(text: str) -> Iterator[Block]:
    """Yield the blocks of a text without fenced code and comments, in order."""
    listing, closed = False, 0
    for begin, end in _apart(text):
        start = max(begin, closed)
        if not text[start:end].strip():
            continue
        if text.startswith(INDENT, start):
            code = not listing or text.startswith(INDENT * 2, start)
            yield Block(Kind.CODE if code else Kind.ITEM, start, end)
            continue
        if text.startswith("<", start) and (html_end := _html_end(text, start, end)):
            yield Block(Kind.HTML, start, html_end)
            start = closed = html_end
        if text[start:end].strip():
            found = tuple(_segments(text, start, end))
            listing = found[-1].kind in (Kind.ITEM, Kind.NOTE)
            yield from found


def _apart(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each run of lines that are not empty begins and ends."""
    start = 0
    for gap in EMPTY_LINES.finditer(text):
        if text[start : gap.start()].strip():
            yield _filled(text, start), gap.start()
        start = gap.end()
    if text[start:].strip():
        yield _filled(text, start), len(text.rstrip("\n"))


def _filled(text: str, start: int) -> int:
    """The first line from `start` on that is not empty: at the very beginning, some may be."""
    while (end := text.find("\n", start)) >= 0 and not text[start:end].strip():
        start = end + 1
    return start


def _segments(text: str, start: int, end: int) -> Iterator[Block]:
    """Yield what one run of lines holds: most often a paragraph."""
    chunk = text[start:end]
    if not SPECIAL.search(chunk):
        yield Block(Kind.TEXT, start, end)
        return
    if underlined := UNDERLINED.match(chunk):
        yield Block(Kind.HEADING, start, start + underlined.end(1), 1 if underlined[2][0] == "=" else 2)
        start += underlined.end() + 1
    for heading in HEADING.finditer(text, start, end):
        yield from _plain(text, start, heading.start() - 1)
        yield Block(Kind.HEADING, heading.start(2), heading.end(2), len(heading[1]))
        start = heading.end() + 1
    yield from _plain(text, start, end)


def _plain(text: str, start: int, end: int) -> Iterator[Block]:
    """Yield what a run of lines without headings holds."""
    chunk = text[start : max(start, end)]
    if not chunk.strip():
        return
    if DELIMITERS.match(chunk):
        yield Block(Kind.TABLE, start, end)
    elif BEGINS_ITEM.match(chunk):
        yield from _split(Kind.ITEM, ITEM, chunk, start)
    elif NOTE.match(chunk):
        yield from _split(Kind.NOTE, re.compile(NOTE.pattern, re.MULTILINE), chunk, start)
    elif REFERENCE.match(chunk):
        yield Block(Kind.REFERENCE, start, end)
    elif quote := re.search(r"^ {0,3}>", chunk, re.MULTILINE):
        yield from _plain(text, start, start + quote.start() - 1)
        yield Block(Kind.QUOTE, start + quote.start(), end)
    else:
        yield from _with_definitions(chunk, start)


def _with_definitions(chunk: str, start: int) -> Iterator[Block]:
    """Yield a paragraph, and the items of a definition list below it."""
    defined = re.search(r"^ {0,3}: ", chunk, re.MULTILINE)
    end = defined.start() if defined and defined.start() else len(chunk)
    yield Block(Kind.TEXT, start, start + end)
    if end < len(chunk):
        yield from _split(Kind.ITEM, ITEM, chunk[end:], start + end)


def _split(kind: Kind, mark: re.Pattern[str], chunk: str, start: int) -> Iterator[Block]:
    marks = [found for found in mark.finditer(chunk) if found.start() == 0 or chunk[found.start() - 1] == "\n"]
    ends = [found.start() for found in marks[1:]] + [len(chunk)]
    for found, end in zip(marks, ends, strict=True):
        yield Block(kind, start + found.end(), start + end)


def _html_end(text: str, start: int, end: int) -> int:
    """Return where the HTML that begins at `start` ends; 0 when it is a word in a paragraph."""
    first = TAG.match(text, start)
    if not first or first[2].lower() not in BLOCK_TAGS:
        return 0
    depth, name = 0, first[2].lower()
    if name in VOID_TAGS or first[3]:
        return end
    for tag in TAG.finditer(text, start, start + FAR):
        if tag[2].lower() == name and not tag[3]:
            depth += -1 if tag[1] else 1
        if depth <= 0:
            return max(tag.end(), _line_end(text, tag.end()))
    return end


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end


def _only(text: str, kept: Iterable[Block]) -> str:
    parts, at = [], 0
    for block in kept:
        parts += [inline.spaces(text[at : block.start]), text[block.start : block.end]]
        at = block.end
    return "".join([*parts, inline.spaces(text[at:])])


def _without(text: str, blocks: Iterable[Block]) -> str:
    parts, at = [], 0
    for block in blocks:
        parts += [text[at : block.start], inline.spaces(text[block.start : block.end])]
        at = block.end
    return "".join([*parts, text[at:]])
