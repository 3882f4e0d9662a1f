"""Links that leave the site: when to ask a page again, and what its answer means.

A page that is gone says so (404, 410). One that does not answer may be back tomorrow: it is called dead after a
week of silence. Many let no program in (401, 403, 405, 429, 999); they are there.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from tracker.rules.writing.gate import Outside

GONE = (404, 410)
AGAIN_FINE = timedelta(days=30)
AGAIN_ELSE = timedelta(days=1)
SILENT = timedelta(days=7)
THERE, DEAD, UNANSWERED = "there", "dead", "unanswered"


class Answered(NamedTuple):
    """What a page said when it was last asked."""

    state: str
    """`there`, `dead` or `unanswered`."""
    asked: datetime
    since: datetime
    """Since when it has been so."""
    said: str = ""
    """Its status, or why there was none."""


def due(urls: Iterable[str], known: Mapping[str, Answered], now: datetime) -> tuple[str, ...]:
    """Return the addresses to ask now, each once."""
    return tuple(dict.fromkeys(url for url in urls if url not in known or _is_due(known[url], now)))


def answered(state: str, said: str, before: Answered | None, now: datetime) -> Answered:
    """Return what to remember of an answer."""
    same = before is not None and before.state == state
    return Answered(state, now, before.since if before and same else now, said)


def remarks(links: Iterable[Outside], known: Mapping[str, Answered]) -> Iterator[tuple[str, Remark]]:
    """Yield (file, remark) for each link whose page is gone, or silent."""
    for link in links:
        answer = known.get(link.url)
        if answer and answer.state != THERE:
            yield link.file, _remark(link, answer)


def _is_due(answer: Answered, now: datetime) -> bool:
    return now - answer.asked >= (AGAIN_FINE if answer.state == THERE else AGAIN_ELSE)


def _remark(link: Outside, answer: Answered) -> Remark:
    day = f"{answer.since:%Y-%m-%d}"
    names = {"url": link.url, "said": answer.said, "day": day}
    if answer.state == DEAD:
        said = _("{url} is gone, as was seen on {day}: {said}").format(**names)
    else:
        said = _("{url} has not answered since {day}: {said}").format(**names)
    fix = _("Link to where it is now, or to a copy: https://web.archive.org/web/{url}").format(url=link.url)
    silent = answer.state == UNANSWERED and answer.asked - answer.since < SILENT
    return Remark("link-unanswered" if silent else "link-dead", link.line, said, fix)
