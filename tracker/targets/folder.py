"""A folder of this machine, or one that is mounted here."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import NoSuchPlace, NotLetIn, NotWritten
from tracker.messages import N_, _
from tracker.rules.putting import FILE, FOLDER, LINK, below_links, folders, in_the_way, waves
from tracker.targets import Changes, Files, Target, check_apart, check_free, compare, digest

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

NEW = ".enishi-new"
"""A file that is not whole yet: at most one in each folder, and never for longer than a run."""
MEND = N_("Mend its permissions, or run this as the one who owns it.")
READABLE, ENTERABLE = 0o444, 0o555
"""A site is for all to read, however private what we make usually is."""


@dataclass(frozen=True)
class Folder(Target):
    """A folder; each file is written beside the old one and takes its place at once."""

    name: ClassVar[str] = "folder"
    title: ClassVar[str] = "a folder"
    about: ClassVar[str] = N_("Copies the site into a folder of this machine, such as one that a web server shows.")
    example: ClassVar[tuple[str, ...]] = ('path = "/srv/www"',)

    path: str = field(
        metadata={
            "help": N_("The folder; it is made when only it is missing. Files in it that are not ours stay."),
            "example": '"/srv/www"',
            "file": True,
            "fits": bool,
        }
    )

    @property
    def where(self) -> str:
        """As the ledger knows it."""
        return f"folder {self._top}"

    @property
    def _top(self) -> Path:
        return Path(os.path.abspath(self.path))  # noqa: PTH100 - `resolve` would name another folder after a link was moved

    def _changes(self, site: Files, ours: Mapping[str, str]) -> Changes:
        self._check(site)
        kinds = self._kinds({*site.digests, *ours})
        there = {name: kinds[name] for name in kinds.keys() - below_links(kinds, kinds) if kinds[name] != FOLDER}
        digests = {name: self._digest(name) for name in there.keys() & site.digests.keys() if there[name] != LINK}
        changes = compare(site.digests, there | digests, ours)
        check_free(self.where, kinds, changes)
        return changes

    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:
        self._check(site)
        check_free(self.where, self._kinds((*changes.written, *changes.removed)), changes)
        try:
            self._top.mkdir(exist_ok=True)
            self._tidy(changes)
            first = in_the_way(changes.removed, changes.written)
            self._remove(first, tell)
            for name in (name for wave in waves(changes.added, changes.changed) for name in wave):
                self._write(self._top / name, site.read(name))
                tell(name)
            self._remove((name for name in changes.removed if name not in first), tell)
        except OSError as error:
            raise NotWritten(self.where, error.strerror or str(error)) from None

    def _check(self, site: Files) -> None:
        check_apart(self._top, self.home, site.folder)
        if not self._top.parent.is_dir() or (self._top.exists() and not self._top.is_dir()):
            reason = _("{folder} is no folder").format(folder=self._top if self._top.exists() else self._top.parent)
            raise NoSuchPlace(self.where, reason, _("Make it, or mount the disk it is on; then publish again."))

    def _kinds(self, names: Collection[str]) -> dict[str, str]:
        """What is there: of these names, the folders they lie in, and all below one that is a folder."""
        asked = {*names, *folders(names)}
        kinds = {name: kind for name in asked if (kind := self._kind(self._top / name))}
        for name in [name for name in names if kinds.get(name) == FOLDER]:
            for path in (self._top / name).rglob("*"):
                kinds[path.relative_to(self._top).as_posix()] = self._kind(path)
        return kinds

    @staticmethod
    def _kind(path: Path) -> str:
        """Nothing of what is not there."""
        if path.is_symlink():
            return LINK
        return FOLDER if path.is_dir() else FILE if os.path.lexists(path) else ""

    def _digest(self, name: str) -> str:
        try:
            return digest((self._top / name).read_bytes())
        except OSError as error:
            raise NotLetIn(self.where, f"{name}: {error.strerror}", _(MEND)) from None

    def _tidy(self, changes: Changes) -> None:
        """Remove what a run that was ended left half-written."""
        for folder in ("", *folders((*changes.written, *changes.removed))):
            with suppress(NotADirectoryError):
                (self._top / folder / NEW).unlink(missing_ok=True)

    def _write(self, path: Path, data: bytes) -> None:
        self._make(path.parent)
        if path.is_dir() and not path.is_symlink():
            _prune(path)
        new = path.with_name(NEW)
        try:
            with new.open("xb") as file:
                file.write(data)
            new.chmod(_mode(path, new))
            new.replace(path)
        except OSError:
            with suppress(OSError):
                new.unlink(missing_ok=True)
            raise

    def _make(self, folder: Path) -> None:
        if not folder.is_dir():
            self._make(folder.parent)
            folder.mkdir()
            folder.chmod(folder.stat().st_mode | ENTERABLE)

    def _remove(self, names: Iterable[str], tell: Callable[[str], None]) -> None:
        for name in names:
            (self._top / name).unlink(missing_ok=True)
            self._close((self._top / name).parent)
            tell(name)

    def _close(self, folder: Path) -> None:
        """Remove a folder that is empty now, and those above it."""
        while folder != self._top and folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()):
            folder.rmdir()
            folder = folder.parent


def _mode(path: Path, new: Path) -> int:
    """The permissions of the file that is replaced; a new one can be read by all."""
    old = path.is_file() and not path.is_symlink()
    return (path if old else new).stat().st_mode & 0o777 | (0 if old else READABLE)


def _prune(folder: Path) -> None:
    """Remove a folder that holds nothing but folders."""
    for inside in folder.iterdir():
        _prune(inside)
    folder.rmdir()
