from __future__ import annotations

import struct

import pytest

from tracker.rules.writing.links import Link
from tracker.rules.writing.pictures import Picture, picture, remarks

PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", 800, 600)
GIF = b"GIF89a" + struct.pack("<HH", 80, 60)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0" + b"\0" * 9 + b"\xff\xc0\0\x11\x08" + struct.pack(">HH", 300, 400) + b"\x03" * 9
WEBP = {
    "VP8 ": b"RIFF\0\0\0\0WEBPVP8 " + b"\0" * 10 + struct.pack("<HH", 640, 480),
    "VP8L": b"RIFF\0\0\0\0WEBPVP8L\0\0\0\0\x2f" + struct.pack("<I", 639 | (479 << 14)),
    "VP8X": b"RIFF\0\0\0\0WEBPVP8X" + b"\0" * 8 + (639).to_bytes(3, "little") + (479).to_bytes(3, "little"),
}
AVIF = b"\0\0\0\x1cftypavif" + b"\0" * 20 + b"ispe\0\0\0\0" + struct.pack(">II", 320, 240)


@pytest.mark.parametrize(
    ("head", "size"),
    [
        (PNG, (800, 600)),
        (GIF, (80, 60)),
        (JPEG, (400, 300)),
        *((head, (640, 480)) for head in WEBP.values()),
        (AVIF, (320, 240)),
        (b'<svg xmlns="x" width="720" height="300" viewBox="0 0 1 1">', (720, 300)),
        (b'<?xml version="1.0"?>\n<svg viewBox="0 0 72.5 30">', (72, 30)),
        (b"<svg>", (0, 0)),
        (PNG[:18], (0, 0)),
        (JPEG[:25], (0, 0)),
        (b"", (0, 0)),
    ],
)
def test_pictures_say_how_large_they_are(head: bytes, size: tuple[int, int]) -> None:
    found = picture(head, 9)
    assert (found.width, found.height) == size


@pytest.mark.parametrize(("head", "known"), [(b"<svg>", True), (b"GIF", True), (b"<html>", False), (b"", False)])
def test_what_is_a_picture(head: bytes, known: bool) -> None:  # noqa: FBT001 - a case
    assert picture(head, 9).known is known


def about(link: Link, file: str = "images/a.png", seen: Picture | None = None) -> list[str]:
    return [one.rule for one in remarks(link, file, "mio.example", lambda _file: seen)]


SHOWN = Link("{static}/images/a.png", 1, "What it shows", image=True)


def test_a_picture_that_is_fine() -> None:
    assert about(SHOWN, seen=Picture(90_000, 1_600, 900)) == []
    assert about(SHOWN, seen=None) == []


def test_it_says_what_it_shows() -> None:
    assert about(SHOWN._replace(label="", described=False)) == ["image-alt"]


@pytest.mark.parametrize("where", ["https://elsewhere.example/a.png", "//elsewhere.example/a.png"])
def test_it_is_not_fetched_from_others(where: str) -> None:
    assert about(SHOWN._replace(where=where), "") == ["image-elsewhere"]
    assert about(SHOWN._replace(where="https://mio.example/images/a.png"), "") == []


def test_it_is_no_larger_than_it_need_be() -> None:
    assert about(SHOWN, seen=Picture(3_000_000, 800, 600)) == ["image-large"]
    assert about(SHOWN, seen=Picture(300_000, 8_000, 600)) == ["image-large"]


def test_it_is_what_its_name_says() -> None:
    assert about(SHOWN, seen=Picture(0, known=False)) == ["image-broken"]
    assert about(SHOWN, "files/data.csv", Picture(0, known=False)) == []
