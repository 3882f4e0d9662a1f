"""Short names for what went into a result, so that it is made again exactly when something of that changed."""

from __future__ import annotations

import sys
import sysconfig
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

PLAIN = (str, bytes, int, float, bool, type(None))
PLACES = ("PATH", "OUTPUT_PATH", "CACHE_PATH", "THEME", "PLUGIN_PATHS", "PORT", "BIND", "DEBUG")
"""Settings that say where things are: what is there counts, and that is looked at."""


def digest(*parts: str | bytes) -> str:
    """Return a name for these parts in this order."""
    data = [part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part for part in parts]
    lengths = ",".join([str(len(part)) for part in data])  # so that the parts cannot be taken apart otherwise
    return blake2b(b"".join([lengths.encode(), b":", *data]), digest_size=16).hexdigest()


def said(value: Any) -> str:
    """Return a setting as text: equal texts for equal settings, in this process and in the next."""
    if isinstance(value, PLAIN):
        return repr(value)
    if isinstance(value, dict):
        return "{" + ",".join(sorted(f"{said(key)}:{said(value[key])}" for key in value)) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(map(said, value)) + "]"
    if isinstance(value, set | frozenset):
        return "{" + ",".join(sorted(map(said, value))) + "}"
    if isinstance(value, Extension):
        return f"{_named(type(value))}{said(value.getConfigs())}"
    return _named(value) if hasattr(value, "__qualname__") else f"{_named(type(value))}:{value!s}"


def settings_said(settings: Mapping[str, Any]) -> str:
    """Return all settings as one text, but for those that only say where things are."""
    return said({name: value for name, value in settings.items() if name not in PLACES})


def code(folders: Iterable[str]) -> str:
    """Return a name for every program that takes part: what is installed by version, the site's own by its text."""
    files = {str(path.resolve()) for folder in folders for path in Path(folder).rglob("*.py")}
    files |= {str(Path(file).resolve()) for file in _own_modules()}
    return digest(sys.version, *installed(), *(_text(Path(file)) for file in sorted(files)))


@cache
def installed() -> tuple[str, ...]:
    """Return every installed distribution with its version, as its folder is called."""
    folders = {sysconfig.get_paths()[name] for name in ("purelib", "platlib")}
    return tuple(sorted(path.name for folder in folders for path in Path(folder).glob("*.dist-info")))


def _own_modules() -> Iterator[str]:
    """Yield the files of the modules in use that nobody installed."""
    theirs = tuple(sysconfig.get_paths()[name] for name in ("stdlib", "platstdlib", "purelib", "platlib"))
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and file.endswith(".py") and not file.startswith(theirs):
            yield file


def _text(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:  # removed meanwhile
        return b""


def _named(thing: Any) -> str:
    return f"{getattr(thing, '__module__', '')}.{getattr(thing, '__qualname__', thing)}"
