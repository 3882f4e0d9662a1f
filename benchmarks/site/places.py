"""The same blog laid out for each builder, and what is done to it between two builds."""

from __future__ import annotations

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks.site import corpus

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
EDITED = 7
OPTIONS = ("--settings", "pelicanconf.py", "--output", "output", "--fatal", "errors")
STOCK = (sys.executable, "-m", "pelican", *OPTIONS)
OURS = (sys.executable, "plugins/start.py", *OPTIONS)
"""As `enishi build` starts it."""


@dataclass(frozen=True)
class Place:
    """A folder that one builder builds."""

    name: str
    folder: Path
    command: tuple[str, ...]
    made: tuple[str, ...]
    """Folders that a build makes."""
    page: str = f"/{corpus.slug(EDITED)}/"
    """The address of the post that is edited."""

    def empty(self, *, cache: bool) -> None:
        """Remove what builds made; the cache too, if so."""
        for name in self.made:
            if cache or name != ".cache":
                shutil.rmtree(self.folder / name, ignore_errors=True)

    def edit(self, turn: int) -> None:
        """Change the text of one post."""
        path = self.folder / "content" / corpus.post_name(EDITED)
        path.write_text(path.read_text("utf-8") + f"\nA later thought, the {turn}th.\n", encoding="utf-8")

    def restyle(self, turn: int) -> None:
        """Change what every page is made from."""
        for path in (self.folder / "theme/templates").glob("*.html"):
            path.write_text(path.read_text("utf-8") + f"{{# turn {turn} #}}", encoding="utf-8")


def stock(folder: Path, posts: int) -> Place:
    """Pelican as it comes."""
    _pelican(folder, posts)
    return Place("stock Pelican", folder, STOCK, ("output", ".cache"))


def ours(folder: Path, posts: int) -> Place:
    """Pelican with our plugins, the same theme and the same output."""
    _pelican(folder, posts)
    shutil.copytree(ROOT / "plugins", folder / "plugins", ignore=shutil.ignore_patterns("__pycache__"))
    return Place("ours", folder, OURS, ("output", ".cache"))


def hugo(folder: Path, posts: int) -> Place:
    """Hugo, from its Python package."""
    shutil.copytree(HERE / "hugo", folder)
    corpus.write(folder / "content", folder / "static/images", posts, yaml=True)
    program = str(Path(sys.executable).with_name("hugo"))
    return Place("Hugo", folder, (program, "--quiet"), ("public", "resources"))


def full(folder: Path, posts: int) -> Place:
    """Our own site: its theme, its plugins, its settings."""
    for name in ("plugins", "theme"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pelicanconf.py", "publishconf.py"):
        shutil.copy(ROOT / name, folder)
    corpus.write(folder / "content", folder / "content/images", posts)
    (folder / "content/pages").mkdir()
    page = f"/ja/2012/01/{corpus.slug(EDITED)}/"
    return Place("the full site", folder, OURS, ("output", ".cache"), page)


def _pelican(folder: Path, posts: int) -> None:
    shutil.copytree(HERE / "plain", folder / "theme")
    shutil.copy(HERE / "settings.py", folder / "pelicanconf.py")
    corpus.write(folder / "content", folder / "content/images", posts)
