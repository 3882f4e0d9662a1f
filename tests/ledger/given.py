"""Invented articles and people, and short ways to store them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from tracker.model import Account, Article, Claim, Interaction, Kind, Link, Page
from tracker.rules import reconcile

if TYPE_CHECKING:
    from tracker.ledger import Ledger

NOW = datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
SEARCH = Article(
    "tag:mio.example,2026:two-character-search-ja",
    "https://mio.example/ja/2026/10/two-character-search/",
    "二文字の検索",
    "ja",
    NOW - timedelta(days=17),
)
QUIET = Article(
    "tag:mio.example,2026:quiet-builds", "https://mio.example/en/2026/09/quiet-builds/", "Quiet builds", "en"
)
ARTICLES = (SEARCH, QUIET)

MIO = Account("hackernews", "mio", "森川 澪", "mio")
REN = Account(
    "web",
    "https://ren.example.org/",
    "Ren Sato",
    url="https://ren.example.org/",
    claims=(Claim("url", "https://ren.example.org/", "native"),),
)
REN_HN = Account("hackernews", "rensato", handle="rensato", url="https://news.example.com/user?id=rensato")
AOI = Account("hatena", "aoi_builds", "青木 あおい", "aoi_builds", photo="https://cdn.example.net/aoi.png")


def later(minutes: float) -> datetime:
    return NOW + timedelta(minutes=minutes)


def reply(uid: str, account: Account | None = REN, text: str = "助かりました。", **more: object) -> Interaction:
    fields: dict[str, object] = {"published": NOW - timedelta(days=1), "text": text, "account": account}
    return Interaction(uid, **({"kind": Kind.REPLY, "article": SEARCH.uid} | fields | more))  # type: ignore[arg-type] # fields by name


def like(uid: str, account: Account | None = REN, **more: object) -> Interaction:
    return reply(uid, account, text="", **({"kind": Kind.LIKE} | more))


def store(ledger: Ledger, source: str, *interactions: Interaction, at: datetime = NOW) -> None:
    """Take a page as a pull does."""
    page = Page(interactions)
    with ledger.transaction():
        ledger.articles.remember(ARTICLES, at)
        marks = ledger.interactions.marks(source, [one.id for one in interactions])
        ledger.interactions.apply(source, reconcile.changes(page, marks), at)


def same(first: int, second: int, *, apart: bool = False) -> Link:
    return Link(first, second, not apart, "human", "本人に確かめた", NOW)
