"""Where people respond: one file per place, found by its name.

A **source** reads one place (`hackernews`, `hatena` …). Its dataclass fields are its settings
in `[sources.<name>]`; a field typed `Secret` comes from `ENISHI_<NAME>_<FIELD>` or the keyring.
`pages` asks, a pure `read…` function turns one answer into a `Page`; a recording tests both.

Kinds of places:

- asked per article: no cursor; validators (ETags) make the second asking cheap;
- a forward stream: a cursor on each page;
- a backward stream: a cursor on the last page only;
- not HTTP at all: a mailbox, an archive.

A place that can be posted to is an `Outlet` too: its limits, and `send`, which with one key sends once.

What a source asks for before it yields a page belongs to that page: page, cursor and
validators are stored together or not at all. So never ask for page 2 before yielding page 1.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, ClassVar, Protocol, runtime_checkable

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Announcement, Article, Cursor, Interaction, Page
    from tracker.model.posts import Limits, Message, Sent


@dataclass(frozen=True)
class Source(ABC):
    """A place people respond; the fields of a subclass are its settings."""

    name: ClassVar[str]
    """Of the module, of the section in enishi.toml and of what the ledger stores."""
    title: ClassVar[str]
    """As the place writes itself."""
    about: ClassVar[str]
    """One sentence: what is read, and from where. Marked with `N_`."""
    unproven: ClassVar[bool] = False
    """Whether it was built from documents alone, without a recorded answer."""
    unofficial: ClassVar[bool] = False
    """Whether the place never promised to answer so: what has changed there is a broken source, never nothing."""
    by_article: ClassVar[bool] = False
    """Whether each article is asked for by itself, so that a pull hands over only those that are due."""
    by_http: ClassVar[bool] = True
    """Whether it asks over the web; what reads a mailbox or a file is left alone by a dry run."""

    @abstractmethod
    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield what happened to `articles` since `cursor`, oldest page first.

        An item that cannot be read goes into `Page.problems`; only a source that
        cannot be read at all raises `SourceError`.
        """


@runtime_checkable
class Finds(Protocol):
    """A source that finds the author's own posts about an article: its announcements."""

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield the posts of the author that link to one of `articles`, the newest first; raises SourceError."""
        ...


@runtime_checkable
class Suggests(Protocol):
    """A source that finds posts which may announce an article, though nothing proves it: the same title."""

    def suggested(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:
        """Yield the posts of the author that may belong to one of `articles`; raises SourceError."""
        ...


@runtime_checkable
class Admits(Protocol):
    """A source with secrets that can say who they let in."""

    def admitted(self, http: Http) -> str:
        """Return the account that the secrets belong to, by one call; raises SourceError when they are refused."""
        ...


@runtime_checkable
class Outlet(Protocol):
    """A place that can be posted to."""

    def may_post(self) -> bool:
        """Whether it was given the secret that posting needs; whether that may post, only the place knows."""
        ...

    def has(self, url: str) -> bool:
        """Whether this is the address of a post there."""
        ...

    def limits(self, http: Http) -> Limits:
        """Return what it takes; raises SourceError."""
        ...

    def send(self, message: Message, parent: Interaction | None, key: str, http: Http) -> Sent:
        """Post `message`, as an answer to `parent` or as a post of its own; with one key once, however often.

        Raises SourceError. A refusal (4xx) says that nothing was posted; of anything else only the same key,
        used again, tells what became of it.
        """
        ...


def names() -> tuple[str, ...]:
    """The sources that come with Enishi, by name; nothing is imported."""
    found = (name.removesuffix(".py") for name in os.listdir(__path__[0]) if name.endswith(".py"))  # noqa: PTH208 - pathlib costs more
    return tuple(sorted(name for name in found if name[0] != "_"))


def load(name: str) -> type[Source]:
    """Return the class of the source `name`: one of `names`, or a dotted module outside the package.

    Raises ImportError or LookupError when there is none.
    """
    module = import_module(name if "." in name else f"{__name__}.{name}")
    return next(
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Source) and thing.__module__ == module.__name__
    )
