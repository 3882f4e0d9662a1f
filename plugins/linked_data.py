"""JSON-LD in the words of schema.org: what a page is, who wrote it, when, in what languages, and where it belongs.

Everything it says is seen on the page too.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from interface_words import words
from language_pages import home_url
from markupsafe import Markup
from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Mapping

    from page_metadata import About

KINDS = {"post": "BlogPosting", "index": "Blog", "page": "WebPage"}
LIST = "CollectionPage"
UNSAFE = str.maketrans({"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"})
"""What could end the element that it stands in."""


def graph(about: About, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a page says."""
    trail = _trail(about, settings)
    nodes = [_page(about, settings), *([trail] if trail else [])]
    return {"@context": "https://schema.org", "@graph": nodes}


def linked_data(about: About, settings: Mapping[str, Any]) -> Markup:
    """Return it as it stands in a page."""
    text = json.dumps(graph(about, settings), ensure_ascii=False, separators=(",", ":"))
    return Markup(text.translate(UNSAFE))  # noqa: S704 - nothing in it is markup any more


def _page(about: About, settings: Mapping[str, Any]) -> dict[str, Any]:
    site = settings["PRODUCTION_SITEURL"]
    url = f"{site}/{quote(about.url)}"
    said = {
        "@type": "ProfilePage" if about.kind == "page" and about.slug == "about" else KINDS.get(about.kind, LIST),
        "@id": url,
        "url": url,
        "headline" if about.kind == "post" else "name": about.title,
        "description": about.description,
        "inLanguage": about.lang,
        "image": about.cover and f"{site}/{quote(about.cover.url)}",
        "author": person(about.lang, settings),
        **_post(about, settings),
    }
    if said["@type"] == "ProfilePage":
        said["mainEntity"] = said.pop("author")
    return {name: value for name, value in said.items() if value}


def _post(about: About, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return what only a post says."""
    if not about.published or not about.modified:
        return {}
    site = settings["PRODUCTION_SITEURL"]
    others = [{"@type": "BlogPosting", "@id": f"{site}/{quote(url)}", "inLanguage": lang} for lang, url in about.others]
    home = f"{site}/{home_url(about.lang, settings['DEFAULT_LANG'])}"
    return {
        "identifier": about.uid,
        "datePublished": about.published.isoformat(),
        "dateModified": about.modified.isoformat(),
        "keywords": list(about.tags),
        "isPartOf": {"@type": "Blog", "@id": home, "name": settings["SITENAMES"][about.lang]},
        "workTranslation" if about.original else "translationOfWork": others,
        "sameAs": list(about.syndication),
    }


def person(lang: str, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the author."""
    home = f"{settings['PRODUCTION_SITEURL']}/"
    elsewhere = [address for _, address in settings["PROFILES"]]
    return {"@type": "Person", "name": settings["AUTHORS"][lang], "url": home, "sameAs": elsewhere}


def _trail(about: About, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the way from home to the page; nothing for home itself."""
    if about.kind == "index":
        return {}
    lang, word = about.lang, words(settings["THEME"]).word
    steps = [(settings["SITENAMES"][lang], home_url(lang, settings["DEFAULT_LANG"]))]
    if about.kind == "post":
        steps.append((word("archives", lang), f"{lang}/archives/"))
    if about.kind == "tag":
        steps.append((word("tags", lang), f"{lang}/tags/"))
    steps.append((about.title, about.url))
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": f"{settings['PRODUCTION_SITEURL']}/{quote(url)}"}
        for at, (name, url) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _offer(generator: Any) -> None:
    generator.env.globals["linked_data"] = linked_data


def register() -> None:
    """Give it to every template."""
    signals.generator_init.connect(_offer)
