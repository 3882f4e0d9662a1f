"""One reaction shown twice: told from what both showings share."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.rules.urls import canonical

if TYPE_CHECKING:
    from tracker.model import Interaction


def copy_key(source: str, interaction: Interaction) -> str:
    """Return the same text for every showing of one reaction.

    One response is shown twice when it named two spellings of an article's address, or came
    over two bridges: it is the same kind at the same page. The fragment counts, since bridges
    tell likes apart by it (`…#favorited-by-123`). Without a page it is only itself.
    """
    if interaction.url:
        return f"{interaction.kind} {canonical(interaction.url, fragment=True)}"
    return f"{source}:{interaction.id}"
