"""dev.to: the author's posts with their counts, and the comments on one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import title, url
from tracker.sources.devto import DevTo

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said


class DevToPlace(Place):
    """The first is the copy of the article itself, all else is below it."""

    name = "devto"
    reach = 120

    def source(self) -> DevTo:
        """With a name alone."""
        return DevTo(address=self.server, user="mio")

    def answer(self, asked: Asked) -> Reply:
        """Answer with the list, which is one page, or with all threads below a post."""
        if asked.path == "/api/articles":
            return reply([_post(number, thread) for number, thread in sorted(self.told.items(), reverse=True)])
        page, size = int(asked.query["page"]), int(asked.query["per_page"])
        tops = _threads(self.told[int(asked.query["a_id"])])
        return reply(tops[(page - 1) * size : page * size])


def _post(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    path = f"/mio/article-{number}-1a2b"
    return {
        "type_of": "article",
        "id": number,
        "title": title(number),
        "slug": path.rpartition("/")[2],
        "path": path,
        "url": f"https://dev.to{path}",
        "comments_count": len(thread) - 1,
        "positive_reactions_count": 7,
        "published_at": stamp(thread[0].at),
        "published_timestamp": stamp(thread[0].at),
        "last_comment_at": stamp(thread[-1].at),
        "canonical_url": url(number),
        "user": {"name": "森川 澪", "username": "mio", "user_id": 1001, "website_url": "https://mio.example/"},
    }


def _threads(thread: tuple[Said, ...]) -> list[dict[str, Any]]:
    """Every word that answers the first begins a thread."""
    tops: list[dict[str, Any]] = []
    nodes: dict[int, dict[str, Any]] = {}
    for said in thread[1:]:
        nodes[said.turn] = node = _comment(said)
        (nodes[said.answers]["children"] if said.answers else tops).append(node)
    return tops


def _comment(said: Said) -> dict[str, Any]:
    return {
        "type_of": "comment",
        "id_code": f"c{said.number}",
        "created_at": stamp(said.at),
        "body_html": said.html,
        "user": {
            "name": said.by.name,
            "username": said.by.handle,
            "github_username": said.by.handle,
            "twitter_username": None,
            "user_id": 2000 + said.by.number,
            "website_url": said.by.site,
            "profile_image": f"https://media.example/{said.by.handle}.png",
        },
        "children": [],
    }


PLACE = DevToPlace
