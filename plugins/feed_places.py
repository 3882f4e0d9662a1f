"""Which feeds there are: one for each language, and one for each tag of a language; each in Atom and as JSON Feed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from interface_words import words

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class FeedPlace:
    """One feed, whatever its format."""

    lang: str
    title: str
    subtitle: str
    page: str
    """Below the root of the site: the list that the feed follows."""
    atom: str
    json: str
    """Names of its files."""
    articles: tuple[Any, ...]
    """Newest first, as many as a feed has."""


def feed_places(context: Mapping[str, Any], settings: Mapping[str, Any]) -> Iterator[FeedPlace]:
    """Yield the feeds that have something in them: each follows a list of the site."""
    for page in context["list_pages"]:
        name = settings["SITENAMES"][page.lang]
        if page.template == "index":
            articles = tuple(article for article in context["everything"] if article.lang == page.lang)
            if articles:
                yield _place(settings, page, name, articles)
        elif tag := page.values.get("tag"):
            title = words(settings["THEME"]).word("tag_title", page.lang, tag=tag.name)
            yield _place(settings, page, f"{title} — {name}", page.articles, tag.slug)


def _place(settings: Mapping[str, Any], page: Any, title: str, articles: tuple[Any, ...], slug: str = "") -> FeedPlace:
    prefix = "LANGUAGE_TAG_" if slug else "LANGUAGE_"
    return FeedPlace(
        lang=page.lang,
        title=title,
        subtitle=settings["TAGLINES"][page.lang],
        page=page.url,
        atom=settings[f"{prefix}FEED"].format(lang=page.lang, slug=slug),
        json=settings[f"{prefix}JSON_FEED"].format(lang=page.lang, slug=slug),
        articles=articles[: settings["FEED_MAX_ITEMS"]],
    )


def address(site: str, name: str) -> str:
    """Return the whole address of a file or page."""
    return f"{site}/{quote(name)}"


def hubs(settings: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the WebSub hubs that are told of news, as the settings name them."""
    said = settings.get("WEBSUB_HUB") or ()
    return (said,) if isinstance(said, str) else tuple(said)


def changed(article: Any) -> datetime:
    """Return when a post last changed in a way its author says; never before it was published."""
    when: datetime = max(article.date, getattr(article, "modified", article.date))
    return when
