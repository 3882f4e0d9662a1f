"""No text leads to a post that was taken down: one that does fails the build."""

from __future__ import annotations

import re
from html import unescape
from posixpath import join, normpath
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from gone_posts import gone_articles, gone_paths
from pelican import signals
from site_addresses import file_of, own_path

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

HREF = re.compile(r"\shref=(?:\"([^\"]+)\"|'([^']+)')")
TO_FILE = re.compile(r"[{|]filename[|}]([^#?]*)")


class LinksToGone(Exception):
    """Texts that lead to what was taken down."""

    def __init__(self, links: Iterable[str]) -> None:
        super().__init__(f"These links lead to posts that are gone: {'; '.join(links)}.")


def links_to_gone(contents: Iterable[Any], gone: Container[str], known: Mapping[str, Any]) -> Iterator[str]:
    """Yield `file: link` for every link of a text to a file that is `gone`; `known` are the texts by path."""
    for content in contents:
        for quoted in HREF.findall(content._content or ""):  # noqa: SLF001 - what plugins are meant to read
            href = unescape("".join(quoted))
            if _target(content, href, known) in gone:
                yield f"{content.relative_source_path}: {href}"


def _target(content: Any, href: str, known: Mapping[str, Any]) -> str | None:
    """Return the file of ours that a link leads to; None when there is none."""
    if to_file := TO_FILE.match(href):
        path = unquote(to_file[1])
        other = known.get(path.lstrip("/") if path.startswith("/") else normpath(join(content.relative_dir, path)))
        return other.save_as if other else None
    site = content.settings["PRODUCTION_SITEURL"]
    path_or_none = own_path(urljoin(f"{site}/{content.url}", href), site)
    return None if path_or_none is None else file_of(path_or_none)


def _check(generators: Sequence[Any]) -> None:
    posts = generators[0]
    gone = {article.save_as for article in gone_articles(posts)} | {file_of(path) for path in gone_paths(posts)}
    if not gone:
        return
    known = posts.context["generated_content"]
    there = (content for content in known.values() if content and not getattr(content, "gone", False))
    if links := list(links_to_gone(there, gone, known)):
        raise LinksToGone(links)


def register() -> None:
    """Check once every text was read, before anything is written."""
    signals.all_generators_finalized.connect(_check)
