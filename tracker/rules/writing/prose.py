"""The sentences of a text, each with its line; and what is wrong with characters in either language."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _, plural
from tracker.rules.text import GAP, WIDE
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.inline import NOTHING
from tracker.rules.writing.layout import Kind, read_aloud

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tracker.rules.writing.layout import Block, Layout
    from tracker.rules.writing.manuscript import Manuscript

LENGTH = 200_000
"""Characters of a text that its language is looked at in: nobody's post is longer, and a check must end."""
SENTENTIAL = (Kind.TEXT, Kind.ITEM, Kind.NOTE)
OPENING, CLOSING = "「『（(【〈《“", "」』）)】〉》”"
STOP = re.compile(rf"[{OPENING}{CLOSING}]|[。！？!?]+|\.(?=[\"')\]”’」』）]*(?:\s|$))|…+(?=\s|$)")
AFTER = re.compile(r"[」』）)】”\"’']*")
GOES_ON = re.compile(r"(?:と(?!ころ|ても|にかく|りあえず)|って|という|っていう|など|とか|みたいな|[、,をが])")
ABBREVIATION = re.compile(
    r"(?:^|[\s(“])(?:[A-Za-z]|[ei]\.[eg]|etc|vs|cf|mr|mrs|ms|dr|prof|st|approx|no|fig|pp?|al)$", re.IGNORECASE
)
HARD_BREAK = re.compile(r"(?:  |\\)\n|<br ?/?>")
INVISIBLE = re.compile("[\u00ad\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ue000-\uf8ff]")
JOINER = re.compile("(?<![\u0600-\u0dff\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])[\u200c\u200d]")
CONTROL = re.compile("[\x01-\x08\x0b-\x1f\x7f-\x9f]")


class Sentence(NamedTuple):
    """One sentence as it is read; code and addresses are `GAP`, one each."""

    text: str
    line: int
    kind: Kind
    block: int
    """The number of its block."""


def sentences(layout: Layout) -> Iterator[Sentence]:
    """Yield the sentences of paragraphs, lists and footnotes."""
    for number, block in enumerate(layout.blocks):
        if block.kind in SENTENTIAL and block.start < LENGTH:
            yield from _of_block(layout, block, number)


def remarks(one: Manuscript) -> Iterator[Remark]:
    """Yield what is wrong with the characters of a text and of what stands before it."""
    for line in one.lines:
        yield from _characters(line.value, line.number)
    for number, row in enumerate(one.layout.prose[:LENGTH].split("\n"), one.first):
        if not row.isascii():
            yield from _characters(row, number)


def gaps(text: str) -> str:
    """Return `text` with each run of `GAP` as one."""
    return re.sub(f"{GAP}+", GAP, text)


def _of_block(layout: Layout, block: Block, number: int) -> Iterator[Sentence]:
    text = read_aloud(layout.prose[block.start : block.end])
    line, before = layout.line(block.start), 0
    for start, end in parted(text):
        sentence = joined(text[start:end])
        if sentence:
            begin = start + len(text[start:end]) - len(text[start:end].lstrip())
            line += text.count("\n", before, begin)
            before = begin
            yield Sentence(gaps(sentence), line, block.kind, number)


def parted(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each sentence of a paragraph begins and ends; what stands in brackets ends none."""
    start = 0
    for end in _ends(text):
        yield start, end
        start = end
    if text[start:].strip():
        yield start, len(text)


def joined(text: str) -> str:
    """Return `text` on one line: nothing between Japanese characters, a space elsewhere."""
    text = re.sub(rf"(?<={WIDE.pattern}|[、。])[ \t]*\n\s*(?={WIDE.pattern})", "", text.strip())
    return re.sub(r"\s*\n\s*", " ", text)


def _ends(text: str) -> Iterator[int]:
    marks = list(STOP.finditer(text))
    opened = sum(mark[0] in OPENING for mark in marks)
    nested = opened == sum(mark[0] in CLOSING for mark in marks)  # else there is a smiley, or a typo
    depth = 0
    for mark in marks:
        if mark[0] in OPENING:
            depth += 1
        elif mark[0] in CLOSING:
            depth -= 1
        elif not (nested and depth > 0) and _stops(text, mark):
            closers = AFTER.match(text, mark.end())
            yield closers.end() if closers else mark.end()


def _stops(text: str, found: re.Match[str]) -> bool:
    if found[0] == ".":
        return not ABBREVIATION.search(text[max(found.start() - 8, 0) : found.start()])
    if found[0][0] in "！？!?":
        after = text[found.end() : found.end() + 4]
        return not GOES_ON.match(after) and (found[0][0] in "！？" or not after or not after[0].isalnum())
    return True


# --- characters -----------------------------------------------------------------------------------


def _characters(text: str, line: int) -> Iterator[Remark]:
    if text.isascii() and not CONTROL.search(text):
        return
    text = text.replace(NOTHING, "")
    if not unicodedata.is_normalized("NFC", text):
        yield _decomposed(text, line)
    hidden = [found[0] for pattern in (INVISIBLE, JOINER, CONTROL) for found in pattern.finditer(text)]
    if hidden:
        names = _(", ").join(dict.fromkeys(f"U+{ord(char):04X}" for char in hidden))
        said = plural("{count} character nobody can see", "{count} characters nobody can see", len(hidden))
        told = _("{count} in this line: {names}.").format(count=said, names=names)
        yield Remark("invisible", line, told, _("Delete it: it hides words from every search."))


def _decomposed(text: str, line: int) -> Remark:
    parts = list(re.findall(r".[\u0300-\u036f\u3099\u309a]+", text))
    shown = unicodedata.normalize("NFC", parts[0]) if parts else ""
    said = _("“{char}” is written in two pieces here, as file names of a Mac are.").format(char=shown)
    if not shown:
        said = _("Some characters here are written in an old form.")
    return Remark("decomposed", line, said, _("Type the words anew: a search finds the other spelling only."))


def mixed(places: Iterable[tuple[int, bool]], least: int, share: float) -> tuple[bool, list[int]] | None:
    """Return what most places do (by their flag) and the lines of the few that do not; None when there is no custom."""
    found = list(places)
    yes = [line for line, flag in found if flag]
    no = [line for line, flag in found if not flag]
    few, many = (no, yes) if len(yes) >= len(no) else (yes, no)
    if not few or len(many) < least or len(few) > len(found) * share:
        return None
    return many is yes, sorted(set(few))
