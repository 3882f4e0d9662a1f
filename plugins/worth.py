"""What a value is worth to a page: a short text that is the same as long as the page would look the same.

A post is only named; what a page reads of it is noted by itself (`page_reads.py`). What cannot be
told, an open generator say, raises `Untold`: a page that needs it is made every time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta, tzinfo
from enum import Enum
from functools import partial
from pathlib import PurePath
from types import BuiltinFunctionType, FunctionType, MethodType, ModuleType
from typing import Any

from fingerprints import digest
from jinja2 import Environment
from jinja2.runtime import Macro
from pelican.contents import Content
from pelican.generators import Generator
from pelican.urlwrappers import URLWrapper

NAMED = (type, FunctionType, BuiltinFunctionType, ModuleType)
TIMES = (date, time, timedelta, tzinfo)
DEEPEST = 12
PLAIN = (str, int, float, bool, bytes, type(None))
COUNTED_LATER = ("_num_pages", "_count")
"""What Pelican's paginator finds out when asked, and remembers."""


class Untold(Exception):
    """A value that cannot be told from another."""


class Worth:
    """Remembers what it found, as long as a build lasts: a list of all posts is looked at once."""

    def __init__(self, settings: Mapping[str, Any]) -> None:
        self.settings = settings
        self._known: dict[int, tuple[Any, str]] = {}

    def of(self, value: Any, depth: int = 0) -> str:
        """Return the worth of a value."""
        if isinstance(value, PLAIN):
            return f"{type(value).__name__}:{value!r}"
        if isinstance(value, Content):
            return f"@{type(value).__name__}:{reference(value)}"
        if id(value) in self._known:
            return self._known[id(value)][1]
        if depth > DEEPEST:
            raise Untold
        found = self._told(value, depth + 1)
        if len(found) > 80:  # noqa: PLR2004 - longer than its digest is worth
            found = digest(found)
        self._known[id(value)] = (value, found)  # the value is held, so that nothing else gets its number
        return found

    def _told(self, value: Any, depth: int) -> str:
        if value is self.settings:
            return "settings"
        if isinstance(value, Mapping):
            return f"{_kind(value)}{{{','.join(f'{self.of(k, depth)}={self.of(v, depth)}' for k, v in value.items())}}}"
        if isinstance(value, list | tuple):
            return f"{_kind(value)}[{','.join([self.of(item, depth) for item in value])}]"
        if isinstance(value, set | frozenset):
            return f"{_kind(value)}{{{','.join(sorted(self.of(item, depth) for item in value))}}}"
        return _simple(value) or self._object(value, depth)

    def _object(self, value: Any, depth: int) -> str:
        if isinstance(value, MethodType):
            return f"{value.__qualname__} of {self.of(value.__self__, depth)}"
        if isinstance(value, partial):
            return f"{self.of(value.func, depth)}({self.of(value.args, depth)}{self.of(value.keywords, depth)})"
        if isinstance(value, Environment | Generator | Macro):
            raise Untold
        return f"{_kind(value)}({self._state(value, depth)})"

    def _state(self, value: Any, depth: int) -> str:
        slots = [name for kind in type(value).__mro__ for name in getattr(kind, "__slots__", ())]
        state = {name: getattr(value, name) for name in slots if hasattr(value, name)} | getattr(value, "__dict__", {})
        if not state and not hasattr(value, "__dict__"):
            raise Untold
        return ",".join(f"{k}={self.of(v, depth)}" for k, v in state.items() if k not in COUNTED_LATER)


def reference(content: Content) -> str:
    """Return the name of a post, page or file: where its source lies."""
    path: str = content.relative_source_path or str(content.source_path)
    return path


def _simple(value: Any) -> str:
    if isinstance(value, URLWrapper):
        return f"{_kind(value)}({value.name!r},{value.slug!r})"
    if isinstance(value, datetime):
        return f"{_kind(value)}({value.isoformat()},{value.tzinfo!r},{value.fold})"
    if isinstance(value, (*TIMES, PurePath, Enum)):
        return f"{_kind(value)}({value!r})"
    return (
        f"{value.__module__}.{value.__qualname__}"
        if isinstance(value, NAMED) and hasattr(value, "__qualname__")
        else ""
    )


def _kind(value: Any) -> str:
    return f"{type(value).__module__}.{type(value).__qualname__}"
