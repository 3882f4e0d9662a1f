"""Begin a post: a file from an archetype that asks for what makes people answer."""

from __future__ import annotations

from importlib import resources
from typing import TYPE_CHECKING

from tracker.errors import PostExists
from tracker.rules import posts

if TYPE_CHECKING:
    from pathlib import Path

    from tracker.rules.posts import Post


def new(content: Path, post: Post, site: str) -> Path:
    """Write the file of `post` below `content` and return it; raises PostExists, never overwrites."""
    file = content / post.file
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as written:
            written.write(posts.filled(_archetype(post.lang), post, site))
    except FileExistsError:
        raise PostExists(file) from None
    return file


def _archetype(lang: str) -> str:
    return resources.files("tracker.data").joinpath("archetypes", f"insight.{lang}.md").read_text("utf-8")
