"""A line break between two Japanese characters is no space: the lines are joined.

CSS Text Module Level 3 §4.1.3 says so (segment breaks between wide characters are removed);
browsers show a space all the same, so it is done here. Hangul is written with spaces and keeps them.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.treeprocessors import Treeprocessor
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from markdown import Markdown

    Slot = tuple[Element, str]

VERBATIM = ("pre", "code", "kbd", "samp")
AFTER_INLINE = 15
"""Between Python-Markdown's `inline` (20) and `prettify` (10), which adds line breaks of its own."""


def joins(before: str, after: str) -> bool:
    """Whether a line break between these two characters is to vanish; "" is no character."""
    return _wide(before) and _wide(after)


def joined(text: str, before: str = "", after: str = "") -> str:
    """Return `text` without the line breaks between wide characters.

    `before` and `after` are the characters next to the text, where it has neighbours.
    """
    padded = before + text + after
    kept = re.sub(
        r"[ \t]*\n[ \t]*",
        lambda found: (
            "" if joins(padded[found.start() - 1 : found.start()], padded[found.end() : found.end() + 1]) else found[0]
        ),
        padded,
    )
    return kept[len(before) : len(kept) - len(after)]


def _wide(character: str) -> bool:
    if not character or unicodedata.east_asian_width(character) not in "WFH":
        return False
    return unicodedata.category(character) != "So" and not unicodedata.name(character, "").startswith("HANGUL")


class JoinedLines(Treeprocessor):
    """Walk the text in reading order, across emphasis and links, and join its lines."""

    def run(self, root: Element) -> None:
        """Join the lines of everything but code."""
        slots = list(_slots(root))
        texts = [_text(slot) for slot in slots]
        for index, (element, place) in enumerate(slots):
            if "\n" not in texts[index] or (place == "text" and element.tag in VERBATIM):
                continue
            before = texts[index - 1][-1:] if index else ""
            after = texts[index + 1][:1] if index + 1 < len(texts) else ""
            texts[index] = joined(texts[index], before, after)
            setattr(element, place, texts[index])


def _slots(root: Element) -> Iterator[Slot]:
    """Yield every place that holds text, in reading order, as (element, `text` or `tail`)."""
    if root.text:
        yield root, "text"
    for child in root:
        yield from _slots(child)
        if child.tail:
            yield child, "tail"


def _text(slot: Slot) -> str:
    return str(getattr(*slot))


class JoinedLinesExtension(Extension):
    """Add it to Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Join lines after inline marks were read."""
        md.treeprocessors.register(JoinedLines(md), "joined_lines", AFTER_INLINE)


def _add(pelican: Any) -> None:
    pelican.settings["MARKDOWN"].setdefault("extensions", []).append(JoinedLinesExtension())


def register() -> None:
    """Join the lines of every text."""
    signals.initialized.connect(_add)
