"""Begin a post: a file from an archetype that asks for what makes people answer."""

from __future__ import annotations

import tomllib
from importlib import resources
from typing import TYPE_CHECKING

from tracker.errors import PostExists, SeveralPosts, UnreadablePost
from tracker.rules import posts

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tracker.content import Content
    from tracker.rules.posts import Post
    from tracker.rules.writing.manuscript import Manuscript


def new(content: Path, post: Post, site: str) -> Path:
    """Write the file of `post` below `content` and return it; raises PostExists, never overwrites."""
    return _written(content / post.file, posts.filled(_archetype(post.kind, post.lang), post, site))


def translate(content: Content, original: Manuscript, lang: str, title: str = "") -> Path:
    """Write the beginnings of a translation of `original` into `lang` and return its file; raises PostExists."""
    for one in content.manuscripts:
        if (one.slug, one.lang, one.page) == (original.slug, lang, original.page):
            raise PostExists(content.root / one.name)
    text = posts.translation(_archetype("translation", lang), original, title, lang)
    return _written(content.root / posts.translated_file(original, lang), text)


def original(content: Content, asked: str, here: Path, default_lang: str) -> Manuscript:
    """Return the one text meant by a path or a slug; of several versions the one in the site's own language.

    Raises NoSuchPost, SeveralPosts, or UnreadablePost.
    """
    names = content.named(asked, here)
    found = [one for one in content.manuscripts if one.name in names]
    if not found or not all((found[0].slug, found[0].lang, found[0].title)):
        raise UnreadablePost(names[0])
    native = [one for one in found if one.lang == default_lang]
    if len(found) > 1 and len({one.slug for one in found}) > 1:
        raise SeveralPosts(asked, names)
    return native[0] if native else found[0]


def slug_words() -> dict[str, str]:
    """What words of Japanese titles may be called in an address."""
    return tomllib.loads(resources.files("tracker.data").joinpath("slug_words.toml").read_text("utf-8"))


def missing_translations(content: Content, languages: Sequence[str]) -> tuple[str, ...]:
    """Return the slugs of posts that are not there in every language."""
    written = {(one.slug, one.lang) for one in content.posts}
    slugs = dict.fromkeys(slug for slug, _lang in sorted(written) if slug)
    return tuple(slug for slug in slugs if any((slug, lang) not in written for lang in languages))


def _written(file: Path, text: str) -> Path:
    file.parent.mkdir(parents=True, exist_ok=True)
    try:
        with file.open("x", encoding="utf-8") as written:
            written.write(text)
    except FileExistsError:
        raise PostExists(file) from None
    return file


def _archetype(kind: str, lang: str) -> str:
    return resources.files("tracker.data").joinpath("archetypes", f"{kind}.{lang}.md").read_text("utf-8")
