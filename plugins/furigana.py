"""Readings above the characters: `{余白|よはく}` becomes ruby.

Only Han characters with a reading in kana are taken, so that braces in other texts stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from xml.etree.ElementTree import Element, SubElement

from markdown.extensions import Extension
from markdown.inlinepatterns import InlineProcessor
from pelican import signals

if TYPE_CHECKING:
    import re

    from markdown import Markdown

PATTERN = r"\{([^{}|\n]*[\u3005\u3400-\u9fff\uf900-\ufaff][^{}|\n]*)\|([\u3041-\u30ff \u3000]+)\}"
BEFORE_EMPHASIS = 70


class Furigana(InlineProcessor):
    """Turn one `{漢字|かんじ}` into ruby, with brackets for readers that know none."""

    def handleMatch(  # type: ignore[override] # noqa: N802 - name and signature are Python-Markdown's
        self, m: re.Match[str], _data: str
    ) -> tuple[Element, int, int]:
        """Return the ruby element and what it replaces."""
        ruby = Element("ruby")
        ruby.text = m[1]
        for tag, text in (("rp", "（"), ("rt", m[2]), ("rp", "）")):
            SubElement(ruby, tag).text = text
        return ruby, m.start(0), m.end(0)


class FuriganaExtension(Extension):
    """Add it to Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Read ruby before emphasis, after code."""
        md.inlinePatterns.register(Furigana(PATTERN, md), "furigana", BEFORE_EMPHASIS)


def _add(pelican: Any) -> None:
    pelican.settings["MARKDOWN"].setdefault("extensions", []).append(FuriganaExtension())


def register() -> None:
    """Read ruby in every text."""
    signals.initialized.connect(_add)
