"""Our posts as they are written: the folder of texts, read without the program that builds the site."""

from __future__ import annotations

import os
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tracker.content import gone
from tracker.content.plan import Plan, plan
from tracker.errors import NoContent, NoSuchPost
from tracker.rules.writing import manuscript, pictures, raw
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import tzinfo

    from tracker.content.gone import Gone
    from tracker.rules.writing.manuscript import Manuscript
    from tracker.rules.writing.pictures import Picture

TEXTS = (".md", ".markdown", ".mkd", ".mdown")


class Text(NamedTuple):
    """A file of the folder that should be a text: what is in it, or why nothing can be read."""

    name: str
    written: Manuscript | None
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True)
class Content:
    """The folder of texts of a site."""

    root: Path
    plan: Plan

    @classmethod
    def of(cls, site: Path, zone: tzinfo, *, begun: bool = True) -> Content:
        """Return the texts of the site in folder `site`; times without a zone are in `zone`.

        Raises NoContent where there is no such folder, unless none need have `begun`.
        """
        told = plan(site, zone)
        root = (site / told.path).absolute()
        if begun and not root.is_dir():
            raise NoContent(root)
        return cls(root, told)

    @cached_property
    def files(self) -> Mapping[str, Path]:
        """Every file by its name below the folder, with slashes; hidden ones are none."""
        return dict(sorted(_files(self.root)))

    @cached_property
    def texts(self) -> tuple[Text, ...]:
        """Every post and page, by name."""
        return tuple(self._text(name, path) for name, path in self.files.items() if self._is_text(name))

    @cached_property
    def manuscripts(self) -> tuple[Manuscript, ...]:
        """Those that can be read."""
        return tuple(one.written for one in self.texts if one.written)

    @property
    def posts(self) -> tuple[Manuscript, ...]:
        """Those that are no pages."""
        return tuple(one for one in self.manuscripts if not one.page)

    def named(self, asked: str, here: Path) -> tuple[str, ...]:
        """Return the files meant by a path (in `here`), by a folder, or by a slug; raises NoSuchPost."""
        names = [one.name for one in self.texts]
        path = Path(os.path.abspath(here / asked))  # noqa: PTH100 - a link stays where it is
        if path == self.root or path in self.root.parents:
            return tuple(names)
        below = path.relative_to(self.root).as_posix() if self.root in path.parents else asked.strip("/")
        exact = tuple(name for name in names if name == below or name.startswith(f"{below}/"))
        found = exact or tuple(one.name for one in self.manuscripts if asked in (one.slug, manuscript.stem(one.name)))
        if not found:
            near = get_close_matches(asked, {*names, *(one.slug for one in self.manuscripts)}, n=3)
            raise NoSuchPost(asked, near)
        return found

    @cached_property
    def gone(self) -> Gone:
        """What was taken down and has no file any more."""
        return gone.read(self.root / gone.NAME)

    def picture(self, name: str) -> Picture | None:
        """Return what the file of a picture is; None when it cannot be read."""
        try:
            with self.files[name].open("rb") as file:
                head = file.read(pictures.HEAD)
                return pictures.picture(head, os.fstat(file.fileno()).st_size)
        except (KeyError, OSError):
            return None

    def _is_text(self, name: str) -> bool:
        return name.endswith(TEXTS) and not _below(name, self.plan.excluded)

    def _text(self, name: str, path: Path) -> Text:
        try:
            content = path.read_bytes()
        except OSError as error:
            return Text(name, None, (Remark("file-unreadable", 0, error.strerror or str(error)),))
        found = raw.text(content)
        wrong = tuple(raw.remarks(content))
        if found is None:
            return Text(name, None, wrong)
        return Text(name, manuscript.read(name, found, self.plan.zone, page=_below(name, self.plan.pages)), wrong)


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for folder, folders, names in os.walk(root, followlinks=True):
        folders[:] = sorted(one for one in folders if not one.startswith("."))
        here = Path(folder)
        for name in names:
            if not name.startswith("."):
                path = here / name
                yield path.relative_to(root).as_posix(), path


def _below(name: str, folders: tuple[str, ...]) -> bool:
    return any(name.startswith(f"{folder}/") for folder in folders)
