"""A comment in a text is a note to oneself (a prompt, an exception from a check, an original): none is published.

Markdown hands HTML comments on into the page, where everybody can read them in its source.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from markdown.extensions import Extension
from markdown.postprocessors import Postprocessor
from pelican import signals

if TYPE_CHECKING:
    from markdown import Markdown

COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
BEFORE_RAW_HTML = 31
"""Python-Markdown puts raw HTML back at 30."""


class PrivateComments(Postprocessor):
    """Leave comments out where Python-Markdown would put them back; code that shows one is no comment."""

    def run(self, text: str) -> str:
        """Return the page without them."""
        stash = self.md.htmlStash
        for number, raw in enumerate(stash.rawHtmlBlocks):
            if not isinstance(raw, str) or (raw.strip() and "<!--" not in raw):
                continue
            stash.rawHtmlBlocks[number] = kept = COMMENT.sub("", raw)
            if not kept.strip():  # also on a second run: `toc` asks for one of every heading first
                mark = re.escape(stash.get_placeholder(number))
                text = re.sub(rf"<p>\s*{mark}\s*</p>\n?|{mark}", "", text)
        return text


class PrivateCommentsExtension(Extension):
    """Add it to Python-Markdown."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        """Look at raw HTML before it is put back."""
        md.postprocessors.register(PrivateComments(md), "private_comments", BEFORE_RAW_HTML)


def _add(pelican: Any) -> None:
    pelican.settings["MARKDOWN"].setdefault("extensions", []).append(PrivateCommentsExtension())


def register() -> None:
    """Keep comments out of every text."""
    signals.initialized.connect(_add)
