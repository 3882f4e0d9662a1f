"""dev.to and other sites that run Forem: the comments on your posts there.

Learned from https://developers.forem.com/api/v1 and from how Forem writes its answers: a comment
that was deleted, or hidden by the author of the post, stays with an empty `user` while it has replies.
Nobody is told who reacted.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import urljoin, urlsplit

from tracker.errors import UnusableToken
from tracker.messages import N_
from tracker.model import Account, Claim, Interaction, Kind, Page, Secret
from tracker.reading import crossposts as copies
from tracker.reading.crossposts import Listing
from tracker.reading.html import plain, tidy
from tracker.rules import fields, times
from tracker.rules.crossposts import Copy, Spot, counted, elsewhere, handle, links
from tracker.rules.urls import canonical, host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Answer, Http
    from tracker.model import Announcement, Article, Cursor
    from tracker.rules.crossposts import Named
    from tracker.rules.fields import Table

SITE = "https://dev.to"
POST = re.compile(r"/([\w-]+)/([\w-]+)/?", re.ASCII)
ACCEPT = "application/vnd.forem.api-v1+json"
LISTED, WITH_TEXTS = 1000, 100
"""Posts to a page: the lists for everybody are without their texts."""
COMMENTS = 100
"""Threads to a page."""
MOST_PAGES = 100
PROFILES = (("github_username", "https://github.com/{}"), ("twitter_username", "https://x.com/{}"))
"""Known from logins that were linked."""


@dataclass(frozen=True)
class DevTo(Source):
    """Asked for the counts of all posts first; the cursor holds those of the last time."""

    name: ClassVar[str] = "devto"
    title: ClassVar[str] = "dev.to"
    about: ClassVar[str] = N_("Comments on the copies of your articles on dev.to, or another site that runs Forem.")
    unproven: ClassVar[bool] = True

    address: str = field(default=SITE, metadata={"help": N_("Where the site is.")})
    user: str = field(
        default="",
        metadata={
            "help": N_("Your name there: posts whose canonical address is one of your articles are followed too.")
        },
    )
    api_key: Secret = field(
        default=Secret(),
        metadata={"help": N_("Your API key: without `user`, it lists your own posts with their texts.")},
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the comments on each article of which a count has changed since `cursor`."""
        yield from copies.walk(_Place(self, http), articles, cursor)

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your posts that are copies, the newest first."""
        yield from copies.announced(_Place(self, http), articles)

    def suggested(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your posts that are copies by their titles alone: for you to say."""
        yield from copies.suggested(_Place(self, http), articles)

    def admitted(self, http: Http) -> str:
        """Return the name that the key belongs to."""
        answer = _Place(self, http).get("/users/me")
        return fields.text(fields.expected_table(answer.json(), answer.url).get("username"))


class _Place:
    """Forem, and the way to ask it."""

    kinds = (Kind.REPLY,)

    def __init__(self, source: DevTo, http: Http) -> None:
        self.address = source.address.rstrip("/")
        self._key, self._http = source.api_key.reveal(), http
        self.users = (source.user.removeprefix("@"),) if source.user or source.api_key else ()

    def get(self, where: str, params: dict[str, str | int] | None = None, *, conditional: bool = False) -> Answer:
        """Ask, with the key if there is one."""
        if not self._key.isascii() or not (self._key + "x").isprintable() or " " in self._key:
            raise UnusableToken(host(self.address))
        headers = {"Accept": ACCEPT} | ({"api-key": self._key} if self._key else {})
        return self._http.get(f"{self.address}/api{where}", params, headers=headers, conditional=conditional)

    def spot(self, url: str) -> Spot | None:
        """Return whose post an address is, and which."""
        found = POST.fullmatch(urlsplit(url).path) if host(url) in (host(SITE), host(self.address)) else None
        return Spot(found[1], f"{found[1]}/{found[2]}".lower()) if found else None

    def listed(self, user: str, *, conditional: bool) -> Iterator[Listing]:
        """Yield somebody's posts; without a name, those of whom the key belongs to."""
        where = "/articles" if user else "/articles/me/published"
        size = LISTED if user else WITH_TEXTS
        asked: dict[str, str | int] = {"username": user} if user else {}
        for number in range(1, MOST_PAGES + 1):
            first = conditional and number == 1
            answer = self.get(where, asked | {"per_page": size, "page": number}, conditional=first)
            if answer.unchanged:
                yield Listing(unchanged=True)
                return
            rows = _rows(answer)
            yield copies.listing([_post(fields.table(row)) for row in rows], DevTo.title)
            if len(rows) < size:
                return

    def alone(self, one: Named) -> Copy:
        """Return one post."""
        answer = self.get(f"/articles/{one.spot.key}")
        return copies.expected(_post(fields.expected_table(answer.json(), answer.url)), answer.url)

    def responses(self, copy: Copy, kind: Kind, article: str) -> Iterator[Page]:
        """Yield the comments on one post: pages of threads, until all are seen or nothing new comes."""
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            answer = self.get("/comments", {"a_id": copy.id, "per_page": COMMENTS, "page": number})
            told = read(_rows(answer), copy, article)
            fresh = {*(one.id for one in told.interactions), *told.gone} - seen
            if fresh or number == 1:
                yield told
            seen |= fresh
            if not fresh or len(seen) >= copy.counts[kind]:
                return


class _Spot(NamedTuple):
    """Where a comment stands."""

    id: str
    parent: str
    thread: str


def read(rows: Sequence[object], copy: Copy, article: str) -> Page:
    """Return the comments in these threads; one without anybody is deleted, or hidden by the author."""
    told: list[Interaction | None] = []
    gone: list[str] = []
    ahead = [(row, copy.told, "") for row in reversed(rows)]
    while ahead:
        row, parent, thread = ahead.pop()
        node = fields.table(row)
        code = tidy(fields.name(node.get("id_code")))
        spot = _Spot(code, parent, thread or code)
        if code and node.get("user") == {}:
            gone.append(code)
        else:
            told.append(_comment(node, copy, article, spot))
        kids = fields.rows(node.get("children"))
        ahead.extend((kid, code or parent, spot.thread) for kid in reversed(kids))
    return copies.page(told, copy, gone)


def account(user: Table, page: str) -> Account | None:
    """Return somebody as Forem knows them on the site that `page` is on."""
    stable, name = fields.name(user.get("user_id")), fields.text(user.get("username"))
    if not stable.isdecimal() or not POST.fullmatch(f"/{name}/x"):
        return None
    return Account(
        "devto",
        stable,
        name=tidy(fields.text(user.get("name"))),
        handle=name,
        url=urljoin(page, f"/{name}"),
        photo=fields.web(user.get("profile_image")) or fields.web(user.get("profile_image_90")),
        claims=tuple(_claims(user)),
    )


def _claims(user: Table) -> Iterator[Claim]:
    for name, pattern in PROFILES:
        if url := elsewhere(pattern, user.get(name)):
            yield Claim("url", url, "linked")
    if site := fields.web(user.get("website_url")):
        yield Claim("url", canonical(site), "declared")


def _post(row: Table) -> Copy | None:
    number, url = handle(row.get("id")), fields.web(row.get("url"))
    counts = counted(row, {Kind.REPLY: "comments_count"})
    if not number or not url or counts is None:
        return None
    at = times.moment(row.get("published_at")) or times.moment(row.get("published_timestamp"))
    return Copy(
        urlsplit(url).path.strip("/").lower(),
        number,
        url,
        counts,
        title=tidy(fields.text(row.get("title"))),
        at=at.at if at else None,
        mark=fields.text(row.get("last_comment_at")),
        original=fields.web(row.get("canonical_url")),
        links=links(fields.text(row.get("body_markdown"))),
        by=account(fields.table(row.get("user")), url),
    )


def _comment(row: Table, copy: Copy, article: str, spot: _Spot) -> Interaction | None:
    said, person = row.get("body_html"), account(fields.table(row.get("user")), copy.url)
    if not spot.id or not isinstance(said, str):
        return None
    at = times.moment(row.get("created_at"))
    where = f"/{person.handle}/comment/{spot.id}" if person else f"#comment-{spot.id}"
    return Interaction(
        id=spot.id,
        kind=Kind.REPLY,
        article=article,
        account=person,
        url=urljoin(copy.url, where),
        text=plain(said),
        published=at.at if at else None,
        parent=spot.parent,
        thread=spot.thread,
    )


def _rows(answer: Answer) -> list[Any]:
    return fields.expected_list(answer.json(), answer.url)
