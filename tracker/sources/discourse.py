"""Discourse: the topics of our articles on one forum, and every post in them.

A topic is known by its address among an article's announcements, or by the article that it was made
from: one question tells which of many are embedded, and with an API key the forum says where.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, ClassVar
from urllib.parse import urlencode

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Count, Kind, Page, Secret
from tracker.reading.discourse import Posts, Topic, numbered
from tracker.rules import calls, embedding
from tracker.rules.fields import expected_table, name, number, rows, table, text
from tracker.rules.urls import host, is_web, path
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.rules.answers import Answer

AT_ONCE = 20
"""Posts that one answer holds."""
NOT_THERE = (404, 410)
NOT_LET_IN = (401, 403)
HIDDEN = N_("posts that are hidden or deleted are counted, not listed")
LIKES = N_("the likes of a topic are counted, not named")


@dataclass(frozen=True)
class Discourse(Source):
    """Asked topic by topic; the cursor holds which topic is whose, and how long the long ones were."""

    name: ClassVar[str] = "discourse"
    title: ClassVar[str] = "Discourse"
    about: ClassVar[str] = N_("Posts in the topics of your articles on a Discourse forum.")
    by_article: ClassVar[bool] = True

    address: str = field(
        metadata={
            "help": N_("The forum's address, as its readers see it."),
            "example": '"https://forum.example.com"',
            "fits": is_web,
            "wanted": N_("a web address"),
        }
    )
    api_key: Secret = field(
        default=Secret(),
        metadata={"help": N_("Finds the topics that were made from your articles, and reads those not everybody may.")},
    )
    api_username: str = field(
        default="system",
        metadata={
            "help": N_("The user that the API key is for."),
            "fits": str.isascii,
            "wanted": N_("a name in ASCII letters"),
        },
    )
    api_address: str = field(
        default="",
        metadata={
            "help": N_("Where its API answers, if elsewhere."),
            "example": '"http://localhost:3000"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the posts of each topic, and at the end how much of them was seen."""
        if not articles:
            return
        forum = _Forum(self, http)
        memory = _Memory.read(cursor)
        problems = tuple(self._find(articles, memory, forum))
        tallies = [_Tally(article.uid) for article in articles]
        for article, tally in zip(articles, tallies, strict=True):
            for topic in _topics(article, memory, forum.address):
                yield from self._topic(topic, memory, tally, forum)
        barred = [tally.barred for tally in tallies if tally.barred]
        if barred and not any(tally.topics for tally in tallies):
            raise barred[0]
        counts = tuple(count for tally in tallies for count in tally.counts())
        yield Page(cursor=memory.written(), counts=counts, problems=problems)

    def admitted(self, http: Http) -> str:
        """Return the user that the API key belongs to."""
        answer = _Forum(self, http).ask("/session/current.json", by_key=True)
        user = table(expected_table(answer.json(), answer.url).get("current_user"))
        return name(user.get("username"))

    def _find(self, articles: Sequence[Article], memory: _Memory, forum: _Forum) -> Iterator[str]:
        """Remember the topics that were made from articles; yield what is in the way."""
        asked = {url: one for one in articles if one.uid not in memory.embedded for url in embedding.addresses(one)}
        found = [url for url in forum.embedded(asked) if url in asked]
        for url in found if self.api_key else ():
            try:
                memory.embedded.setdefault(asked[url].uid, forum.topic_of(url))
            except (NotAsExpected, Refused) as error:
                if isinstance(error, Refused) and error.status not in NOT_THERE:
                    raise
                yield f"{path(url)}: {error.message}"
        if found and not self.api_key:
            said = _(
                "{host} has topics of your articles ({count}×), such as that of {path}: "
                "an API key would find them, and so would their addresses as `syndication`."
            )
            yield said.format(host=host(self.address), count=len(found), path=path(found[0]))

    def _topic(self, topic: Topic, memory: _Memory, tally: _Tally, forum: _Forum) -> Iterator[Page]:
        try:
            yield from _posts(topic, memory, tally, forum)
        except (NotAsExpected, Refused) as error:
            status = error.status if isinstance(error, Refused) else 0
            if status and status not in (*NOT_THERE, *NOT_LET_IN):
                raise
            tally.failed = True
            if status in NOT_THERE and topic.embedded:
                del memory.embedded[topic.article]
            elif status in NOT_LET_IN:
                tally.barred = error
            yield Page(problems=(f"{topic.url}: {error.message}",))


@dataclass(frozen=True)
class _Forum:
    """The API of one forum."""

    told: Discourse
    http: Http

    @property
    def address(self) -> str:
        """Without a slash at the end."""
        return self.told.address.rstrip("/")

    def ask(self, way: str, *, by_key: bool = False) -> Answer:
        """Return an answer; the key is shown only where it is needed, for it reads what is not public."""
        base = (self.told.api_address or self.address).rstrip("/")
        calls.authorization(self.told.api_key, base)  # a key that no header can hold is refused there
        keys = {"Api-Key": self.told.api_key.reveal(), "Api-Username": self.told.api_username}
        return self.http.get(f"{base}{way}", headers=keys if by_key else None)

    def embedded(self, urls: Iterable[str]) -> list[str]:
        """Return those of some addresses that topics were made from; without a key it only helps to know."""
        found: list[str] = []
        for query in embedding.questions(urls):
            try:
                answer = self.ask(f"/embed/count?{query}", by_key=bool(self.told.api_key))
                found += expected_table(expected_table(answer.json(), answer.url).get("counts"), answer.url)
            except (NotAsExpected, Refused) as error:
                if self.told.api_key or getattr(error, "passing", False):
                    raise
                break
        return found

    def topic_of(self, url: str) -> str:
        """Return the number of the topic that was made from a page."""
        answer = self.ask(f"/embed/info?{urlencode({'embed_url': url})}", by_key=True)
        topic = number(expected_table(answer.json(), answer.url).get("topic_id"))
        if not topic:
            raise NotAsExpected(host(answer.url), _("the number of a topic"), _("something else"))
        return str(topic)


@dataclass
class _Memory:
    """What the cursor holds."""

    embedded: dict[str, str] = field(default_factory=dict)
    """The number of the topic that was made from an article, by its `uid`."""
    long: dict[str, list[Any]] = field(default_factory=dict)
    """Of topics longer than one answer: what changes with every new post, and how many posts were seen."""
    private: list[str] = field(default_factory=list)
    """Topics that are read by the key."""

    @classmethod
    def read(cls, cursor: Cursor) -> _Memory:
        """Return what was remembered, else nothing."""
        return cls(**json.loads(cursor)) if cursor else cls()

    def written(self) -> str:
        """Return it as a cursor."""
        return json.dumps({"embedded": self.embedded, "long": self.long, "private": self.private})


@dataclass
class _Tally:
    """How much was seen of one article's topics."""

    article: str
    topics: int = 0
    seen: int = 0
    claimed: int = 0
    likes: int = 0
    unread: bool = False
    """Whether a topic that had not changed was not read to its end."""
    failed: bool = False
    barred: Refused | NotAsExpected | None = None
    """What was said of a topic that is not for us."""

    def begin(self, posts: Posts, claimed: int) -> None:
        """Count one more topic."""
        self.topics += 1
        self.claimed += claimed
        self.likes += posts.likes

    def counts(self) -> Iterator[Count]:
        """What can be said of it; what was not read to its end proves nothing, but stays partial if it was."""
        short = self.seen < self.claimed
        if self.topics and not self.failed and (short or not self.unread):
            yield Count(self.article, self.seen, self.claimed, _(HIDDEN) if short else "")
        if self.likes:
            yield Count(self.article, 0, self.likes, _(LIKES), kinds=(Kind.LIKE,))


def _topics(article: Article, memory: _Memory, forum: str) -> list[Topic]:
    """Return each topic of an article once."""
    made = memory.embedded.get(article.uid, "")
    announced = filter(None, (numbered(url, forum) for url in article.syndication))
    return [
        Topic(forum, one, article.uid, article.url, embedded=one == made, private=one in memory.private)
        for one in dict.fromkeys(filter(None, (made, *announced)))
    ]


def _posts(topic: Topic, memory: _Memory, tally: _Tally, forum: _Forum) -> Iterator[Page]:
    """Yield the first posts, and the others if there is anything new among them."""
    answer, topic = _opened(topic, memory, forum)
    data = expected_table(answer.json(), answer.url)
    stream = expected_table(data.get("post_stream"), answer.url)
    posts = Posts(topic, text(data.get("title")))
    page = posts.take(rows(stream.get("posts")))
    ids = [one for one in map(name, rows(stream.get("stream"))) if one.isdecimal()]
    if not posts.seen and not ids:
        raise NotAsExpected(host(answer.url), _("a topic with posts"), _("something else"))
    yield page
    tally.begin(posts, max(number(data.get("posts_count")), len(ids)))
    rest = [one for one in ids if one not in posts.seen]
    sign = [data.get(key) for key in ("posts_count", "highest_post_number", "last_posted_at")]
    known, seen = memory.long.get(topic.number, (None, 0))
    if rest and known == sign:
        tally.seen, tally.unread = tally.seen + seen, True
        return
    for start in range(0, len(rest), AT_ONCE):
        yield posts.take(_more(rest[start : start + AT_ONCE], topic, forum))
    tally.seen += len(posts.seen)
    if rest:
        memory.long[topic.number] = [sign, len(posts.seen)]
        yield Page(cursor=memory.written())


def _more(ids: Sequence[str], topic: Topic, forum: _Forum) -> list[Any]:
    """Ask for posts by their ids."""
    asked = urlencode([("post_ids[]", one) for one in ids])
    answer = forum.ask(f"/t/{topic.number}/posts.json?{asked}", by_key=topic.private)
    stream = expected_table(expected_table(answer.json(), answer.url).get("post_stream"), answer.url)
    return rows(stream.get("posts"))


def _opened(topic: Topic, memory: _Memory, forum: _Forum) -> tuple[Answer, Topic]:
    """Ask for a topic as anybody can; what only the key opens is private."""
    way = f"/t/{topic.number}.json"
    if not topic.private:
        try:
            return forum.ask(way), topic
        except Refused as error:
            if error.status not in (*NOT_LET_IN, *NOT_THERE) or not forum.told.api_key:
                raise
    answer = forum.ask(way, by_key=True)
    memory.private = sorted({*memory.private, topic.number})
    return answer, replace(topic, private=True)
