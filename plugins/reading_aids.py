"""What the Markdown parser adds to a text, made usable and said in the text's language.

Tables and code scroll inside a box that the keyboard reaches. Cells are aligned by classes, so that
a site may forbid inline styles, and an empty corner is no heading. Footnotes lead back with a link
that has a name.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from interface_words import words
from pelican import signals

if TYPE_CHECKING:
    from interface_words import Words

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
CODE = re.compile(r'<div class="highlight"><pre>')
BACKLINK = re.compile(r' title="back to (\d+)"')
ALIGNED = re.compile(r' style="text-align: (left|center|right);"')
EMPTY_HEADING = re.compile(r"<th([^>]*)></th>")
NOTES = re.compile(r'<div class="footnote">\s*<hr ?/?>')


def aided(html: str, lang: str, catalogue: Words) -> str:
    """Return the text with boxes that scroll, cells aligned by class and footnotes that speak `lang`."""

    def label(key: str, **values: object) -> str:
        return f'aria-label="{escape(catalogue.word(key, lang, **values))}"'

    html = ALIGNED.sub(r' class="\1"', html)
    html = EMPTY_HEADING.sub(r"<td\1></td>", html)
    html = TABLE.sub(lambda m: f'<div class="scroll" role="group" tabindex="0" {label("table")}>{m[0]}</div>', html)
    html = CODE.sub(f'<div class="highlight"><pre role="group" tabindex="0" {label("code")}>', html)
    html = BACKLINK.sub(lambda m: f" {label('footnote_back', number=m[1])}", html)
    return NOTES.sub(f'<div class="footnote" role="doc-endnotes" {label("footnotes")}>', html)


def _aid(content: Any) -> None:
    if content._content and hasattr(content, "lang"):  # noqa: SLF001 - what plugins are meant to change
        lang = content.lang if content.lang in content.settings["LANGUAGES"] else content.settings["DEFAULT_LANG"]
        content._content = aided(content._content, lang, words(content.settings["THEME"]))  # noqa: SLF001 - the same


def register() -> None:
    """Work on every text as it is read."""
    signals.content_object_init.connect(_aid)
