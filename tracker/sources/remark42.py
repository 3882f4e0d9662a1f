"""Remark42: the threads of our pages, counted first, with its latest comments to tell edits by.

Learned from its source. A site it does not know has no counts at all, and threads that are empty.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.model import Count, Page
from tracker.reading import remark42
from tracker.reading.counted import clock, walk
from tracker.rules import fields
from tracker.rules.batches import batches
from tracker.rules.counting import Told
from tracker.rules.urls import host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.rules.threads import Thread

LATEST = 100
MOST_NAMES, MOST_LETTERS = 1000, 60_000
"""Of one question about counts; it takes 128 kB."""


@dataclass(frozen=True)
class Remark42(Source):
    """Asked by count first; a thread is its page's address, in every spelling."""

    name: ClassVar[str] = "remark42"
    title: ClassVar[str] = "Remark42"
    about: ClassVar[str] = N_("Comments under your articles, from your Remark42 server.")
    unproven: ClassVar[bool] = True

    address: str = field(
        metadata={
            "help": N_("Where your Remark42 server answers."),
            "example": '"https://comments.example.com"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )
    site: str = field(default="remark", metadata={"help": N_("What it calls your site (`site_id`).")})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the threads in which a count, or one of the latest comments, is another than before."""
        return walk(_Server(f"{self.address.rstrip('/')}/api/v1", self.site, http), "{url}", articles, cursor)


@dataclass(frozen=True)
class _Server:
    """A server, as one walk asks it."""

    address: str
    site: str
    http: Http

    @property
    def why(self) -> str:
        """Of what there is fewer to see than to count."""
        return _("the place counts more than it lists")

    def told(self, names: Sequence[str]) -> Told:
        """Return the counts and the latest comments."""
        counts: dict[str, int] = {}
        at: datetime | None = None
        for batch in batches(names, MOST_NAMES, MOST_LETTERS, len):
            answer = self.http.ask(f"{self.address}/counts?{urlencode({'site': self.site})}", json=batch)
            told = [_count(row) for row in fields.expected_list(answer.json(), answer.url)]
            found = {url: count for url, count in told if url in batch and count >= 0}
            if not found or len(found) != len(told):  # silence is not a count of none
                wanted = _("counts for the site “{site}”").format(site=self.site)
                raise NotAsExpected(host(answer.url), wanted, _("something else") if told else _("nothing"))
            counts |= found
            at = clock(answer)
        return Told(counts, at, self._latest())

    def comments(self, thread: Thread, article: Article, counted: int) -> Iterator[Page]:
        """Yield a thread; in a plain list a deleted comment is said to be deleted, in a tree most are left out."""
        question = {"site": self.site, "url": thread.name, "sort": "time", "format": "plain"}
        told = remark42.listed(self.http.get(f"{self.address}/find", question).json(), article.uid, thread.name)
        yield told.page
        yield Page(counts=(Count(article.uid, told.seen, max(counted, told.claimed or 0)),))

    def _latest(self) -> dict[str, dict[str, str]]:
        """Return a digest of each of the latest comments, by thread and id."""
        answer = self.http.get(f"{self.address}/last/{LATEST}", {"site": self.site})
        marks: dict[str, dict[str, str]] = defaultdict(dict)
        for row in map(fields.table, fields.expected_list(answer.json(), answer.url)):
            url = fields.text(fields.table(row.get("locator")).get("url"))
            marks[url][fields.name(row.get("id"))] = remark42.digest(row)
        return dict(marks)


def _count(row: object) -> tuple[str, int]:
    """Return a page's address with its count; -1: it is none."""
    count = fields.table(row).get("count")
    return fields.text(fields.table(row).get("url")), count if fields.number(count) == count else -1
