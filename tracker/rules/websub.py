"""Which feeds their hubs are to be told of (WebSub, W3C 2018; hub.mode=publish as PubSubHubbub 0.4 §5 has it)."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Topic(NamedTuple):
    """A feed of ours, as it was built."""

    url: str
    """Its own address (`rel=self`): what readers subscribed to."""
    hubs: tuple[str, ...]
    digest: str
    """Over its bytes."""


def due(topics: Iterable[Topic], told: Mapping[str, str]) -> tuple[Topic, ...]:
    """Return the feeds that changed since their hubs were `told` of them (address: digest), each once."""
    once = {one.url: one for one in topics if one.hubs}
    return tuple(one for one in once.values() if told.get(one.url) != one.digest)


def form(topic: Topic) -> dict[str, str]:
    """Return what is posted to a hub: some read `hub.url`, some `hub.topic`."""
    return {"hub.mode": "publish", "hub.url": topic.url, "hub.topic": topic.url}
