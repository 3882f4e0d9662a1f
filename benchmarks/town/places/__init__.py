"""The places of the town, one file each: what a place is asked, answered as the real one does."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from functools import cached_property
from importlib import import_module
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple
from urllib.parse import parse_qs, urlsplit

from benchmarks.town import story

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from benchmarks.town.story import Said
    from tracker.sources import Source

NAMES = (
    "webmentionio",
    "hackernews",
    "hatena",
    "feed",
    "bluesky",
    "giscus",
    "mastodon",
    "qiita",
    "devto",
    "isso",
    "remark42",
    "discourse",
)
SHARE, LEFT = divmod(story.TOTAL, len(NAMES))


class Asked(NamedTuple):
    """One request."""

    method: str
    target: str
    body: bytes

    @property
    def path(self) -> str:
        """Without the query."""
        return urlsplit(self.target).path

    @property
    def many(self) -> dict[str, list[str]]:
        """Every value of each parameter."""
        return parse_qs(urlsplit(self.target).query, keep_blank_values=True)

    @property
    def query(self) -> dict[str, str]:
        """One value of each parameter."""
        return {name: values[-1] for name, values in self.many.items()}

    @property
    def json(self) -> Any:  # noqa: ANN401 - JSON is any shape
        """What was sent."""
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """One answer; the server adds its length, its date and its ETag."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = "application/json; charset=utf-8"


def reply(data: object, **headers: str) -> Reply:
    """Answer with JSON."""
    return Reply(json.dumps(data, ensure_ascii=False).encode(), headers={n.title(): v for n, v in headers.items()})


NOT_THERE = Reply(b'{"error": "not found"}', 404)


class Place(ABC):
    """One place; `server` is where it answers, without a slash at the end."""

    name: ClassVar[str]
    reach: ClassVar[int] = 150
    """How many of our articles anybody answers there."""

    def __init__(self, server: str) -> None:
        self.server = server

    @abstractmethod
    def source(self) -> Source:
        """Return the source that asks this place, as its user sets it up."""

    @abstractmethod
    def answer(self, asked: Asked) -> Reply:
        """Answer a request."""

    def comments_feed(self, number: int) -> str:  # noqa: ARG002 - most places have none
        """Return the feed of comments that an article names."""
        return ""

    def announcement(self, number: int) -> str:  # noqa: ARG002 - most places find articles by their address
        """Return the address there that an article names as its own; empty: none."""
        return ""

    @cached_property
    def told(self) -> dict[int, tuple[Said, ...]]:
        """What is said there, by the number of the article."""
        number = NAMES.index(self.name)
        return story.told(number, SHARE + (number < LEFT), self.reach)

    @cached_property
    def newest(self) -> list[tuple[int, Said]]:
        """Everything that was said, the newest first, each with its article."""
        every = [(number, said) for number, thread in self.told.items() for said in thread]
        return sorted(every, key=lambda each: (each[1].at, each[1].number), reverse=True)


def load(name: str, server: str) -> Place:
    """Return a place by its name."""
    module = import_module(f"{__name__}.{name}")
    made: Place = module.PLACE(server)
    return made


def stamp(at: datetime) -> str:
    """Write a time as most places do."""
    return f"{at:%Y-%m-%dT%H:%M:%S}.000Z"
