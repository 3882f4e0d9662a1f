"""What a build writes: only what differs from what is there, and what no longer belongs is removed.

A file that would be the same is left alone, with the time it was written, for whoever copies by
time. Pelican can only empty the whole folder, before it knows whether the build will succeed; here
files go after it did, and only those that an earlier build wrote and nobody has changed since: a
folder given by mistake keeps what it holds. The list of them lies in the cache, beside the site.
Plugins write with `write_text` and `copy_changed`, before Pelican says `finalized`.
"""

from __future__ import annotations

import filecmp
import fnmatch
import json
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fingerprints import digest
from pelican import signals
from safe_points import passing, pause

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

FOLDER = "outputs"
LIST = "files.json"
OLD_LIST = ".written"
"""Where the list was before it moved: in the output itself."""


@dataclass(frozen=True)
class File:
    """A file of the output as a build left it."""

    size: int
    time: int
    """When it was written, in nanoseconds."""
    digest: str


@dataclass
class Build:
    """What one build did to its output."""

    folder: Path = field(default_factory=Path)
    names: set[str] = field(default_factory=set)
    """Everything that belongs."""
    written: set[str] = field(default_factory=set)
    """What was not there, or differed."""
    before: dict[str, File] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)
    removed: tuple[str, ...] = ()
    finished: bool = False

    @property
    def added(self) -> list[str]:
        """Names that no earlier build knew."""
        return sorted(self.names - self.before.keys())

    @property
    def changed(self) -> list[str]:
        """Names whose files are not as the last build left them."""
        return sorted(
            name for name in self.names & self.before.keys() if self.before[name].digest != self.files[name].digest
        )


build = Build()
"""The build that is under way, or the last one of this process."""


def kept_folder(settings: Mapping[str, Any]) -> Path:
    """Return the folder in the cache that belongs to an output; the tracker looks there too."""
    return Path(settings["CACHE_PATH"]) / FOLDER / digest(str(Path(settings["OUTPUT_PATH"]).absolute()))


def write_text(folder: str, name: str, text: str) -> None:
    """Write one file of the site that is no page, and tell Pelican's listeners."""
    write_bytes(folder, name, text.encode("utf-8"))


def write_bytes(folder: str, name: str, data: bytes) -> None:
    """Write one file of the site that is no text."""
    path = Path(folder) / name
    write_changed(path, data)
    signals.content_written.send(str(path), context={})


def write_changed(path: Path, data: bytes) -> bool:
    """Write a file unless that is what it holds; return whether it was written."""
    build.names.add(_name(path))
    if holds(path, data):
        return False
    try:
        path.write_bytes(data)
    except FileNotFoundError:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    _wrote(_name(path))
    return True


def holds(path: Path, data: bytes) -> bool:
    """Whether a file is there and holds exactly this."""
    try:
        return path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False


def copy_changed(source: Path, path: Path) -> None:
    """Copy a file unless the copy is there and the same."""
    build.names.add(_name(path))
    if path.is_file() and _same(source, path):
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, path)
    _wrote(_name(path))


def _wrote(name: str) -> None:
    build.written.add(name)
    build.files.pop(name, None)


def _same(source: Path, path: Path) -> bool:
    return source.stat().st_size == path.stat().st_size and filecmp.cmp(source, path, shallow=False)


def belongs(path: str) -> None:
    """Say that a file that was left alone belongs to the build."""
    pause()
    build.names.add(_name(Path(path)))


def untouched(name: str) -> bool:
    """Whether a file is as the last build left it."""
    left = build.before.get(name)
    if left is None or _now(f"{build.folder}{os.sep}{name}", left) != left:
        return False
    build.files[name] = left
    return True


def remove(folder: Path, files: Mapping[str, File | None]) -> list[str]:
    """Remove those files of the folder that are as they were left (None: however they are), and folders left empty."""
    gone = []
    for name, left in sorted(files.items()):
        path = folder / name
        ours = path.is_file() and (left is None or _now(str(path), left) == left)
        if ours and path.resolve().is_relative_to(folder.resolve()):
            path.unlink()
            gone.append(name)
            _remove_empty(path.parent, folder)
    return gone


def _remove_empty(folder: Path, top: Path) -> None:
    while folder != top and not any(folder.iterdir()):
        folder.rmdir()
        folder = folder.parent


def _now(path: str, left: File | None = None) -> File | None:
    """A file as it is; when its size and time are as they were left, its content is taken to be so too."""
    try:
        found = os.stat(path)  # noqa: PTH116 - for every page, much sooner than pathlib
        if left and (found.st_size, found.st_mtime_ns) == (left.size, left.time):
            return left
        now = digest(Path(path).read_bytes())
    except OSError:
        return None
    return left if left and left.digest == now else File(found.st_size, found.st_mtime_ns, now)


def _name(path: Path) -> str:
    """The name of a file below the output; what lies elsewhere keeps its path."""
    text, top = os.path.abspath(path), f"{build.folder}{os.sep}"  # noqa: PTH100 - much sooner than pathlib, for every page
    return text.removeprefix(top).replace(os.sep, "/")


def _begin(generator: Any) -> None:
    """Start anew: `pelican --autoreload` builds again in one process."""
    global build  # noqa: PLW0603 - there is one build at a time
    folder = Path(os.path.abspath(generator.output_path))  # noqa: PTH100 - as `_name` does
    build = Build(folder, before=_left(kept_folder(generator.settings) / LIST))


def _left(path: Path) -> dict[str, File]:
    """The files as the last build left them; none when there was none."""
    try:
        data = json.loads(path.read_bytes())
        return {name: File(*values) for name, values in data["files"].items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {}


def _take_over(generator: Any) -> None:
    """Copy images and the theme's files only where they differ."""
    linked, stock = generator.settings["STATIC_CREATE_LINKS"], generator._file_update_required  # noqa: SLF001 - as below

    def wanted(static: Any) -> bool:
        belongs(os.path.join(generator.output_path, static.save_as))  # noqa: PTH118 - a text, for every image
        return bool(stock(static)) if linked else True

    generator._file_update_required = wanted  # noqa: SLF001 - as below
    generator._copy_staticfile = lambda static: copy_changed(  # noqa: SLF001 - Pelican has no other place for it
        Path(generator.path) / static.source_path, Path(generator.output_path) / static.save_as
    )
    generator._copy_paths = lambda *_: _copy_theme(generator)  # noqa: SLF001 - the same


def _copy_theme(generator: Any) -> None:
    settings = generator.settings
    top = Path(generator.output_path) / settings["THEME_STATIC_DIR"]
    for source, name in _theme_files(Path(generator.theme), settings["THEME_STATIC_PATHS"], settings["IGNORE_FILES"]):
        copy_changed(source, top / name)


def _theme_files(theme: Path, places: Iterable[str], ignored: Iterable[str]) -> Iterator[tuple[Path, str]]:
    """Yield (file, name below the theme's folder of the output): files of a folder, or a file by itself."""
    for place in places:
        start = theme / place
        for path in [start] if start.is_file() else sorted(start.rglob("*")):
            inside = path.relative_to(start).parts or (path.name,)
            if path.is_file() and not any(fnmatch.fnmatch(part, pattern) for part in inside for pattern in ignored):
                yield path, "/".join(inside)


def finish(pelican: Any) -> None:
    """Remove what no longer belongs and list what does, once; what is written later is not known to belong."""
    if build.finished:
        return
    build.finished = True
    for name in passing(build.names - build.files.keys()):
        now = _now(f"{build.folder}{os.sep}{name}", build.before.get(name))
        if now is not None:
            build.files[name] = now
    stale: dict[str, File | None] = {name: file for name, file in build.before.items() if name not in build.names}
    build.removed = tuple(remove(build.folder, stale | _older_list(build.names)))
    with suppress(OSError):  # without a list, nothing is removed next time
        folder = kept_folder(pelican.settings)
        folder.mkdir(parents=True, exist_ok=True)
        files = {name: (file.size, file.time, file.digest) for name, file in sorted(build.files.items())}
        (folder / LIST).write_text(
            json.dumps({"output": str(build.folder), "files": files}, ensure_ascii=False), "utf-8"
        )


def _older_list(names: set[str]) -> dict[str, File | None]:
    """What a list in the output itself names; the list goes too."""
    path = build.folder / OLD_LIST
    if not path.is_file():
        return {}
    listed = path.read_text(encoding="utf-8").splitlines()
    return dict.fromkeys({OLD_LIST, *listed} - names)


def _note(path: str, **_: object) -> None:
    belongs(path)


def register() -> None:
    """Watch what is written, and clean up once all of it is."""
    signals.article_generator_init.connect(_begin)
    signals.content_written.connect(_note)
    signals.feed_written.connect(_note)
    signals.static_generator_finalized.connect(_take_over)
    signals.finalized.connect(finish)
