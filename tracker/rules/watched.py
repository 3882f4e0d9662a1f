"""What a walk of Bluesky remembers from one pull to the next: enough to see that nothing has changed.

Counts are cheap there, 25 posts a call, but only of direct answers: an answer to an answer changes
nothing at the top. So what stands below is remembered too, each post with its mark.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from tracker.messages import _
from tracker.model import Count, Kind
from tracker.rules.fields import number, table, text

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from tracker.model import Cursor
    from tracker.rules.fields import Table

MANY = 500
"""So many likes of one post are known by name; of more it takes two walks to see that one was taken back."""
FEW = 25
"""So many posts below another are looked at by count; where there are more, the thread is one call and no more."""


@dataclass
class Watched:
    """One post whose answers are read."""

    article: str
    slight: bool = False
    """It only quotes another that is watched: its answers are read, not who liked it."""
    gone: bool = False
    words: str = ""
    """Its mark when it and its answers were last read; empty: never."""
    below: dict[str, str] = field(default_factory=dict)
    """The answers by at-uri, each with its mark."""
    counts: dict[str, int] = field(default_factory=dict)
    """How many likes, reposts and quotes it had when these were last read."""
    given: dict[str, list[str]] = field(default_factory=dict)
    """The ids of these likes and reposts, if there are not too many."""
    short: dict[str, list[Any]] = field(default_factory=dict)
    """Of what fewer were seen than claimed: seen, claimed and whether answers lie too deep."""

    read: set[str] = field(default_factory=set)
    """What was read in this pull, by kind; not kept."""

    @property
    def few(self) -> tuple[str, ...]:
        """What below it is looked at by count."""
        return tuple(self.below) if len(self.below) <= FEW and not self.gone else ()

    def has_news(self, view: Table, views: Mapping[str, Table]) -> bool:
        """Whether the post or anything below it may be another than when it was read."""
        below = any(mark(views.get(uri, {})) != known for uri, known in self.below.items())
        return self.words != mark(view) or below or len(self.below) > FEW

    def count(self, uri: str, kind: Kind, seen: int, claimed: int, *, deep: bool = False) -> Count:
        """Return how much of one kind was read below the post `uri`, and remember it when it is short."""
        self.read.add(kind)
        self.short.pop(kind, None)
        if seen < claimed:
            self.short[kind] = [seen, claimed, deep]
        return _count(self.article, uri, kind, [seen, claimed, deep])

    def taken_back(self, kind: Kind, ids: Collection[str], claimed: int) -> tuple[str, ...]:
        """Remember the likes or reposts that were listed; return those that were before, if these are all."""
        before, self.counts[kind] = self.given.get(kind, []), claimed
        self.given[kind] = sorted(ids) if len(ids) <= MANY else []
        return tuple(one for one in before if one not in ids) if len(ids) >= claimed else ()

    def said_again(self, uri: str) -> Iterator[Count]:
        """Yield what was short and was not read in this pull, for nothing has changed."""
        for kind, told in self.short.items():
            if kind not in self.read:
                yield _count(self.article, uri, Kind(kind), told)


@dataclass
class Memory:
    """The cursor, taken apart."""

    posts: dict[str, Watched] = field(default_factory=dict)
    """By at-uri."""
    handles: dict[str, str] = field(default_factory=dict)
    """The DID of each handle in an announcement's address, as it was when first asked."""
    swept: dict[str, str] = field(default_factory=dict)
    """By article: the addresses of which every spelling was asked for."""

    @classmethod
    def read(cls, cursor: Cursor) -> Memory:
        """Return what `written` wrote; None: nothing is remembered."""
        told = json.loads(cursor) if cursor else {}
        posts = {uri: Watched(**each) for uri, each in told.pop("posts", {}).items()}
        return cls(posts, **told)

    def written(self) -> str:
        """Return it as a text; what is not said is left out."""
        posts = {uri: _kept(each) for uri, each in self.posts.items()}
        told = {"posts": posts, "handles": self.handles, "swept": self.swept}
        return json.dumps(told, sort_keys=True, separators=(",", ":"))

    def about(self, articles: Iterable[str]) -> dict[str, Watched]:
        """Return the posts about these articles, in an order of their own."""
        wanted = frozenset(articles)
        return {uri: self.posts[uri] for uri in sorted(self.posts) if self.posts[uri].article in wanted}

    @property
    def answers(self) -> set[str]:
        """Every post that stands below a watched one."""
        return {uri for each in self.posts.values() for uri in each.below}


def mark(view: Table) -> str:
    """Return one text for a post as it is: its content, its direct answers, and what its author hides."""
    gate = text(table(view.get("threadgate")).get("cid"))
    return f"{text(view.get('cid'))} {number(view.get('replyCount'))} {gate}".strip()


def _kept(watched: Watched) -> dict[str, Any]:
    return {key: value for key, value in vars(watched).items() if value and key != "read"}


def _count(article: str, uri: str, kind: Kind, told: list[Any]) -> Count:
    seen, claimed, deep = told
    reason = (
        _("a conversation goes on deeper than it was followed")
        if deep
        else _("what people did who have left, are suspended or block each other is counted and not shown")
    )
    return Count(article, seen, claimed, reason if seen < claimed else "", thread=uri, kinds=(kind,))
