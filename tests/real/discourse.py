"""Discourse: a topic, some posts of another, and the latest of a forum, put together into topics."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, as_json, name, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every file with posts."""
    folder = ROOT / "discourse"
    for file in sorted(folder.glob("topic*.json")):
        data = json.loads(file.read_text())
        yield _topics(file, [data | {"post_stream": _stream(data["post_stream"]["posts"])}])
    for file in sorted(folder.glob("posts_latest.json")):
        posts = sorted(json.loads(file.read_text())["latest_posts"], key=lambda post: post["id"])
        known = sorted({post["topic_id"] for post in posts})
        yield _topics(file, [{"id": one, "post_stream": _stream(_of(posts, one))} for one in known])


def _of(posts: Sequence[Row], topic: int) -> list[Row]:
    return [post for post in posts if post["topic_id"] == topic]


def _stream(posts: Sequence[Row]) -> Row:
    return {"posts": posts, "stream": [post["id"] for post in posts]}


@dataclass(frozen=True)
class DiscourseServer:
    """A forum that shows one post with the topic, and the others when they are asked for."""

    topics: Sequence[Row]

    def __call__(self, request: Request) -> Reply:
        way = request.path.split("/")
        known = {str(topic["id"]): topic for topic in self.topics}
        topic = known.get(way[2].removesuffix(".json")) if way[1] == "t" else None
        if topic is None:
            return 404, {}, ""
        posts = topic["post_stream"]["posts"]
        shown = posts[1:] if way[-1] == "posts.json" else posts[:1]
        return as_json(topic | {"post_stream": topic["post_stream"] | {"posts": shown}})


def _topics(file: Path, topics: Sequence[Row]) -> Real:
    posts = [post for topic in topics for post in topic["post_stream"]["posts"]]
    own = [post for post in posts if post["user_id"] < 0]
    ours = zip(articles(f"https://x.example/{topic['id']}/" for topic in topics), topics, strict=True)
    return Real(
        name(file),
        "discourse",
        DiscourseServer(topics),
        tuple(replace(one, syndication=(f"{{server}}/t/{topic['id']}",)) for one, topic in ours),
        rows=len(posts),
        other=len(own),
        words=words(post["cooked"] for post in posts if post not in own),
        settings={"address": "{server}"},
    )
