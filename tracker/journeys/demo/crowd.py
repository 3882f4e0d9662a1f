"""A crowd of any size: articles, people and interactions made up by rule, the same for the same seed."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import UTC, datetime, timedelta

from tracker.journeys.demo.roles import Bookmark, Comment, Entry, Face, Mention, Person, Remark, Story, Thread
from tracker.model import Article

SITE = "https://generated.example/"
BEGIN, SECONDS = datetime(2026, 6, 1, tzinfo=UTC), 172 * 86_400
FAMILY = ("青木", "Archer", "岩瀬", "Brandt", "上原", "Castillo", "遠藤", "Dąbrowska", "小田切", "Eriksen")
GIVEN = ("あかり", "Ada", "健吾", "Bilal", "さつき", "Chiara", "直樹", "Dmitri", "みのり🍃", "Elif")
SAID = (
    "同じところで詰まっていたので助かりました。",
    "これは {n} 件くらいのデータでも同じ結果になりますか？",
    "Tried this on {n} files and it held up. Thanks for the numbers.",
    "Does step {n} still work when the index is rebuilt?",
    "手元では {n} 秒でした。環境の差でしょうか。",
    "A small typo: “{n} ms” should be seconds, I think.",
    "👍",
)
KINDS = ("like-of", "in-reply-to", "like-of", "mention-of", "repost-of", "in-reply-to", "bookmark-of", "like-of")
PLACES = ("mention",) * 10 + ("remark",) * 4 + ("bookmark",) * 4 + ("comment",) * 2


class Crowd:
    """Interactions dealt out to articles one after another, half of them by webmention.

    A second bookmark of one person on one article cannot be; it becomes a mention.
    """

    def __init__(self, articles: int, people: int, interactions: int, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 - the same crowd each time, no secret
        self.total = interactions
        made = [_article(number) for number in range(articles)]
        self.articles = {f"post-{number}": article for number, article in enumerate(made)}
        self.people = {f"person-{number}": _person(number) for number in range(people)}
        self._keys, self._persons = list(self.articles), list(self.people.values())
        self.mentions: list[Mention] = []
        self._remarks: dict[str, list[Remark]] = defaultdict(list)
        self._bookmarks: dict[str, dict[str, Bookmark]] = defaultdict(dict)
        self._comments: dict[str, list[Comment]] = defaultdict(list)
        for number in range(interactions):
            self._deal(number)

    def stories(self) -> tuple[Story, ...]:
        """Return one story for each article that was talked about."""
        return tuple(
            Story(
                id=int(key.removeprefix("post-")) + 1,
                url=self.articles[key].url,
                title=self.articles[key].title,
                author="submitter",
                at=BEGIN,
                points=len(remarks),
                remarks=tuple(remarks),
            )
            for key, remarks in self._remarks.items()
        )

    def entries(self) -> tuple[Entry, ...]:
        """Return one entry for each article that was bookmarked."""
        return tuple(
            Entry(number, self.articles[key].url, self.articles[key].title, tuple(bookmarks.values()))
            for number, (key, bookmarks) in enumerate(self._bookmarks.items(), start=1)
        )

    def threads(self) -> tuple[Thread, ...]:
        """Return one feed for each article that was commented on."""
        return tuple(
            Thread(key, self.articles[key], "atom", tuple(comments)) for key, comments in self._comments.items()
        )

    def _deal(self, number: int) -> None:
        key = self.random.choice(self._keys)
        person = self.random.choice(self._persons)
        at = BEGIN + timedelta(seconds=SECONDS * number // self.total)
        place = PLACES[number % len(PLACES)]
        if place == "bookmark" and person.faces["hatena"].name in self._bookmarks[key]:
            place = "mention"
        deal = {"mention": self._mention, "remark": self._remark, "bookmark": self._bookmark, "comment": self._comment}
        deal[place](number, key, person, at)

    def _mention(self, number: int, key: str, person: Person, at: datetime) -> None:
        kind = KINDS[number % len(KINDS)]
        worded = kind in ("in-reply-to", "mention-of")
        face = person.faces["web"]
        self.mentions.append(
            Mention(
                id=number + 1,
                kind=kind,
                target=self.articles[key].url,
                source=f"{face.url}notes/{number}",
                received=at,
                author=face,
                published=at.isoformat(timespec="seconds") if worded else "",
                text=self._words() if worded else "",
            )
        )

    def _remark(self, number: int, key: str, person: Person, at: datetime) -> None:
        said = self._remarks[key]
        story = int(key.removeprefix("post-")) + 1
        above = self.random.choice(said).id if said and number % 3 else story
        said.append(Remark(len(self.articles) + number + 1, above, at, person.faces["hackernews"].name, self._words()))

    def _bookmark(self, number: int, key: str, person: Person, at: datetime) -> None:
        user = person.faces["hatena"].name
        self._bookmarks[key][user] = Bookmark(user, at, self._words() if number % 2 else "", ("あとで読む",))

    def _comment(self, number: int, key: str, person: Person, at: datetime) -> None:
        said = self._comments[key]
        above = self.random.choice(said).id if said and number % 2 else 0
        said.append(Comment(number + 1, at, person.faces["comments"], f"<p>{self._words()}</p>", above))

    def _words(self) -> str:
        return self.random.choice(SAID).format(n=self.random.randint(2, 9000))


def _article(number: int) -> Article:
    lang = ("ja", "en")[number % 2]
    published = BEGIN + timedelta(hours=number % 4000)
    path = f"{lang}/{published:%Y/%m}/post-{number}/"
    title = f"Post {number}" if lang == "en" else f"{number} 番目の記事"
    return Article(f"tag:generated.example,2026:post-{number}", SITE + path, title, lang, published)


def _person(number: int) -> Person:
    family, given = FAMILY[number % len(FAMILY)], GIVEN[number // len(FAMILY) % len(GIVEN)]
    name = f"{family} {given}" if number % 2 == 0 else f"{given} {family}"
    home = f"https://person-{number}.example/"
    faces = {
        "web": Face(f"{name} {number}", home),
        "hackernews": Face(f"person{number}", home),
        "hatena": Face(f"person_{number}"),
        "comments": Face(name, home if number % 3 else ""),
    }
    return Person(f"person-{number}", faces=faces)
