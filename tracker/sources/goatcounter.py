"""GoatCounter: where the readers of each article came from, and the pages that this leads to.

Its list of paths tells in one call which were read since; only of those the referrers are asked for.
See https://www.goatcounter.com/help/api.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from tracker.messages import N_, _
from tracker.reading.discovery import MOST_PAGES, MOST_PAGES_HELP, Discovery, Notes, first_day
from tracker.rules.fields import expected_list, expected_table, name, number, rows, table, text
from tracker.rules.referrers import Paths
from tracker.rules.urls import is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Page, Secret

MOST_PATHS = 25
"""Of one answer, which holds every hour of every day of each."""
MOST_ANSWERS = 40
MOST_REFERRERS = 100
"""Of one answer."""
BEGINNING = "2019-06-01"
"""Before there was a GoatCounter."""
HTTP = "h"
"""How it marks a referrer that is an address."""
JSON = {"Content-Type": "application/json"}


class _Hit(NamedTuple):
    """A path, and how often it was read: since the day that was asked for, and day by day."""

    id: str
    path: str
    times: int
    days: dict[str, int]


@dataclass(frozen=True)
class GoatCounter(Source):
    """A forward stream: the cursor holds the last day that was counted, and its counts."""

    name: ClassVar[str] = "goatcounter"
    title: ClassVar[str] = "GoatCounter"
    about: ClassVar[str] = N_("Pages that link to your articles, found in GoatCounter by where readers came from.")
    unproven: ClassVar[bool] = True

    address: str = field(
        metadata={
            "help": N_("Where your GoatCounter answers."),
            "example": '"https://example.goatcounter.com"',
            "fits": is_web,
            "wanted": N_("a web address"),
        }
    )
    token: Secret = field(metadata={"help": N_("An API token that may read statistics, made in your settings there.")})
    most_pages: int = field(default=MOST_PAGES, metadata={"help": MOST_PAGES_HELP})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Ask which articles were read since, then from where, then look at the pages."""
        if not articles:
            return
        notes = Notes.read(cursor)
        discovery, ours = Discovery(articles, http, notes), Paths(articles)
        start = text(notes.own.get("day")) or first_day(articles, BEGINNING)
        before, hits = dict(table(notes.own.get("counts"))), list[_Hit]()
        for answer in self._hits(start, http):
            told, problems = read_hits(answer, self.address)
            yield discovery.note((), problems)
            hits += [hit for hit in told if ours.find(hit.path)]
        for hit in hits:
            if before.get(hit.id) != hit.times:
                came, problems = self._referrers(hit, start, http)
                notes.own["counts"] = before = before | {hit.id: hit.times}
                yield discovery.note(came, problems)
        day = max((day for hit in hits for day in hit.days), default=start)
        notes.own |= {"day": day, "counts": {hit.id: hit.days[day] for hit in hits if day in hit.days}}
        yield from discovery.looks(self.most_pages)

    def admitted(self, http: Http) -> str:
        """Return the mail address of the user whose token it is."""
        answer = self._get("/api/v0/me", {}, http)
        return text(table(answer.get("user")).get("email"))

    def _hits(self, start: str, http: Http) -> Iterator[dict[str, Any]]:
        """Yield the lists of paths that were read since `start`."""
        seen: list[str] = []
        for _turn in range(MOST_ANSWERS):
            more: dict[str, str | int] = {"exclude_paths": ",".join(seen)} if seen else {}
            asked = {"start": _hour(start), "limit": MOST_PATHS, **more}
            answer = self._get("/api/v0/stats/hits", asked, http)
            yield answer
            told, _problems = read_hits(answer, self.address)
            seen += [hit.id for hit in told]
            if answer.get("more") is not True or not told:
                return

    def _referrers(self, hit: _Hit, start: str, http: Http) -> tuple[list[tuple[str, int]], list[str]]:
        came: list[tuple[str, int]] = []
        problems: list[str] = []
        for turn in range(MOST_ANSWERS):
            asked: dict[str, str | int] = {
                "start": _hour(start),
                "limit": MOST_REFERRERS,
                "offset": turn * MOST_REFERRERS,
            }
            answer = self._get(f"/api/v0/stats/hits/{hit.id}", asked, http)
            told, wrong = read_referrers(answer, self.address)
            came += told
            problems += wrong
            if answer.get("more") is not True or not told:
                break
        return came, problems

    def _get(self, where: str, parameters: dict[str, str | int], http: Http) -> dict[str, Any]:
        answer = http.get(self.address.rstrip("/") + where, parameters, headers=JSON, bearer=self.token)
        return expected_table(answer.json(), answer.url)


def read_hits(answer: dict[str, Any], url: str) -> tuple[list[_Hit], list[str]]:
    """Return the paths that an answer lists, and what was wrong with others; events are no paths."""
    hits, problems = [], []
    for row in expected_list(answer.get("hits"), url):
        said = table(row)
        hit = _Hit(name(said.get("path_id")), text(said.get("path")), number(said.get("count")), _days(said))
        if hit.id.isdecimal() and hit.path:
            hits += [] if said.get("event") is True else [hit]
        else:
            problems.append(_("A path that GoatCounter lists has no number or name and was left out."))
    return hits, problems


def read_referrers(answer: dict[str, Any], url: str) -> tuple[list[tuple[str, int]], list[str]]:
    """Return the addresses that an answer lists, with how often, and what was wrong with others."""
    came, problems = [], []
    for row in expected_list(answer.get("refs"), url):
        said = table(row)
        if not isinstance(said.get("name"), str):
            problems.append(_("A referrer that GoatCounter lists has no name and was left out."))
        elif said.get("ref_scheme") in (HTTP, None):
            came.append((said["name"], number(said.get("count"))))
    return came, problems


def _days(said: dict[str, Any]) -> dict[str, int]:
    told = [table(each) for each in rows(said.get("stats"))]
    return {text(each.get("day")): number(each.get("daily")) for each in told if number(each.get("daily"))}


def _hour(day: str) -> str:
    return f"{day}T00:00:00Z"
