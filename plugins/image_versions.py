"""Smaller copies of a picture: AVIF in the widths that screens ask for, never wider than it is.

A copy that would weigh no less than what it stands for is not made. The same picture gives the same
bytes: one thread encodes it, and what encodes it is part of its name in the cache.
"""

from __future__ import annotations

import struct
import zlib
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING, Any, NamedTuple

from clean_images import DAMAGED, UnfitImage, cleaned

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL.Image import Image

WIDTHS = (480, 960, 1440)
SUFFIX, KIND = ".avif", "image/avif"
PHOTO: dict[str, Any] = {"quality": 60, "subsampling": "4:2:0"}
DRAWING: dict[str, Any] = {"quality": 75, "subsampling": "4:4:4"}
"""For formats of lines and letters, whose edges want more care than those of photos."""
DRAWN = ("png", "gif")
STEADY: dict[str, Any] = {"speed": 8, "max_threads": 1}
"""Twice as fast as the encoder's own choice at three hundredths more; more threads might cut otherwise."""
RECIPE = f"2 {WIDTHS} {PHOTO} {DRAWING} {STEADY} {version('pillow')}"
"""Everything but the picture that decides what a copy is; the number is for changes of this file."""

LARGEST = 64_000_000
TOO_LARGE = "it has {:,} × {:,} pixels; make it smaller ({:,} in all are the most)"
BROKEN = (OSError, SyntaxError, ValueError, EOFError, struct.error, zlib.error)
"""What Pillow raises for a file that cannot be read."""
TURNED_ASIDE = (5, 6, 7, 8)


class Version(NamedTuple):
    """A smaller copy."""

    width: int
    weight: int
    """In bytes."""


class Looked(NamedTuple):
    """What was found out about a picture."""

    width: int
    height: int
    weight: int
    """Of the original without its metadata, in bytes."""


def looked_at(data: bytes) -> Looked:
    """Return what a picture is; raises UnfitImage."""
    original = cleaned(data).data
    image = _opened(original)
    return Looked(*_size(image), len(original))


def versions(data: bytes) -> Iterator[tuple[Version, bytes]]:
    """Yield the copies of a picture, widest first; none of one that moves. Raises UnfitImage."""
    original = cleaned(data)
    image = _opened(original.data)
    own, _ = _size(image)
    if getattr(image, "n_frames", 1) > 1:
        return
    shown, lightest = _shown(image), len(original.data)
    for width in [min(own, WIDTHS[-1]), *(width for width in reversed(WIDTHS) if width < min(own, WIDTHS[-1]))]:
        copy = _encoded(shown, width, DRAWING if original.kind in DRAWN else PHOTO)
        if len(copy) < lightest:
            lightest = len(copy)
            yield Version(width, len(copy)), copy


def _opened(data: bytes) -> Image:
    from PIL import Image  # noqa: PLC0415 - most builds open none

    Image.MAX_IMAGE_PIXELS = None  # counted here, before anything is unpacked
    try:
        image = Image.open(BytesIO(data))
    except BROKEN as error:
        raise UnfitImage(DAMAGED) from error
    if image.width * image.height > LARGEST:
        raise UnfitImage(TOO_LARGE.format(image.width, image.height, LARGEST))
    return image


def _size(image: Image) -> tuple[int, int]:
    """Return (width, height) as it is shown."""
    from PIL.ExifTags import Base  # noqa: PLC0415 - as above

    try:
        aside = image.getexif().get(Base.Orientation) in TURNED_ASIDE
    except BROKEN as error:
        raise UnfitImage(DAMAGED) from error
    return (image.height, image.width) if aside else image.size


def _shown(image: Image) -> Image:
    """Return the picture the right way up, in colours that the encoder takes."""
    from PIL import ImageOps  # noqa: PLC0415 - as above

    try:
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))  # a photo is unpacked only as large as it is needed
        upright = ImageOps.exif_transpose(image)
    except BROKEN as error:
        raise UnfitImage(DAMAGED) from error
    if upright.mode not in ("RGB", "RGBA", "P"):
        upright.info.pop("icc_profile", None)  # it speaks of other colours than those it is turned into
    if upright.mode.startswith("I"):  # 16 bits of grey
        upright = upright.point(lambda value: value * (1 / 256)).convert("L")
    return upright if upright.mode in ("RGB", "RGBA") else upright.convert(_colours(upright))


def _colours(image: Image) -> str:
    return "RGBA" if image.has_transparency_data else "RGB"


def _encoded(image: Image, width: int, choice: dict[str, Any]) -> bytes:
    from PIL.Image import Resampling  # noqa: PLC0415 - as above

    height = max(1, round(image.height * width / image.width))
    smaller = image.resize((width, height), Resampling.LANCZOS, reducing_gap=3.0)
    profile = image.info.get("icc_profile")
    out = BytesIO()
    smaller.info.clear()
    smaller.save(out, "AVIF", icc_profile=profile, **choice, **STEADY)
    return out.getvalue()
