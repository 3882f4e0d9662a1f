"""Addresses of this site, however they are written, and the files that answer them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

PAGE = (".html", ".htm")


class AddressUnfit(Exception):
    """An address that no page of this site can have."""

    def __init__(self, where: str, address: str, reason: str) -> None:
        super().__init__(f"{where} names “{address}”, which {reason}.")


def own_path(address: str, site: str) -> str | None:
    """Return the path of an address below the root of the site, nothing escaped; None when it is of another."""
    whole = urljoin(f"{site}/", address)
    if not f"{whole}/".startswith(f"{site}/"):
        return None
    return unquote(urlsplit(whole[len(site) :]).path).lstrip("/")


def file_of(path: str) -> str:
    """Return the file that a host of static pages answers with."""
    last = path.rpartition("/")[2]
    if last.endswith(PAGE):
        return path
    return f"{path}index.html" if not last else f"{path}/index.html"


def is_page(path: str) -> bool:
    """Whether an address can be that of a page; others are files of some kind."""
    last = path.rpartition("/")[2]
    return "." not in last or last.endswith(PAGE)


def climbs(path: str) -> bool:
    """Whether a path leads out of the site, or into one of its folders by a detour."""
    return any(part in ("..", ".") for part in path.split("/"))


def live_files(context: Mapping[str, Any]) -> Iterator[str]:
    """Yield the file of every page that the site has."""
    for content in (*context["everything"], *context["hidden_articles"]):
        yield content.save_as
    for page in context["pages"]:
        yield from (version.save_as for version in (page, *page.translations))
    yield from (f"{page.url}index.html" for page in context["list_pages"])
    yield "404.html"
