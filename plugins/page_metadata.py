"""What a page says of itself to machines: Open Graph for those who show a link to it, and what `linked_data.py` says.

`theme/templates/_metadata.html` asks for it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from feed_places import changed
from interface_words import words
from language_pages import versions
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from covers import Cover

LOCALES = {"en": "en_US", "ja": "ja_JP"}
"""Open Graph knows no language without a country."""
TITLES = {"archives": "archives_title", "tags": "tags_title", "tag": "tag_title"}


@dataclass(frozen=True, slots=True)
class About:
    """One page, as others are to know it."""

    kind: str
    """`post`, `page`, or the template of a list: `index`, `archives`, `tags`, `tag`."""
    title: str
    description: str
    url: str
    """Below the root of the site."""
    lang: str
    cover: Cover | None
    others: tuple[tuple[str, str], ...] = ()
    """(language, url) of its translations."""
    published: datetime | None = None
    modified: datetime | None = None
    tags: tuple[str, ...] = ()
    slug: str = ""
    uid: str = ""
    syndication: tuple[str, ...] = ()
    original: bool = True
    """Whether the others are translations of it, rather than the other way round."""


def about_post(article: Any) -> About:
    """Return what a post says."""
    return About(
        kind="post",
        title=article.title,
        description=article.summary or "",
        url=article.url,
        lang=article.lang,
        cover=article.cover,
        others=_others(versions(article), article.lang),
        published=article.date,
        modified=changed(article),
        tags=tuple(tag.name for tag in getattr(article, "tags", ())),
        slug=article.slug,
        uid=article.uid,
        syndication=tuple(article.syndication),
        original=article.in_default_lang,
    )


def about_page(page: Any, cover: Cover | None) -> About:
    """Return what a page says that is no post."""
    others = _others(versions(page), page.lang)
    summary = page.metadata.get("summary", "")
    return About("page", page.title, summary, page.url, page.lang, cover, others, slug=page.slug)


def about_list(page: Any, settings: Mapping[str, Any], cover: Cover | None) -> About:
    """Return what a list says."""
    title = settings["SITENAMES"][page.lang]
    if page.template in TITLES:
        values = {"tag": page.values["tag"].name} if "tag" in page.values else {}
        title = words(settings["THEME"]).word(TITLES[page.template], page.lang, **values)
    description = settings["TAGLINES"][page.lang] if page.template == "index" else ""
    return About(page.template, title, description, page.url, page.lang, cover, _others(page.alternates, page.lang))


def _others(alternates: tuple[tuple[str, str], ...], lang: str) -> tuple[tuple[str, str], ...]:
    return tuple((other, url) for other, url in alternates if other != lang)


def properties(about: About, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the properties of Open Graph (https://ogp.me/)."""
    site = settings["PRODUCTION_SITEURL"]
    yield "og:type", "article" if about.published else "website"
    yield "og:title", about.title
    yield "og:url", f"{site}/{quote(about.url)}"
    yield "og:site_name", settings["SITENAMES"][about.lang]
    if about.description:
        yield "og:description", about.description
    yield "og:locale", LOCALES.get(about.lang, about.lang)
    yield from (("og:locale:alternate", LOCALES.get(lang, lang)) for lang, _ in about.others)
    if about.cover:
        yield from _image(about.cover, site)
    if about.published and about.modified:
        yield "article:published_time", about.published.isoformat()
        yield "article:modified_time", about.modified.isoformat()
    yield from (("article:tag", tag) for tag in about.tags)


def _image(cover: Cover, site: str) -> Iterator[tuple[str, str]]:
    yield "og:image", f"{site}/{quote(cover.url)}"
    yield "og:image:type", "image/png"
    yield "og:image:width", str(cover.width)
    yield "og:image:height", str(cover.height)
    yield "og:image:alt", cover.says


def names(about: About, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield what others than Open Graph ask for: the shape of a card, and whom Mastodon names below it."""
    yield "twitter:card", "summary_large_image" if about.cover else "summary"
    if settings.get("FEDIVERSE_CREATOR"):
        yield "fediverse:creator", settings["FEDIVERSE_CREATOR"]


def _offer(generator: Any) -> None:
    generator.env.globals.update(
        about_post=about_post,
        about_page=about_page,
        about_list=about_list,
        open_graph=properties,
        link_card=names,
        site_settings=generator.settings,
    )


def register() -> None:
    """Give it to every template."""
    signals.generator_init.connect(_offer)
