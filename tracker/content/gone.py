"""`_gone.toml`: the posts that were taken down and whose files are no more."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.urls import path as address
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from pathlib import Path

NAME = "_gone.toml"
GONE = "gone"


class Gone(NamedTuple):
    """The paths that are gone, and what is wrong with the file that says so."""

    addresses: frozenset[str] = frozenset()
    remarks: tuple[Remark, ...] = ()


def read(file: Path) -> Gone:
    """Return what `file` says; where there is none, nothing is gone."""
    try:
        data = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Gone()
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return Gone(remarks=(_wrong(str(error)),))
    entries = data.pop(GONE, [])
    if data or not isinstance(entries, list) or not all(_is_entry(one) for one in entries):
        return Gone(remarks=(_wrong(_("it says something else")),))
    return Gone(frozenset(address(one["url"]) for one in entries))


def _is_entry(one: object) -> bool:
    return isinstance(one, dict) and set(one) == {"url"} and isinstance(one["url"], str)


def _wrong(reason: str) -> Remark:
    said = _("The list of posts that are gone cannot be read: {reason}.").format(reason=reason)
    return Remark("gone-list", 0, said, _("Write for each: [[gone]], and below it url = “/en/2026/05/a-post/”."))
