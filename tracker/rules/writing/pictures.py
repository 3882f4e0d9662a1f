"""Pictures: whether they say what they show, are ours, are what they claim to be, and are not too large."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

from tracker.messages import _
from tracker.rules.urls import host, is_web
from tracker.rules.writing.findings import Remark

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tracker.rules.writing.links import Link

HEAVY = 1_000_000
"""Bytes of a picture that a page can still carry: more than a phone loads in a few seconds."""
WIDE = 4_000
"""Pixels that no screen shows a post in."""
HEAD = 2**16
"""Bytes from the beginning of a file in which every kind says how large it is."""
FORMATS = ("png", "jpg", "jpeg", "gif", "webp", "avif", "svg")
_SVG = re.compile(rb"<svg\b[^>]*>")
_SVG_SIZE = re.compile(rb"\s(width|height)\s*=\s*[\"'](\d+(?:\.\d+)?)(?:px)?[\"']")
_SVG_BOX = re.compile(rb"\sviewBox\s*=\s*[\"'][\d.-]+[\s,]+[\d.-]+[\s,]+(\d+(?:\.\d+)?)[\s,]+(\d+(?:\.\d+)?)")
_ISPE = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)
_FRAME = (0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF)
"""JPEG's markers of a frame, which says its size."""


class Picture(NamedTuple):
    """What a file of a picture is."""

    size: int
    """In bytes."""
    width: int = 0
    """In pixels; 0: it does not say."""
    height: int = 0
    known: bool = True
    """Whether its first bytes are those of a picture."""


def remarks(link: Link, file: str, ours: str, seen: Callable[[str], Picture | None]) -> Iterator[Remark]:
    """Yield what is wrong with a picture; `file` is where it lies in `content/`, empty when it comes from elsewhere."""
    where = link.where.strip()
    if not link.described:
        said = _("The picture {name} says nothing to those who do not see it.").format(name=where)
        yield Remark("image-alt", link.line, said, _("Say what it shows: ![…]({name})").format(name=where))
    web = f"https:{where}" if where.startswith("//") else where
    if is_web(web) and host(web) != ours:
        said = _("The picture {name} would be fetched from {host} by every reader.").format(name=where, host=host(web))
        yield Remark("image-elsewhere", link.line, said, _("Put it into content/images/ and link it with {static}."))
    picture = seen(file) if file and file.lower().endswith(FORMATS) else None
    if picture:
        yield from _of_file(link, file, picture)


def picture(head: bytes, size: int) -> Picture:
    """Return what the first bytes of a file of `size` bytes say about it."""
    width, height = _measured(head)
    known = bool(width) or _begins_like_one(head)
    return Picture(size, width, height, known)


def _of_file(link: Link, file: str, picture: Picture) -> Iterator[Remark]:
    if not picture.known:
        said = _("The file {file} is no picture.").format(file=file)
        yield Remark("image-broken", link.line, said, _("Save it anew from the program it was made with."))
    if picture.size > HEAVY:
        said = _("The picture {file} has {size:.1f} MB.").format(file=file, size=picture.size / 1e6)
        yield Remark("image-large", link.line, said, _("Save it smaller: below 1 MB it loads on a phone."))
    elif max(picture.width, picture.height) > WIDE:
        said = _("The picture {file} has {width} × {height} pixels.").format(
            file=file, width=picture.width, height=picture.height
        )
        yield Remark("image-large", link.line, said, _("Save it smaller: 2,000 pixels fill every screen."))


def _begins_like_one(head: bytes) -> bool:
    vector = b"<svg" in head[:HEAD] and head.lstrip()[:1] == b"<"
    return vector or head[:3] in (b"\xff\xd8\xff", b"GIF") or head[4:12] in (b"ftypavif", b"ftypavis")


def _measured(head: bytes) -> tuple[int, int]:
    """Return width and height in pixels, 0 and 0 where the file does not say."""
    try:
        if head.startswith(b"\x89PNG\r\n\x1a\n"):
            width, height = struct.unpack(">II", head[16:24])
        elif head[:6] in (b"GIF87a", b"GIF89a"):
            width, height = struct.unpack("<HH", head[6:10])
        elif head.startswith(b"\xff\xd8\xff"):
            width, height = _jpeg(head)
        elif head[:4] == b"RIFF" and head[8:12] == b"WEBP":
            width, height = _webp(head)
        elif found := _ISPE.search(head) if head[4:8] == b"ftyp" else None:
            width, height = (int.from_bytes(number, "big") for number in found.groups())
        else:
            width, height = _svg(head)
    except struct.error:
        return 0, 0
    return width, height


def _jpeg(head: bytes) -> tuple[int, int]:
    at = 2
    while at + 9 < len(head):
        marker, length = head[at + 1], int.from_bytes(head[at + 2 : at + 4], "big")
        if head[at] != 0xFF or length < 2:  # noqa: PLR2004 - a segment counts its own two bytes
            break
        if marker in _FRAME:
            height, width = struct.unpack(">HH", head[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return 0, 0


def _webp(head: bytes) -> tuple[int, int]:
    kind = head[12:16]
    if kind == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    width, height = struct.unpack("<HH", head[26:30])
    return width & 0x3FFF, height & 0x3FFF


def _svg(head: bytes) -> tuple[int, int]:
    tag = _SVG.search(head)
    said = dict(_SVG_SIZE.findall(tag[0])) if tag else {}
    if {b"width", b"height"} <= said.keys():
        return int(float(said[b"width"])), int(float(said[b"height"]))
    box = _SVG_BOX.search(tag[0]) if tag else None
    return (int(float(box[1])), int(float(box[2]))) if box else (0, 0)
