"""Where the site is put: one file per kind of place, found by its name.

A **target** brings what was built to one place. Its dataclass fields are its settings in
`[publish.<name>]`. It is asked first (`changes`) and acts afterwards (`put`); what it did there
before is told to it (`ours`), because only that is ever removed.

Laws, each tested for every target (tests/targets/):

- after `put`, `changes` is empty, and a second publish touches nothing, not even a file's time;
- ended anywhere and run again, it completes;
- each file is replaced as a whole, what pages need before the pages, and what goes goes last;
- what somebody else put there stays.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from hashlib import blake2b
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from tracker.errors import BuiltMeanwhile, InTheWay, NoPlaceForASite, NothingToPublish, UnusableName
from tracker.messages import N_, _
from tracker.rules.putting import FOLDER, LINK, blocked

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

INDEX = "index.html"
"""Without it something went wrong: no site is published that has no first page."""
LITTER = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What a file manager leaves in a folder that somebody looked at."""


class Files(NamedTuple):
    """What was built."""

    folder: Path
    digests: Mapping[str, str]
    """By the name below the folder, with `/`: the BLAKE2b of what the file holds."""

    def read(self, name: str) -> bytes:
        """Return what a file holds; raises BuiltMeanwhile when that is no longer what was looked at."""
        try:
            data = (self.folder / name).read_bytes()
        except OSError:
            raise BuiltMeanwhile(name) from None
        if digest(data) != self.digests[name]:
            raise BuiltMeanwhile(name)
        return data


class Changes(NamedTuple):
    """What differs there from what was built: names, sorted. Of `push`: commits, the oldest first."""

    added: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()

    @property
    def written(self) -> tuple[str, ...]:
        """What is written, new or not."""
        return self.added + self.changed

    def __bool__(self) -> bool:
        """Whether anything differs."""
        return bool(self.written or self.removed)


@dataclass(frozen=True)
class Target(ABC):
    """A place the site is put; the fields of a subclass are its settings."""

    name: ClassVar[str]
    """Of the module and of the section `[publish.<name>]`."""
    title: ClassVar[str]
    """As people call it."""
    about: ClassVar[str]
    """One sentence: where the site goes, and how. Marked with `N_`."""
    example: ClassVar[tuple[str, ...]]
    """The lines to begin with in enishi.toml, below the section's name."""

    home: Path = field(metadata={"given": True})
    """The site's own folder, where its source is."""

    @property
    @abstractmethod
    def where(self) -> str:
        """The place in words, with no secret in it and the same in every language: the ledger keeps its files by it."""

    def changes(self, site: Files, ours: Mapping[str, str]) -> Changes:
        """Ask the place what differs from `site`; nothing is written there. Raises TargetError or ConfigError.

        `ours` is what we put there before, by name. To lose track of nothing when a `put` is ended half-way,
        keep `{**ours, **site.digests}` before it and `site.digests` after it.
        """
        _check(site)
        return self._changes(site, ours)

    def put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:
        """Bring the place there; `tell` hears each name once it is done. Raises TargetError or ConfigError."""
        _check(site)
        if changes:
            self._put(site, changes, tell)

    @abstractmethod
    def _changes(self, site: Files, ours: Mapping[str, str]) -> Changes: ...

    @abstractmethod
    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None: ...


def compare(site: Mapping[str, str], there: Mapping[str, str], ours: Mapping[str, str]) -> Changes:
    """Return what differs: by name what was built and what is there, and the names that are ours to remove."""
    return Changes(
        tuple(sorted(site.keys() - there.keys())),
        tuple(sorted(name for name in site.keys() & there.keys() if site[name] != there[name])),
        tuple(sorted((ours.keys() & there.keys()) - site.keys())),
    )


def check_free(where: str, kinds: Mapping[str, str], changes: Changes) -> None:
    """Raise InTheWay when something that is not ours, or a link, is where a file or its folder belongs."""
    found = blocked(kinds, changes.written, changes.removed)
    if found:
        raise InTheWay(where, found[0], _({LINK: N_("a link"), FOLDER: N_("a folder")}.get(found[1], N_("a file"))))


def files(folder: Path) -> Files:
    """Return what a build left in `folder`; raises NothingToPublish or UnusableName."""
    found = {}
    for top, _folders, names in os.walk(folder):
        for name in names:
            path = Path(top, name)
            if name not in LITTER and path.is_file():
                found[_usable(path.relative_to(folder).as_posix())] = digest(path.read_bytes())
    site = Files(folder, dict(sorted(found.items())))
    _check(site)
    return site


def digest(data: bytes) -> str:
    """Return what tells one content from another."""
    return blake2b(data).hexdigest()


def _usable(name: str) -> str:
    """Return a name that every place can hold and every protocol can say."""
    if any(letter < " " or letter == "\x7f" or "\ud800" <= letter <= "\udfff" for letter in name):
        raise UnusableName(name)
    return name


def _check(site: Files) -> None:
    if INDEX not in site.digests:
        raise NothingToPublish(site.folder)


def names() -> tuple[str, ...]:
    """The targets that come with Enishi, by name; nothing is imported."""
    found = (path.stem for path in Path(__path__[0]).glob("*.py"))
    return tuple(sorted(name for name in found if name[0] != "_"))


def load(name: str) -> type[Target]:
    """Return the class of the target `name`, one of `names`."""
    module = import_module(f"{__name__}.{name}")
    return next(
        thing
        for thing in vars(module).values()
        if isinstance(thing, type) and issubclass(thing, Target) and thing.__module__ == module.__name__
    )


def check_apart(place: Path, home: Path, built: Path) -> None:
    """Raise NoPlaceForASite when a folder is more than a place for a site, or the site is written or built there."""
    resolved = place.resolve()
    if resolved == Path(resolved.anchor):
        raise NoPlaceForASite(str(place), _("it is the top of a disk"))
    if resolved == Path.home().resolve():
        raise NoPlaceForASite(str(place), _("it is your own folder"))
    for own in (home.resolve(), built.resolve()):
        if resolved.is_relative_to(own) or own.is_relative_to(resolved):
            raise NoPlaceForASite(str(place), _("the site is written or built there, in {folder}").format(folder=own))
