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
    from collections.abc import Callable

    from kept_texts import KeptTexts

OBJECTS = 256
"""How many lexers and formatters are kept."""

codehilite: Any = import_module("markdown.extensions.codehilite")
fenced_code: Any = import_module("markdown.extensions.fenced_code")
_Stock: Any = codehilite.CodeHilite


def reuse_pygments(kept: KeptTexts) -> None:
    """Let blocks share lexers and formatters, and colour none that was coloured before."""

    class Known(_Stock):  # type: ignore[misc] # its base is chosen when it runs
        def hilite(self, shebang: bool = True) -> str:  # noqa: FBT001, FBT002 - Python-Markdown's own signature
            name = digest("code", *installed(), said({**vars(self), "shebang": shebang}))
            found = kept.get(name)
            if found is None:
                found = ({}, super().hilite(shebang))
                kept.put(name, *found)
            return found[1]

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
