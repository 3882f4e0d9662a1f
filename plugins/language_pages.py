"""The lists of each language: home, archives, tags and search, so that translations are listed too.

Home and archives show every post once, in the page's language where it is written in it; a tag
belongs to one language. Also says which post comes before and after another, and writes the 404 page.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.generators import Generator

from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence


@dataclass(frozen=True)
class ListPage:
    """A page that lists posts, or finds them."""

    template: str
    lang: str
    url: str
    """Below the site's root, "" or ending in a slash."""
    articles: tuple[Any, ...]
    alternates: tuple[tuple[str, str], ...] = ()
    """(language, url) of the same list in every language, this one included."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What else its template needs."""
    listed: bool = True
    """Whether it is for search engines too."""


def newest_first(articles: Iterable[Any]) -> list[Any]:
    """Return the posts in order; those of one moment by address, so that the order is always the same."""
    return sorted(articles, key=lambda article: (article.date, article.url), reverse=True)


def stream(originals: Iterable[Any], lang: str) -> list[Any]:
    """Return every post once, newest first, in `lang` where it is written in it."""
    return newest_first(
        next((version for version in article.translations if version.lang == lang and article.lang != lang), article)
        for article in originals
    )


def by_tag(articles: Iterable[Any]) -> dict[Any, list[Any]]:
    """Return the posts of each tag, the tags by name."""
    found: dict[Any, list[Any]] = defaultdict(list)
    for article in newest_first(articles):
        for tag in getattr(article, "tags", ()):
            found[tag].append(article)
    return dict(sorted(found.items(), key=lambda item: str(item[0].name).casefold()))


def versions(content: Any) -> tuple[tuple[str, str], ...]:
    """Return (language, url) of a post or page and its translations; empty when there is one language only."""
    found = sorted((version.lang, version.url) for version in (content, *content.translations))
    return tuple(found) if len(found) > 1 else ()


def home_url(lang: str, default: str) -> str:
    """The home of a language; the site's root for the default one."""
    return "" if lang == default else f"{lang}/"


def list_pages(originals: Sequence[Any], everything: Sequence[Any], settings: Mapping[str, Any]) -> Iterator[ListPage]:
    """Yield every list of the site."""
    languages, default = settings["LANGUAGES"], settings["DEFAULT_LANG"]
    homes = tuple((lang, home_url(lang, default)) for lang in languages)
    archives = tuple((lang, f"{lang}/archives/") for lang in languages)
    tag_lists = tuple((lang, f"{lang}/tags/") for lang in languages)
    searches = tuple((lang, f"{lang}/search/") for lang in languages)
    for lang, url in homes:
        flow = tuple(stream(originals, lang))
        yield ListPage("index", lang, url, flow[: settings["HOME_LENGTH"]], homes, {"total": len(flow)})
        yield ListPage("archives", lang, dict(archives)[lang], flow, archives)
        tags = by_tag(article for article in everything if article.lang == lang)
        yield ListPage("tags", lang, dict(tag_lists)[lang], (), tag_lists, {"tags": tags})
        for tag, articles in tags.items():
            yield ListPage("tag", lang, f"{lang}/tags/{tag.slug}/", tuple(articles), values={"tag": tag})
        yield ListPage("search", lang, dict(searches)[lang], (), searches, listed=False)


def tell_neighbours(originals: Sequence[Any], languages: Iterable[str]) -> None:
    """Set `older` and `newer` of every post to its neighbours in the stream of its language, or None."""
    for lang in languages:
        flow = [None, *stream(originals, lang), None]
        for (newer, article), (_, older) in pairwise(pairwise(flow)):
            if article.lang == lang:
                article.newer, article.older = newer, older


def site_pages(pages: Sequence[Any], languages: Iterable[str]) -> dict[str, dict[str, Any]]:
    """Return the pages of each language by slug; a page not translated stands in for all."""
    return {
        lang: {
            page.slug: next((version for version in [page, *page.translations] if version.lang == lang), page)
            for page in sorted(pages, key=lambda page: str(page.slug))
        }
        for lang in languages
    }


class LanguagePages(Generator):  # type: ignore[misc] # Pelican ships no types
    """Writes the lists."""

    def generate_context(self) -> None:
        """Decide which lists there are; the templates and the sitemap read them from the context."""
        articles, languages = self.context["articles"], self.settings["LANGUAGES"]
        everything = list(chain(articles, *(one.translations for one in articles)))
        tell_neighbours(articles, languages)
        unlisted = [*self.context["drafts"], *self.context["hidden_articles"]]
        for article in chain(unlisted, *(article.translations for article in unlisted)):
            article.newer = article.older = None
        self.context["everything"] = newest_first(everything)
        self.context["feed_languages"] = [lang for lang in languages if lang in {a.lang for a in everything}]
        self.context["list_pages"] = list(list_pages(articles, everything, self.settings))
        self.context["site_pages"] = site_pages(self.context["pages"], languages)

    def generate_output(self, writer: Any) -> None:
        """Write every list, and the page for what is not there."""
        for page in self.context["list_pages"]:
            self._write(writer, page)
        lang = self.settings["DEFAULT_LANG"]
        writer.write_file("404.html", self.get_template("404"), self.context, lang=lang, alternates=())

    def _write(self, writer: Any, page: ListPage) -> None:
        writer.write_file(
            f"{page.url}index.html",
            self.get_template(page.template),
            self.context,
            relative_urls=self.settings["RELATIVE_URLS"],
            url=page.url,
            lang=page.lang,
            alternates=page.alternates,
            list_page=page,
            **page.values,
        )


def _generators(_: object) -> type[LanguagePages]:
    return LanguagePages


def _offer(generator: Any) -> None:
    generator.env.globals.update(versions=versions, host_of=host)


def register() -> None:
    """Write our lists beside Pelican's posts and pages, and tell the templates what they need for links."""
    signals.generator_init.connect(_offer)
    signals.get_generators.connect(_generators)
