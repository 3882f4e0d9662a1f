"""What is told in the town: the same articles, people and words in every run."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tracker.model import Article

NOW = datetime(2026, 11, 1, 3, 0, tzinfo=UTC)
"""When the first pull is run."""
YEARS = 10
ARTICLES = 300
TOTAL = 20_000
SITE = "https://mio.example"
CROWD = 1009
"""People: a prime, so that steps through them meet everybody."""
STEEP = 0.8
"""How uneven attention is: the n-th popular article gets n to the minus so much of it."""
LONGEST = timedelta(days=60)
"""Hardly anybody answers an article after this."""

FAMILIES = ("佐倉", "森", "川辺", "白石", "鈴木", "Okafor", "Lindqvist", "Moreau", "Hart", "Nowak", "Ito")
GIVEN = ("葵", "蓮", "楓", "陽菜", "湊", "Ren", "Zoë", "Ingrid", "Paul", "Aoi", "Tariq", "Léa", "Sam")
SENTENCES = {
    "ja": (
        "二文字だけでも引けるのは助かります。",
        "静的なサイトでも検索はできますか？",
        "とても参考になりました。",
        "索引の大きさはどのくらいでしたか。",
        "うちでは形態素解析をやめて一年になりますが、困ったことはありません。",
        "ロックの待ち時間の図がわかりやすいです。",
        "同じところで二日悩みました。",
    ),
    "en": (
        "I had the same lock last year & it took a week.",
        "Does it scale to a hundred thousand rows?",
        "Thank you for writing this down.",
        "We ended up with bigrams too, for the same reason.",
        "The part about reading old code aloud made me laugh.",
        "Which version of SQLite was this?",
        "I disagree: a queue nobody needs is still a queue somebody has to run.",
    ),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who answers, known in every place by the same handle."""

    number: int

    @property
    def name(self) -> str:
        """As it is shown."""
        family, given = FAMILIES[self.number % len(FAMILIES)], GIVEN[self.number % len(GIVEN)]
        return f"{family}{given}" if family[0] > "z" else f"{given} {family}"

    @property
    def handle(self) -> str:
        """As logins are."""
        return f"reader{self.number}"

    @property
    def site(self) -> str:
        """A home page of their own."""
        return f"https://{self.handle}.example/"


@dataclass(frozen=True, slots=True)
class Said:
    """One interaction in one place."""

    number: int
    """In its place; from 1."""
    turn: int
    """Below its article; the first is 0."""
    by: Person
    at: datetime
    text: str

    @property
    def html(self) -> str:
        """The words as most places send them."""
        return "".join(f"<p>{part}</p>\n" for part in self.text.replace("&", "&amp;").split("\n\n"))

    @property
    def answers(self) -> int:
        """The turn that is answered: every third word answers one before it, all others the first."""
        return (self.turn * 2) // 3 if self.turn % 3 == 0 else 0


def slug(number: int) -> str:
    """What the address of an article ends with."""
    return f"{'ja' if number % 3 else 'en'}/{published(number):%Y/%m}/article-{number}"


def url(number: int) -> str:
    """The address of an article."""
    return f"{SITE}/{slug(number)}/"


def title(number: int) -> str:
    """The title of an article."""
    return f"二文字検索のつくりかた その{number}" if number % 3 else f"A queue nobody needed, part {number}"


def published(number: int) -> datetime:
    """Spread articles evenly over the years; the last came out this week."""
    return NOW - timedelta(days=3) - timedelta(days=365 * YEARS) * (ARTICLES - 1 - number) / ARTICLES


def article(number: int, comments_feed: str = "", syndication: tuple[str, ...] = ()) -> Article:
    """One of our articles."""
    return Article(
        f"tag:mio.example,2016:{number}",
        url(number),
        title(number),
        "ja" if number % 3 else "en",
        published(number),
        syndication=syndication,
        comments_feed=comments_feed,
    )


def told(place: int, total: int, reach: int) -> dict[int, tuple[Said, ...]]:
    """Return `total` interactions in one place, by the number of the article; `reach` articles have any."""
    sizes = _shares(total, reach)
    order = [(turn * 7 + place * 23) % ARTICLES for turn in range(reach)]
    told: dict[int, tuple[Said, ...]] = {}
    number = 1
    for article_number, size in zip(order, sizes, strict=True):
        told[article_number] = _thread(place, article_number, number, size)
        number += size
    return told


def _shares(total: int, reach: int) -> list[int]:
    """Share `total` out: a few popular articles, many with one or two interactions, none without."""
    weights = [(rank + 1) ** -STEEP for rank in range(reach)]
    spare = total - reach
    shares = [1 + int(spare * weight / sum(weights)) for weight in weights]
    for rank in range(total - sum(shares)):
        shares[rank] += 1
    return shares


def _thread(place: int, article_number: int, first: int, size: int) -> tuple[Said, ...]:
    """Let nobody speak twice below one article, most of them soon after it came out."""
    begun = published(article_number)
    span = min(LONGEST, NOW - begun) * 0.9
    return tuple(
        Said(
            first + turn,
            turn,
            Person((place * 101 + article_number * 37 + turn * 7) % CROWD),
            (begun + span * ((turn + 1) / (size + 1)) ** 3).replace(microsecond=0),
            _words(first + turn),
        )
        for turn in range(size)
    )


def _words(number: int) -> str:
    lines = SENTENCES["ja" if number % 5 < 3 else "en"]  # noqa: PLR2004 - three of five are Japanese
    chosen = [lines[(number + step * 3) % len(lines)] for step in range(1 + number % 4)]
    return "\n\n".join([*chosen, f"({number})"])
