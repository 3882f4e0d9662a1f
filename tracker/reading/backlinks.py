"""Who on Bluesky links to our articles: asked of an index of the network, and of the search when we can log in.

The index (https://constellation.microcosm.blue) is somebody's gift, whose robots.txt leaves only its
`/xrpc/` to programs; it knows addresses as they are spelled. The search knows them under any spelling, and
is shut to all who are not logged in. Neither is the place itself: when one is down, fewer posts are found.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from tracker.errors import PasswordRefused, SourceError
from tracker.messages import _
from tracker.model import Announcement
from tracker.reading.bluesky import post_of
from tracker.reading.xrpc import is_local
from tracker.rules import atproto, times
from tracker.rules.fields import table, text
from tracker.rules.urls import Pages, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.model import Article
    from tracker.reading.xrpc import Service
    from tracker.rules.fields import Table

PATHS = (
    f"{atproto.COLLECTION}:embed.external.uri",
    f"{atproto.COLLECTION}:facets[].features[app.bsky.richtext.facet#link].uri",
)
"""Where in a post a link stands: in its card, in its text."""
LIMIT = ("limit", 100)


@dataclass
class Finder:
    """Asks for the posts that link to `articles`."""

    articles: Sequence[Article]
    index: Service | None
    swept: Mapping[str, str]
    """By article: the addresses of which every spelling was asked for before."""
    search: Service | None = None
    problems: list[str] = field(default_factory=list)
    failure: SourceError | None = None
    """The last reason why somebody could not be asked."""
    refused: PasswordRefused | None = None

    def log_in(self, opened: Callable[[], Service]) -> None:
        """Open the search; a login that fails costs what it would have found."""
        try:
            self.search = opened()
        except PasswordRefused as error:
            self.refused = error
        except SourceError as error:
            self._failed(error)

    def found(self) -> list[str]:
        """Return the at-uris of posts that link to an article, or are said to."""
        uris: dict[str, None] = {}
        for article in self.articles:
            is_known = self.swept.get(article.uid) == addresses(article)
            asked = self._searched(article.url, whole=not is_known)
            uris |= dict.fromkeys(asked)
            if not (is_known and self.search):
                uris |= dict.fromkeys(self._indexed(article, whole=not is_known))
        return list(uris)

    def _searched(self, url: str, *, whole: bool) -> Iterator[str]:
        """Yield what the search finds and links to us; only its newest page unless the whole is wanted."""
        if not self.search:
            return
        try:
            for rows in self.search.pages(
                "app.bsky.feed.searchPosts", "posts", ("q", "*"), ("url", url), ("sort", "latest"), LIMIT
            ):
                yield from self._posts(rows, post_of)
                if not whole:
                    return
        except SourceError as error:
            self.search = self.search if is_local(error) else None
            self._failed(error)

    @cached_property
    def _ours(self) -> Pages:
        return Pages(self.articles)

    def _posts(self, rows: list[object], name: Callable[[object], str]) -> Iterator[str]:
        for row in rows:
            uri = name(row)
            if not uri:
                self.problems.append(_("A link that was found names no post and was left out."))
            elif any(self._ours.find(url) for url in atproto.addresses(table(table(row).get("record")))):
                yield uri

    def _indexed(self, article: Article, *, whole: bool) -> Iterator[str]:
        """Yield what the index knows of every spelling of every address, else of the present one."""
        asked = dict.fromkeys((*spellings(article.url), *article.older_urls)) if whole else (article.url,)
        for url in asked:
            for path in PATHS:
                yield from self._backlinks(url, path)

    def _backlinks(self, url: str, path: str) -> Iterator[str]:
        if not self.index:
            return
        try:
            for rows in self.index.pages(
                "blue.microcosm.links.getBacklinks", "records", ("subject", url), ("source", path), LIMIT
            ):
                yield from self._records(rows)
        except SourceError as error:
            self.index = self.index if is_local(error) else None
            self._failed(error)

    def _records(self, rows: list[object]) -> Iterator[str]:
        for record in map(table, rows):
            uri = atproto.post(atproto.uri(text(record.get("did")), text(record.get("rkey"))))
            if uri and record.get("collection") == atproto.COLLECTION:
                yield uri
            else:
                self.problems.append(_("A link that was found names no post and was left out."))

    def _failed(self, error: SourceError) -> None:
        self.failure = error
        said = _("Not everybody who links to your articles was found: {reason}").format(reason=error.message)
        self.problems += [] if said in self.problems else [said]


def addresses(article: Article) -> str:
    """Return one text for all addresses that an article has or had."""
    return " ".join((article.url, *article.older_urls))


def linked(record: Table, ours: Pages) -> tuple[str, str]:
    """Return the `uid` of the article that a post links to, and the address as it spells it; empty: none."""
    for url in atproto.addresses(record):
        article = ours.find(url)
        if article:
            return article.uid, url
    return "", ""


def announcements(view: Table, ours: Pages) -> Iterator[Announcement]:
    """Yield an announcement for each article that a post of the author's links to."""
    uri, at = post_of(view), times.moment(view.get("indexedAt"))
    found = map(ours.find, atproto.addresses(table(view.get("record")))) if uri else ()
    for article in dict.fromkeys(one.uid for one in found if one):
        yield Announcement(article, atproto.permalink(uri), at.at if at else None)


def authored(service: Service, actor: str, articles: Sequence[Article]) -> Iterator[Announcement]:
    """Yield the posts of an account that link to one of `articles`, the newest first, back to the oldest of them."""
    ours = Pages(articles)
    dated = [one.published for one in articles if one.published]
    oldest = min(dated) if len(dated) == len(articles) else None
    asked = (("actor", actor), ("filter", "posts_no_replies"), LIMIT)
    for rows in service.pages("app.bsky.feed.getAuthorFeed", "feed", *asked):
        own = [table(row.get("post")) for row in map(table, rows) if not row.get("reason")]
        for view in own:
            yield from announcements(view, ours)
        last = times.moment(own[-1].get("indexedAt")) if own else None
        if last and oldest and last.at < oldest:
            return
