"""Keep what a place answers as a fixture in which nobody stands: names, words, mails and tokens replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from tracker.errors import SourceError
from tracker.rules.scrub import Scrubber

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.http.rehearsal import Exchange, Recorder
    from tracker.model import Article
    from tracker.sources import Source


def record(source: Source, articles: Sequence[Article], http: Recorder, most: int) -> dict[str, Any]:
    """Ask a place until it has answered `most` times; return the exchanges as `tests/sources/` holds them.

    Raises the SourceError of a place that answered nothing.
    """
    try:
        for _page in source.pages(articles, None, http):
            if len(http.exchanges) >= most:
                break
    except SourceError:
        if not http.exchanges:
            raise
    scrubber = Scrubber()
    bodies = [scrubber.body(one.answer.body) for one in http.exchanges[:most]]
    told = [_exchange(one, body, scrubber) for one, body in zip(http.exchanges, bodies, strict=False)]
    return {"source": source.name, "exchanges": told}


def _exchange(one: Exchange, body: Any, scrubber: Scrubber) -> dict[str, Any]:  # noqa: ANN401 - JSON is any shape
    parts = urlsplit(one.asked.url)
    target = scrubber.line(parts.path + (f"?{parts.query}" if parts.query else ""))
    told: dict[str, Any] = {"request": target}
    if one.asked.method != "GET":
        told |= {"method": one.asked.method}
    return told | {"status": one.answer.status, "headers": scrubber.headers(one.answer.headers), "body": body}
