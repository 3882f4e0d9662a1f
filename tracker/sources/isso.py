"""Isso: from its server by HTTP, or from its SQLite file where that can be read.

The server is asked for counts first and never conditionally: the ETag of its feed stays as it was
when a comment is edited, or deleted and followed by another. The file has what the server does
not show: comments that wait for moderation, and addresses of mail.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.errors import MissingSetting, NotAsExpected, Refused, UnreadableExport
from tracker.messages import N_, _
from tracker.model import Count, Page
from tracker.reading import isso
from tracker.reading.counted import NOT_THERE, clock, walk
from tracker.rules import fields
from tracker.rules.batches import batches
from tracker.rules.counting import Memory, Told
from tracker.rules.threads import WANTED, is_pattern, threads
from tracker.rules.urls import host, is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.isso import Listed
    from tracker.rules.threads import Thread

AT_ONCE = 100
"""Comments, and replies below each, that one answer lists."""
MOST_NAMES, MOST_LETTERS = 500, 60_000
"""Of one question about counts."""
SECTION, EXAMPLE = "[sources.isso]", '"https://comments.example.com"'
OVERLAP = 0.000_001
"""Seconds: two comments may be of the same moment."""
KEPT = """
    SELECT threads.uri, comments.id, parent, created, mode, text, author, email, website
    FROM comments JOIN threads ON threads.id = comments.tid ORDER BY created, comments.id
"""


@dataclass(frozen=True)
class Isso(Source):
    """Asked by count first; the file is read whole."""

    name: ClassVar[str] = "isso"
    title: ClassVar[str] = "Isso"
    about: ClassVar[str] = N_("Comments under your articles, from your Isso server or from its database.")

    address: str = field(
        default="",
        metadata={
            "help": N_("Where your Isso server answers."),
            "example": EXAMPLE,
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )
    database: str = field(
        default="",
        metadata={
            "help": N_(
                "Its SQLite file, where it is on this machine: read in place of the server, with what waits "
                "for moderation and with addresses of mail."
            ),
            "example": '"/var/lib/isso/comments.db"',
        },
    )
    thread: str = field(
        default="{path}",
        metadata={
            "help": N_(
                "What Isso calls the thread of an article, if your pages say so (`data-isso-id`): "
                "{path}, {url} or {slug}, with any text around it."
            ),
            "fits": is_pattern,
            "wanted": WANTED,
        },
    )

    def __post_init__(self) -> None:
        if not (self.address or self.database):
            raise MissingSetting(SECTION, "address", EXAMPLE)

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the threads in which a count, or one of the latest comments, is another than before."""
        if self.database:
            return self._file(articles)
        lists_latest = Memory.read(cursor).marks is not None
        return walk(_Server(self.address.rstrip("/"), http, lists_latest), self.thread, articles, cursor)

    def _file(self, articles: Sequence[Article]) -> Iterator[Page]:
        path = Path(self.database).expanduser().absolute()
        rows: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
        for row in _rows(path):
            rows[row["uri"]].append(row)
        found = threads(articles, self.thread)
        ours = {thread.name for some in found.values() for thread in some}
        if rows and ours.isdisjoint(rows):
            said = _("{file} has no thread of an article of yours; one of its threads is called {name}.")
            yield Page(problems=(said.format(file=path, name=min(rows)),))
        for article in articles:
            for thread in found[article.uid]:
                yield isso.kept(rows[thread.name], article.uid, thread.url)
            seen = sum(bool(isso.name(row)) for thread in found[article.uid] for row in rows[thread.name])
            yield Page(counts=(Count(article.uid, seen, sum(len(rows[one.name]) for one in found[article.uid])),))


@dataclass(frozen=True)
class _Server:
    """A server, as one walk asks it."""

    address: str
    http: Http
    lists_latest: bool

    @property
    def why(self) -> str:
        """Of what there is fewer to see than to count."""
        return _("replies below comments that are not public are counted, not listed")

    def told(self, names: Sequence[str]) -> Told:
        """Return the counts, and the latest comments if the server lists them."""
        counts: dict[str, int] = {}
        at: datetime | None = None
        for batch in batches(names, MOST_NAMES, MOST_LETTERS, len):
            answer = self.http.ask(f"{self.address}/count", json=batch)
            told = fields.expected_list(answer.json(), answer.url)
            if [fields.number(count) for count in told] != told or len(told) != len(batch):
                raise NotAsExpected(host(answer.url), _("a count of each thread"), _("something else"))
            counts |= dict(zip(batch, told, strict=True))
            at = clock(answer)
        return Told(counts, at, self._latest() if self.lists_latest else None)

    def comments(self, thread: Thread, article: Article, counted: int) -> Iterator[Page]:
        """Yield a thread, then the replies that were too many to be listed with it."""
        seen: set[str] = set()
        below: dict[str, int] = {}
        deeper: dict[str, isso.Deeper] = {}
        levels: list[int] = []
        for told in self._level(thread, article):
            yield told.page
            seen |= told.ids
            below |= told.below
            deeper |= {one.id: one for one in told.deeper}
            levels += [told.total, told.level]
        for one in deeper.values():
            for told in self._level(thread, article, one):
                yield told.page
                seen |= told.ids
        claimed = max(counted, levels[0], levels[1] + sum(below.values()))
        yield Page(counts=(Count(article.uid, len(seen), claimed),))

    def _level(self, thread: Thread, article: Article, below: isso.Deeper | None = None) -> Iterator[Listed]:
        """Yield one level: all comments, or the replies `below` one. What an answer says is left may be too much."""
        question: dict[str, str | int] = {"uri": thread.name, "plain": 1, "limit": AT_ONCE, "nested_limit": AT_ONCE}
        question |= {"parent": below.number} if below else {}
        seen: set[str] = set()
        more = True
        while more:
            answer = self.http.get(f"{self.address}/", question)
            told = isso.listed(answer.json(), article.uid, thread.url, below.id if below else "")
            yield told
            more = told.more and not told.ids <= seen
            seen |= told.ids
            question["after"] = f"{told.last - OVERLAP:.6f}"

    def _latest(self) -> dict[str, dict[str, str]] | None:
        """Return a digest of each of the latest comments, by thread and number; None when there is no such list."""
        try:
            answer = self.http.get(f"{self.address}/latest", {"limit": AT_ONCE})
        except Refused as refused:
            if refused.status in NOT_THERE:
                return None
            raise
        marks: dict[str, dict[str, str]] = defaultdict(dict)
        for row in map(fields.table, fields.expected_list(answer.json(), answer.url)):
            marks[fields.text(row.get("uri"))][fields.name(row.get("id"))] = isso.digest(row)
        return dict(marks)


def _rows(path: Path) -> list[dict[str, Any]]:
    """Return every comment of the file at one moment, whoever writes it meanwhile; raises UnreadableExport."""
    try:
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as file:
            file.row_factory = sqlite3.Row
            file.text_factory = lambda raw: raw.decode("utf-8", "replace")
            return [dict(row) for row in file.execute(KEPT)]
    except sqlite3.Error as error:
        hint = _("Correct its place in enishi.toml. If another program is writing it, run the command again.")
        raise UnreadableExport(str(path), _("Isso's database"), str(error), hint) from None
