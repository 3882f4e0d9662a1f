"""Hacker News, played by its search: `/api/v1/search`, `search_by_date`, `items/<id>`, `users/<name>`."""

from __future__ import annotations

from datetime import UTC
from operator import attrgetter
from typing import TYPE_CHECKING

from tracker.journeys.demo.algolia import Hit, indexed, search
from tracker.journeys.demo.answers import NOT_FOUND, Asked, Said, said_json

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tracker.journeys.demo.cast import Cast
    from tracker.journeys.demo.roles import Remark, Story


class HackerNews:
    """The place, holding stories and their remarks."""

    def __init__(self, cast: Cast) -> None:
        self.users = {face.name: face for person in cast.people.values() if (face := person.faces.get("hackernews"))}
        self.items: dict[int, Hit] = {}
        for story in cast.stories:
            self.items |= items(story)
        newest = sorted(cast.stories, key=attrgetter("at"), reverse=True)
        self.stories = [indexed(story_hit(story)) for story in newest]
        remarks = [(remark, story) for story in newest for remark in story.remarks if remark.author]
        remarks.sort(key=lambda pair: pair[0].at, reverse=True)
        self.remarks = [indexed(remark_hit(remark, story)) for remark, story in remarks]

    def answer(self, asked: Asked) -> Said:
        """Answer anything below `/api/v1/`."""
        room, _slash, name = asked.path.removeprefix("/api/v1/").partition("/")
        if room in ("search", "search_by_date") and not name:
            return self._search(asked, by_date=room == "search_by_date")
        if room == "items" and name.isdecimal() and int(name) in self.items:
            return said_json(self.items[int(name)])
        if room == "users" and name in self.users:
            return said_json({"about": about(self.users[name].url), "karma": 100, "username": name})
        return said_json({"error": "Not Found", "status": 404}, 404) if room in ("items", "users") else NOT_FOUND

    def _search(self, asked: Asked, *, by_date: bool) -> Said:
        """Look only among stories, or only among remarks, when the tags say so."""
        tags = asked.one("tags").split(",")
        rows = self.stories if "story" in tags else self.remarks if "comment" in tags else self.stories + self.remarks
        return said_json(search(rows, asked, by_date=by_date))


def story_hit(story: Story) -> Hit:
    """Return a story as the search shows it."""
    kids = [remark.id for remark in story.remarks if remark.parent == story.id]
    hit: Hit = {
        "_highlightResult": _highlights({"author": story.author, "title": story.title, "url": story.url}),
        "_tags": ["story", f"author_{story.author}", f"story_{story.id}"],
        "author": story.author,
        "created_at": _zulu(story.at, ""),
        "created_at_i": int(story.at.timestamp()),
        "num_comments": sum(1 for remark in story.remarks if remark.author),
        "objectID": str(story.id),
        "points": story.points,
        "story_id": story.id,
        "title": story.title,
        "updated_at": _zulu(max((remark.at for remark in story.remarks), default=story.at), ""),
        "url": story.url,
    }
    return hit | ({"children": kids} if kids else {}) | ({"story_text": story.text} if story.text else {})


def remark_hit(remark: Remark, story: Story) -> Hit:
    """Return a remark as the search shows it."""
    return {
        "_highlightResult": _highlights({"author": remark.author, "comment_text": remark.text}),
        "_tags": ["comment", f"author_{remark.author}", f"story_{story.id}"],
        "author": remark.author,
        "comment_text": remark.text,
        "created_at": _zulu(remark.at, ""),
        "created_at_i": int(remark.at.timestamp()),
        "objectID": str(remark.id),
        "parent_id": remark.parent,
        "points": None,
        "story_id": story.id,
        "story_title": story.title,
        "story_url": story.url,
        "updated_at": _zulu(remark.at, ""),
    }


def items(story: Story) -> dict[int, Hit]:
    """Return a story and each of its remarks by number, every one with its whole tree."""
    told: Hit = {"id": story.id, "parent_id": None, "type": "story", "author": story.author, "text": story.text or None}
    top = told | {"points": story.points, "title": story.title, "url": story.url}
    nodes = {story.id: _node(top, story, story.at)}
    for remark in sorted(story.remarks, key=attrgetter("at")):
        told = {"id": remark.id, "parent_id": remark.parent, "type": "comment"}
        told |= {"author": remark.author or None, "text": remark.text or None}
        nodes[remark.id] = _node(told, story, remark.at)
        nodes[remark.parent]["children"].append(nodes[remark.id])
    return nodes


def about(homepage: str) -> str:
    """Return what a profile says of itself, as the place escapes it."""
    shown = homepage.replace("/", "&#x2F;")
    return f'<a href="{shown}" rel="nofollow">{shown}</a>' if homepage else ""


def _node(told: Mapping[str, object], story: Story, at: datetime) -> Hit:
    empty: Hit = {"children": [], "options": [], "points": None, "title": None, "url": None}
    when = {"created_at": _zulu(at, ".000"), "created_at_i": int(at.timestamp())}
    return empty | when | {"story_id": story.id} | dict(told)


def _highlights(values: Mapping[str, str]) -> dict[str, object]:
    return {name: {"matchLevel": "none", "matchedWords": [], "value": value} for name, value in values.items()}


def _zulu(moment: datetime, fraction: str) -> str:
    return moment.astimezone(UTC).strftime(f"%Y-%m-%dT%H:%M:%S{fraction}Z")
