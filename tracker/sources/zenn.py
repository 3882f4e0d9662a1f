"""Zenn: comments on your articles there, and who likes them.

There is no API that was promised; this is what the site's own pages ask. Counts are trusted only
where they are stated: a name that is missing is a changed place, never a zero.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.model import Account, Claim, Interaction, Kind, Page
from tracker.reading import crossposts as copies
from tracker.reading.crossposts import Listing
from tracker.reading.html import plain, tidy
from tracker.rules import fields, times
from tracker.rules.crossposts import Copy, Spot, counted, elsewhere, handle, links
from tracker.rules.urls import host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Answer, Http
    from tracker.model import Announcement, Article, Cursor
    from tracker.rules.crossposts import Named
    from tracker.rules.fields import Table

SITE = "https://zenn.dev"
ARTICLE = re.compile(r"/(?:p/[\w-]+|([\w-]+))/articles/([\w-]+)/?", re.ASCII)
COUNTS = {Kind.REPLY: "comments_count", Kind.LIKE: "liked_count"}
LISTS = {Kind.REPLY: ("comments",), Kind.LIKE: ("users", "likers")}
"""What a list is called in an answer."""
PATHS = {Kind.REPLY: "comments", Kind.LIKE: "likers"}
LISTED = 96
MOST_PAGES = 100
PROFILES = (("github_username", "https://github.com/{}"), ("twitter_username", "https://x.com/{}"))


@dataclass(frozen=True)
class Zenn(Source):
    """Asked for the counts of all articles first; the cursor holds those of the last time."""

    name: ClassVar[str] = "zenn"
    title: ClassVar[str] = "Zenn"
    about: ClassVar[str] = N_("Comments on the copies of your articles on Zenn, and who likes them.")
    unproven: ClassVar[bool] = True
    unofficial: ClassVar[bool] = True

    address: str = field(default=SITE, metadata={"help": N_("Where Zenn answers.")})
    user: str = field(
        default="", metadata={"help": N_("Your name there, to suggest copies that no article names yet.")}
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the responses of each kind to each article of which a count has changed since `cursor`."""
        yield from copies.walk(_Place(self, http), articles, cursor)

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your articles there that are copies, the newest first."""
        yield from copies.announced(_Place(self, http), articles)

    def suggested(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your articles there that are copies by their titles alone: for you to say."""
        yield from copies.suggested(_Place(self, http), articles)


class _Place:
    """Zenn, and the way to ask it."""

    kinds = tuple(PATHS)

    def __init__(self, source: Zenn, http: Http) -> None:
        self.address, self._http = source.address.rstrip("/"), http
        self.users = (source.user.removeprefix("@"),) if source.user else ()

    def spot(self, url: str) -> Spot | None:
        """Return whose article an address is, and which."""
        found = ARTICLE.fullmatch(urlsplit(url).path) if host(url) in (host(SITE), host(self.address)) else None
        return Spot(found[1] or "", found[2]) if found else None

    def listed(self, user: str, *, conditional: bool) -> Iterator[Listing]:
        """Yield somebody's articles."""
        asked: dict[str, str | int] = {"username": user, "order": "latest", "count": LISTED}
        number = 1
        while number:
            first = conditional and number == 1
            answer = self._http.get(f"{self.address}/api/articles", asked | {"page": number}, conditional=first)
            if answer.unchanged:
                yield Listing(unchanged=True)
                return
            data = fields.expected_table(answer.json(), answer.url)
            rows = _rows(data, ("articles",), answer)
            yield copies.listing([_article(fields.table(row)) for row in rows], Zenn.title)
            if "next_page" not in data:
                raise NotAsExpected(host(answer.url), _("a list that says where it goes on"), _("something else"))
            number = _following(data, number)

    def alone(self, one: Named) -> Copy:
        """Return one article."""
        answer = self._http.get(f"{self.address}/api/articles/{one.spot.key}")
        data = fields.expected_table(answer.json(), answer.url)
        return copies.expected(_article(fields.table(data.get("article"))), answer.url)

    def responses(self, copy: Copy, kind: Kind, article: str) -> Iterator[Page]:
        """Yield the responses of one kind to one article."""
        number = 1
        while number:
            answer = self._http.get(f"{self.address}/api/articles/{copy.id}/{PATHS[kind]}", {"page": number})
            data = fields.expected_table(answer.json(), answer.url)
            yield read(_rows(data, LISTS[kind], answer), copy, kind, article)
            number = _following(data, number)


def read(rows: Sequence[object], copy: Copy, kind: Kind, article: str) -> Page:
    """Return the responses of one kind that one answer lists, and the answers below them."""
    if kind is Kind.LIKE:
        return copies.page([_like(fields.table(row), copy, article) for row in rows], copy)
    told: list[Interaction | None] = []
    ahead = [(row, copy.told, "") for row in reversed(rows)]
    while ahead:
        row, parent, thread = ahead.pop()
        node = fields.table(row)
        one = _comment(node, copy, article, (parent, thread))
        told.append(one)
        below = (one.id, one.thread) if one else (parent, thread)
        ahead.extend((kid, *below) for kid in reversed(fields.rows(node.get("children"))))
    return copies.page(told, copy)


def account(user: Table) -> Account | None:
    """Return somebody as Zenn knows them."""
    stable, name = fields.name(user.get("id")), tidy(fields.text(user.get("username")))
    if not stable.isdecimal() or not name:
        return None
    claims = [(elsewhere(pattern, user.get(key)), "declared") for key, pattern in PROFILES]
    return Account(
        "zenn",
        stable,
        name=tidy(fields.text(user.get("name"))),
        handle=name,
        url=f"{SITE}/{name}",
        photo=fields.web(user.get("avatar_url")) or fields.web(user.get("avatar_small_url")),
        claims=tuple(Claim("url", url, basis) for url, basis in claims if url),
    )


def _article(row: Table) -> Copy | None:
    slug, url, counts = handle(row.get("slug")), fields.web(f"{SITE}{row.get('path')}"), counted(row, COUNTS)
    if not slug or not ARTICLE.fullmatch(urlsplit(url).path) or counts is None:
        return None
    at = times.moment(row.get("published_at"))
    return Copy(
        slug,
        slug,
        url,
        counts,
        title=tidy(fields.text(row.get("title"))),
        at=at.at if at else None,
        links=links(fields.text(row.get("body_html"))),
        by=account(fields.table(row.get("user"))),
    )


def _comment(row: Table, copy: Copy, article: str, below: tuple[str, str]) -> Interaction | None:
    number, said = tidy(fields.name(row.get("id"))), row.get("body_html")
    if not number or not isinstance(said, str):
        return None
    at = times.moment(row.get("created_at")) or times.moment(row.get("posted_at"))
    parent, thread = below
    return Interaction(
        id=number,
        kind=Kind.REPLY,
        article=article,
        account=account(fields.table(row.get("user"))),
        url=f"{copy.url}#comment-{tidy(fields.text(row.get('slug'))) or number}",
        text=plain(said),
        published=at.at if at else None,
        parent=parent,
        thread=thread or number,
    )


def _like(row: Table, copy: Copy, article: str) -> Interaction | None:
    """Read a like: somebody alone, or somebody and when."""
    person = account(fields.table(row.get("user")) or row)
    if person is None:
        return None
    at = times.moment(row.get("liked_at")) or times.moment(row.get("created_at")) if "user" in row else None
    return Interaction(
        id=f"{copy.id}:like:{person.id}",
        kind=Kind.LIKE,
        article=article,
        account=person,
        published=at.at if at else None,
        thread=copy.told,
    )


def _rows(data: Table, names: Sequence[str], answer: Answer) -> list[Any]:
    """Return the list that an answer holds under one of these names."""
    return fields.expected_list(next((data[name] for name in names if name in data), None), answer.url)


def _following(data: Table, number: int) -> int:
    """Return the number of the page that follows; 0: there is none."""
    told = fields.number(data.get("next_page"))
    return told if number < told <= MOST_PAGES else 0
