"""Headings: their order, and the `#id` that Python-Markdown's `toc` gives each, as our settings have it slugify."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.inline import LINK
from tracker.rules.writing.layout import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.rules.writing.layout import Layout

ATTRIBUTES = re.compile(r"\{:?[ ]*([^}\n ][^}\n]*)\}")
AT_END = re.compile(r"[ ]+\{:?[ ]*([^}\n ][^\n]*)\}[ ]*$")
NAMED = re.compile(r"(?:^|\s)(?:\#([^\s.#}]+)|id=[\"']?([^\s\"'}]+))")
HTML_ID = re.compile(r"<[a-zA-Z][^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\s\"'<>]+)")
CODE = re.compile(r"(?<!`)(`+)(?!`)[ ]*(.+?)[ ]*(?<!`)\1(?!`)")
IMAGE = re.compile(r"!\[[^\]]*\](?:\([^)]*\)|\[[^\]]*\])")
FOOTNOTE = re.compile(r"\[\^([^\]\n]*)\]")
RUBY = re.compile(r"\{([^{}|\n]*[\u3005\u3400-\u9fff\uf900-\ufaff][^{}|\n]*)\|([\u3041-\u30ff \u3000]+)\}")
TAGS = re.compile(r"<!--.*?-->|</?[a-zA-Z][^<>]*>", re.DOTALL)
EMPHASIS = re.compile(r"(?<![\w\\])_+(?=\S)(.+?)(?<=\S)_+(?!\w)")
ESCAPED = re.compile(r"\\([\\`*_{}\[\]()>#+.!-])")
NUMBERED = re.compile(r"(.*)_([0-9]+)")


class Heading(NamedTuple):
    """One heading."""

    text: str
    """As it is read."""
    level: int
    line: int
    at: int
    """Where it begins in the text."""


def headings(layout: Layout) -> tuple[Heading, ...]:
    """Return the headings, in order."""
    return tuple(
        Heading(plain(layout.text[each.start : each.end]), each.level, layout.line(each.start), each.start)
        for each in layout.of(Kind.HEADING)
    )


def ids(layout: Layout) -> frozenset[str]:
    """Return every `#id` that a link may lead to."""
    used = _written(layout)
    for each in layout.of(Kind.HEADING):
        raw = layout.text[each.start : each.end]
        attributes = AT_END.search(RUBY.sub("", raw.strip()))
        if not (attributes and NAMED.search(attributes[1])):
            used.add(_unique(slugified(plain(raw)), used))
    return frozenset(used)


def plain(raw: str) -> str:
    """Return a heading as it is read: without marks, links, notes and images."""
    text = AT_END.sub("", RUBY.sub(r"\1（\2）", raw.strip()))
    text = FOOTNOTE.sub("", IMAGE.sub("", text))
    parts = [_unmarked(part) if index % 3 == 0 else part for index, part in enumerate(CODE.split(text))]
    kept = (part for index, part in enumerate(parts) if index % 3 != 1)  # between them stand the backticks
    return " ".join("".join(kept).split())


def slugified(text: str) -> str:
    """Return the id of a heading, as `slugify_unicode` makes it: letters of any script, joined by hyphens."""
    return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", text).strip().lower())


def remarks(layout: Layout) -> Iterator[Remark]:
    """Yield what is wrong with the headings and their sections."""
    found = headings(layout)
    for before, one in pairwise((Heading("", 1, 0, 0), *found)):
        yield from _about(one, before)
    yield from _empty_sections(layout, found)


def _about(one: Heading, before: Heading) -> Iterator[Remark]:
    if not one.text:
        yield Remark("heading-empty", one.line, _("This heading has no words."), _("Write one, or remove the mark."))
    if one.level == 1:
        said = _("“{heading}” is a heading of the first level, which is the title's alone.").format(heading=one.text)
        yield Remark("heading-title", one.line, said, _("Write ## before it."))
    elif one.level > before.level + 1:
        said = _("“{heading}” is of level {level}, after one of level {before}.").format(
            heading=one.text, level=one.level, before=before.level
        )
        marks = "#" * (before.level + 1)
        yield Remark("heading-skip", one.line, said, _("Write {marks} before it.").format(marks=marks))


def _empty_sections(layout: Layout, found: tuple[Heading, ...]) -> Iterator[Remark]:
    written = [block.start for block in layout.blocks if block.kind is not Kind.HEADING]
    for one, after in pairwise((*found, Heading("", 0, 0, len(layout.text)))):
        if after.level <= one.level and not any(one.at < start < after.at for start in written):
            said = _("Nothing stands below “{heading}”.").format(heading=one.text)
            yield Remark("section-empty", one.line, said, _("Write what belongs there, or remove the heading."))


def _unmarked(text: str) -> str:
    text = TAGS.sub("", LINK.sub(lambda found: found["label"], text))
    return unescape(ESCAPED.sub(r"\1", EMPHASIS.sub(r"\1", text)).replace("*", ""))


def _written(layout: Layout) -> set[str]:
    """The ids that the author gave, and those of footnotes."""
    text = layout.visible
    used = {found[1] for found in HTML_ID.finditer(text)} if "<" in text else set()
    for attributes in ATTRIBUTES.finditer(text) if "{" in text else ():
        used |= {one for found in NAMED.finditer(attributes[1]) for one in found.groups() if one}
    for name, times in Counter(FOOTNOTE.findall(text)).items():
        again = (f"fnref{time}:{name}" for time in range(2, times + 1))
        used |= {f"fn:{name}", f"fnref:{name}", *again}
    return used


def _unique(wanted: str, used: set[str]) -> str:
    """Return `wanted`, or its next number, as `toc` counts: `_1` is the second."""
    if wanted and wanted not in used:
        return wanted
    numbered = NUMBERED.fullmatch(wanted)
    base, count = (numbered[1], int(numbered[2])) if numbered else (wanted, 0)
    count += 1
    while f"{base}_{count}" in used:
        count += 1
    return f"{base}_{count}"
