"""A post as it is written: the lines before its text, and its text.

Read as Python-Markdown's `meta` reads it and Pelican uses it: names of keys in any case, a line that
begins with four spaces goes on with the one before, an empty line ends it all.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tracker.rules.writing.layout import Layout, laid_out

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

KEY = re.compile(r" {0,3}([A-Za-z0-9_-]+):\s*(.*)")
MORE = re.compile(r" {4,}(.*)")
FENCE = re.compile(r"-{3}(\s.*)?")
END = re.compile(r"(-{3}|\.{3})(\s.*)?")
MOMENT = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ]+(\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?)?\s*"
    r"(?:([Zz])|([+-])(\d{2}):?(\d{2}))?"
)
LANGUAGE_PART = re.compile(r"\.[a-z]{2}$")
UNPUBLISHED = ("draft", "skip")
GONE = "gone"
EARLY = datetime.min.replace(tzinfo=UTC)


class Line(NamedTuple):
    """One line of the front matter."""

    key: str
    """In small letters."""
    value: str
    number: int


@dataclass(frozen=True)
class Manuscript:
    """A post or a page."""

    name: str
    """Below `content/`, with slashes."""
    lines: tuple[Line, ...]
    body: str
    first: int = 1
    """The number of the line its text begins in."""
    page: bool = False
    """A page such as “About”: it has no date and is in no list."""
    zone: tzinfo = UTC

    @cached_property
    def by_key(self) -> Mapping[str, tuple[Line, ...]]:
        """The lines of each key."""
        found: dict[str, list[Line]] = defaultdict(list)
        for line in self.lines:
            found[line.key].append(line)
        return {key: tuple(lines) for key, lines in found.items()}

    @cached_property
    def layout(self) -> Layout:
        """Its text, taken apart."""
        return laid_out(self.body, self.first)

    def said(self, key: str) -> str:
        """Return what the front matter says under `key`; empty when it says nothing."""
        return self.by_key[key][0].value if key in self.by_key else ""

    def line(self, key: str) -> int:
        """The number of the line with `key`; 1 when there is none."""
        return self.by_key[key][0].number if key in self.by_key else 1

    def listed(self, key: str) -> tuple[str, ...]:
        """Return the parts of a list: separated by semicolons, else by commas, or one a line."""
        lines = [each.value for each in self.by_key.get(key, ())]
        parts = [part.strip() for line in lines for part in line.split(";" if ";" in line else ",")]
        return tuple(dict.fromkeys(filter(None, parts)))

    @property
    def title(self) -> str:
        """What it is called."""
        return self.said("title")

    @property
    def lang(self) -> str:
        """The language it is written in; empty when it does not say."""
        return self.said("lang").lower()

    @property
    def slug(self) -> str:
        """The last part of its address."""
        return self.said("slug")

    @cached_property
    def date(self) -> datetime | None:
        """When it is published."""
        return moment(self.said("date"), self.zone)

    @cached_property
    def modified(self) -> datetime | None:
        """When it was last changed, if it says so."""
        return moment(self.said("modified"), self.zone)

    @property
    def unfinished(self) -> bool:
        """Whether it says itself that it is not to be published."""
        return self.said("status").lower() in UNPUBLISHED

    @property
    def gone(self) -> bool:
        """Whether it was taken down: at its address a page says so."""
        return self.said("status").lower() == GONE

    def waits(self, now: datetime) -> bool:
        """Whether it is finished and its day has not come."""
        return not (self.unfinished or self.gone) and self.date is not None and self.date > now

    def is_out(self, now: datetime) -> bool:
        """Whether a build at `now` publishes it."""
        return not (self.page or self.unfinished or self.gone) and self.date is not None and self.date <= now


def read(name: str, text: str, zone: tzinfo, *, page: bool = False) -> Manuscript:
    """Return the manuscript in `text`."""
    rows = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines, end = _head(rows)
    return Manuscript(name, tuple(lines), "\n".join(rows[end:]), end + 1, page, zone)


def moment(said: str, zone: tzinfo) -> datetime | None:
    """Return the time that a line says, in `zone` unless it says which; None when it is none."""
    found = MOMENT.fullmatch(said.strip())
    if not found:
        return None
    *numbers, utc, sign, hours, minutes = found.groups()
    try:
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        told = timezone(-offset if sign == "-" else offset) if utc or sign else zone
        return datetime(*(int(number or 0) for number in numbers), tzinfo=told)  # type: ignore[arg-type,misc]
    except (ValueError, OverflowError):
        return None


def stem(name: str) -> str:
    """What the file of a post is called, without its ending and its language: `2026/10-two-characters`."""
    bare = name.rsplit(".", 1)[0] if "." in name.rsplit("/", 1)[-1] else name
    return LANGUAGE_PART.sub("", bare)


def _head(rows: list[str]) -> tuple[list[Line], int]:
    """Return the lines of the front matter, and the index of the first row of the text."""
    lines: list[Line] = []
    at = 1 if rows and FENCE.fullmatch(rows[0]) else 0
    while at < len(rows):
        row = rows[at]
        if not row.strip() or END.fullmatch(row):
            return lines, at + 1
        if found := KEY.match(row):
            lines.append(Line(found[1].lower(), found[2].strip(), at + 1))
        elif lines and (more := MORE.match(row)):
            lines.append(Line(lines[-1].key, more[1].strip(), at + 1))
        else:
            break
        at += 1
    return lines, at
