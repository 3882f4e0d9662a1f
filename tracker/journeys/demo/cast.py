"""The cast: who is on the stage and what they said where, written down or made up by the thousand."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from importlib.resources import files
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeAlias
from urllib.parse import urljoin, urlsplit

from tracker.journeys.demo import crowd
from tracker.journeys.demo.roles import NOBODY, Bookmark, Comment, Entry, Face, Mention, Person, Remark, Story, Thread
from tracker.model import Article

if TYPE_CHECKING:
    from collections.abc import Mapping

Row: TypeAlias = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Cast:
    """Everything that the stage shows."""

    TOKEN: ClassVar[str] = "stage"  # noqa: S105 - no secret: it opens nothing but a stage
    """What webmention.io wants to see, unless a cast says otherwise."""

    site: str
    """The address of the home page."""
    title: str
    articles: Mapping[str, Article]
    """By the key that `cast.json` and comment feeds call them by."""
    people: Mapping[str, Person]
    mentions: tuple[Mention, ...] = ()
    stories: tuple[Story, ...] = ()
    entries: tuple[Entry, ...] = ()
    threads: tuple[Thread, ...] = ()
    token: str = TOKEN

    @classmethod
    def load(cls) -> Self:
        """Return the cast of the demo, as `cast.json` beside this file has it."""
        text = files(__package__).joinpath("cast.json").read_text(encoding="utf-8")
        return cls.read(json.loads(text))

    @classmethod
    def read(cls, told: Row) -> Self:
        """Return the cast that `told` describes; it is ours, so a mistake in it is an error."""
        reader = _Reader(told)
        return cls(
            site=told["site"],
            title=told["title"],
            articles=reader.articles,
            people=reader.people,
            mentions=tuple(reader.mention(row) for row in told["webmentions"]),
            stories=tuple(reader.story(row) for row in told["stories"]),
            entries=tuple(reader.entry(row) for row in told["entries"]),
            threads=tuple(reader.thread(row) for row in told["threads"]),
            token=told.get("token", cls.TOKEN),
        )

    @classmethod
    def generated(cls, articles: int, people: int, interactions: int, seed: int = 0) -> Self:
        """Return a cast of these sizes, the same one for the same figures.

        Interactions are counted as `size` counts them.
        """
        made = crowd.Crowd(articles, people, interactions, seed)
        return cls(
            site=crowd.SITE,
            title="Generated",
            articles=made.articles,
            people=made.people,
            mentions=tuple(made.mentions),
            stories=made.stories(),
            entries=made.entries(),
            threads=made.threads(),
        )

    @property
    def domain(self) -> str:
        """The host of the site."""
        return urlsplit(self.site).hostname or ""

    @property
    def size(self) -> int:
        """How many mentions, remarks, public bookmarks and comments there are; stories are not counted."""
        live = sum(1 for mention in self.mentions if not mention.deleted)
        remarks = sum(1 for story in self.stories for remark in story.remarks if remark.author)
        bookmarks = sum(len(entry.bookmarks) for entry in self.entries)
        return live + remarks + bookmarks + sum(len(thread.comments) for thread in self.threads)

    def json_feed(self) -> dict[str, object]:
        """Return the articles as the site's own `articles.json` (JSON Feed 1.1) lists them."""
        return {
            "version": "https://jsonfeed.org/version/1.1",
            "title": self.title,
            "home_page_url": self.site,
            "feed_url": urljoin(self.site, "/articles.json"),
            "items": [_item(article) for article in self.articles.values()],
        }


def _item(article: Article) -> dict[str, object]:
    return {
        "id": article.uid,
        "url": article.url,
        "title": article.title,
        "language": article.lang,
        "date_published": article.published.isoformat() if article.published else None,
        "content_html": "",
        "_enishi": {"older_urls": list(article.older_urls), "syndication": list(article.syndication)},
    }


class _Reader:
    """Turns rows of `cast.json` into roles: names become people, keys become addresses."""

    def __init__(self, told: Row) -> None:
        self.site: str = told["site"]
        self.articles = {key: self.article(row) for key, row in told["articles"].items()}
        self.people = {key: _person(key, row) for key, row in told["people"].items()}

    def article(self, row: Row) -> Article:
        older = tuple(urljoin(self.site, one) for one in row.get("older", ()))
        published = datetime.fromisoformat(row["published"])
        return Article(row["uid"], urljoin(self.site, row["path"]), row["title"], row["lang"], published, older)

    def target(self, row: Row) -> str:
        """Return the address a row is about: `to` as it is spelled, else that of the article `on`."""
        return urljoin(self.site, row["to"]) if "to" in row else self.articles[row["on"]].url

    def face(self, row: Row, place: str) -> Face:
        return self.people[row["by"]].faces[row.get("as", place)] if "by" in row else NOBODY

    def mention(self, row: Row) -> Mention:
        author, target = self.face(row, "web"), self.target(row)
        taken = {name: value for name, value in row.items() if name not in ("by", "as", "on", "to")}
        return Mention(**_timely(taken), author=author, target=target)

    def story(self, row: Row) -> Story:
        remarks = tuple(self.remark(one, row["id"]) for one in row.get("remarks", ()))
        return Story(
            id=row["id"],
            url=self.target(row),
            title=row["title"],
            author=self.face(row, "hackernews").name,
            at=datetime.fromisoformat(row["at"]),
            points=row["points"],
            text=row.get("text", ""),
            remarks=remarks,
        )

    def remark(self, row: Row, story: int) -> Remark:
        at = datetime.fromisoformat(row["at"])
        author = self.face(row, "hackernews").name
        return Remark(row["id"], row.get("parent", story), at, author, row.get("text", ""))

    def entry(self, row: Row) -> Entry:
        bookmarks = tuple(self.bookmark(one) for one in row.get("bookmarks", ()))
        return Entry(row["eid"], self.target(row), row.get("title", ""), bookmarks, row.get("private", 0))

    def bookmark(self, row: Row) -> Bookmark:
        at, tags = datetime.fromisoformat(row["at"]), tuple(row.get("tags", ()))
        return Bookmark(self.face(row, "hatena").name, at, row.get("comment", ""), tags)

    def thread(self, row: Row) -> Thread:
        comments = tuple(self.comment(one) for one in row["comments"])
        return Thread(row["on"], self.articles[row["on"]], row["style"], comments)

    def comment(self, row: Row) -> Comment:
        at, author = datetime.fromisoformat(row["at"]), self.face(row, "comments")
        return Comment(row["id"], at, author, row["html"], row.get("parent", 0))


def _person(key: str, row: Row) -> Person:
    return Person(key, row["about"], {place: Face(**face) for place, face in row["faces"].items()})


def _timely(row: Row) -> Row:
    """Return the row with its times read and its lists made tuples."""
    times = {name: datetime.fromisoformat(row[name]) for name in ("received", "updated", "deleted") if name in row}
    return {name: tuple(value) if isinstance(value, list) else value for name, value in (row | times).items()}
