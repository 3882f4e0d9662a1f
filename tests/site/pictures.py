"""Pictures as cameras, phones and programs write them, made here: no file of anybody's is needed."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base

PLACE = (43.0, 3.0, 51.0), (141.0, 21.0, 15.0)
MAKER = "Secretcam 3000"
PROGRAM = b"<x:xmpmeta>where the author lives</x:xmpmeta>"


def photo(width: int = 64, height: int = 48, mode: str = "RGB") -> Image.Image:
    """A picture with something to see in it."""
    corners = (-2.0 - width / 1e6, -1.5, 1.0, 1.5)
    return Image.effect_mandelbrot((width, height), corners, 40).convert(mode)


def exif(turned: int = 1) -> Image.Exif:
    """What a phone says: where, with what, and which way up."""
    said = Image.Exif()
    said[Base.Orientation] = turned
    said[Base.Make] = MAKER
    north, east = PLACE
    said.get_ifd(IFD.GPSInfo).update(
        {GPS.GPSLatitudeRef: "N", GPS.GPSLatitude: north, GPS.GPSLongitudeRef: "E", GPS.GPSLongitude: east}
    )
    return said


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    """The bytes of a file."""
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    """A picture, wholly read."""
    image = Image.open(BytesIO(data))
    image.load()
    return image


def place_of(data: bytes) -> dict[int, Any]:
    """Where a picture says it was taken."""
    return dict(opened(data).getexif().get_ifd(IFD.GPSInfo))
