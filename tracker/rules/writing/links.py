"""The links and images of a text: where each stands, where it leads, and what it says."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.settings import nearest
from tracker.rules.text import GAP
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.layout import Kind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.rules.writing.layout import Layout

_LABEL = r"(?P<label>(?:[^\[\]\\]|\\.|\[[^\[\]]*\])*)"
_WHERE = r"\(\s*(?:<(?P<angled>[^<>\n]*)>|(?P<where>(?:[^()\s]|\([^()\s]*\))*))(?:\s+(?:\"[^\"]*\"|'[^']*'))?\s*\)"
WRITTEN = re.compile(rf"(?P<image>!)?\[{_LABEL}\](?:{_WHERE}|(?P<space>[ ]?)\[(?P<reference>[^\]\n]*)\])", re.DOTALL)
DEFINED = re.compile(r"^ {0,3}\[(?P<name>[^\[\]\n^][^\[\]\n]*)\]:[ ]*\n?[ ]*<?(?P<where>[^\s>]+)>?", re.MULTILINE)
SHORT = re.compile(r"(?<![\]\\!])\[(?P<name>[^\[\]\n^][^\[\]\n]*)\](?![\[(:])")
ANGLED = re.compile(r"<([A-Za-z][A-Za-z0-9+.-]*://[^<>\s]*)>")
TAG = re.compile(r"<(?P<name>[a-zA-Z][a-zA-Z0-9]*)\b(?P<attributes>[^<>]*)>")
ATTRIBUTE = re.compile(r"([a-zA-Z-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+))")
NOTE = re.compile(r"\[\^([^\]\n]*)\]")
SHOWS = ("img", "source", "video", "audio", "picture", "iframe", "embed", "track")
LEADS = ("a", "area")
_DIGITS = re.compile(r"[\d,\s.–-]+")


class Link(NamedTuple):
    """One link or image."""

    where: str
    """As it was written: an address, a path, or a path behind `{filename}` or `{static}`."""
    line: int
    label: str = ""
    """The words of a link; the description of an image."""
    image: bool = False
    described: bool = True
    """Whether an image says what it shows, were it only by an empty `alt` in HTML."""


@dataclass(frozen=True)
class Linking:
    """All of one text."""

    layout: Layout

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the links and images, by line."""
        found = (*self._inline(), *self._definitions(), *self._angled(), *self._html())
        return tuple(sorted(found, key=lambda one: one.line))

    @cached_property
    def defined(self) -> dict[str, str]:
        """Where each reference leads, by its name in small letters."""
        return {found["name"].strip().lower(): found["where"] for found in DEFINED.finditer(self.layout.visible)}

    def _inline(self) -> Iterator[Link]:
        layout = self.layout
        for found in WRITTEN.finditer(layout.visible):
            if found["reference"] is not None:
                continue
            where = found["where"] if found["angled"] is None else found["angled"]
            label = layout.text[found.start("label") : found.end("label")]
            image = bool(found["image"])
            yield Link(unescape(where), layout.line(found.start()), label, image, bool(label.strip()) or not image)
            if not image and "![" in label:
                yield from self._inside(found.start("label"), found.end("label"))

    def _inside(self, start: int, end: int) -> Iterator[Link]:
        """Yield the images that a link shows instead of words."""
        for found in WRITTEN.finditer(self.layout.visible, start, end):
            if found["image"] and found["reference"] is None:
                where = found["where"] if found["angled"] is None else found["angled"]
                said = bool(found["label"].strip())
                yield Link(unescape(where), self.layout.line(found.start()), found["label"], image=True, described=said)

    def _definitions(self) -> Iterator[Link]:
        shown = {
            (found["reference"] or found["label"]).strip().lower(): found["label"]
            for found in WRITTEN.finditer(self.layout.visible)
            if found["image"] and found["reference"] is not None
        }
        for found in DEFINED.finditer(self.layout.visible):
            name = found["name"].strip().lower()
            label, line = shown.get(name, name), self.layout.line(found.start())
            yield Link(found["where"], line, label, name in shown, bool(label.strip()))

    def _angled(self) -> Iterator[Link]:
        for found in ANGLED.finditer(self.layout.visible):
            yield Link(unescape(found[1]), self.layout.line(found.start()), found[1])

    def _html(self) -> Iterator[Link]:
        if "<" not in self.layout.visible:
            return
        for found in TAG.finditer(self.layout.visible):
            said = {name.lower(): unescape("".join(values)) for name, *values in ATTRIBUTE.findall(found["attributes"])}
            name, line = found["name"].lower(), self.layout.line(found.start())
            if name in LEADS and "href" in said:
                yield Link(said["href"], line, name)
            elif name in SHOWS and "src" in said:
                yield Link(said["src"], line, said.get("alt", ""), image=True, described=name != "img" or "alt" in said)


def remarks(linking: Linking) -> Iterator[Remark]:
    """Yield what is wrong with references and footnotes: those that are not there, those that nobody uses."""
    layout = linking.layout
    known = linking.defined
    for found in WRITTEN.finditer(layout.visible):
        name = (found["reference"] or found["label"] or "").strip().lower()
        if found["reference"] is not None and name not in known and not _is_note(found[0]):
            yield _undefined(name, layout.line(found.start()), known)
    yield from _notes(layout)


def _is_note(text: str) -> bool:
    """Whether this is `…][^note]`, or two brackets of a text about code."""
    return "[^" in text or GAP in text or bool(_DIGITS.fullmatch(text.rsplit("[", 1)[-1].rstrip("]")))


def _undefined(name: str, line: int, known: dict[str, str]) -> Remark:
    near = nearest(name, known)
    fix = (
        _("Did you mean “{nearest}”?").format(nearest=near)
        if near
        else _("Write where it leads in a line of its own: [{name}]: https://…").format(name=name)
    )
    return Remark("reference-missing", line, _("No line says where [{name}] leads.").format(name=name), fix)


def _notes(layout: Layout) -> Iterator[Remark]:
    defined = {found[1]: layout.line(found.start()) for found in _note_marks(layout, definitions=True)}
    used = {found[1]: layout.line(found.start()) for found in reversed(list(_note_marks(layout, definitions=False)))}
    for name, line in used.items():
        if name not in defined:
            said = _("There is no footnote “{name}”.").format(name=name)
            near, hint = nearest(name, defined), _("Did you mean “{nearest}”?")
            fix = hint.format(nearest=near) if near else _("Write it: [^{name}]: …").format(name=name)
            yield Remark("footnote-missing", line, said, fix)
    for name, line in defined.items():
        if name not in used:
            said = _("Nothing leads to the footnote “{name}”.").format(name=name)
            yield Remark("footnote-unused", line, said, _("Write [^{name}] where it belongs.").format(name=name))


def _note_marks(layout: Layout, *, definitions: bool) -> Iterator[re.Match[str]]:
    begins = {block.start for block in layout.of(Kind.NOTE)}
    for found in NOTE.finditer(layout.visible):
        ends = found.end() + 1 if layout.visible.startswith(":", found.end()) else -1
        if (ends in begins) is definitions:
            yield found
