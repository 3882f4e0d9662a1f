"""Cusdis: the approved comments of our pages, counted first.

Learned from its source. A reply is listed below its comment, and by newer servers beside it too; what is
deleted is listed no more. Comments cannot be edited there, and have no address of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.model import Count, Page
from tracker.reading.counted import clock, walk
from tracker.reading.cusdis import Sheet
from tracker.rules import fields
from tracker.rules.batches import batches
from tracker.rules.counting import Told
from tracker.rules.threads import WANTED, is_pattern
from tracker.rules.urls import host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.rules.threads import Thread

MOST_NAMES, MOST_LETTERS = 50, 1500
"""Of one question about counts: servers refuse addresses that are much longer."""
MOST_PAGES = 1000


@dataclass(frozen=True)
class Cusdis(Source):
    """Asked by count first; a thread may be called by path, address or slug."""

    name: ClassVar[str] = "cusdis"
    title: ClassVar[str] = "Cusdis"
    about: ClassVar[str] = N_("Approved comments under your articles, from Cusdis.")
    unproven: ClassVar[bool] = True

    app_id: str = field(
        metadata={
            "help": N_("What Cusdis calls your site (`data-app-id`)."),
            "example": '"00000000-0000-4000-8000-000000000000"',
        }
    )
    address: str = field(default="https://cusdis.com", metadata={"help": N_("Where Cusdis answers.")})
    page_id: str = field(
        default="{path}",
        metadata={
            "help": N_(
                "What your pages call themselves there (`data-page-id`): {path}, {url} or {slug}, "
                "with any text around it."
            ),
            "fits": is_pattern,
            "wanted": WANTED,
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the threads of which a count is another than before, or which were not looked at for long."""
        return walk(_Server(f"{self.address.rstrip('/')}/api/open", self.app_id, http), self.page_id, articles, cursor)


@dataclass(frozen=True)
class _Server:
    """A server, as one walk asks it."""

    address: str
    app_id: str
    http: Http

    @property
    def why(self) -> str:
        """Of what there is fewer to see than to count."""
        return _("replies below comments that are not public are counted, not listed")

    def told(self, names: Sequence[str]) -> Told:
        """Return the counts; where there is none at all, see whether Cusdis knows the site."""
        counts: dict[str, int] = {}
        at: datetime | None = None
        for batch in batches([name for name in names if "," not in name], MOST_NAMES, MOST_LETTERS, len):
            question = {"pageIds": ",".join(batch)}
            answer = self.http.get(f"{self.address}/project/{self.app_id}/comments/count", question)
            told = fields.expected_table(fields.expected_table(answer.json(), answer.url).get("data"), answer.url)
            if any(fields.number(told.get(name)) != told.get(name, "") for name in batch):
                raise NotAsExpected(host(answer.url), _("a count of each thread"), _("something else"))
            counts |= {name: told[name] for name in batch}
            at = clock(answer)
        counts |= {name: fields.number(self._listing(name, 1).get("commentCount")) for name in names if "," in name}
        if not any(counts.values()):
            self._listing(names[0], 1)  # of a site that it does not know it counts nothing, and lists nothing by a 404
        return Told(counts, at)

    def comments(self, thread: Thread, article: Article, counted: int) -> Iterator[Page]:
        """Yield a thread once all of it is there: only the last page may tell what an older reply answers."""
        sheet = Sheet(article.uid, thread.url)
        number, more = 1, True
        while more and number <= MOST_PAGES:
            told = self._listing(thread.name, number)
            sheet.add(told["data"])
            more = bool(told["data"]) and number < fields.number(told.get("pageCount"))
            number += 1
            yield Page()
        yield sheet.page()
        yield Page(counts=(Count(article.uid, len(sheet.rows), max(counted, len(sheet.rows))),))

    def _listing(self, name: str, number: int) -> dict[str, Any]:
        question: dict[str, str | int] = {"appId": self.app_id, "pageId": name, "page": number}
        answer = self.http.get(f"{self.address}/comments", question)
        told = fields.expected_table(fields.expected_table(answer.json(), answer.url).get("data"), answer.url)
        fields.expected_list(told.get("data"), answer.url)
        return told
