"""One announcement on one server of the fediverse, in one walk: its post, the replies below it, who liked it.

Each call asks once and returns what that answer said; what the walk knows in the end is in `Visit.entry`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.model import Count, Interaction, Kind, Page
from tracker.reading.fediverse import ours
from tracker.reading.threads import Thread
from tracker.rules import fields
from tracker.rules.announced import UNREAD, Announced
from tracker.rules.fediverse import FETCHING
from tracker.rules.paging import following
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tracker.model import Article
    from tracker.reading.fediverse import Reader
    from tracker.reading.fediverse_server import Server
    from tracker.reading.mentioned import Below
    from tracker.rules.urls import Pages

STRANGERS, MEMBERS = 60, 4096
"""How many replies a server shows at most to those without a token, and to those with one."""
AT_ONCE = 80
MOST_PAGES = 50
"""Of one list: 4,000 people."""
COUNTED = ("replies", "favourites", "reblogs", "quotes")
LISTS = {
    "reblogs": (Kind.REPOST, "reblogged_by"),
    "favourites": (Kind.LIKE, "favourited_by"),
    "quotes": (Kind.QUOTE, "quotes"),
}
SHOWN = ("accepted", "pending")
"""The states of a quote that shows, or may yet show, what it quotes."""
REASONS = {
    "token": N_("a token would show more"),
    "hidden": N_("the rest is hidden, or has not reached the servers that were asked"),
    "listed": N_("not everybody who is counted is listed"),
    "many": N_("there are too many to list them all"),
    "later": N_("the server is still fetching replies; pull again in a while"),
}


@dataclass
class Visit:
    """One announcement in one walk."""

    server: Server
    id: str
    """What that server calls the post."""
    root: Interaction
    entry: Announced
    """What is to be remembered of it."""
    now: Mapping[str, int]
    """What its server counts, by the server's own names."""
    asked: bool = False
    """Whether the replies were asked for."""
    was_read: bool = False
    whole: bool = False
    """Whether they were read, and not cut."""
    fetching: tuple[Server, str] | None = None
    """Who was still asking others for replies, and what that server calls the post."""
    thread: Thread = field(init=False)
    _shown: set[str] = field(default_factory=set)
    """The replies that this server shows to anybody."""
    _completed: bool = False
    """Whether another server added what it has."""
    _counts: list[Count] = field(default_factory=list)
    _told: int = 0

    def __post_init__(self) -> None:
        self.thread = Thread(self.root, {self.root.id: self.now["replies"]})

    @property
    def hosted(self) -> bool:
        """Whether the server that is asked is the one that keeps the post."""
        return host(self.root.id) == host(self.server.url)

    def changed(self, name: str) -> bool:
        """Whether the server counts another number than when this was last read."""
        return self.entry.told[name] != self.now[name]

    @property
    def wants_replies(self) -> bool:
        """Whether the replies are to be asked for.

        A reply to a reply changes no count of the announcement; with a token, mentions tell of it.
        """
        quoted = self.changed("quotes") and bool(self.server.token)
        return self.changed("replies") or quoted or (self.now["replies"] > 0 and not self.server.token)

    def conversation(self, server: Server | None = None, called: str = "") -> Iterator[Page]:
        """Ask for the replies, here or on another server that has some of them."""
        place, number = server or self.server, called or self.id
        known = place is self.server and UNREAD not in (self.entry.told["replies"], self.entry.told["quotes"])
        answer = place.get(f"/api/v1/statuses/{number}/context", known=known and not self.changed("quotes"))
        self.asked = True
        if answer.unchanged:
            self.entry.told["replies"] = self.now["replies"]
            yield Page()
            return
        rows = fields.expected_list(fields.expected_table(answer.json(), answer.url).get("descendants"), answer.url)
        self.fetching = (place, number) if FETCHING in answer.headers else None
        if self.fetching:
            self.entry.told["replies"] = UNREAD
        page = self.thread.take(rows, number, place.reader)
        if place is self.server:
            self.was_read, self.whole = True, len(rows) < (MEMBERS if place.token else STRANGERS)
            self._shown |= {one.id for one in page.interactions if not one.private}
        else:
            self._completed = True
        yield page

    def aside(self, below: Below, reader: Reader) -> Page:
        """Take a reply that only a mention told of."""
        page = self.thread.take(below.rows, below.called, reader)
        self.entry.aside = sorted({*self.entry.aside, *(one.id for one in page.interactions)})
        return page

    def has(self, post: str) -> bool:
        """Whether this is the announcement, or a reply that was seen."""
        return post == self.root.id or post in self.thread.replies

    @property
    def is_short(self) -> bool:
        """Whether replies are counted, or may be there, that were not seen."""
        return self.was_read and (self.thread.missing > 0 or not self.whole or self._misses_some)

    @property
    def _misses_some(self) -> bool:
        """Whether replies that came another way before did not come this time."""
        return not set(self.entry.aside) <= set(self.thread.replies)

    def tell_replies(self) -> None:
        """Say how much of the conversation was seen; while a server still fetches, it is to be read again."""
        seen, missing = len(self.thread.replies), self.thread.missing
        if self.fetching:
            missing = max(missing, 1)  # it expects at least one, else it would not ask for it
        proved = self.hosted and self.whole and not self._misses_some
        word = "later" if self.fetching else "hidden" if self.server.token or self._completed else "token"
        self.tell(Kind.REPLY, (seen, seen + missing if missing or proved else None), word)
        self.entry.told["replies"] = UNREAD if self.fetching else self.now["replies"]
        self.entry.aside = sorted({*self.entry.aside, *self.thread.replies} - self._shown)

    def people(self, name: str) -> Iterator[Page]:
        """Ask for a list page by page, and say in the end how much of it was seen."""
        kind, path = LISTS[name]
        url = f"{self.server.address}/api/v1/statuses/{self.id}/{path}?limit={AT_ONCE}" if self.now[name] else ""
        seen: set[str] = set()
        unreadable, pages = 0, 0
        while url and pages < MOST_PAGES:
            answer = self.server.ask(url)
            page, ids = self._listed(kind, fields.expected_list(answer.json(), answer.url))
            seen |= ids
            unreadable, pages, url = unreadable + len(page.problems), pages + 1, following(answer)
            yield page
        claimed = max(self.now[name], len(seen) + unreadable)
        proved = (self.hosted and not url) or claimed > len(seen)
        self.tell(kind, (len(seen), claimed if proved else None), "many" if url else "listed")
        self.entry.told[name] = self.now[name]

    def _listed(self, kind: Kind, rows: list[object]) -> tuple[Page, set[str]]:
        """Return one page of a list, and the ids on it; a reply in this conversation that quotes stays a reply."""
        found, gone, problems = {}, [], []
        for row in rows:
            one = self._quote(row) if kind is Kind.QUOTE else self.server.reader.gift(row, kind, self.root)
            if one is None:
                said = _("Somebody in a list of {url} is not named and was left out.")
                problems.append(said.format(url=self.root.url))
            elif kind is Kind.QUOTE and not shows(row):
                gone.append(one.id)
            else:
                found[one.id] = one
        fresh = tuple(one for uid, one in found.items() if uid not in self.thread.replies)
        return Page(fresh, gone=tuple(gone), problems=tuple(problems)), set(found)

    def _quote(self, row: object) -> Interaction | None:
        post = self.server.reader.post(row, self.root.article)
        return post and replace(post, kind=Kind.QUOTE, parent=self.root.id, thread=self.root.id)

    def unlisted(self, name: str) -> None:
        """Say how many a list has that only a token would show."""
        self.tell(LISTS[name][0], (0, self.now[name]), "token")
        self.entry.told[name] = self.now[name]

    def tell(self, kind: Kind, told: tuple[int, int | None], word: str) -> None:
        """Say how many of a kind were seen and how many there are; `word` is one of REASONS."""
        seen, claimed = told
        count = Count(self.root.article, seen, claimed, thread=self.root.id, kinds=(kind,))
        short = claimed is not None and not count.complete
        self.entry.keep(count, word)
        self._counts.append(count._replace(why=_(REASONS[word]) if short else ""))

    def news(self) -> tuple[Count, ...]:
        """Return what was told since this was last asked."""
        fresh = tuple(self._counts[self._told :])
        self._told = len(self._counts)
        return fresh

    def again(self) -> list[Count]:
        """Return what was partial and not read in this walk, since nothing had changed."""
        told = {count.kinds for count in self._counts}
        reasons = {word: _(reason) for word, reason in REASONS.items()}
        return [count for count in self.entry.counts(reasons) if count.kinds not in told]


def look(server: Server, post: str, before: Announced | None, article: Article, pages: Pages) -> tuple[Visit, Page]:
    """Ask for a post; return the visit that begins so, and what there is to keep.

    Raises NotAsExpected when something else came.
    """
    before = before if before and before.article == article.uid else None
    known = before is not None and UNREAD not in before.told.values()
    answer = server.get(f"/api/v1/statuses/{post}", known=known)
    if answer.unchanged and before:
        return revisit(server, post, before), Page()
    row = fields.expected_table(answer.json(), answer.url)
    root = server.reader.post(row, article.uid)
    if root is None:
        raise NotAsExpected(host(answer.url), _("a post"), _("something else"))
    root = replace(root, target=ours(row, pages).get(article.uid, ""))
    now = {name: fields.number(row.get(f"{name}_count")) for name in COUNTED}
    old = before or Announced(article.uid, root.id)
    told = dict.fromkeys(COUNTED, UNREAD) | old.told
    told |= {name: 0 for name in COUNTED if f"{name}_count" not in row}
    entry = Announced(article.uid, root.id, told, dict(old.short), list(old.aside))
    return Visit(server, post, root, entry, now), Page((root,))


def revisit(server: Server, post: str, before: Announced) -> Visit:
    """Return a visit to what is remembered, nothing of which has changed as far as is known."""
    root = Interaction(before.root, Kind.MENTION, before.article, url=before.root)
    return Visit(server, post, root, before, dict(before.told))


def shows(row: object) -> bool:
    """Whether a quote shows, or may yet show, what it quotes; servers before 4.5 know no other."""
    return fields.table(fields.table(row).get("quote")).get("state", SHOWN[0]) in SHOWN
