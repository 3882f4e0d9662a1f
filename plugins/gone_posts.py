"""Posts that were taken down: at their address a page says so, and nothing of the site leads there.

Either the post says `Status: gone` (its file stays, for its author alone), or `content/_gone.toml` says

    [[gone]]
    url = "/en/2026/05/a-post/"

for one whose file is no more. The page says 410 in the way that readers of webmentions look for; older
addresses of a post that is gone are gone with it.
"""

from __future__ import annotations

import tomllib
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals
from pelican.contents import Article
from site_addresses import AddressUnfit, climbs, file_of, is_page, live_files, own_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

NAME = "_gone.toml"
STATUS = "gone"
TEMPLATE = "gone"


class GoneUnreadable(Exception):
    """`_gone.toml` is not as it should be."""

    def __init__(self, found: object) -> None:
        super().__init__(f"{NAME} should say [[gone]] and url = “/…/” for each post that is gone; found: {found}.")


def read(text: str) -> list[str]:
    """Return the addresses that a file names; raises GoneUnreadable."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise GoneUnreadable(error) from error
    entries = data.pop(STATUS, [])
    if data or not isinstance(entries, list):
        raise GoneUnreadable(data or entries)
    return [_url(entry) for entry in entries]


def _url(entry: object) -> str:
    if not isinstance(entry, dict) or set(entry) != {"url"} or not isinstance(entry["url"], str):
        raise GoneUnreadable(entry)
    return entry["url"]


def _mark(content: Any) -> None:
    """Let Pelican write a post that is gone, and list it nowhere."""
    if isinstance(content, Article):
        content.gone = content.status == STATUS
        if content.gone:
            content.status, content.template = "hidden", TEMPLATE


def gone_paths(generator: Any) -> dict[str, str]:
    """Return what is gone beside the posts that say so themselves: paths, and their languages. Raises AddressUnfit."""
    site, live = generator.settings["PRODUCTION_SITEURL"], set(live_files(generator.context))
    found = {}
    for where, url in _named(generator):
        path = own_path(url, site)
        if path is None or climbs(path) or not is_page(path):
            raise AddressUnfit(where, url, "is no page of this site")
        if file_of(path) in live:
            raise AddressUnfit(where, url, "is there all the same")
        found[path] = _lang(path, generator.settings)
    return found


def _named(generator: Any) -> Iterator[tuple[str, str]]:
    """Yield (who says it, address)."""
    file = Path(generator.path) / NAME
    if file.is_file():
        yield from ((NAME, url) for url in read(file.read_text(encoding="utf-8")))
    for article in gone_articles(generator):
        ours = (alias for alias in article.aliases if own_path(alias, generator.settings["PRODUCTION_SITEURL"]))
        yield from ((article.relative_source_path, alias) for alias in ours)


def gone_articles(generator: Any) -> list[Any]:
    """Return the posts that say that they are gone."""
    return [article for article in chain(generator.hidden_articles, generator.hidden_translations) if article.gone]


def _lang(path: str, settings: Mapping[str, Any]) -> str:
    first: str = path.partition("/")[0]
    return first if first in settings["LANGUAGES"] else settings["DEFAULT_LANG"]


def _write(generator: Any, writer: Any) -> None:
    """Pelican itself writes the posts that say so."""
    for path, lang in gone_paths(generator).items():
        writer.write_file(
            file_of(path),
            generator.get_template(TEMPLATE),
            generator.context,
            relative_urls=generator.settings["RELATIVE_URLS"],
            url=path,
            lang=lang,
            gone_url=path,
        )


def register() -> None:
    """Mark each post as it is read; write the rest with them."""
    signals.content_object_init.connect(_mark)
    signals.article_writer_finalized.connect(_write)
