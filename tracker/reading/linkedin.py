"""A LinkedIn archive: the user's own posts and comments, and the messages that name an article.

What others said below a post is not in it. Messages are between people: private, whoever wrote them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from html import unescape
from typing import TYPE_CHECKING

from tracker.model import Account, Claim, Interaction, Kind
from tracker.reading.html import plain, tidy
from tracker.rules import linkedin as rules
from tracker.rules import times
from tracker.rules.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Article
    from tracker.rules.linkedin import Me, Person, Row
    from tracker.rules.naming import Found, Names

MARKUP = re.compile(r"<(?:p|br|div|span|a|ul|ol|li|b|strong|em|i)\b[^>]*>", re.IGNORECASE)
PARTED = '"\n"'
"""What stands between the lines of a post in some archives."""
SHORTENED = re.compile(r"https?://lnkd\.in/\w+")
CONNECTIONS = "connections"


@dataclass
class Book:
    """What is read of one archive; posts come first."""

    articles: Sequence[Article]
    names: Names
    me: Me
    follow: timedelta = timedelta(0)
    """How long after a message that names an article the answers to it come."""
    posts: dict[str, Interaction] = field(default_factory=dict)
    """The user's posts that are about an article, by number; by address where that has none."""
    shortened: int = 0
    """Posts whose links cannot be followed."""

    def shares(self, rows: Sequence[Row]) -> list[Interaction]:
        """Return the user's posts that are about an article."""
        for row in rows:
            link, shared = row["sharelink"], row.get("sharedurl", "")
            text = _written(row.get("sharecommentary", "").replace(PARTED, "\n"))
            found = self.names.linked(shared, text)
            article = found.article if found else self._announced(link)
            if article:
                self.posts[rules.post(link) or link] = self._share(row, article, text, found)
            elif SHORTENED.search(f"{shared} {text}"):
                self.shortened += 1
        return list(self.posts.values())

    def _share(self, row: Row, article: Article, text: str, found: Found | None) -> Interaction:
        link = row["sharelink"]
        one = self._own(f"post:{rules.post(link) or rules.made_of(row['date'], link)}", article, row["date"])
        return replace(
            one,
            url=_web(link),
            target=found.url if found else "",
            title=tidy(unescape(row.get("sharetitle", ""))),
            text=text,
            thread=one.id,
            private=row.get("visibility", "").lower() == CONNECTIONS,
        )

    def comments(self, rows: Sequence[Row]) -> list[Interaction]:
        """Return the user's comments below such posts, and those that link to an article."""
        told = (self._comment(row) for row in rows)
        return list({one.id: one for one in told if one}.values())

    def _comment(self, row: Row) -> Interaction | None:
        link, text = row["link"], _written(row["message"])
        above, found = self._post(rules.post(link)), self.names.linked(text)
        article = self._by_uid(above.article) if above else found.article if found else self._announced(link)
        if not article:
            return None
        uid = f"comment:{rules.comment(link) or rules.made_of(row['date'], link, row['message'])}"
        root = above.id if above else ""
        return replace(
            self._own(uid, article, row["date"]),
            kind=Kind.MENTION if found and not above else Kind.REPLY,
            url=_web(link),
            target=found.url if found else "",
            text=text,
            parent=root,
            thread=root,
        )

    def messages(self, rows: Sequence[Row]) -> list[Interaction]:
        """Return the messages that link to an article, and the answers to them."""
        return [one for chat in rules.chats(filter(rules.is_sent, rows)) for one in self._chat(chat)]

    def _chat(self, rows: Sequence[Row]) -> Iterator[Interaction]:
        stretch: _Stretch | None = None
        for row in rows:
            at, text = times.moment(row["date"], UTC), _written(row["content"])
            found = self.names.linked(text, row.get("subject", ""))
            if found and (stretch is None or stretch.article != found.article):
                stretch = _Stretch(found.article)
            if stretch and found:
                stretch.until = at.at + self.follow if at else None
            elif stretch and not stretch.reaches(at.at if at else None):
                stretch = None
            if stretch:
                title = tidy(unescape(row.get("subject", "")))
                one = self._mail(f"message:{rules.message(row)}", row, stretch.article, row["date"])
                yield stretch.add(replace(one, title=title, text=text, target=found.url if found else ""))

    def invitations(self, rows: Sequence[Row]) -> list[Interaction]:
        """Return the invitations that name an article."""
        told = {}
        for row in rows:
            text = _written(row["message"])
            found = self.names.linked(text) or self.names.titled(text)
            if found:
                uid = f"invitation:{rules.made_of(row['from'], row['to'], row['sentat'])}"
                told[uid] = replace(
                    self._mail(uid, row, found.article, row["sentat"]), text=text, target=found.url, thread=uid
                )
        return list(told.values())

    def _own(self, uid: str, article: Article, said: str) -> Interaction:
        at = rules.when(said, placed=True)
        return Interaction(
            id=uid,
            kind=Kind.MENTION,
            article=article.uid,
            account=self._mine(article),
            published=at.at if at else None,
            precision=at.precision if at else "second",
        )

    def _mail(self, uid: str, row: Row, article: Article, said: str) -> Interaction:
        at = rules.when(said, placed=False)
        return Interaction(
            id=uid,
            kind=Kind.MAIL,
            article=article.uid,
            account=self._mine(article) if self.me.sent(row) else account(rules.sender(row)),
            published=at.at if at else None,
            precision=at.precision if at else "second",
            private=True,
        )

    def _mine(self, article: Article) -> Account:
        """The user's account; that the archive is theirs is proved by what they have in their hands."""
        known = account(self.me.person) or Account("linkedin", "me")
        return replace(known, claims=(Claim("url", article.url, "verified"),))

    def _post(self, number: str) -> Interaction | None:
        same = (one for known, one in self.posts.items() if rules.is_same(rules.post(known) or known, number))
        return self.posts.get(number) or next(same, None)

    def _announced(self, link: str) -> Article | None:
        """The article that names a post as its announcement."""
        number = rules.post(link)
        named = ((one, rules.post(url)) for one in self.articles for url in one.syndication)
        return next((one for one, post in named if post and rules.is_same(post, number)), None)

    def _by_uid(self, uid: str) -> Article | None:
        return next((one for one in self.articles if one.uid == uid), None)


@dataclass
class _Stretch:
    """A part of a conversation that is about one article."""

    article: Article
    until: datetime | None = None
    root: str = ""
    last: str = ""

    def reaches(self, at: datetime | None) -> bool:
        """Whether a message at this time still belongs to it."""
        return bool(at and self.until and at <= self.until)

    def add(self, one: Interaction) -> Interaction:
        """Return a message with its place: it answers the one before."""
        placed = replace(one, parent=self.last, thread=self.root or one.id)
        self.root, self.last = placed.thread, placed.id
        return placed


def account(who: Person) -> Account | None:
    """Return somebody's account: known by the profile, else by the name alone."""
    if who.name in rules.NOBODY and not who.profile:
        return None
    shown = rules.handle(who.profile) if who.profile else ""
    return Account("linkedin", who.key, name=who.name, handle=shown, url=who.profile)


def _written(content: str) -> str:
    """Return what was written: mostly plain, with entities; mark-up where an editor was used."""
    return plain(content) if MARKUP.search(content) else tidy(unescape(content))


def _web(url: str) -> str:
    return url if is_web(url) else ""
