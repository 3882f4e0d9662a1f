"""Footnotes that come to the reader: the template filter `noted`.

The notes stay where Python-Markdown puts them, in a list below the text: that is what feeds, paper
and browsers without style get. On the page each is also a popover (no script is needed), which the
number in the text opens where there is no room beside it; where there is, the stylesheet puts the
note next to its number (`.r1` and the first note, `.r2` and the second …). A number is a button, and browsers
end lines beside buttons whatever follows: it is kept together with the characters around it.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING, Any

from interface_words import words
from pelican import signals

if TYPE_CHECKING:
    from interface_words import Words

_REFERENCE = r'<sup id="(fnref\d*:[^"]+)"><a class="footnote-ref" href="#fn:([^"]+)">([^<]+)</a></sup>'
REFERENCE = re.compile(_REFERENCE)
RUN = re.compile(rf"((?:{_REFERENCE})+)([、。，．・：；！？」』）】…,.:;!?)\]”’]*)")
NO_LETTER = " \t\n<>;"
"""What is not taken along in front of a number: a space, a tag, an entity."""
NOTE = re.compile(r'<li id="fn:([^"]+)">\s*(.*?)\s*</li>(?=\s*(?:<li id="fn:|</ol>\s*</div>))', re.DOTALL)
NOTES = re.compile(r'<div class="footnote".*', re.DOTALL)


def noted(html: str, lang: str, catalogue: Words) -> str:
    """Return the text with buttons for numbers and a popover in each note."""
    numbers = {name: number for number, (name, _) in enumerate(NOTE.findall(_notes(html)), start=1)}

    def reference(match: re.Match[str]) -> str:
        name, number = match[2], numbers.get(match[2], 0)
        anchor = f' class="r{number}"' if match[1] == f"fnref:{name}" else ""
        label = escape(catalogue.word("note", lang, number=match[3]))
        return (
            f'<sup id="{match[1]}"{anchor}><button type="button" class="footnote-ref" popovertarget="note:{name}"'
            f' aria-label="{label}">{match[3]}</button></sup>'
        )

    def note(match: re.Match[str]) -> str:
        name = match[1]
        return (
            f'<li id="fn:{name}"><div class="note" id="note:{name}" popover data-number="{numbers[name]}">'
            f"{match[2]}</div></li>"
        )

    return NOTES.sub(lambda rest: NOTE.sub(note, rest[0]), REFERENCE.sub(reference, _together(html)))


def _together(html: str) -> str:
    """Return the text with each run of numbers in a box with the characters around it."""
    parts, done = [], 0
    for run in RUN.finditer(html):
        begin = run.start() - (run.start() > done and html[run.start() - 1] not in NO_LETTER)
        parts += [html[done:begin], f'<span class="whole">{html[begin : run.end()]}</span>']
        done = run.end()
    return "".join([*parts, html[done:]])


def _notes(html: str) -> str:
    found = NOTES.search(html)
    return found[0] if found else ""


def _offer(generator: Any) -> None:
    catalogue = words(generator.theme)
    generator.env.filters["noted"] = lambda html, lang: noted(str(html), lang, catalogue)


def register() -> None:
    """Give the filter to every template."""
    signals.generator_init.connect(_offer)
