"""What a post answers: `In-Reply-To: https://their.example/post The title of it`, one line for each.

The address comes first; what follows it, if anything, is what the page shows. `article.answers` holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article

from tracker.rules.urls import host, is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = "in-reply-to"


class NotAnAddress(Exception):
    """`In-Reply-To` does not begin with an address."""

    def __init__(self, path: str, said: str) -> None:
        super().__init__(f"{path} says “In-Reply-To: {said}”; it must begin with an address (https://…).")


@dataclass(frozen=True, slots=True)
class Answered:
    """A page of somebody else that a post answers."""

    url: str
    title: str

    @property
    def host(self) -> str:
        """Where it is."""
        return host(self.url)


def answered(value: str | Sequence[str], path: str = "") -> tuple[Answered, ...]:
    """Return the pages that the lines name."""
    lines = value.splitlines() if isinstance(value, str) else value
    return tuple(_answered(line.strip(), path) for line in lines if line.strip())


def _answered(line: str, path: str) -> Answered:
    url, _, title = line.partition(" ")
    if not is_web(url):
        raise NotAnAddress(path, line)
    return Answered(url, title.strip())


def _complete(content: Any) -> None:
    if isinstance(content, Article):
        content.answers = answered(content.metadata.get(KEY, ""), content.relative_source_path or "")


def register() -> None:
    """Complete every post as it is read."""
    signals.content_object_init.connect(_complete)
