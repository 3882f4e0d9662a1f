"""Matomo: which pages of which sites led readers to our articles, and a look at those pages.

The token goes in the body of a POST, never in an address. See https://developer.matomo.org/api-reference/reporting-api;
a segment (`pageUrl==…`) keeps it to visits of our articles.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import quote, urlencode

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.reading.discovery import MOST_PAGES, MOST_PAGES_HELP, Discovery, Notes, first_day
from tracker.reading.html import tidy
from tracker.rules.fields import expected_list, name, number, rows, table, text
from tracker.rules.urls import host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Page, Secret

BEGINNING = "2007-06-15"
"""Before there was a Matomo."""
MOST_ARTICLES = 20
"""In one question."""
MOST_LETTERS = 200
"""Of what it says is wrong."""


@dataclass(frozen=True)
class Matomo(Source):
    """A forward stream: the cursor holds the day of the last asking."""

    name: ClassVar[str] = "matomo"
    title: ClassVar[str] = "Matomo"
    about: ClassVar[str] = N_("Pages that link to your articles, found in Matomo by where readers came from.")
    unproven: ClassVar[bool] = True

    address: str = field(
        metadata={
            "help": N_("Where your Matomo answers."),
            "example": '"https://matomo.example.com"',
            "fits": is_web,
            "wanted": N_("a web address"),
        }
    )
    token: Secret = field(metadata={"help": N_("An auth token with view access, made under Personal, Security there.")})
    site: int = field(default=1, metadata={"help": N_("The number of your site there.")})
    most_pages: int = field(default=MOST_PAGES, metadata={"help": MOST_PAGES_HELP})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Ask from which pages people came since, twenty articles at a time, then look at them."""
        if not articles:
            return
        notes = Notes.read(cursor)
        discovery = Discovery(articles, http, notes)
        span = _span(notes.own.get("day"), discovery.today) or f"{first_day(articles, BEGINNING)},today"
        came: list[tuple[str, int]] = []
        problems: list[str] = []
        for batch in _batches(articles):
            told, wrong = self._came(_segment(batch), span, http)
            came += told
            problems += wrong
        notes.own["day"] = discovery.today.isoformat()
        yield discovery.note(came, problems)
        yield from discovery.looks(self.most_pages)

    def admitted(self, http: Http) -> str:
        """Return the name of the site that the token may read."""
        answer = self._asked("SitesManager.getSiteFromId", {}, http)
        first = next(iter(rows(answer)), answer)
        return tidy(text(table(first).get("name")))

    def _came(self, segment: str, span: str, http: Http) -> tuple[list[tuple[str, int]], list[str]]:
        """Return the pages that led people to some articles, and what was wrong with the answer."""
        asked = {"period": "range", "date": span, "segment": segment, "filter_limit": "-1"}
        sites = expected_list(self._asked("Referrers.getWebsites", {**asked, "expanded": "1"}, http), self.address)
        came: list[tuple[str, int]] = []
        problems: list[str] = []
        for site in map(table, sites):
            below = site.get("subtable")
            if below is None and (number_of := name(site.get("idsubdatatable"))):
                below = self._asked("Referrers.getUrlsFromWebsiteId", {**asked, "idSubtable": number_of}, http)
            told = read(site, below)
            came += told
            if not told:
                problems.append(_("A site that Matomo lists has no name and was left out."))
        return came, problems

    def _asked(self, method: str, parameters: dict[str, str], http: Http) -> Any:  # noqa: ANN401 - JSON is any shape
        """Return one report; Matomo says what is wrong in an answer that looks well."""
        question = {"module": "API", "method": method, "idSite": self.site, "format": "JSON", **parameters}
        url = f"{self.address.rstrip('/')}/index.php?{urlencode(question)}"
        data = http.ask(url, form={"token_auth": self.token.reveal()}).json()
        if isinstance(data, dict) and data.get("result") == "error":
            said = tidy(text(data.get("message")))[:MOST_LETTERS]
            raise NotAsExpected(host(self.address), _("a list of sites"), f"“{said}”")
        return data


def read(site: dict[str, Any], below: object) -> list[tuple[str, int]]:
    """Return the pages of a site that led people here, else the site alone; nothing when it has no name."""
    label = text(site.get("label"))
    told = [table(row) for row in rows(below)]
    pages = [
        (text(row.get("url")) or _joined(label, text(row.get("label"))), number(row.get("nb_visits"))) for row in told
    ]
    known = [page for page in pages if page[0]]
    return known or ([(label, number(site.get("nb_visits")))] if label else [])


def _joined(site: str, path: str) -> str:
    return f"{site}/{path.lstrip('/')}" if site and path else ""


def _segment(articles: Sequence[Article]) -> str:
    """Return the visits that were shown one of these articles; it is encoded here and once more on its way."""
    urls = dict.fromkeys(url for article in articles for url in (article.url, *article.older_urls))
    return ",".join(f"pageUrl=={quote(url, safe='')}" for url in urls)


def _span(day: object, today: date) -> str:
    """Return the days since the day before the last asking, whose end was not seen; nothing for the first time."""
    try:
        last = date.fromisoformat(text(day))
    except ValueError:
        return ""
    return f"last{(today - last).days + 2}"


def _batches(articles: Sequence[Article]) -> Iterator[Sequence[Article]]:
    for first in range(0, len(articles), MOST_ARTICLES):
        yield articles[first : first + MOST_ARTICLES]
