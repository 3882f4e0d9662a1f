"""Discourse: a topic for each article that the author told of there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from benchmarks.town.places import Place, reply, stamp
from benchmarks.town.story import title
from tracker.sources.discourse import Discourse

if TYPE_CHECKING:
    from benchmarks.town.places import Asked, Reply
    from benchmarks.town.story import Said

A_PAGE = 20


class DiscoursePlace(Place):
    """The first is the post that begins the topic, all else is below it."""

    name = "discourse"

    def source(self) -> Discourse:
        """Without a key: its topics are open, and articles name them."""
        return Discourse(address=self.server)

    def announcement(self, number: int) -> str:
        """The address of a topic."""
        return f"{self.server}/t/article/{number + 1}" if number in self.told else ""

    def answer(self, asked: Asked) -> Reply:
        """Answer with the first posts of a topic, or with others by their ids."""
        if asked.path == "/embed/count":
            return reply({"counts": {}})
        number = int(asked.path.split("/")[2].removesuffix(".json")) - 1
        thread = self.told[number]
        if asked.path.endswith("/posts.json"):
            wanted = {*map(int, asked.many["post_ids[]"])}
            return reply({"post_stream": {"posts": [_post(said, thread) for said in thread if said.number in wanted]}})
        return reply(_topic(number, thread))


def _topic(number: int, thread: tuple[Said, ...]) -> dict[str, Any]:
    return {
        "id": number + 1,
        "title": title(number),
        "posts_count": len(thread),
        "highest_post_number": len(thread),
        "last_posted_at": stamp(thread[-1].at),
        "post_stream": {
            "posts": [_post(said, thread) for said in thread[:A_PAGE]],
            "stream": [said.number for said in thread],
        },
    }


def _post(said: Said, thread: tuple[Said, ...]) -> dict[str, Any]:
    answered = said.answers + 1 if said.answers else None
    return {
        "id": said.number,
        "name": said.by.name,
        "username": said.by.handle,
        "avatar_template": f"/user_avatar/forum.example/{said.by.handle}/{{size}}/1_2.png",
        "created_at": stamp(said.at),
        "cooked": said.html,
        "post_number": said.turn + 1,
        "post_type": 1,
        "reply_to_post_number": answered,
        "topic_id": thread[0].number,
        "actions_summary": [],
        "user_id": 100 + said.by.number,
        "hidden": False,
        "deleted_at": None,
        "user_deleted": False,
    }


PLACE = DiscoursePlace
