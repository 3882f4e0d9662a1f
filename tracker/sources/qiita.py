"""Qiita: comments on your items there, who likes and stocks them.

Learned from https://qiita.com/api/v2/docs. A login can be changed there, the `permanent_id` cannot.
Comments are flat; whom one answers is only said by an @ in its words.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from tracker.messages import N_
from tracker.model import Account, Claim, Interaction, Kind, Page, Secret
from tracker.reading import crossposts as copies
from tracker.reading.crossposts import Listing
from tracker.reading.html import plain, tidy
from tracker.rules import fields, times
from tracker.rules.crossposts import Copy, Spot, counted, elsewhere, handle, links
from tracker.rules.optout import opted_out
from tracker.rules.paging import following
from tracker.rules.urls import canonical, host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Answer, Http
    from tracker.model import Announcement, Article, Cursor
    from tracker.rules.crossposts import Named
    from tracker.rules.fields import Table

SITE = "https://qiita.com"
ITEM = re.compile(r"/([\w.-]+)/items/([0-9a-f]{8,})/?", re.ASCII)
PATHS = {Kind.REPLY: "comments", Kind.LIKE: "likes", Kind.BOOKMARK: "stockers", Kind.REACTION: "reactions"}
ALWAYS = {Kind.REPLY: "comments_count", Kind.LIKE: "likes_count"}
SOMETIMES = {Kind.BOOKMARK: "stocks_count", Kind.REACTION: "reactions_count"}
"""Counts that items came to state later, and not all do."""
ITEMS, ROWS = 50, 100
"""To a page: a hundred items with their texts may be more than one answer can hold."""
MOST_PAGES = 100
PROFILES = (
    ("github_login_name", "https://github.com/{}", "linked"),
    ("twitter_screen_name", "https://x.com/{}", "declared"),
    ("facebook_id", "https://www.facebook.com/{}", "declared"),
    ("linkedin_id", "https://www.linkedin.com/in/{}", "declared"),
)


@dataclass(frozen=True)
class Qiita(Source):
    """Asked for the counts of all items first; the cursor holds those of the last time."""

    name: ClassVar[str] = "qiita"
    title: ClassVar[str] = "Qiita"
    about: ClassVar[str] = N_("Comments, likes and stocks of the copies of your articles on Qiita.")
    unproven: ClassVar[bool] = True

    address: str = field(default=SITE, metadata={"help": N_("Where the API answers.")})
    user: str = field(
        default="",
        metadata={"help": N_("Your login there: items that link to one of your articles are followed too.")},
    )
    token: Secret = field(
        default=Secret(), metadata={"help": N_("An access token (read_qiita): 1,000 requests an hour instead of 60.")}
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the responses of each kind to each article of which a count has changed since `cursor`."""
        yield from copies.walk(_Place(self, http), articles, cursor)

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your items that are copies, the newest first."""
        yield from copies.announced(_Place(self, http), articles)

    def suggested(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your items that are copies by their titles alone: for you to say."""
        yield from copies.suggested(_Place(self, http), articles)

    def admitted(self, http: Http) -> str:
        """Return the login that the token belongs to."""
        answer = http.get(f"{self.address}/api/v2/authenticated_user", bearer=self.token)
        return fields.text(fields.expected_table(answer.json(), answer.url).get("id"))


class _Place:
    """Qiita, and the way to ask it."""

    kinds = tuple(PATHS)

    def __init__(self, source: Qiita, http: Http) -> None:
        self.address = source.address.rstrip("/")
        self._token, self._http = source.token, http
        self.users = (source.user.removeprefix("@"),) if source.user or source.token else ()

    def spot(self, url: str) -> Spot | None:
        """Return whose item an address is, and which."""
        found = ITEM.fullmatch(urlsplit(url).path) if host(url) in (host(SITE), host(self.address)) else None
        return Spot(found[1], found[2]) if found else None

    def listed(self, user: str, *, conditional: bool) -> Iterator[Listing]:
        """Yield somebody's items; without a name, those of whom the token belongs to."""
        where = f"/users/{user}/items" if user else "/authenticated_user/items"
        for answer in self._answers(where, ITEMS, conditional=conditional):
            yield Listing(unchanged=True) if answer.unchanged else read_items(_rows(answer))

    def alone(self, one: Named) -> Copy:
        """Return one item."""
        answer = self._http.get(f"{self.address}/api/v2/items/{one.spot.key}", bearer=self._token)
        return copies.expected(_item(fields.expected_table(answer.json(), answer.url)), answer.url)

    def responses(self, copy: Copy, kind: Kind, article: str) -> Iterator[Page]:
        """Yield the responses of one kind to one item."""
        for answer in self._answers(f"/items/{copy.id}/{PATHS[kind]}", ROWS):
            yield read(_rows(answer), copy, kind, article)

    def _answers(self, where: str, rows: int, *, conditional: bool = False) -> Iterator[Answer]:
        """Yield the pages of a list, as their `Link` leads."""
        url = f"{self.address}/api/v2{where}?page=1&per_page={rows}"
        for number in range(MOST_PAGES):
            answer = self._http.get(url, bearer=self._token, conditional=conditional and not number)
            yield answer
            url = following(answer)
            if not url:
                return


def read_items(rows: Sequence[object]) -> Listing:
    """Return somebody's public items."""
    shared = [row for row in rows if not (isinstance(row, dict) and row.get("private") is True)]
    return copies.listing([_item(fields.table(row)) for row in shared], Qiita.title)


def read(rows: Sequence[object], copy: Copy, kind: Kind, article: str) -> Page:
    """Return the responses of one kind that one answer lists."""
    reader = _comment if kind is Kind.REPLY else _mark
    told = [reader(fields.table(row), copy, kind, article) for row in rows]
    return copies.page(told, copy)


def account(user: Table) -> Account | None:
    """Return somebody as Qiita knows them; None: without a permanent id there is nobody to speak of."""
    stable, login = fields.name(user.get("permanent_id")), tidy(fields.text(user.get("id")))
    if not stable.isdecimal() or not login:
        return None
    return Account(
        "qiita",
        stable,
        name=tidy(fields.text(user.get("name"))),
        handle=login,
        url=f"{SITE}/{login}",
        photo=fields.web(user.get("profile_image_url")),
        claims=tuple(_claims(user)),
        opted_out=opted_out(fields.text(user.get("description"))),
    )


def _claims(user: Table) -> Iterator[Claim]:
    for name, pattern, basis in PROFILES:
        if url := elsewhere(pattern, user.get(name)):
            yield Claim("url", url, basis)
    if site := fields.web(user.get("website_url")):
        yield Claim("url", canonical(site), "declared")


def _item(row: Table) -> Copy | None:
    key, url, counts = handle(row.get("id")), fields.web(row.get("url")), counted(row, ALWAYS)
    if not key or not url or counts is None:
        return None
    for kind, name in SOMETIMES.items():
        counts |= counted(row, {kind: name}) or {}
    at = times.moment(row.get("created_at"))
    return Copy(
        key,
        key,
        url,
        counts,
        title=tidy(fields.text(row.get("title"))),
        at=at.at if at else None,
        links=links(fields.text(row.get("rendered_body")), fields.text(row.get("body"))),
        by=account(fields.table(row.get("user"))),
    )


def _comment(row: Table, copy: Copy, kind: Kind, article: str) -> Interaction | None:
    number, said = fields.name(row.get("id")), row.get("rendered_body")
    if not number or not isinstance(said, str):
        return None
    at = times.moment(row.get("created_at"))
    return Interaction(
        id=tidy(number),
        kind=kind,
        article=article,
        account=account(fields.table(row.get("user"))),
        url=f"{copy.url}#comment-{tidy(number)}",
        text=plain(said),
        published=at.at if at else None,
        parent=copy.told,
        thread=copy.told,
    )


def _mark(row: Table, copy: Copy, kind: Kind, article: str) -> Interaction | None:
    """Read a like, a stock or a reaction; a stock is somebody alone, without a time."""
    person = account(row if kind is Kind.BOOKMARK else fields.table(row.get("user")))
    emoji = tidy(fields.text(row.get("name"))) if kind is Kind.REACTION else ""
    if person is None or (kind is Kind.REACTION and not emoji):
        return None
    at = times.moment(row.get("created_at")) if kind is not Kind.BOOKMARK else None
    named = f"{kind.word}:{emoji}" if emoji else kind.word
    return Interaction(
        id=f"{copy.id}:{named}:{person.id}",
        kind=kind,
        article=article,
        account=person,
        title=emoji,
        published=at.at if at else None,
        thread=copy.told,
    )


def _rows(answer: Answer) -> list[Any]:
    return fields.expected_list(answer.json(), answer.url)
