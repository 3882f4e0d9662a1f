"""What is known of the pictures of a site from build to build, so that none is read twice for nothing.

A file whose size and time are as they were is taken to be the same; otherwise it is read, and told by
its content. Nothing here is more than a memory: without it all is found out again.
"""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from clean_images import UnfitImage
from image_versions import RECIPE, SUFFIX, Looked, Version, looked_at, versions
from kept_files import KeptFiles, name_for

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

MEMORY = "known.json"
HANDS = 4
"""Pictures that are unpacked at a time: a large one takes a quarter of a gigabyte."""


class Picture(NamedTuple):
    """A picture: what it is named after, what it is, and the copies that were asked for."""

    digest: str
    looked: Looked
    versions: tuple[Version, ...] | None = None
    """Narrowest first; None: nobody asked."""


class Seen(NamedTuple):
    """A file as it was when it was last read."""

    weight: int
    time: int
    picture: Picture


@dataclass
class KnownImages:
    """The memory of one site's pictures, and the copies themselves."""

    kept: KeptFiles
    before: dict[str, Seen] = field(default_factory=dict)
    seen: dict[str, Seen] = field(default_factory=dict)

    @classmethod
    def read(cls, folder: Path) -> KnownImages:
        """Return what the last build knew; nothing, when that was made otherwise or cannot be read."""
        kept = KeptFiles(folder)
        try:
            data = json.loads(kept.get(MEMORY) or b"{}")
            files = data["files"] if data["recipe"] == RECIPE else {}
            before = {path: Seen(weight, time, _picture(*said)) for path, (weight, time, said) in files.items()}
        except (ValueError, KeyError, TypeError, AttributeError):
            before = {}
        return cls(kept, before)

    def find(self, path: Path) -> Picture:
        """Return what a file shows; raises UnfitImage."""
        name = str(path)
        if name not in self.seen:
            now = path.stat()
            known = self.before.get(name)
            same = known is not None and known[:2] == (now.st_size, now.st_mtime_ns)
            self.seen[name] = known if known and same else Seen(now.st_size, now.st_mtime_ns, self._look(path))
        return self.seen[name].picture

    def copy_all(self, paths: Iterable[Path]) -> dict[Path, UnfitImage]:
        """Make the copies of these pictures where they are not there; return what is wrong with some."""
        new = [path for path in paths if self.find(path).versions is None]
        with ThreadPoolExecutor(min(HANDS, os.cpu_count() or 1)) as pool:
            made = list(pool.map(self._copied, new))
        for path, found in zip(new, made, strict=True):
            if not isinstance(found, UnfitImage):
                self._remember(path, self.find(path)._replace(versions=found))
        return {path: found for path, found in zip(new, made, strict=True) if isinstance(found, UnfitImage)}

    def copy(self, path: Path, width: int) -> bytes:
        """Return one of the copies of a picture; made again when it was forgotten, or spoilt."""
        name = _copy_name(self.find(path), width)
        data = self.kept.get(name)
        if data is None:
            data = next(copy for version, copy in versions(path.read_bytes()) if version.width == width)
            self.kept.put(name, data)
        return data

    def save(self) -> None:
        """Keep it for the next build; what nobody asked for in a long time goes."""
        if self.seen != self.before:
            said = json.dumps({"recipe": RECIPE, "files": dict(sorted(self.seen.items()))})
            self.kept.put(MEMORY, said.encode())
        self.kept.sweep()

    def _look(self, path: Path) -> Picture:
        data = path.read_bytes()
        digest = name_for(RECIPE, data)
        said = self.kept.get(digest)
        try:
            return _picture(*json.loads(said or b"[]"))
        except (ValueError, TypeError):
            return Picture(digest, looked_at(data))

    def _copied(self, path: Path) -> tuple[Version, ...] | UnfitImage:
        found = []
        try:
            for version, copy in versions(path.read_bytes()):
                self.kept.put(_copy_name(self.find(path), version.width), copy)
                found.append(version)
        except UnfitImage as error:
            return error
        return tuple(sorted(found))

    def _remember(self, path: Path, picture: Picture) -> None:
        self.seen[str(path)] = self.seen[str(path)]._replace(picture=picture)
        self.kept.put(picture.digest, json.dumps(picture).encode())


def _picture(digest: str, looked: list[int], made: list[list[int]] | None) -> Picture:
    return Picture(digest, Looked(*looked), None if made is None else tuple(Version(*one) for one in made))


def _copy_name(picture: Picture, width: int) -> str:
    return f"{picture.digest}-{width}{SUFFIX}"
