"""Plausible: where the readers of each article came from, and the pages that this leads to.

One question tells it of all articles. See https://plausible.io/docs/stats-api; its cloud answers to some plans only.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.messages import N_, _
from tracker.reading.discovery import MOST_PAGES, MOST_PAGES_HELP, Discovery, Notes
from tracker.rules.fields import expected_list, expected_table, number, rows, table, text
from tracker.rules.referrers import Paths
from tracker.rules.urls import is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Page, Secret

MOST_ROWS = 1000
"""Of one answer."""
MOST_ANSWERS = 20


@dataclass(frozen=True)
class Plausible(Source):
    """A forward stream: the cursor holds the day of the last asking."""

    name: ClassVar[str] = "plausible"
    title: ClassVar[str] = "Plausible"
    about: ClassVar[str] = N_("Pages that link to your articles, found in Plausible by where readers came from.")
    unproven: ClassVar[bool] = True

    site: str = field(
        metadata={"help": N_("Your site's name there, most often its domain."), "example": '"example.com"'}
    )
    token: Secret = field(metadata={"help": N_("An API key for statistics, made in your settings there.")})
    address: str = field(
        default="https://plausible.io",
        metadata={"help": N_("Where the service answers."), "fits": is_web, "wanted": N_("a web address")},
    )
    most_pages: int = field(default=MOST_PAGES, metadata={"help": MOST_PAGES_HELP})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Ask from where people came since, then look at the pages."""
        if not articles:
            return
        notes = Notes.read(cursor)
        discovery = Discovery(articles, http, notes)
        came, problems = self._came(_since(notes.own.get("day"), discovery.today), Paths(articles), http)
        notes.own["day"] = discovery.today.isoformat()
        yield discovery.note(came, problems)
        yield from discovery.looks(self.most_pages)

    def admitted(self, http: Http) -> str:
        """Return the name of the site that the key may read."""
        self._asked({"metrics": ["visitors"], "date_range": "day"}, http)
        return self.site

    def _came(self, since: object, ours: Paths, http: Http) -> tuple[list[tuple[str, int]], list[str]]:
        """Return where the readers of our articles came from, and what was wrong with the answers."""
        came: list[tuple[str, int]] = []
        problems: list[str] = []
        for turn in range(MOST_ANSWERS):
            question = {
                "metrics": ["visitors"],
                "dimensions": ["event:page", "visit:referrer"],
                "date_range": since,
                "pagination": {"limit": MOST_ROWS, "offset": turn * MOST_ROWS},
            }
            told = self._asked(question, http)
            for row in told:
                said = read(row)
                if said is None:
                    problems.append(_("A row of Plausible's answer does not say from where to where and was left out."))
                elif ours.find(said[0]):
                    came.append(said[1:])
            if len(told) < MOST_ROWS:
                break
        return came, problems

    def _asked(self, question: dict[str, Any], http: Http) -> list[Any]:
        url = self.address.rstrip("/") + "/api/v2/query"
        answer = http.ask(url, json={"site_id": self.site, **question}, bearer=self.token)
        return expected_list(expected_table(answer.json(), answer.url).get("results"), answer.url)


def read(row: object) -> tuple[str, str, int] | None:
    """Return the path that people came to, the address that they came from, and how many did."""
    said = table(row)
    names, counts = rows(said.get("dimensions")), rows(said.get("metrics"))
    told = [text(one) for one in names]
    return (told[0], told[1], number(counts[0])) if len(told) > 1 and all(told[:2]) and counts else None


def _since(day: object, today: date) -> object:
    """Return the span to ask for: from the day before the last asking, whose end was not seen."""
    try:
        begin = date.fromisoformat(text(day)) - timedelta(days=1)
    except ValueError:
        return "all"
    return [begin.isoformat(), today.isoformat()]
