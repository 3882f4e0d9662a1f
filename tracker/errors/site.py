"""What can be wrong with our own articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import ConfigError, EnishiError
from tracker.messages import _

if TYPE_CHECKING:
    from pathlib import Path


class NoArticles(ConfigError):
    """The list of our articles is not where it was said to be."""

    def __init__(self, where: str) -> None:
        super().__init__(
            _("The list of articles was not found at {where}.").format(where=where),
            _("Run `enishi build` first, or point `articles` in [site] of enishi.toml to a feed or sitemap."),
        )


class UnreadableArticles(ConfigError):
    """What is there is no list of articles."""

    def __init__(self, where: str, found: str) -> None:
        super().__init__(
            _("{where} is not a list of articles: {found}.").format(where=where, found=found),
            _("A JSON Feed, an Atom or RSS feed, or a sitemap is wanted."),
        )


class FolderInUse(EnishiError):
    """The demo would write over what is there."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("There are files in {folder} already; they were left as they are.").format(folder=folder),
            _("Name a new folder with --folder, or leave it out for a scratch folder."),
        )


class PostExists(EnishiError):
    """A new post would overwrite an old one."""

    def __init__(self, file: Path) -> None:
        super().__init__(
            _("{file} exists already; it was left as it is.").format(file=file),
            _("Choose another slug with --slug, or open that file."),
        )
