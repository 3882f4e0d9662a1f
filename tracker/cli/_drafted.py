"""How an announcement looks before it is sent: to a person, and to a program."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from tracker.cli._table import harmless, one_line
from tracker.messages import _
from tracker.model.posts import Stage

if TYPE_CHECKING:
    from tracker.model import Article
    from tracker.model.posts import Limits, Posting, Preview

INDENT = "    "


class Shown(NamedTuple):
    """One announcement, and all that is known of it."""

    article: Article
    posting: Posting
    preview: Preview
    limits: Limits
    place: str
    """As it writes itself."""

    @property
    def is_unclear(self) -> bool:
        """Whether it was handed over, and nobody knows what became of it."""
        return self.posting.stage is Stage.SENDING

    def look(self) -> str:
        """Return it as it will look, and how long it is."""
        head = _("{place}: “{title}”").format(place=self.place, title=one_line(self.article.title or self.article.url))
        text = "\n".join(f"{INDENT}{line}".rstrip() for line in harmless(self.posting.text).splitlines())
        said = [_("{count} of {most} characters").format(count=self._count(), most=self.limits.characters)]
        if self.limits.card:
            said.append(_("a card with the picture") if self.preview.picture else _("a card without a picture"))
        if self.is_unclear:
            said.append(_("perhaps sent"))
        return "\n".join([click.style(head, bold=True), "", text, "", _("; ").join(said)])

    def how_to_send(self) -> str:
        """Say what to type."""
        return _("Kept, not sent. To send it, at a terminal: {command}").format(command=self._command()) + "\n"

    def unclear(self) -> str:
        """Say what finds out."""
        said = _("Whether it arrived is not known. This finds out, and posts it once: {command}")
        return said.format(command=self._command())

    def row(self) -> dict[str, object]:
        """Return what programs read."""
        said = self.posting
        kept = {"stage": said.stage, "lang": said.lang, "text": said.text}
        size = {"count": self._count(), "most": self.limits.characters, "command": self._command()}
        about = {"article": said.article, "title": self.article.title, "url": self.article.url, "place": said.place}
        return {**about, **kept, **size}

    def _count(self) -> int:
        from tracker.rules.posting import count

        return count(self.posting.text, self.limits)

    def _command(self) -> str:
        return f"enishi announce {one_line(self.article.url)} --post --on {self.posting.place}"
