"""Hacker News, through Algolia's search: stories that link to us, and the trees below them.

Found by address, then checked exactly, since the search only knows words. See
https://hn.algolia.com/api; what it says of a deleted comment is a node without words.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, ClassVar

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Account, Count, Interaction, Kind, Page
from tracker.reading.counted import clock
from tracker.reading.html import plain, tidy
from tracker.rules import times
from tracker.rules.trees import Memory, Tree
from tracker.rules.urls import Pages, canonical, host
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Mapping, Sequence
    from datetime import datetime

    from tracker.http import Http
    from tracker.model import Article, Cursor

MOST_HITS = 1000
"""Paging gives no more, however many there are."""
MOST_LETTERS = 200
"""Of a query; Algolia takes 512 bytes."""
NOT_THERE = (404, 410)
SITE = "https://news.ycombinator.com"
SEARCH: dict[str, str | int] = {
    "restrictSearchableAttributes": "url",
    "tags": "story",
    "typoTolerance": "false",
    "hitsPerPage": 100,
    "attributesToRetrieve": "author,created_at,created_at_i,num_comments,objectID,story_text,title,url",
}


@dataclass(frozen=True)
class HackerNews(Source):
    """Asked for all of a site at once when it can be, else address by address; the cursor holds what was below."""

    name: ClassVar[str] = "hackernews"
    title: ClassVar[str] = "Hacker News"
    about: ClassVar[str] = N_("Stories on Hacker News that link to your articles, and every comment below them.")

    address: str = field(default="https://hn.algolia.com", metadata={"help": N_("Where the search answers.")})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield the stories first, then each tree that may have changed, and at the end how much of it was seen."""
        walk = _Walk(Pages(articles), Memory.read(cursor))
        for name, addresses in _by_host(articles).items():
            whole = len(addresses) > 1 and (yield from self._search(name, walk, http))
            for url in () if whole else addresses:
                if not (yield from self._search(_query(url), walk, http)):
                    walk.doubtful.add(addresses[url])
        for article in articles:
            yield from self._trees(walk.tally(article.uid), walk.memory, http)
        counts = tuple(filter(None, (walk.count(article.uid) for article in articles)))
        yield Page(cursor=walk.memory.written(), counts=counts)

    def _search(self, query: str, walk: _Walk, http: Http) -> Generator[Page, None, bool]:
        """Yield the stories found; return whether paging gave all of them."""
        number, pages, met, hits = 0, 1, 0, 0
        while number < pages:
            answer = http.get(f"{self.address}/api/v1/search", {"query": query, **SEARCH, "page": number})
            data = _object(answer.json(), answer.url)
            found = _list(data.get("hits"), answer.url)
            walk.memory.clock = clock(answer)
            yield walk.take(found)
            met, hits = met + len(found), _number(data.get("nbHits"))
            number, pages = number + 1, _number(data.get("nbPages")) if found else 0
            if hits > MOST_HITS:
                return False
        return met >= hits

    def _trees(self, tally: _Tally, memory: Memory, http: Http) -> Iterator[Page]:
        for number, story in tally.stories.items():
            listed = _number(story.get("num_comments"))
            if known := memory.left_alone(number, listed):
                tally.leave(known)
            if known or not listed:
                continue
            try:
                page = self._tree(story, tally, memory, http)
            except (NotAsExpected, Refused) as error:
                if isinstance(error, Refused) and error.status not in NOT_THERE:
                    raise
                page = Page(problems=(f"{_permalink(number)}: {error.message}",))
            yield page

    def _tree(self, story: Hit, tally: _Tally, memory: Memory, http: Http) -> Page:
        number, listed = story["objectID"], _number(story.get("num_comments"))
        answer = http.get(f"{self.address}/api/v1/items/{number}", conditional=True)
        if answer.unchanged:
            tally.leave(memory.unchanged(number, listed, _at(story)))
            return Page()
        page = read_tree(_object(answer.json(), answer.url), story, tally.article)
        below = {*(one.id for one in page.interactions), *page.gone}
        tally.comments |= below
        newest = max((one.published for one in page.interactions if one.published), default=_at(story))
        memory.looked_at(number, Tree(listed, len(below)), newest)
        return page


Hit = dict[str, Any]


@dataclass
class _Tally:
    """What was found about one article."""

    article: str
    stories: dict[str, Hit] = field(default_factory=dict)
    comments: set[str] = field(default_factory=set)
    unread: int | None = None
    """How many comments are in trees that were not read, since nothing has changed; None: all were."""

    def leave(self, tree: Tree) -> None:
        """Count a tree as it was before."""
        self.unread = (self.unread or 0) + tree.seen


class _Walk:
    """What was found so far."""

    def __init__(self, ours: Pages, memory: Memory) -> None:
        self.ours, self.memory = ours, memory
        self._tallies: dict[str, _Tally] = {}
        self.doubtful: set[str] = set()
        """Articles of which there are more stories than paging gives."""

    def tally(self, article: str) -> _Tally:
        """What was found about `article` so far."""
        return self._tallies.setdefault(article, _Tally(article))

    def take(self, hits: Sequence[object]) -> Page:
        """Keep what is about us, and return it as a page."""
        page, stories = read_stories(hits, self.ours)
        for uid, story in stories:
            self.tally(uid).stories[story["objectID"]] = story
        return page

    def count(self, article: str) -> Count | None:
        """A story counts as one, and as many as are listed below it; None: not all was read, and none was short."""
        tally = self.tally(article)
        claimed = sum(1 + _number(story.get("num_comments")) for story in tally.stories.values())
        seen = len(tally.stories) + len(tally.comments) + (tally.unread or 0)
        if tally.unread is not None and seen >= claimed:
            return None
        return Count(article, seen, None if article in self.doubtful else claimed)


def read_stories(hits: Sequence[object], ours: Pages) -> tuple[Page, list[tuple[str, Hit]]]:
    """Return the stories that link to an article of ours, and what they were read from."""
    stories, problems = [], []
    for hit in hits:
        article = ours.find(str(hit.get("url") or "")) if isinstance(hit, dict) else None
        if isinstance(hit, dict) and article and _id(hit.get("objectID")):
            stories.append((article.uid, hit | {"objectID": _id(hit["objectID"])}))
        elif article or not isinstance(hit, dict):
            problems.append(_("A story of Hacker News has no number and was left out."))
    page = Page(tuple(_story(hit, uid) for uid, hit in stories), problems=tuple(problems))
    return page, stories


def read_tree(data: Mapping[str, Any], story: Hit, article: str) -> Page:
    """Return every comment below `story`; a node without author and words is one deleted."""
    tree = _Tree(article, str(story.get("url") or ""))
    ahead = [(node, story["objectID"], "") for node in reversed(_list(data.get("children"), SITE))]
    while ahead:
        node, parent, thread = ahead.pop()
        number = _id(node.get("id")) if isinstance(node, dict) else ""
        top = thread or number
        tree.add(node, _Place(number, parent, top))
        ahead.extend((kid, number or parent, top) for kid in reversed(_kids(node)))
    return Page(tuple(tree.live.values()), gone=tuple(tree.gone), problems=tuple(tree.problems))


@dataclass(frozen=True)
class _Place:
    """Where a comment stands."""

    id: str
    """Empty when the node has none."""
    parent: str
    thread: str


@dataclass
class _Tree:
    """What was read below one story."""

    article: str
    target: str
    live: dict[str, Interaction] = field(default_factory=dict)
    gone: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    def add(self, node: Any, place: _Place) -> None:  # noqa: ANN401 - JSON is any shape
        """Read one node."""
        if not place.id:
            said = _("A comment below {url} has no number and was left out.")
            self.problems.append(said.format(url=_permalink(place.parent)))
        elif node.get("author") is None and not node.get("text"):
            self.gone.append(place.id)
        else:
            self.live[place.id] = _comment(node, self.article, self.target, place)


def _story(hit: Hit, article: str) -> Interaction:
    return Interaction(
        id=hit["objectID"],
        kind=Kind.MENTION,
        article=article,
        account=_account(hit.get("author")),
        url=_permalink(hit["objectID"]),
        target=str(hit["url"]),
        title=tidy(str(hit.get("title") or "")),
        text=plain(str(hit.get("story_text") or "")),
        published=_at(hit),
        thread=hit["objectID"],
    )


def _comment(node: Hit, article: str, target: str, place: _Place) -> Interaction:
    return Interaction(
        id=place.id,
        kind=Kind.REPLY,
        article=article,
        account=_account(node.get("author")),
        url=_permalink(place.id),
        target=target,
        text=plain(str(node.get("text") or "")),
        published=_at(node),
        parent=place.parent,
        thread=place.thread,
    )


def _at(item: Hit) -> datetime | None:
    at = times.moment(item.get("created_at_i")) or times.moment(item.get("created_at"))
    return at.at if at else None


def _account(author: object) -> Account | None:
    """A login is stable there, and its case matters."""
    if not isinstance(author, str) or not author:
        return None
    return Account("hackernews", author, handle=author, url=f"{SITE}/user?id={author}")


def _permalink(number: str) -> str:
    return f"{SITE}/item?id={number}"


def _by_host(articles: Sequence[Article]) -> dict[str, dict[str, str]]:
    """The canonical addresses of our articles with the article of each, by host."""
    hosts: dict[str, dict[str, str]] = defaultdict(dict)
    for article in articles:
        for url in (article.url, *article.older_urls):
            hosts[host(url)][canonical(url)] = article.uid
    return hosts


def _query(url: str) -> str:
    """Host and path as words; what is percent-encoded is spelled in too many ways to be searched for."""
    return url.removeprefix("https://").partition("%")[0][:MOST_LETTERS].rstrip("/")


def _object(data: Any, url: str) -> Hit:  # noqa: ANN401 - JSON is any shape
    if not isinstance(data, dict):
        raise NotAsExpected(host(url), _("an object"), _("something else"))
    return data


def _list(data: Any, url: str) -> list[Any]:  # noqa: ANN401 - JSON is any shape
    if not isinstance(data, list):
        raise NotAsExpected(host(url), _("a list"), _("something else"))
    return data


def _kids(node: object) -> list[Any]:
    kids = node.get("children") if isinstance(node, dict) else None
    return kids if isinstance(kids, list) else []


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else 0


def _id(value: object) -> str:
    return str(value) if str(value).isdecimal() and str(value).isascii() else ""
