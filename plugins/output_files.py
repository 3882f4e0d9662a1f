"""What a build writes; what an earlier build wrote and this one did not is removed.

Pelican can only empty the whole folder, before it knows whether the build will succeed. Here
files go after it did, and only those that the list of the last build (`.written`) names: a
folder given by mistake keeps what it holds.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from pelican import signals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

LIST = ".written"

_pages: set[str] = set()
_copies: set[str] = set()


def write_text(folder: str, name: str, text: str) -> None:
    """Write one file of the site that is no page, and tell Pelican's listeners."""
    write_bytes(folder, name, text.encode("utf-8"))


def write_bytes(folder: str, name: str, data: bytes) -> None:
    """Write one file of the site that is no text."""
    path = Path(folder) / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    signals.content_written.send(str(path), context={})


def last_written(folder: Path) -> set[str]:
    """Names of the files of the last build that succeeded; empty when there was none."""
    path = folder / LIST
    return set(path.read_text(encoding="utf-8").splitlines()) if path.is_file() else set()


def remove(folder: Path, names: Iterable[str]) -> None:
    """Remove files of the folder, and the folders that become empty."""
    for name in sorted(names):
        path = folder / name
        if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
            path.unlink()
            _remove_empty(path.parent, folder)


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _theme_files(theme: Path, settings: dict[str, Any]) -> Iterator[str]:
    for name in settings["THEME_STATIC_PATHS"]:
        for path in (theme / name).rglob("*"):
            if path.is_file():
                yield f"{settings['THEME_STATIC_DIR']}/{path.relative_to(theme / name).as_posix()}"


def _begin(_: object) -> None:
    """Forget what a build that failed has written: `pelican --autoreload` builds again in one process."""
    _pages.clear()
    _copies.clear()


def _note_page(path: str, **_: object) -> None:
    _pages.add(path)


def _note_copies(generator: Any) -> None:
    _copies.update(static.save_as for static in generator.staticfiles)


def _finish(pelican: Any) -> None:
    folder = Path(pelican.output_path)
    pages = {Path(page).resolve().relative_to(folder.resolve()).as_posix() for page in _pages}
    written = pages | _copies | set(_theme_files(Path(pelican.theme), pelican.settings))
    remove(folder, last_written(folder) - written)
    (folder / LIST).write_text("".join(f"{name}\n" for name in sorted(written)), encoding="utf-8")


def register() -> None:
    """Watch what is written, and clean up once all of it is."""
    signals.content_written.connect(_note_page)
    signals.article_generator_init.connect(_begin)
    signals.static_generator_finalized.connect(_note_copies)
    signals.finalized.connect(_finish)
