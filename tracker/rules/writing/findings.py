"""What a rule found: where, how bad, and what mends it; and the exceptions an author may make.

An exception is a comment above the line it is about, with a reason:

    <!-- enishi: allow half-width-kana the post is about them -->

It covers the next block of text; before any text, it covers the front matter and the file as a whole.
"""

from __future__ import annotations

import re
from enum import StrEnum
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.settings import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence


class Severity(StrEnum):
    """What follows from a finding."""

    ERROR = "error"
    """The post is held back."""
    WARNING = "warning"
    """Worth a look; held back only when asked to be strict."""
    NOTE = "note"
    """Nothing is wrong: something to know."""


class Remark(NamedTuple):
    """What a rule has to say about a line; line 0 is the file as a whole."""

    rule: str
    line: int
    message: str
    fix: str = ""


class Finding(NamedTuple):
    """A remark about a file."""

    rule: str
    severity: Severity
    file: str
    """As it is called below the site's folder, with slashes; empty: the site as a whole."""
    line: int
    message: str
    fix: str


_ERRORS = (
    "file-unreadable file-encoding file-binary file-size body-empty head-missing head-line "
    "key-missing key-unknown key-twice key-list date lang status slug address uid-twice slug-twice slug-frozen "
    "uid-frozen heading-title heading-skip heading-empty fence-open link-broken link-anchor link-relative link-empty "
    "footnote-missing image-missing image-alt image-elsewhere image-broken feed-broken "
    "link-gone gone-list slug-taken"
)
_WARNINGS = (
    "key-foreign key-empty key-quoted tag-twice section-empty link-unknown link-dead reference-missing "
    "footnote-unused image-large pair-newer built-stale no-question nothing-went-wrong ja-long ja-commas ja-mixed "
    "ja-particle half-width-kana decomposed invisible full-width digits-mixed spacing en-long en-doubled "
    "post-vanished allow-unknown allow-reason"
)
_NOTES = "draft scheduled cadence link-unanswered pair-touched"
RULES: Mapping[str, Severity] = {
    name: severity
    for severity, names in ((Severity.ERROR, _ERRORS), (Severity.WARNING, _WARNINGS), (Severity.NOTE, _NOTES))
    for name in names.split()
}
"""Every rule and what follows from it."""

ALLOW = re.compile(r"<!--[ \t]*enishi:[ \t]*allow\b[ \t]*([\w-]*)[ \t]*([^\n]*?)[ \t]*-->")


class Allowed(NamedTuple):
    """One exception: its rule, the line it stands in, and the lines it covers."""

    rule: str
    reason: str
    line: int
    covers: range


def found(file: str, remarks: Iterable[Remark]) -> Iterator[Finding]:
    """Yield the remarks as findings about `file`."""
    for one in remarks:
        yield Finding(one.rule, RULES[one.rule], file, one.line, one.message, one.fix)


def allowed(body: str, first: int) -> tuple[Allowed, ...]:
    """Return the exceptions in `body`, whose first line is number `first`."""
    if "enishi:" not in body:
        return ()
    lines = body.split("\n")
    top = next((number for number, line in enumerate(lines) if line.strip() and not ALLOW.search(line)), len(lines))
    made = []
    for number, line in enumerate(lines):
        covers = _covered(lines, number, first, whole=number < top)
        made += [Allowed(each[1], each[2], first + number, covers) for each in ALLOW.finditer(line)]
    return tuple(made)


def covered(one: Remark, exceptions: Iterable[Allowed]) -> bool:
    """Whether an author made an exception for this."""
    return any(each.rule == one.rule and one.line in each.covers for each in exceptions)


def kept(remarks: Iterable[Remark], exceptions: Sequence[Allowed]) -> Iterator[Remark]:
    """Yield the remarks that no exception covers, and one about each exception that is none."""
    yield from (one for one in remarks if not covered(one, exceptions))
    yield from chain.from_iterable(map(_unusable, exceptions))


def worst_first(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings file by file, line by line; what is about the whole site comes last."""
    by_line: Callable[[Finding], tuple[bool, str, int, str]] = lambda one: (not one.file, one.file, one.line, one.rule)  # noqa: E731
    return tuple(sorted(dict.fromkeys(findings), key=by_line))


def _covered(lines: list[str], at: int, first: int, *, whole: bool) -> range:
    begin = at + 1
    while begin < len(lines) and (not lines[begin].strip() or ALLOW.fullmatch(lines[begin].strip())):
        begin += 1
    end = begin
    while end < len(lines) and lines[end].strip():
        end += 1
    return range(0 if whole else first + at, first + end)


def _unusable(one: Allowed) -> Iterator[Remark]:
    if one.rule not in RULES:
        near = nearest(one.rule, RULES)
        fix = _("Did you mean “{nearest}”?").format(nearest=near) if near else _("Every finding names its rule.")
        yield Remark("allow-unknown", one.line, _("There is no rule “{name}”.").format(name=one.rule), fix)
    elif not one.reason:
        said = _("The exception from “{name}” gives no reason.").format(name=one.rule)
        yield Remark("allow-reason", one.line, said, _("Write it behind the name of the rule."))
