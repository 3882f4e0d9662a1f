"""What the Markdown parser adds to a text, made usable and said in the text's language.

Tables and code scroll inside a box that the keyboard reaches; code says its language. Headings say
that they head columns, an empty corner is none, and cells are aligned by classes, so that a site may
forbid inline styles.
Footnotes lead back with a link that has a name.
"""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from interface_words import words
from pelican import signals
from pygments.lexers import get_all_lexers

if TYPE_CHECKING:
    from interface_words import Words

TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
CODE = re.compile(
    r'<div class="highlight"><pre>(?P<code>(?:<span></span>)?<code(?: class="language-(?P<language>[^"]*)")?>)'
)
PLAIN = ("", "text", "plain", "txt")
SPOKEN = {"pycon": "Python", "console": "Shell", "bash": "Shell", "shell-session": "Shell", "html": "HTML"}
"""Where a reader calls a language otherwise than Pygments does."""
BACKLINK = re.compile(r' title="back to (\d+)"')
ALIGNED = re.compile(r' style="text-align: (left|center|right);"')
HEADING = re.compile(r"<th(?=[ >])")
EMPTY_HEADING = re.compile(r"<th([^>]*)></th>")
NOTES = re.compile(r'<div class="footnote">\s*<hr ?/?>')


@cache
def language_name(alias: str) -> str:
    """Return what a language is called; empty for plain text and for what Pygments does not know."""
    if alias in PLAIN:
        return ""
    return SPOKEN.get(alias) or next((name for name, aliases, *_ in get_all_lexers() if alias in aliases), "")


def aided(html: str, lang: str, catalogue: Words) -> str:
    """Return the text with boxes that scroll, cells aligned by class and footnotes that speak `lang`."""

    def label(key: str, **values: object) -> str:
        return f'aria-label="{escape(catalogue.word(key, lang, **values))}"'

    def code(match: re.Match[str]) -> str:
        name = language_name(match["language"] or "")
        labelled = label("code_in", language=name) if name else label("code")
        shown = f' data-language="{escape(name)}"' if name else ""
        return f'<div class="highlight"{shown}><pre role="group" tabindex="0" {labelled}>{match["code"]}'

    html = ALIGNED.sub(r' class="\1"', html)
    html = EMPTY_HEADING.sub(r"<td\1></td>", html)
    html = HEADING.sub('<th scope="col"', html)
    html = TABLE.sub(lambda m: f'<div class="scroll" role="group" tabindex="0" {label("table")}>{m[0]}</div>', html)
    html = CODE.sub(code, html)
    html = BACKLINK.sub(lambda m: f" {label('footnote_back', number=m[1])}", html)
    return NOTES.sub(f'<div class="footnote" role="doc-endnotes" {label("footnotes")}>', html)


def _aid(content: Any) -> None:
    if content._content and hasattr(content, "lang"):  # noqa: SLF001 - what plugins are meant to change
        lang = content.lang if content.lang in content.settings["LANGUAGES"] else content.settings["DEFAULT_LANG"]
        content._content = aided(content._content, lang, words(content.settings["THEME"]))  # noqa: SLF001 - the same


def register() -> None:
    """Work on every text as it is read."""
    signals.content_object_init.connect(_aid)
