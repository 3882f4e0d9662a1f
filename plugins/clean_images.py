"""Pictures without what cameras and programs wrote into them: where, when, by whom, with what, and small copies.

`cleaned(data)` leaves every pixel as it is: nothing is decoded, so nothing is lost. What stays is what
the picture needs to be shown: colours, transparency, movement, and which way is up. Each format is
taken apart as its specification says; a part nobody knows goes.
"""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from collections.abc import Iterator


class UnfitImage(Exception):
    """A picture that cannot be published; the message says why and what to do."""


EMPTY = "the file is empty"
DAMAGED = "it is damaged or cut off; save it again"
UNKNOWN = "it is no picture that browsers show; save it as JPEG, PNG, WebP, AVIF or SVG"
TELLING = "it holds EXIF or XMP data, which cannot be taken out of an AVIF file; save it as JPEG, PNG or WebP"


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A picture as it is published."""

    kind: str
    """`jpeg`, `png`, `webp`, `gif` or `avif`."""
    data: bytes


def cleaned(data: bytes) -> Cleaned:
    """Return a picture without what it says beside its pixels; raises UnfitImage."""
    for kind, (beginning, clean) in KINDS.items():
        if beginning.match(data):
            try:
                return Cleaned(kind, clean(data))
            except IndexError:
                _damaged()
    raise UnfitImage(UNKNOWN if data else EMPTY)


def _damaged() -> NoReturn:
    raise UnfitImage(DAMAGED) from None


def _part(data: bytes, start: int, length: int) -> bytes:
    if start + length > len(data):
        _damaged()
    return data[start : start + length]


# --- which way is up: the one entry of EXIF (TIFF 6.0, §2) that is needed ----------------------------

UPRIGHT = 1
ORIENTATION = 0x0112


def orientation(exif: bytes) -> int:
    """Return how a picture is turned, 1 to 8; a block that cannot be read turns nothing."""

    def number(at: int, length: int = 2) -> int:
        return int.from_bytes(exif[at : at + length], "little" if exif[:2] == b"II" else "big")

    start = number(4, 4)
    entries = range(start + 2, start + 2 + 12 * number(start), 12)
    turned = next((number(at + 8) for at in entries if number(at) == ORIENTATION), UPRIGHT)
    return turned if UPRIGHT <= turned <= 8 else UPRIGHT  # noqa: PLR2004 - eight ways to hold a camera


def exif_of(turned: int) -> bytes:
    """Return the smallest EXIF block that says how a picture is turned."""
    entry = ORIENTATION.to_bytes(2, "big") + b"\0\3" + b"\0\0\0\1" + turned.to_bytes(2, "big") + b"\0\0"
    return b"MM\0\x2a" + b"\0\0\0\x08" + b"\0\1" + entry + b"\0\0\0\0"


# --- JPEG (ITU T.81, JFIF) --------------------------------------------------------------------------

APP0, APP1, APP2, APP14, APP15 = 0xE0, 0xE1, 0xE2, 0xEE, 0xEF
COMMENT, SCAN, END = 0xFE, 0xDA, 0xD9
SCAN_END = re.compile(rb"\xff[\x01-\xcf\xd8-\xfe]")
EXIF = b"Exif\0\0"


def _jpeg(data: bytes) -> bytes:
    parts = list(_segments(data))
    exif = next((part[10:] for marker, part in parts if marker == APP1 and part[4:].startswith(EXIF)), b"")
    turned = orientation(exif)
    start = _segment(APP1, EXIF + exif_of(turned)) if turned != UPRIGHT else b""
    shown = (_segment(APP0, part[4:16] + b"\0\0") if marker == APP0 else part for marker, part in parts if _shows(part))
    return b"\xff\xd8" + start + b"".join(shown) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[tuple[int, bytes]]:
    """Yield (marker, segment) up to the end of the picture: what follows is another one, or a film."""
    at = 2
    while True:
        if data[at] != 0xFF:  # noqa: PLR2004 - every marker begins so
            _damaged()
        while data[at + 1] == 0xFF:  # noqa: PLR2004 - and may be led by more of it
            at += 1
        marker = data[at + 1]
        if marker == END:
            return
        end = at + 2 + int.from_bytes(_part(data, at + 2, 2), "big")
        if marker == SCAN:
            end = (SCAN_END.search(data, end) or _damaged()).start()
        yield marker, _part(data, at, end - at)
        at = end


def _shows(segment: bytes) -> bool:
    """Whether a segment is needed to show the picture; JFIF loses its small copy elsewhere."""
    marker, body = segment[1], segment[4:]
    if marker == APP0:
        return body.startswith(b"JFIF\0")
    if marker == APP2:
        return body.startswith(b"ICC_PROFILE\0")
    if marker == APP14:
        return body.startswith(b"Adobe")
    return marker != COMMENT and not APP0 <= marker <= APP15


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body


# --- PNG (third edition, §5 and §11) ----------------------------------------------------------------

PNG_SHOWS = {b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"bKGD", b"pHYs"}
PNG_SHOWS |= {b"cICP", b"mDCV", b"cLLI", b"acTL", b"fcTL", b"fdAT"}


def _png(data: bytes) -> bytes:
    parts, at = [data[:8]], 8
    while True:
        length = int.from_bytes(_part(data, at, 4), "big")
        chunk = _part(data, at, length + 12)
        name, at = chunk[4:8], at + length + 12
        if name in PNG_SHOWS:
            parts.append(chunk)
        elif name == b"eXIf" and (turned := orientation(chunk[8:-4])) != UPRIGHT:
            parts.append(_chunk(name, exif_of(turned)))
        if name == b"IEND":
            return b"".join(parts)


def _chunk(name: bytes, body: bytes) -> bytes:
    return len(body).to_bytes(4, "big") + name + body + zlib.crc32(name + body).to_bytes(4, "big")


# --- WebP (RFC 9649) --------------------------------------------------------------------------------

WEBP_SHOWS = (b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ANMF", b"ICCP")
HAS_EXIF, HAS_XMP = 0x08, 0x04


def _webp(data: bytes) -> bytes:
    chunks, at = [], 12
    whole = _part(data, 0, 8 + int.from_bytes(data[4:8], "little"))
    while at < len(whole):
        length = int.from_bytes(_part(whole, at + 4, 4), "little")
        chunks.append((whole[at : at + 4], _part(whole, at + 8, length)))
        at += 8 + length + length % 2
    exif = next((body.removeprefix(EXIF) for name, body in chunks if name == b"EXIF"), b"")
    turned = orientation(exif)
    shown = [
        _riff(b"VP8X", _flags(body, turned)) if name == b"VP8X" else _riff(name, body)
        for name, body in chunks
        if name in (b"VP8X", *WEBP_SHOWS)
    ]
    if turned != UPRIGHT:
        shown.append(_riff(b"EXIF", exif_of(turned)))
    return _riff(b"RIFF", b"WEBP" + b"".join(shown))


def _flags(body: bytes, turned: int) -> bytes:
    plain = body[0] & ~(HAS_EXIF | HAS_XMP)
    return bytes((plain | (HAS_EXIF if turned != UPRIGHT else 0),)) + body[1:]


def _riff(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)


# --- GIF (89a) --------------------------------------------------------------------------------------

EXTENSION, IMAGE, TRAILER = 0x21, 0x2C, 0x3B
CONTROL, PLAIN_TEXT, APPLICATION = 0xF9, 0x01, 0xFF
GIF_SHOWS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def _gif(data: bytes) -> bytes:
    at = 13 + _colours(data[10])
    parts = [_part(data, 0, at)]
    while data[at] != TRAILER:
        start = at
        if data[at] == IMAGE:
            at = _blocks_end(data, at + 11 + _colours(data[at + 9]))
            parts.append(data[start:at])
        elif data[at] == EXTENSION:
            label, at = data[at + 1], _blocks_end(data, at + 2)
            application = label == APPLICATION and data[start + 3 : start + 14] in GIF_SHOWS
            if application or label in (CONTROL, PLAIN_TEXT):
                parts.append(data[start:at])
        else:
            _damaged()
    return b"".join(parts) + b"\x3b"


def _colours(flags: int) -> int:
    """Return the length of a table of colours; 0 when there is none."""
    return 3 << (flags & 7) + 1 if flags & 0x80 else 0


def _blocks_end(data: bytes, at: int) -> int:
    """Return where a chain of blocks ends."""
    while length := data[at]:
        at += 1 + length
    return at + 1


# --- AVIF (ISO/IEC 23008-12): not taken apart, refused when it says too much ------------------------

AVIF_TELLS = (b"Exif", b"application/rdf+xml")


def _avif(data: bytes) -> bytes:
    at = 0
    while at < len(data):
        length = int.from_bytes(_part(data, at, 4), "big") or len(data) - at
        box = data[at + 4 : at + 8]
        if box == b"meta" and any(word in data[at : at + length] for word in AVIF_TELLS):
            raise UnfitImage(TELLING)
        at += length if length > 1 else int.from_bytes(_part(data, at + 8, 8), "big") or _damaged()
    return data


KINDS = {
    "jpeg": (re.compile(rb"\xff\xd8\xff"), _jpeg),
    "png": (re.compile(rb"\x89PNG\r\n\x1a\n"), _png),
    "webp": (re.compile(rb"RIFF....WEBP", re.DOTALL), _webp),
    "gif": (re.compile(rb"GIF8[79]a"), _gif),
    "avif": (re.compile(rb"....ftyp(?:avi[fs]|mif1.{0,64}avif)", re.DOTALL), _avif),
}
"""How each format begins, and what cleans it."""
