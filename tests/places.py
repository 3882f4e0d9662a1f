"""Places that are played in the test itself: what a source yields is written down beside the test."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import Unreachable
from tracker.http import Http, HttpSettings
from tracker.model import Account, Announcement, Article, Interaction, Kind, Page
from tracker.sources import Source
from tracker.verbs.pull import Pull, Request

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from threading import Event

    from tracker.http import Validators
    from tracker.ledger import Ledger
    from tracker.model import Cursor

CUT = "the test cut the line"
NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
ARTICLES = (
    Article(
        "tag:mio.example,2026:search",
        "https://mio.example/ja/2026/10/search/",
        "二文字で探す",
        "ja",
        NOW - timedelta(days=40),
    ),
    Article(
        "tag:mio.example,2026:queue",
        "https://mio.example/en/2026/06/queue/",
        "The queue nobody needed",
        "en",
        NOW - timedelta(days=160),
    ),
)
SEARCH, QUEUE = (one.uid for one in ARTICLES)


def said(id: str, text: str = "Does it work in Japanese?", **more: object) -> Interaction:  # noqa: A002 - as the model has it
    """Return a reply by `id`'s own author; `more` are fields of Interaction, `by` a login."""
    by = str(more.pop("by", f"reader{id}"))
    fields: dict[str, object] = {
        "kind": Kind.REPLY,
        "article": SEARCH,
        "account": Account("place", by, handle=by),
        "url": f"https://place.example/{id}",
        "text": text,
        "published": NOW - timedelta(days=3),
        **more,
    }
    return Interaction(id, **fields)  # type: ignore[arg-type] # the fields are those of the model


@dataclass(frozen=True)
class Place(Source):
    """Yields `told`, and breaks off after `until` pages."""

    name: ClassVar[str] = "place"
    title: ClassVar[str] = "Place"
    about: ClassVar[str] = "Played in a test."
    told: tuple[Page, ...] = ()
    until: int | None = None
    bug: bool = False

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002
        """Yield the pages after the cursor: a cursor is the number of the last page stored."""
        for number, page in enumerate(self.told):
            if self.until is not None and number >= self.until:
                if self.bug:
                    raise ZeroDivisionError
                msg = "place.example"
                raise Unreachable(msg, CUT)
            if cursor is None or page.cursor is None or number > int(cursor):
                yield page


@dataclass(frozen=True)
class Square(Place):
    """A place where each article is asked about by itself, and the author's own posts are found."""

    name: ClassVar[str] = "square"
    by_article: ClassVar[bool] = True
    posts: tuple[Announcement, ...] = ()
    down: bool = False
    alike: tuple[Announcement, ...] = ()
    handed: list[tuple[str, ...]] = field(default_factory=list)
    """The articles of each walk, by `uid`."""

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the pages, and remember what was asked about."""
        self.handed.append(tuple(one.uid for one in articles))
        yield from super().pages(articles, cursor, http)

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:  # noqa: ARG002
        """Yield the author's posts; one that is down breaks off after the first."""
        for post in self.posts:
            yield post
            if self.down:
                msg = "square.example"
                raise Unreachable(msg, CUT)

    def suggested(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:  # noqa: ARG002
        """Yield posts that only go by the same title."""
        yield from self.alike


def connect(kept: Validators, _stop: Event) -> Http:
    """Return a session nobody uses."""
    return Http(HttpSettings("test"), kept)


def heard(ledger: Ledger, *interactions: Interaction) -> None:
    """Keep these as if a place had told them; nothing is proved by what is missing."""
    Pull(ledger, connect, lambda: NOW)(Request({"place": Place((Page(interactions),))}, ARTICLES))
