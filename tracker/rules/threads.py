"""What a comment engine calls the thread of an article, and which conversations a thread holds.

Engines name a thread by whatever the page's template hands them: a path, an address, a slug,
each in one spelling of several. So all that an article may be called are asked for.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import quote, unquote, urlsplit

from tracker.messages import N_
from tracker.rules.urls import SAFE_IN_PATH, spellings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tracker.model import Article

WANTED = N_("a text with {path}, {url} or {slug} in it")
FILES = (".html", ".htm", ".php")


class Thread(NamedTuple):
    """One thread of an engine that may be about an article of ours."""

    name: str
    """As the engine knows it."""
    url: str
    """The address of ours that it stands for."""


def is_pattern(text: str) -> bool:
    """Whether this tells how threads are called: one blank, and any text around it."""
    return sum(text.count(blank) for blank in _MADE) == 1


def threads(articles: Sequence[Article], pattern: str) -> dict[str, tuple[Thread, ...]]:
    """Return what each article may be called, by its `uid`.

    A name that fits two articles is that of the one whose present address it comes from.
    """
    found: dict[str, tuple[str, Thread]] = {}
    addresses = [(article.uid, article.url) for article in articles]
    addresses += [(article.uid, url) for article in articles for url in article.older_urls]
    for uid, url in addresses:
        for name in names(url, pattern):
            found.setdefault(name, (uid, Thread(name, url)))
    return {article.uid: tuple(thread for uid, thread in found.values() if uid == article.uid) for article in articles}


def names(url: str, pattern: str) -> tuple[str, ...]:
    """Return every spelling of what the page at `url` may be called."""
    made = ((blank, each) for blank, make in _MADE.items() if blank in pattern for each in make(url))
    return tuple(dict.fromkeys(pattern.replace(blank, each) for blank, each in made))


def roots(parents: Mapping[str, str]) -> dict[str, str]:
    """Return the comment that each conversation began with, by every comment in it.

    `parents` names what each comment answers; what is not in it is not known.
    """
    found: dict[str, str] = {}
    for comment in parents:
        passed = {comment}
        here = comment
        while here not in found and parents[here] in parents and parents[here] not in passed:
            here = parents[here]
            passed.add(here)
        found |= dict.fromkeys(passed, found.get(here, here))
    return found


def _paths(url: str) -> Iterator[str]:
    """Yield a path as browsers send it and as people write it, with and without its last slash."""
    told = urlsplit(url).path or "/"
    plain = unquote(told)
    for path in (told, quote(plain, safe=SAFE_IN_PATH), plain):
        yield path
        if path.strip("/") and not path.endswith(FILES):
            yield path.rstrip("/") + "/"
            yield path.rstrip("/")


def _slugs(url: str) -> Iterator[str]:
    """Yield the last part of a path that says something."""
    parts = [part for part in unquote(urlsplit(url).path).split("/") if part and part.partition(".")[0] != "index"]
    for part in parts[-1:]:
        yield next((part.removesuffix(end) for end in FILES if part.endswith(end)), part)


_MADE: dict[str, Callable[[str], Iterator[str] | tuple[str, ...]]] = {
    "{path}": _paths,
    "{url}": spellings,
    "{slug}": _slugs,
}
