"""note: comments on your posts there, the answers below them, and who likes them.

There is no API that was promised; this is what the site's own pages ask. Lists name things in
one way (`likeCount`), answers about one post in another (`like_count`).
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlsplit

from tracker.errors import NotAsExpected
from tracker.messages import N_, _
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading import crossposts as copies
from tracker.reading.crossposts import Listing
from tracker.reading.html import plain, tidy
from tracker.rules import fields, times
from tracker.rules.crossposts import Copy, Spot, counted, handle, links
from tracker.rules.urls import host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Answer, Http
    from tracker.model import Announcement, Article, Cursor
    from tracker.rules.crossposts import Named
    from tracker.rules.fields import Table

SITE = "https://note.com"
POST = re.compile(r"/(\w+)/n/(n\w+)/?", re.ASCII)
IN_LISTS = {Kind.REPLY: "commentCount", Kind.LIKE: "likeCount"}
ALONE = {Kind.REPLY: "comment_count", Kind.LIKE: "like_count"}
LISTED, COMMENTS, LIKES = 20, 100, 50
"""To a page."""
MOST_PAGES = 200
ELEMENTS = ("p", "br", "div", "blockquote", "pre", "ul", "ol", "li")
"""Of the words of a comment: those that part its lines."""


@dataclass(frozen=True)
class Note(Source):
    """Asked for the counts of all posts first; the cursor holds those of the last time."""

    name: ClassVar[str] = "note"
    title: ClassVar[str] = "note"
    about: ClassVar[str] = N_("Comments on the copies of your articles on note, and who likes them.")
    unproven: ClassVar[bool] = True
    unofficial: ClassVar[bool] = True

    address: str = field(default=SITE, metadata={"help": N_("Where note answers.")})
    user: str = field(
        default="", metadata={"help": N_("Your name there, to suggest copies that no article names yet.")}
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the responses of each kind to each article of which a count has changed since `cursor`."""
        yield from copies.walk(_Place(self, http), articles, cursor)

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your posts that are copies, the newest first."""
        yield from copies.announced(_Place(self, http), articles)

    def suggested(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield your posts that are copies by their titles alone: for you to say."""
        yield from copies.suggested(_Place(self, http), articles)


class _Place:
    """Note, and the way to ask it."""

    kinds = (Kind.REPLY, Kind.LIKE)

    def __init__(self, source: Note, http: Http) -> None:
        self.address, self._http = source.address.rstrip("/"), http
        self.users = (source.user.removeprefix("@"),) if source.user else ()

    def spot(self, url: str) -> Spot | None:
        """Return whose post an address is, and which."""
        found = POST.fullmatch(urlsplit(url).path) if host(url) in (host(SITE), host(self.address)) else None
        return Spot(found[1], found[2]) if found else None

    def listed(self, user: str, *, conditional: bool) -> Iterator[Listing]:
        """Yield somebody's posts."""
        asked: dict[str, str | int] = {"kind": "note", "per": LISTED}
        for number in range(1, MOST_PAGES + 1):
            url = f"{self.address}/api/v2/creators/{user}/contents"
            answer = self._http.get(url, asked | {"page": number}, conditional=conditional and number == 1)
            if answer.unchanged:
                yield Listing(unchanged=True)
                return
            data = _data(answer)
            rows = fields.expected_list(data.get("contents"), answer.url)
            yield copies.listing([_post(fields.table(row)) for row in rows], Note.title)
            last = data.get("isLastPage")
            if not isinstance(last, bool):
                raise NotAsExpected(host(answer.url), _("a list that says where it goes on"), _("something else"))
            if last:
                return

    def alone(self, one: Named) -> Copy:
        """Return one post."""
        answer = self._http.get(f"{self.address}/api/v3/notes/{one.spot.key}")
        return copies.expected(_post(_data(answer)), answer.url)

    def responses(self, copy: Copy, kind: Kind, article: str) -> Iterator[Page]:
        """Yield the responses of one kind to one post."""
        yield from self._likes(copy, article) if kind is Kind.LIKE else self._comments(copy, article)

    def _comments(self, copy: Copy, article: str) -> Iterator[Page]:
        """Yield the comments, then the answers below each that has some: no list has both."""
        answered: list[str] = []
        for rows in self._rows(copy, ""):
            yield read(rows, copy, Kind.REPLY, article)
            tops = (row for row in map(fields.table, rows) if fields.number(row.get("reply_count")))
            answered += [key for row in tops if (key := handle(row.get("key")))]
        for key in answered:
            for rows in self._rows(copy, key):
                yield read(rows, copy, Kind.REPLY, article, key)

    def _rows(self, copy: Copy, top: str) -> Iterator[list[Any]]:
        """Yield pages of the comments, or of the answers below `top`."""
        below: dict[str, str | int] = {"parent_key": top} if top else {}
        asked = below | {"order": "oldest", "per_page": COMMENTS}
        number = 1
        while number:
            answer = self._http.get(f"{self.address}/api/v3/notes/{copy.id}/note_comments", asked | {"page": number})
            data = fields.expected_table(answer.json(), answer.url)
            yield fields.expected_list(data.get("data"), answer.url)
            told = fields.number(data.get("next_page"))
            number = told if number < told <= MOST_PAGES else 0

    def _likes(self, copy: Copy, article: str) -> Iterator[Page]:
        """Yield who likes it, until the last page or one that brings nobody new."""
        seen: set[str] = set()
        for number in range(1, MOST_PAGES + 1):
            answer = self._http.get(f"{self.address}/api/v3/notes/{copy.id}/likes", {"page": number, "per": LIKES})
            told = read(fields.expected_list(_data(answer).get("likes"), answer.url), copy, Kind.LIKE, article)
            fresh = {one.id for one in told.interactions} - seen
            if fresh or number == 1:
                yield told
            seen |= fresh
            last = fields.table(answer.json()).get("is_last_page") is True
            if last or not fresh or len(seen) >= copy.counts[Kind.LIKE]:
                return


def read(rows: Sequence[object], copy: Copy, kind: Kind, article: str, top: str = "") -> Page:
    """Return the responses of one kind that one answer lists; `top` is the comment they answer."""
    if kind is Kind.LIKE:
        return copies.page([_like(fields.table(row), copy, article) for row in rows], copy)
    return copies.page([_comment(fields.table(row), copy, article, top) for row in rows], copy)


def account(user: Table) -> Account | None:
    """Return somebody as note knows them: by a key, since their name in addresses can change."""
    stable, name = tidy(fields.name(user.get("key")) or fields.name(user.get("id"))), fields.text(user.get("urlname"))
    if not stable or not re.fullmatch(r"\w+", name, re.ASCII):
        return None
    return Account(
        "note",
        stable,
        name=tidy(fields.text(user.get("nickname"))),
        handle=name,
        url=f"{SITE}/{name}",
        photo=fields.web(user.get("profile_image_url")) or fields.web(user.get("user_profile_image_path")),
    )


def words(node: object) -> str | None:
    """Return what a comment says: a text, or a tree of elements and texts; None when it is neither."""
    if isinstance(node, str):
        return tidy(node)
    if not isinstance(node, dict) or not isinstance(node.get("children"), list):
        return None
    parts: list[str] = []
    ahead: list[tuple[object, str]] = [(node, "")]
    while ahead:
        one, end = ahead.pop()
        inside = fields.table(one)
        tag = fields.text(inside.get("tag_name"))
        parts.append(end or f"<{tag}>" * (tag in ELEMENTS) + html.escape(fields.text(inside.get("value"))))
        ahead += [(None, f"</{tag}>")] * (tag in ELEMENTS and tag != "br")
        ahead += [(kid, "") for kid in reversed(fields.rows(inside.get("children")))]
    return plain("".join(parts))


def _post(row: Table) -> Copy | None:
    key, counts = handle(row.get("key")), counted(row, IN_LISTS) or counted(row, ALONE)
    url, author = _address(row), fields.table(row.get("user"))
    if not key or not url or counts is None:
        return None
    at = times.moment(row.get("publishAt") or row.get("publish_at"))
    by_name = author | {"key": f"@{author.get('urlname')}"}  # lists tell no key
    return Copy(
        key,
        key,
        url,
        counts,
        title=tidy(fields.text(row.get("name"))),
        at=at.at if at else None,
        links=links(fields.text(row.get("body"))),
        by=account(author) or account(by_name),
    )


def _address(row: Table) -> str:
    """Return where a post stands, as either way of naming says it."""
    return fields.web(row.get("noteUrl")) or fields.web(row.get("note_url"))


def _comment(row: Table, copy: Copy, article: str, top: str) -> Interaction | None:
    key, said = handle(row.get("key")), words(row.get("comment"))
    if not key or said is None:
        return None
    at = times.moment(row.get("created_at"))
    return Interaction(
        id=key,
        kind=Kind.REPLY,
        article=article,
        account=account(fields.table(row.get("user"))),
        url=f"{copy.url}#{key}",
        text=said,
        published=at.at if at else None,
        parent=top or copy.told,
        thread=top or key,
    )


def _like(row: Table, copy: Copy, article: str) -> Interaction | None:
    person = account(fields.table(row.get("user")))
    if person is None:
        return None
    at = times.moment(row.get("created_at"))
    return Interaction(
        id=f"{copy.id}:like:{person.id}",
        kind=Kind.LIKE,
        article=article,
        account=person,
        published=at.at if at else None,
        thread=copy.told,
    )


def _data(answer: Answer) -> dict[str, Any]:
    """Return what every answer wraps."""
    return fields.expected_table(fields.expected_table(answer.json(), answer.url).get("data"), answer.url)
