"""Whether the world sees what is to be told: a receiver looks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import EnishiError, NotPublished, SourceError
from tracker.messages import _
from tracker.reading.live import live
from tracker.rules.telling import hinders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.rules.outgoing import Mention
    from tracker.verbs.notify.delivery import Ways


def hindrance(source: str, mentions: Iterable[Mention], ways: Ways) -> EnishiError | None:
    """Return why nothing may be sent for a page yet; None: all of it is as it will be told."""
    try:
        seen = live(source, ways.ours)
    except SourceError as error:
        return error
    for one in mentions:
        if found := hinders(one, seen):
            return NotPublished(source, _said(found, one.target))
    return None


def _said(found: str, target: str) -> str:
    said = {
        "missing": _("its link to {target} is not published yet"),
        "present": _("its link to {target} is still published"),
        "old": _("it is still published as it was before"),
    }
    return said[found].format(target=target)
