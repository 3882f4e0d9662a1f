"""A deterministic flood of interactions, for filling a ledger through the real path."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar

from tracker.model import Account, Article, Interaction, Kind, Page
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Cursor

START = datetime(2016, 1, 1, tzinfo=UTC)
KINDS = (Kind.LIKE, Kind.REPLY, Kind.BOOKMARK, Kind.REPOST, Kind.MENTION)
WORDS = (
    "静的なサイトでも検索はできますか？",
    "I had the same lock last year.",
    "とても参考になりました。",
    "Does it scale?",
)
A_PAGE = 1000


def articles(count: int) -> tuple[Article, ...]:
    """Ten years of months."""
    return tuple(
        Article(f"tag:bench.example,2016:{n}", f"https://bench.example/{n}/", f"Article {n}", "en", _at(n * 40_000))
        for n in range(count)
    )


@dataclass(frozen=True)
class Flood(Source):
    """`total` interactions by a twelfth as many people over `ours` articles."""

    name: ClassVar[str] = "flood"
    title: ClassVar[str] = "Flood"
    about: ClassVar[str] = "Made up."
    total: int = 100_000
    ours: int = 120

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002
        """Yield pages of a thousand."""
        for start in range(0, self.total, A_PAGE):
            yield Page(tuple(self._one(n) for n in range(start, start + A_PAGE)), cursor=str(start))

    def _one(self, n: int) -> Interaction:
        who = n * 7919 % (self.total // 12 + 1)
        kind = KINDS[n % 5]
        return Interaction(
            f"{n}",
            kind,
            f"tag:bench.example,2016:{n * 31 % self.ours}",
            Account("flood", f"u{who}", f"Person {who}" if who % 3 else f"佐倉{who}", f"u{who}"),
            f"https://bench.example/r/{n}",
            text=f"{WORDS[n % 4]} {n}" if kind in (Kind.REPLY, Kind.MENTION) else "",
            published=_at(n),
            thread=f"t{n // 4}" if kind is Kind.REPLY else "",
        )


def _at(minutes: int) -> datetime:
    return START + timedelta(minutes=minutes)
