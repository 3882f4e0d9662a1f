"""What a Disqus export tells, put in order: whose page, who answers whom, what is a copy of what.

One article can be several threads, each under an address it once had. A comment that was imported
into two of them is there twice: same author, same second, same words; the one with the smaller
number is the original.
"""

from __future__ import annotations

from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin

from tracker.model import Count
from tracker.rules.urls import Pages, is_web

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from tracker.model import Article


class Row(NamedTuple):
    """One thread or post, as the file has it; what is not said is an empty text."""

    kind: str
    """`thread` or `post`."""
    id: str
    """Its `dsq:id`."""
    said: Mapping[str, str]
    """By the names of elements: `link`, `author/name`; under `thread` and `parent` the `dsq:id` that is named."""

    def get(self, name: str) -> str:
        """Return what it says under a name, trimmed."""
        return self.said.get(name, "").strip()

    def holds(self, name: str) -> bool:
        """Whether it says that something is true."""
        return self.get(name).lower() in ("true", "1")

    @property
    def numbered(self) -> bool:
        """Whether it can be told from others: there are posts without a number, and some with letters in it."""
        return self.id.isdecimal() and self.id.isascii()


class Thread(NamedTuple):
    """A page, as Disqus knows it."""

    article: str
    """Its `uid`; empty: it is none of ours."""
    url: str
    title: str
    gone: bool


UNKNOWN = Thread("", "", "", gone=False)


class Post(NamedTuple):
    """As much of a comment as it takes to know its place among the others."""

    thread: str
    parent: str
    shown: bool
    said: bytes
    """Who said it, when, and what, as 16 bytes."""


class Index:
    """All threads and comments of a file, without their words."""

    def __init__(self, articles: Sequence[Article]) -> None:
        self._articles, self._ours = articles, Pages(articles)
        self.threads: dict[str, Thread] = {}
        self.posts: dict[str, Post] = {}
        self.originals: dict[str, str] = {}
        """Of each copy, the number of what it copies."""
        self.roots: dict[str, str] = {}
        """Of each comment, the one that its conversation began with."""
        self.newest = ""
        """When the last comment was written."""
        self.unread = 0
        """Comments that no number tells from others, or that belong to no thread."""

    def take(self, rows: Iterable[Row]) -> None:
        """Take in a whole file; a thread may follow its comments."""
        for row in rows:
            if row.kind == "thread":
                self.threads[row.id] = self._thread(row)
            elif row.numbered and row.get("thread"):
                self.posts[row.id] = _post(row)
                self.newest = max(self.newest, row.get("createdAt"))
            else:
                self.unread += 1
        self._find_copies()
        self._find_roots()

    def article(self, number: str) -> str:
        """The `uid` of the article that a comment is about; empty: it is none of ours."""
        thread = self.threads.get(self.posts[number].thread) if number in self.posts else None
        return thread.article if thread else ""

    def page(self, number: str) -> str:
        """The address of the page that a comment is on, as its thread spells it."""
        return self.threads[self.posts[number].thread].url.partition("#")[0]

    def is_shown(self, number: str) -> bool:
        """Whether a comment is about an article of ours, and neither it nor its thread was taken away."""
        post = self.posts[number]
        return bool(self.article(number)) and post.shown and not self.threads[post.thread].gone

    def parent(self, number: str) -> str:
        """The number of what a comment answers; empty when that is not there."""
        parent = self.posts[number].parent
        return parent if self.article(number) and self.article(parent) == self.article(number) else ""

    def counts(self, *, proves: bool) -> tuple[Count, ...]:
        """How many comments there are on each article; when it `proves` something, there are no others."""
        held = dict.fromkeys((one.uid for one in self._articles), 0)
        for article in filter(None, map(self.article, self.posts)):
            held[article] += 1
        return tuple(Count(uid, seen, seen if proves else None) for uid, seen in held.items())

    def strays(self) -> list[Thread]:
        """The page of each comment that is about none of our articles; one that is not known has no address."""
        threads = (self.threads.get(post.thread, UNKNOWN) for post in self.posts.values())
        return [thread for thread in threads if not thread.article]

    def _thread(self, row: Row) -> Thread:
        link = row.get("link")
        article = next(filter(None, map(self._ours.find, _addresses(link, row.get("id")))), None)
        return Thread(article.uid if article else "", link, row.get("title"), row.holds("isDeleted"))

    def _find_copies(self) -> None:
        first: dict[tuple[str, bytes], str] = {}
        for number in sorted(filter(self.is_shown, self.posts), key=int):
            post = self.posts[number]
            kept = first.setdefault((self.article(number), post.said), number)
            if self.posts[kept].thread != post.thread:
                self.originals[number] = kept

    def _find_roots(self) -> None:
        """An answer comes after what it answers."""
        for number in self.posts:
            parent = self.parent(number)
            self.roots[number] = self.roots.get(parent, parent) or number


def _addresses(link: str, name: str) -> tuple[str, ...]:
    """What a thread's page may be found by: its link, and its name, in which an import kept a path or an address."""
    if not is_web(link):
        return (name,)
    return (link, link.partition("?")[0], *((urljoin(link, name.rpartition(" ")[2]),) if name else ()))


def _post(row: Row) -> Post:
    author = row.get("author/email") or row.get("author/username") or row.get("author/name")
    said = "\0".join((author, row.get("createdAt"), row.get("message")))
    shown = not row.holds("isDeleted") and not row.holds("isSpam")
    return Post(
        row.get("thread"), row.get("parent"), shown, blake2b(said.encode("utf-8", "replace"), digest_size=16).digest()
    )
