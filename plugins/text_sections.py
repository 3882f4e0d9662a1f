"""The table of contents of a text: templates call `sections(html)`.

Read from the headings as they are written, so that what is linked is there. A text of fewer than
`ENOUGH` headings needs none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Any

from pelican import signals

ENOUGH = 3
HEADING = re.compile(r'<h([23])\b[^>]*?\bid="([^"]+)"[^>]*>(.*?)</h\1>', re.DOTALL)
UNREAD = re.compile(r"<(rt|rp|sup)\b.*?</\1>", re.DOTALL)
TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True, slots=True)
class Section:
    """One heading that can be linked, and those below it."""

    id: str
    title: str
    below: tuple[Section, ...] = ()


def sections(html: str) -> tuple[Section, ...]:
    """Return the second-level headings with the third-level ones below them; nothing when there are too few."""
    found = [(int(level), Section(unescape(name), _plain(title))) for level, name, title in HEADING.findall(html)]
    return _nested(found) if len(found) >= ENOUGH else ()


def _nested(found: list[tuple[int, Section]]) -> tuple[Section, ...]:
    """A third-level heading before any second-level one stands for itself."""
    tops: list[tuple[Section, list[Section]]] = []
    for level, section in found:
        if level == 2 or not tops:  # noqa: PLR2004 - the h2 of HTML
            tops.append((section, []))
        else:
            tops[-1][1].append(section)
    return tuple(Section(top.id, top.title, tuple(below)) for top, below in tops)


def _plain(html: str) -> str:
    return " ".join(unescape(TAG.sub("", UNREAD.sub("", html))).split())


def _offer(generator: Any) -> None:
    generator.env.globals["sections"] = sections


def register() -> None:
    """Give it to every template."""
    signals.generator_init.connect(_offer)
