"""WordPress: comments as its REST API lists them, and as its feeds show them.

Both name a comment by its number, so that a blog that closes its API goes on where it was. Names come
with the entities that WordPress stores; pingbacks are listed for editors only, feeds show them to all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC
from html import unescape
from typing import TYPE_CHECKING

from tracker.messages import _
from tracker.model import Account, Claim, Interaction, Kind, Page
from tracker.reading.html import plain, tidy
from tracker.rules import avatars, profiles, times
from tracker.rules.fields import number, table, text, web
from tracker.rules.urls import canonical, path

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Article
    from tracker.rules.fields import Table
    from tracker.rules.urls import Pages

PLACE = "wordpress"
FIELDS = "id,parent,author,author_name,author_url,author_avatar_urls,date_gmt,content,link,status,type"
LINKBACKS = ("pingback", "trackback")
SHOWN = ("", "approved")
"""Statuses of what everybody sees; an old version says none."""
COMMENT = re.compile(r"#comment-(\d+)$")
PAGE_OF_COMMENTS = re.compile(r"/comment-page-\d+(?=/|$|[?#])|(?<=[?&])cpage=\d+&?")


@dataclass
class Comments:
    """What has been read of a blog's list, the oldest first."""

    blog: str
    """Its host."""
    ours: Pages
    listed: dict[str, str] = field(default_factory=dict)
    """The `uid` of the article that each comment is about, by its number; empty: it is none of ours."""
    unread: int = 0
    """Comments without a number."""
    _roots: dict[str, str] = field(default_factory=dict)
    """Of each comment that was told of, the one that its conversation began with."""

    def take(self, rows: Iterable[object]) -> Page:
        """Read some comments; an answer comes after what it answers."""
        told, problems = [], []
        for row in map(table, rows):
            name = str(number(row.get("id")) or "")
            if not name:
                self.unread += 1
                problems.append(_("A comment on {blog} has no number and was left out.").format(blog=self.blog))
                continue
            article = self._article(text(row.get("link")))
            self.listed[name] = article.uid if article else ""
            if article and text(row.get("status")) in SHOWN:
                told.append(self._interaction(row, name, article))
        return Page(tuple(told), problems=tuple(problems))

    def _article(self, link: str) -> Article | None:
        page = PAGE_OF_COMMENTS.sub("", link.partition("#")[0]).rstrip("?&")
        return self.ours.find(page) or self.ours.find(page.partition("?")[0])

    def _interaction(self, row: Table, name: str, article: Article) -> Interaction:
        parent = str(number(row.get("parent")))
        answered = parent if self.listed.get(parent) == article.uid and parent in self._roots else ""
        at, link = times.moment(row.get("date_gmt"), UTC), web(row.get("link"))
        comment = Interaction(
            id=name,
            kind=Kind.REPLY,
            article=article.uid,
            account=_account(row, name, self.blog),
            url=link,
            target=link.partition("#")[0],
            text=plain(text(table(row.get("content")).get("rendered"))),
            published=at.at if at else None,
            precision=at.precision if at else "second",
            parent=answered,
            thread=self._roots.get(answered, name),
        )
        if row.get("type") in LINKBACKS:
            return _linkback(comment, row)
        self._roots[name] = comment.thread
        return comment


def _linkback(comment: Interaction, row: Table) -> Interaction:
    """A comment that a page wrote by linking here: its author is a title, its address that page."""
    page = web(row.get("author_url"))
    account, title = profiles.account("", page), _name(row)
    return replace(
        comment, kind=Kind.MENTION, account=account, url=page or comment.url, title=title, parent="", thread=""
    )


def _account(row: Table, name: str, blog: str) -> Account | None:
    """A user's number is stable; all others go by the website they typed in, else are known by the comment alone."""
    pictures = table(row.get("author_avatar_urls"))
    photo = web(pictures.get("96") or next(iter(pictures.values()), ""))
    who, site, claims = _name(row), web(row.get("author_url")), avatars.of_picture(photo)
    if user := number(row.get("author")):
        linked = (Claim("url", canonical(site), "declared"),) if site else ()
        return Account(PLACE, f"{blog}#{user}", name=who, url=site, photo=photo, claims=(*linked, *claims))
    known = profiles.account(site, "", who, photo)
    if known:
        return replace(known, claims=claims)
    return Account(PLACE, f"{blog}#comment-{name}", name=who, photo=photo, claims=claims) if who or claims else None


def _name(row: Table) -> str:
    return tidy(unescape(text(row.get("author_name"))).strip())


def from_feed(responses: Sequence[Interaction], blog: str) -> Page:
    """Return what a feed tells, by the numbers of its comments."""
    told, problems = [], []
    for one in responses:
        name = numbered(one.id) or numbered(one.url)
        if name:
            told.append(_renamed(one, name, blog))
        else:
            problems.append(_("A comment on {path} has no number and was left out.").format(path=path(one.target)))
    return Page(tuple(told), problems=tuple(problems))


def numbered(address: str) -> str:
    """Return the number of the comment that an address or a feed's id ends in, else nothing."""
    found = COMMENT.search(address)
    return found[1] if found else ""


def _renamed(one: Interaction, name: str, blog: str) -> Interaction:
    account = one.account
    if account and account.place == "feed":
        account = replace(account, place=PLACE, id=f"{blog}#comment-{name}")
    return replace(
        one, id=name, account=account, parent=numbered(one.parent), thread=numbered(one.thread) or one.thread
    )
