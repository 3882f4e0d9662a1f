"""Is everything in order? One finding a matter, and what would mend it."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from datetime import timedelta
from importlib.util import find_spec
from typing import TYPE_CHECKING

from tracker.errors import EnishiError
from tracker.messages import _, listed
from tracker.programs import editor as editors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime
    from pathlib import Path

    from tracker.ledger import Ledger
    from tracker.model import Article

STALE = timedelta(days=35)
"""A post a month: a list of articles older than this was not built for the last one."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One matter."""

    matter: str
    fine: bool
    said: str
    fix: str = ""


def health(checks: Iterable[Callable[[], Finding]], matters: Sequence[str]) -> tuple[Finding, ...]:
    """Run every check; one that fails is a finding, not the end."""
    return tuple(_safely(matter, check) for matter, check in zip(matters, checks, strict=True))


def _safely(matter: str, check: Callable[[], Finding]) -> Finding:
    try:
        return check()
    except EnishiError as error:
        return Finding(matter, fine=False, said=error.message, fix=error.hint)


def ledger(path: Path, opened: Callable[[], Ledger]) -> Finding:
    """Whether the ledger opens, is whole, and is nobody else's to read: opening it makes it so."""
    fresh = not path.exists()
    with opened() as found:
        if trouble := found.trouble():
            return Finding("ledger", fine=False, said=trouble, fix=_("Put a copy back from a backup."))
    said = _("{path} is new and empty.") if fresh else _("{path} is in order.")
    return Finding("ledger", fine=True, said=said.format(path=path))


def articles(found: Callable[[], tuple[Article, ...]], now: datetime) -> Finding:
    """Whether our own articles are listed, and up to date."""
    listed = found()
    dates = [one.published for one in listed if one.published]
    said = _("{count} articles; the latest is of {day}.").format(
        count=len(listed), day=f"{max(dates):%Y-%m-%d}" if dates else _("an unknown day")
    )
    if dates and now - max(dates) > STALE:
        return Finding("articles", fine=False, said=said, fix=_("If you have published since, run `enishi build`."))
    return Finding("articles", fine=True, said=said)


def sources(names: Sequence[str], ready: Callable[[str], object]) -> Finding:
    """Whether every source that is set up has what it needs."""
    if not names:
        fix = _("`enishi sources` shows what there is and what each needs.")
        return Finding("sources", fine=False, said=_("No source is set up."), fix=fix)
    for name in names:
        ready(name)
    return Finding("sources", fine=True, said=listed(names))


def python() -> Finding:
    """Whether Python is new enough for what is to come."""
    return Finding("python", fine=True, said=sys.version.split()[0])


def pelican() -> Finding:
    """Whether the site can be built."""
    if find_spec("pelican"):
        return Finding("pelican", fine=True, said=_("Installed."))
    said = _("Not installed: `enishi build` and `enishi serve` need it.")
    return Finding("pelican", fine=False, said=said, fix="pip install 'enishi[site]'")


def editor() -> Finding:
    """Whether a draft can be opened."""
    command = editors.command()
    found = shutil.which(command[0]) if command else None
    if found:
        return Finding("editor", fine=True, said=found)
    return Finding("editor", fine=False, said=_("No editor was found."), fix=_("Set the environment variable EDITOR."))


def language(code: str, encoding: str) -> Finding:
    """Whether the terminal can show what people wrote."""
    if encoding.lower().replace("-", "") == "utf8":
        return Finding("language", fine=True, said=f"{code}, {encoding}")
    said = _("The terminal is set to {encoding}, which cannot show every script.").format(encoding=encoding)
    return Finding("language", fine=False, said=said, fix="export PYTHONUTF8=1 LANG=C.UTF-8")
