"""Hacker News: stories that link to us, and the tree below each."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from benchmarks.town.places import NOT_THERE, Place, reply, stamp
from benchmarks.town.story import title, url
from tracker.sources.hackernews import HackerNews

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said

FIRST = 40_000_000
A_PAGE = 100


class HackerNewsPlace(Place):
    """The first that is said about an article is the story, all else is below it."""

    name = "hackernews"
    reach = 130

    @cached_property
    def _hits(self) -> list[dict[str, Any]]:
        return [_hit(number, thread) for number, thread in self.told.items()]

    @cached_property
    def _threads(self) -> dict[int, tuple[int, tuple[Said, ...]]]:
        return {FIRST + thread[0].number: (number, thread) for number, thread in self.told.items()}

    def source(self) -> HackerNews:
        """Without anything to set."""
        return HackerNews(address=self.server)

    def answer(self, asked: Asked) -> Reply:
        """Answer a search, or with a tree."""
        if asked.path == "/api/v1/search":
            page = int(asked.query["page"])
            hits = self._hits[page * A_PAGE : (page + 1) * A_PAGE]
            pages = -(-len(self._hits) // A_PAGE)
            return reply(
                {"hits": hits, "nbHits": len(self._hits), "page": page, "nbPages": pages, "hitsPerPage": A_PAGE}
            )
        number, thread = self._threads.get(int(asked.path.rpartition("/")[2]), (0, ()))
        return reply(_tree(number, thread)) if thread else NOT_THERE


def _hit(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    story = thread[0]
    return {
        "objectID": str(FIRST + story.number),
        "author": story.by.handle,
        "created_at": stamp(story.at),
        "created_at_i": int(story.at.timestamp()),
        "num_comments": len(thread) - 1,
        "title": title(number),
        "url": url(number),
        "story_text": None,
        "_tags": ["story", f"author_{story.by.handle}"],
    }


def _tree(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    nodes = [_node(said, FIRST + thread[0].number) for said in thread]
    for said, node in zip(thread[1:], nodes[1:], strict=True):
        nodes[said.answers]["children"].append(node | {"parent_id": nodes[said.answers]["id"]})
    return nodes[0] | {"type": "story", "title": title(number), "url": url(number), "text": None, "points": 90}


def _node(said: Said, story: int) -> dict[str, Any]:
    return {
        "id": FIRST + said.number,
        "created_at": stamp(said.at),
        "created_at_i": int(said.at.timestamp()),
        "type": "comment",
        "author": said.by.handle,
        "title": None,
        "url": None,
        "text": said.text.replace("&", "&amp;").replace("\n\n", "<p>"),
        "points": None,
        "parent_id": None,
        "story_id": story,
        "children": [],
        "options": [],
    }


PLACE = HackerNewsPlace
