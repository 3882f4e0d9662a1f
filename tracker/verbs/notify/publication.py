"""Whether the world sees what is to be told: a receiver looks at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import EnishiError, NotPublished, Refused, SourceError
from tracker.messages import _
from tracker.reading import entries
from tracker.rules.outgoing import Entry
from tracker.rules.telling import hinders

if TYPE_CHECKING:
    from collections.abc import Iterable

    from tracker.rules.outgoing import Mention
    from tracker.verbs.notify.delivery import Ways

ANEW = {"Accept": "text/html", "Cache-Control": "no-cache"}
"""Caches on the way shall ask the server."""
GONE = (404, 410)
"""S11 asks for 410; a host of static pages often can only say 404, or 200 with a meta element."""


def hindrance(source: str, mentions: Iterable[Mention], ways: Ways) -> EnishiError | None:
    """Return why nothing may be sent for a page yet; None: all of it is as it will be told."""
    try:
        live = _live(source, ways)
    except SourceError as error:
        return error
    for one in mentions:
        if found := hinders(one, live):
            return NotPublished(source, _said(found, one.target))
    return None


def _live(source: str, ways: Ways) -> Entry:
    try:
        answer = ways.ours.get(source, headers=ANEW)
    except Refused as error:
        if error.status in GONE:
            return Entry(source, gone=True)
        raise
    return entries.read(answer.body, answer.url) or Entry(answer.url)


def _said(found: str, target: str) -> str:
    said = {
        "missing": _("its link to {target} is not published yet"),
        "present": _("its link to {target} is still published"),
        "old": _("it is still published as it was before"),
    }
    return said[found].format(target=target)
