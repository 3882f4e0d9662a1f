"""Code says what language it is in: `<code class="language-sql">`, as HTML recommends.

Python-Markdown knows the language when it colours code and tells the formatter alone.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from pelican import signals
from pygments.formatters import HtmlFormatter

if TYPE_CHECKING:
    from collections.abc import Iterator

CODEHILITE = "markdown.extensions.codehilite"


class Formatter(HtmlFormatter):  # type: ignore[misc] # Pygments ships no types
    """Writes the language on the `code` element; without one it is `language-text`."""

    def __init__(self, lang_str: str = "", **options: Any) -> None:
        super().__init__(**options)
        self._language = lang_str

    def _wrap_code(self, inner: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
        """The hook that Python-Markdown's documentation names."""
        yield 0, f'<code class="{escape(self._language)}">'
        yield from inner
        yield 0, "</code>"


def _use(pelican: Any) -> None:
    pelican.settings["MARKDOWN"]["extension_configs"][CODEHILITE]["pygments_formatter"] = Formatter


def register() -> None:
    """Colour every text with it."""
    signals.initialized.connect(_use)
