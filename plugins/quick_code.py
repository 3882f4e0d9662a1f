"""Code coloured once: a block that was coloured before is known, and new ones share Pygments' objects.

Python-Markdown makes a lexer and a formatter for every block; to make a language's first lexer alone
takes longer than to read a whole post.
"""

from __future__ import annotations

from functools import lru_cache
from importlib import import_module
from typing import TYPE_CHECKING, Any

from fingerprints import digest, installed, said
from pygments.formatters import get_formatter_by_name
from pygments.lexers import get_lexer_by_name

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

OBJECTS = 256
"""How many lexers and formatters are kept."""

codehilite: Any = import_module("markdown.extensions.codehilite")
fenced_code: Any = import_module("markdown.extensions.fenced_code")
_Stock: Any = codehilite.CodeHilite


class Coloured:
    """The blocks of the text that is being parsed."""

    def __init__(self) -> None:
        self.known: Mapping[str, str] = {}
        self.used: dict[str, str] = {}

    def begin(self, known: Mapping[str, str]) -> None:
        """Begin another text; `known` are the blocks it had before."""
        self.known, self.used = known, {}


coloured = Coloured()


class Known(_Stock):  # type: ignore[misc] # Python-Markdown's, and it is replaced by this one
    """A block of code that is coloured only when it is new."""

    def hilite(self, shebang: bool = True) -> str:  # noqa: FBT001, FBT002 - Python-Markdown's own signature
        """Return the block as HTML."""
        name = digest(*installed(), said({**vars(self), "shebang": shebang}))
        html = coloured.known.get(name) or super().hilite(shebang)
        coloured.used[name] = html
        return html


def reuse_pygments() -> None:
    """Let blocks share lexers and formatters, and colour none that was coloured before."""
    codehilite.CodeHilite = fenced_code.CodeHilite = Known
    codehilite.get_lexer_by_name = _remembered(get_lexer_by_name)
    codehilite.get_formatter_by_name = _remembered(get_formatter_by_name)


def fresh_pygments() -> None:
    """Go back to a lexer and a formatter for each block."""
    codehilite.CodeHilite = fenced_code.CodeHilite = _Stock
    codehilite.get_lexer_by_name = get_lexer_by_name
    codehilite.get_formatter_by_name = get_formatter_by_name


def _remembered(make: Callable[..., Any]) -> Callable[..., Any]:
    known = lru_cache(OBJECTS)(make)

    def choose(name: str, **options: Any) -> Any:
        try:
            return known(name, **options)
        except TypeError:  # an option that cannot be a key: lines to be marked
            return make(name, **options)

    return choose
