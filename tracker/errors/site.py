"""What can be wrong with our own articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.errors.kinds import Blocked, ConfigError, EnishiError, NotFound
from tracker.messages import _, listed, plural

if TYPE_CHECKING:
    from collections.abc import Iterable
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


class NoContent(ConfigError):
    """A site without a folder of texts."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            _("There is no folder {folder}, where the posts should be.").format(folder=folder),
            _("`enishi new` begins a post there; another folder is named by PATH in pelicanconf.py."),
        )


class NoSuchPost(NotFound):
    """No text fits what was typed."""

    def __init__(self, asked: str, nearest: Iterable[str] = ()) -> None:
        near = listed(nearest)
        super().__init__(
            _("No post fits “{asked}”.").format(asked=asked),
            _("Near it: {near}.").format(near=near) if near else _("Give the path of its file, or its slug."),
        )


class SeveralPosts(NotFound):
    """More than one text fits what was typed."""

    def __init__(self, asked: str, fitting: Iterable[str]) -> None:
        super().__init__(
            _("Several posts fit “{asked}”.").format(asked=asked),
            _("Say which: {fitting}.").format(fitting=listed(fitting)),
        )


class PostsHeldBack(Blocked):
    """The posts' check found something that must be mended first."""

    def __init__(self, count: int) -> None:
        super().__init__(
            plural("{count} finding holds the site back.", "{count} findings hold the site back.", count),
            _("Mend what stands above and check again; `<!-- enishi: allow RULE reason -->` above a line excepts it."),
        )


class UnreadablePost(EnishiError):
    """A text that should be translated, but cannot be read."""

    def __init__(self, file: str) -> None:
        super().__init__(
            _("{file} cannot be read as a post.").format(file=file),
            _("`enishi check {file}` says why.").format(file=file),
        )
