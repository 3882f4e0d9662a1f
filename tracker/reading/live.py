"""A page of ours as the world sees it now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors import Refused
from tracker.reading import entries
from tracker.rules.outgoing import Entry

if TYPE_CHECKING:
    from tracker.http import Http

ANEW = {"Accept": "text/html", "Cache-Control": "no-cache"}
"""Caches on the way shall ask the server."""
GONE = (404, 410)
"""S11 asks for 410; a host of static pages often can only say 404, or 200 with a meta element."""


def live(url: str, http: Http) -> Entry:
    """Return what is published at `url`; raises the SourceError of a site that does not answer."""
    try:
        answer = http.get(url, headers=ANEW)
    except Refused as error:
        if error.status in GONE:
            return Entry(url, gone=True)
        raise
    return entries.read(answer.body, answer.url) or Entry(answer.url)
