"""What the check of the posts found, for eyes."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from tracker.cli._table import harmless
from tracker.messages import _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tracker.rules.writing.findings import Finding
    from tracker.verbs.check import Checked

MARKS = {"error": ("✗", "red"), "warning": ("!", "yellow"), "note": ("·", "blue")}


def listing(findings: Sequence[Finding], folder: Path) -> Iterator[str]:
    """Yield two lines for each: where and what, and what mends it."""
    for one in findings:
        mark, colour = MARKS[one.severity]
        where = os.path.relpath(folder / one.file) if one.file else ""
        place = f"{where}:{one.line}" if one.line else where
        said = harmless(f"{place}: {one.message}" if place else one.message)
        yield f"{click.style(mark, fg=colour)} {said} {click.style(f'[{one.rule}]', dim=True)}"
        if one.fix:
            yield harmless(f"    → {one.fix}")


def summary(checked: Checked) -> str:
    """Say how much was looked at, and count what was found."""
    from tracker.rules.writing.findings import Severity

    looked = _(", ").join(
        (plural("{count} post", "{count} posts", checked.posts), plural("{count} page", "{count} pages", checked.pages))
    )
    errors, warnings = checked.count(Severity.ERROR), checked.count(Severity.WARNING)
    if not errors and not warnings:
        return _("{looked}: all in order.").format(looked=looked)
    found = _(", ").join(
        (plural("{count} error", "{count} errors", errors), plural("{count} warning", "{count} warnings", warnings))
    )
    return _("{looked}: {found}.").format(looked=looked, found=found)
