"""The pictures of posts: published without their metadata, shown in the size that a screen asks for.

`![What it shows]({static}/images/lake.jpg)` becomes a `<picture>` with smaller copies and its size, so
that nothing moves while it loads; all but the first of a text wait until they are near. A drawing
(SVG) stays as it is. A picture that cannot be used fails the build.
"""

from __future__ import annotations

import logging
import os
from collections import defaultdict
from pathlib import Path
from posixpath import dirname, relpath, splitext
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from clean_images import UnfitImage, cleaned
from image_markup import image, images, picture, replaced
from image_places import attached, place
from image_versions import KIND, SUFFIX
from known_images import KnownImages
from output_files import write_bytes
from pelican import signals
from safe_points import passing
from safe_svg import size_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from image_markup import Said

FOLDER = "images"
DRAWING = ".svg"
PHOTOS = (
    ".jpg",
    ".jpeg",
    ".jpe",
    ".jfif",
    ".png",
    ".apng",
    ".webp",
    ".gif",
    ".avif",
    ".heic",
    ".heif",
    ".tif",
    ".tiff",
    ".bmp",
)
"""Some of these no browser shows: they say where they were taken all the same."""
HEAVY = 3 * 1024 * 1024
"""Bytes; feed readers fetch the original."""

logger = logging.getLogger(__name__)


class ImagesUnfit(Exception):
    """Pictures that cannot be published or shown."""

    def __init__(self, found: Iterable[str]) -> None:
        super().__init__(f"These images cannot be used: {'; '.join(found)}.")


class Album:
    """The pictures of one build."""

    def __init__(self, settings: Mapping[str, Any], statics: Mapping[str, Any]) -> None:
        self.settings = settings
        self.statics = {
            name: static
            for name, static in statics.items()
            if _suffix(name) in (DRAWING, *PHOTOS) and self.source(name).is_file()
        }
        """Files by their path below `content/`."""
        self.known = KnownImages.read(Path(settings["CACHE_PATH"]) / FOLDER)
        self.shown: dict[str, dict[str, None]] = defaultdict(dict)
        """Paths of pictures, and of the texts that show them."""
        self.drawn: dict[str, tuple[int, int] | None] = {}
        """Sizes of drawings, where they have one."""
        self.wrong: list[str] = []

    def look(self, contents: Iterable[Any]) -> None:
        """Find what each text shows, make copies, put them into the texts; raises ImagesUnfit."""
        texts = [content for content in contents if "<img" in (content._content or "")]  # noqa: SLF001 - what plugins are meant to change
        for content in passing(texts):
            self._find_shown(content)
        for name in passing(sorted(self.statics)):
            self._check(name)
        photos = {self.source(name): name for name in self.shown if _suffix(name) in PHOTOS}
        if not self.wrong:
            for path, error in self.known.copy_all(photos).items():
                self._blame(photos[path], error)
        if self.wrong:
            raise ImagesUnfit(self.wrong)
        for content in passing(texts):
            self._show(content)

    def source(self, name: str) -> Path:
        """Return the file of a picture."""
        return Path(self.settings["PATH"]) / name

    def _find_shown(self, content: Any) -> None:
        for said in images(content._content):  # noqa: SLF001 - as above
            src = said.get("src", "")
            try:
                name = place(content, src, self.statics)
            except UnfitImage as error:
                self.wrong.append(f"{src} (in {content.relative_source_path}): {error}")
            else:
                if name:
                    self.shown[name][content.relative_source_path] = None

    def _check(self, name: str) -> None:
        try:
            if _suffix(name) == DRAWING:
                self.drawn[name] = size_of(self.source(name).read_bytes())
            else:
                self._weigh(name, self.known.find(self.source(name)).looked.weight)
        except UnfitImage as error:
            self._blame(name, error)

    def _weigh(self, name: str, weight: int) -> None:
        if weight > HEAVY and name in self.shown:
            megabytes = weight / 1024 / 1024
            logger.warning("%s (%s) weighs %.1f MB; feed readers fetch all of it", name, self._where(name), megabytes)

    def _blame(self, name: str, error: UnfitImage) -> None:
        self.wrong.append(f"{name} ({self._where(name)}): {error}")

    def _where(self, name: str) -> str:
        return f"in {', '.join(self.shown[name])}" if self.shown.get(name) else "shown in no post"

    def _show(self, content: Any) -> None:
        """Put size and copies into a text."""
        before: list[str] = []

        def show(said: Said) -> str | None:
            name = place(content, said.get("src", ""), self.statics)
            before.append(name)
            return self._markup(content, name, said, first=len(before) == 1) if name else None

        content._content = replaced(content._content, show)  # noqa: SLF001 - as above

    def _markup(self, content: Any, name: str, said: Said, *, first: bool) -> str:
        static = self.statics[name]
        if attached(said["src"]):
            static.attach_to(content)
        size = self._size(name, said)
        said["src"] = _address(content, static.save_as)
        shown = image(said, **({} if first else {"loading": "lazy"}), decoding="async", **size)
        if _suffix(name) == DRAWING or not (found := self.known.find(self.source(name))).versions:
            return shown
        copies = [
            (_address(content, _copy_name(static.save_as, found.digest, width)), width) for width, _ in found.versions
        ]
        return picture(shown, KIND, copies, _sizes(said, self.settings["IMAGE_SIZES"]))

    def _size(self, name: str, said: Said) -> dict[str, int]:
        """Return width and height, in the proportion of the picture where the text says one of them."""
        size = self.drawn[name] if _suffix(name) == DRAWING else self.known.find(self.source(name)).looked[:2]
        if size is None:
            return {}
        width, height = size
        if said.get("width", "").isdecimal():
            return {"height": round(int(said["width"]) * height / width)}
        if said.get("height", "").isdecimal():
            return {"width": round(int(said["height"]) * width / height)}
        return {"width": width, "height": height}

    def publish(self, folder: str) -> None:
        """Write what a site shows of its pictures, where that is not there already."""
        for name, static in passing(self.statics.items()):
            if _suffix(name) in PHOTOS:
                self._publish_original(folder, name, static.save_as)
                self._publish_copies(folder, name, static.save_as)
        self.known.save()

    def _publish_original(self, folder: str, name: str, save_as: str) -> None:
        """An original that is there has the size of the cleaned one and the time of its source."""
        source, target = self.source(name), Path(folder) / save_as
        now, weight = source.stat(), self.known.find(source).looked.weight
        if _is_there(target, weight) and target.stat().st_mtime_ns == now.st_mtime_ns:
            signals.content_written.send(str(target), context={})
        else:
            write_bytes(folder, save_as, cleaned(source.read_bytes()).data)
            os.utime(target, ns=(now.st_atime_ns, now.st_mtime_ns))

    def _publish_copies(self, folder: str, name: str, save_as: str) -> None:
        """A copy is named after what it shows: one that is there is right."""
        found = self.known.find(self.source(name))
        for width, weight in found.versions or () if name in self.shown else ():
            copy = _copy_name(save_as, found.digest, width)
            if _is_there(Path(folder) / copy, weight):
                signals.content_written.send(str(Path(folder) / copy), context={})
            else:
                write_bytes(folder, copy, self.known.copy(self.source(name), width))


def _suffix(name: str) -> str:
    return splitext(name)[1].lower()


def _copy_name(save_as: str, digest: str, width: int) -> str:
    return f"{splitext(save_as)[0]}.{digest[:8]}-{width}{SUFFIX}"


def _address(content: Any, save_as: str) -> str:
    """Return the address of a file, relative to the page of a text: it can be read from any folder."""
    return quote(relpath(save_as, dirname(content.save_as) or "."))


def _sizes(said: Said, usual: str) -> str:
    """Return how wide a picture is shown; a text may ask for less than the column."""
    return f"min({said['width']}px, 100vw)" if said.get("width", "").isdecimal() else usual


def _is_there(path: Path, weight: int) -> bool:
    return path.is_file() and path.stat().st_size == weight


def _take(generator: Any) -> None:
    """Once every text and file was found: look at the pictures, and take their copying over from Pelican."""
    album = Album(generator.settings, generator.context["static_content"])
    contents = generator.context["generated_content"].values()
    album.look(content for content in contents if content and not getattr(content, "gone", False))
    generator.staticfiles[:] = [static for static in generator.staticfiles if _suffix(static.source_path) not in PHOTOS]
    generator.context["album"] = album


def _publish(generator: Any, writer: Any) -> None:
    generator.context["album"].publish(writer.output_path)


def register() -> None:
    """Look once all files were found; publish once all pages are written and nothing lies elsewhere any more."""
    signals.static_generator_finalized.connect(_take)
    signals.page_writer_finalized.connect(_publish)
