"""What a post answers: `In-Reply-To: https://their.example/post`, several parted by commas.

`article.answers` holds them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from front_matter import listed
from pelican import signals
from pelican.contents import Article

from tracker.rules.urls import host, is_web

if TYPE_CHECKING:
    from collections.abc import Sequence

KEY = "in-reply-to"


class NotAnAddress(Exception):
    """`In-Reply-To` says something else."""

    def __init__(self, path: str, said: str) -> None:
        super().__init__(f"{path} says “In-Reply-To: {said}”; that is no address (https://…).")


@dataclass(frozen=True, slots=True)
class Answered:
    """A page of somebody else that a post answers."""

    url: str

    @property
    def shown(self) -> str:
        """The address as a person reads it."""
        return f"{host(self.url)}{unquote(urlsplit(self.url).path).rstrip('/')}"


def answered(value: str | Sequence[str], path: str = "") -> tuple[Answered, ...]:
    """Return the pages that the lines name."""
    found = listed(value)
    for url in found:
        if not is_web(url):
            raise NotAnAddress(path, url)
    return tuple(map(Answered, found))


def _complete(content: Any) -> None:
    if isinstance(content, Article):
        content.answers = answered(content.metadata.get(KEY, ""), content.relative_source_path or "")


def register() -> None:
    """Complete every post as it is read."""
    signals.content_object_init.connect(_complete)
