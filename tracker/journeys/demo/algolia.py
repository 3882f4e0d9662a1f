"""How Algolia finds: words in any order, tags, numeric filters, pages of at most 1,000 hits.

The last word matches by its beginning, and quotes make a phrase. So an address is found
by the words in it, wherever they stand: one that only looks alike is found too.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import partial
from operator import eq, ge, gt, le, lt
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from tracker.journeys.demo.answers import Asked

Hit: TypeAlias = dict[str, Any]

PER_PAGE, MOST_HITS = 20, 1000
SEARCHED = ("title", "url", "author", "story_text", "comment_text")
ALWAYS = ("objectID", "_highlightResult")
WORD = re.compile(r"[^\W_]+")
CONDITION = re.compile(r"(\w+)\s*(<=|>=|<|>|=)\s*(-?\d+)$")
COMPARE: Mapping[str, Callable[[int, int], bool]] = {"<": lt, "<=": le, "=": eq, ">=": ge, ">": gt}
TAG_GROUP = re.compile(r"\(([^)]*)\)|([^,()]+)")


@dataclass(frozen=True, slots=True)
class Indexed:
    """A hit, and the words of each attribute that is searched."""

    hit: Hit
    words: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Question:
    """A search, read once for all hits."""

    words: tuple[str, ...]
    phrase: bool
    attributes: tuple[str, ...]
    tags: tuple[frozenset[str], ...]
    """A hit has one of each."""
    conditions: tuple[tuple[str, str, int], ...]
    """Name, sign, number; what is no comparison is ignored."""


def indexed(hit: Hit) -> Indexed:
    """Return the hit with its words."""
    return Indexed(hit, {name: words(str(hit[name])) for name in SEARCHED if hit.get(name)})


def words(text: str) -> tuple[str, ...]:
    """Return the words of a text or an address, lower-case."""
    return tuple(WORD.findall(text.lower()))


def question(asked: Asked) -> Question:
    """Read the parameters of a search; `(a,b)` among tags means either."""
    query, groups = asked.one("query"), TAG_GROUP.findall(asked.one("tags"))
    attributes = asked.one("restrictSearchableAttributes")
    found = [CONDITION.match(one.strip()) for one in asked.one("numericFilters").split(",")]
    return Question(
        words=words(query),
        phrase=query.strip().startswith('"'),
        attributes=tuple(attributes.split(",")) if attributes else SEARCHED,
        tags=tuple(frozenset((either or single).replace(" ", "").split(",")) for either, single in groups),
        conditions=tuple((one[1], one[2], int(one[3])) for one in found if one),
    )


def search(rows: Sequence[Indexed], asked: Asked, *, by_date: bool) -> dict[str, object]:
    """Return the page of hits that is asked for: newest first, else the nearest and most popular first."""
    read = question(asked)
    rank = newest if by_date else partial(nearest, read.words)
    found = [row.hit for row in sorted((row for row in rows if fits(row, read)), key=rank)]
    size = min(max(1, asked.number("hitsPerPage", default=PER_PAGE)), MOST_HITS)
    page = max(0, asked.number("page"))
    shown = found[:MOST_HITS][page * size : (page + 1) * size]
    return {
        "exhaustiveNbHits": True,
        "hits": [_retrieved(hit, asked.one("attributesToRetrieve")) for hit in shown],
        "hitsPerPage": size,
        "nbHits": len(found),
        "nbPages": -(-min(len(found), MOST_HITS) // size),
        "page": page,
        "processingTimeMS": 1,
        "query": asked.one("query"),
    }


def newest(row: Indexed) -> int:
    """Return the rank of a hit by date."""
    return -int(row.hit["created_at_i"])


def nearest(wanted: Sequence[str], row: Indexed) -> tuple[bool, int]:
    """Return the rank of a hit by its words standing together as they are asked for, then by points."""
    together = any(_phrase(text, wanted) for text in row.words.values())
    return (not together, -int(row.hit["points"] or 0))


def fits(row: Indexed, asked: Question) -> bool:
    """Whether a hit has the tags, the numbers and the words asked for."""
    return (
        all(not group.isdisjoint(row.hit["_tags"]) for group in asked.tags)
        and all(COMPARE[sign](row.hit.get(name) or 0, number) for name, sign, number in asked.conditions)
        and says([row.words[name] for name in asked.attributes if name in row.words], asked)
    )


def says(texts: Sequence[Sequence[str]], asked: Question) -> bool:
    """Whether the words are found over all `texts`, or the phrase in one of them."""
    if asked.phrase:
        return any(_phrase(text, asked.words) for text in texts)
    return all(any(word in text for text in texts) for word in asked.words[:-1]) and all(
        any(word.startswith(last) for text in texts for word in text) for last in asked.words[-1:]
    )


def _phrase(text: Sequence[str], wanted: Sequence[str]) -> bool:
    size = len(wanted)
    return any(tuple(text[start : start + size]) == tuple(wanted) for start in range(len(text) - size + 1))


def _retrieved(hit: Hit, attributes: str) -> Hit:
    names = {name.strip() for name in attributes.split(",")}
    if not attributes or "*" in names:
        return hit
    return {name: value for name, value in hit.items() if name in names or name in ALWAYS}
