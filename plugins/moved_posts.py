"""Posts that moved: at each older address (`Aliases`) a page leads on, and `_redirects` says so to hosts that read it.

A host of static pages cannot answer 301; the page carries the new address as its canonical one and
goes there at once, without a script.
"""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from output_files import write_text
from pelican import signals
from site_addresses import AddressUnfit, climbs, file_of, is_page, live_files, own_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

REDIRECTS = "_redirects"
TEMPLATE = "moved"


def moved(articles: Iterable[Any], live: Iterable[str], site: str) -> dict[str, Any]:
    """Return the posts by the paths they moved from; raises AddressUnfit."""
    taken, found = dict.fromkeys(live, "a page of this site"), {}
    for article in articles:
        for alias in article.aliases:
            path = own_path(alias, site)
            if path is None or file_of(path) == article.save_as:
                continue
            if climbs(path):
                raise AddressUnfit(article.relative_source_path, alias, "leads out of the site")
            if file_of(path) in taken:
                raise AddressUnfit(article.relative_source_path, alias, f"is the address of {taken[file_of(path)]}")
            taken[file_of(path)] = article.relative_source_path
            found[path] = article
    return found


def redirects(found: Mapping[str, Any]) -> str:
    """Return `_redirects`, as Netlify and Cloudflare Pages read it."""
    return "".join(f"/{quote(path)} /{quote(article.url)} 301\n" for path, article in sorted(found.items()))


def _articles(generator: Any) -> Iterator[Any]:
    hidden = chain(generator.hidden_articles, generator.hidden_translations)
    return chain(generator.context["everything"], (article for article in hidden if not article.gone))


def _found(generator: Any) -> dict[str, Any]:
    return moved(_articles(generator), live_files(generator.context), generator.settings["PRODUCTION_SITEURL"])


def _check(generators: Sequence[Any]) -> None:
    _found(generators[0])


def _write(generator: Any, writer: Any) -> None:
    found = _found(generator)
    for path, article in found.items():
        if is_page(path):
            writer.write_file(
                file_of(path),
                generator.get_template(TEMPLATE),
                generator.context,
                relative_urls=generator.settings["RELATIVE_URLS"],
                url=path,
                article=article,
            )
    if found:
        write_text(writer.output_path, REDIRECTS, redirects(found))


def register() -> None:
    """Check before anything is written; write once the posts are."""
    signals.all_generators_finalized.connect(_check)
    signals.article_writer_finalized.connect(_write)
