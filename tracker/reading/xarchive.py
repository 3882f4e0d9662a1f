"""An X archive: the user's own posts that tell of an article, and their answers to these."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.model import Account, Claim, Interaction, Kind
from tracker.reading.html import tidy
from tracker.rules.urls import Pages

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.model import Article
    from tracker.rules.xarchive import Post, User

SITE = "https://x.com"
NAMELESS = "i/web"
"""What stands for a login in an address that has none."""


@dataclass
class Book:
    """What is read of one archive."""

    articles: Sequence[Article]
    user: User
    told: dict[str, Interaction] = field(default_factory=dict)
    """By `id`."""

    def read(self, posts: Iterable[Post]) -> list[Interaction]:
        """Return what is about an article; posts come oldest first, so that what is answered is known."""
        ours = Pages(self.articles)
        for post in posts:
            url, article = next(((url, one) for url in post.links if (one := ours.find(url))), ("", None))
            above = self.told.get(post.answers)
            if above and article in (None, self._by_uid(above.article)):
                self._add(post, self._by_uid(above.article), url, above)
            elif article:
                self._add(post, article, url)
        return list(self.told.values())

    def _add(self, post: Post, article: Article | None, url: str, above: Interaction | None = None) -> None:
        if article is None:
            return
        kind = Kind.REPLY if above else Kind.REPOST if post.repeats else Kind.MENTION
        self.told[post.id] = Interaction(
            id=post.id,
            kind=kind,
            article=article.uid,
            account=self._account(article),
            url=f"{SITE}/{self.user.login or NAMELESS}/status/{post.id}",
            target=url,
            text=tidy(post.text),
            lang=post.lang,
            published=post.at,
            parent=above.id if above else "",
            thread=above.thread if above else post.id,
        )

    def _account(self, article: Article) -> Account:
        """The user's account; that the archive is theirs is proved by what they have in their hands."""
        login = self.user.login
        return Account(
            "x",
            self.user.id or login or "me",
            name=tidy(self.user.name),
            handle=login,
            url=f"{SITE}/{login}" if login else "",
            claims=(Claim("url", article.url, "verified"),),
        )

    def _by_uid(self, uid: str) -> Article | None:
        return next((one for one in self.articles if one.uid == uid), None)
