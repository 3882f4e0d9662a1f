"""What one part of a JSON answer holds, whatever came: strangers' programs send anything.

`expected_…` raise NotAsExpected, since nothing can be read without it; all others return
what there is, else nothing of the right kind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeAlias

from tracker.errors import NotAsExpected
from tracker.messages import _
from tracker.rules.urls import host, is_web

if TYPE_CHECKING:
    from collections.abc import Mapping

Table: TypeAlias = "Mapping[str, Any]"
MOST = 2**53 - 1
"""The largest number that JSON carries everywhere (RFC 7493 §2.2); the ledger cannot hold much larger ones."""


def expected_table(data: object, url: str) -> dict[str, Any]:
    """Return `data`, an object; `url` is where it came from."""
    if not isinstance(data, dict):
        raise NotAsExpected(host(url), _("an object"), _("something else"))
    return data


def expected_list(data: object, url: str) -> list[Any]:
    """Return `data`, a list; `url` is where it came from."""
    if not isinstance(data, list):
        raise NotAsExpected(host(url), _("a list"), _("something else"))
    return data


def table(value: object) -> dict[str, Any]:
    """Return an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> list[Any]:
    """Return a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: object) -> str:
    """Return a text as it is, else nothing."""
    return value if isinstance(value, str) else ""


def web(value: object) -> str:
    """Return an http(s) address, else nothing."""
    said = text(value).strip()
    return said if is_web(said) else ""


def number(value: object) -> int:
    """Return a whole number of 0 or more, which may have come as a text, else 0; so is one that nobody can mean."""
    if isinstance(value, str) and value.isdecimal() and value.isascii() and len(value) <= len(str(MOST)):
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 < value <= MOST else 0


def name(value: object) -> str:
    """Return an id: a text that is not empty, or a whole number, as text; else nothing."""
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return text(value).strip()
