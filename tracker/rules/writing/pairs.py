"""The versions of a post in several languages: which one has fallen behind."""

from __future__ import annotations

from collections import defaultdict
from datetime import timedelta
from itertools import permutations
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _, plural
from tracker.rules.writing.findings import Remark
from tracker.rules.writing.layout import Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from datetime import datetime

    from tracker.rules.writing.manuscript import Manuscript

MISSING = 0.6
"""A version with fewer paragraphs than this share of the other's lacks something."""


class Changed(NamedTuple):
    """When a text was last changed, and whether it says so itself."""

    at: datetime
    said: bool


def pairs(texts: Iterable[Manuscript]) -> tuple[tuple[Manuscript, ...], ...]:
    """Return the texts that are one post or page in several languages, by slug."""
    same: dict[tuple[bool, str], dict[str, Manuscript]] = defaultdict(dict)
    for one in texts:
        if one.slug and one.lang:
            same[one.page, one.slug].setdefault(one.lang, one)
    return tuple(tuple(versions.values()) for versions in same.values() if len(versions) > 1)


def remarks(
    versions: Iterable[Manuscript],
    changed: Callable[[Manuscript], Changed | None],
    speaks: Callable[[str], str],
    grace: timedelta,
) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each version that is behind another one.

    `changed` says when a text was last changed, `speaks` what a language is called, `grace` how much later
    the translation of one change may come without being named.
    """
    for newer, older in permutations(versions, 2):
        if older.unfinished:
            continue
        at, then = changed(newer), changed(older)
        lacks = paragraphs(newer) - paragraphs(older)
        short = paragraphs(older) < paragraphs(newer) * MISSING
        if at and then and at.at > then.at + (timedelta() if at.said else grace):
            rule = "pair-newer" if short or at.said else "pair-touched"
            yield older.name, _behind(rule, newer, older, speaks, max(lacks, 0))
        elif short:
            said = _("It has {count} paragraphs; the {language} version ({file}) has {more}.").format(
                count=paragraphs(older), more=paragraphs(newer), language=speaks(newer.lang), file=newer.name
            )
            yield older.name, Remark("pair-newer", 0, said, _("Translate what is missing."))


def paragraphs(one: Manuscript) -> int:
    """How many paragraphs, items and tables a text has."""
    return len(one.layout.of(Kind.TEXT, Kind.ITEM, Kind.TABLE))


def _behind(rule: str, newer: Manuscript, older: Manuscript, speaks: Callable[[str], str], lacks: int) -> Remark:
    more = plural("{count} paragraph more", "{count} paragraphs more", lacks)
    names = {"newer": speaks(newer.lang), "older": speaks(older.lang), "file": newer.name}
    said = _("The {newer} version ({file}) is newer than this {older} one.").format(**names)
    if lacks:
        said = _("The {newer} version ({file}) is newer than this {older} one: {more}.").format(**names, more=more)
    fix = _("Bring it up to date, and say “Modified:” in both.")
    return Remark(rule, older.line("modified"), said, fix)
