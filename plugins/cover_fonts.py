"""Which font has the letters of a title: one of the theme's, else one that the system has.

The theme brings its own, so that the same site gives the same pictures wherever it is built.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PIL.ImageFont import FreeTypeFont

FOLDER = "fonts"
SUFFIXES = (".woff2", ".otf", ".ttf", ".ttc")
SYSTEM = (
    "/usr/share/fonts/opentype/noto/NotoSerifCJK-Bold.ttc",
    "/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc",
    "/System/Library/Fonts/ヒラギノ明朝 ProN.ttc",
    "C:/Windows/Fonts/yumindb.ttf",
    "C:/Windows/Fonts/BIZ-UDMinchoM.ttc",
)
"""Debian's fonts-noto-cjk, macOS, Windows."""
PROBE_SIZE = 32
NOWHERE = "\U0010fffe"
"""What no font has: its picture is the one for letters that are missing."""


def theme_fonts(theme: str) -> list[Path]:
    """Return the fonts that a theme brings."""
    return sorted(path for path in (Path(theme) / FOLDER).glob("*") if path.suffix in SUFFIXES)


def fonts(theme: str) -> tuple[str, ...]:
    """Return the fonts there are and that can be read, those of the theme first."""
    return tuple(font for font in (*map(str, theme_fonts(theme)), *SYSTEM) if _usable(font))


def best(text: str, found: Iterable[str]) -> tuple[str, str]:
    """Return the font that lacks the fewest letters of a text, and those that it lacks."""
    ways = []
    for number, font in enumerate(found):
        lacking = "".join(dict.fromkeys(letter for letter in text if not _has(font, letter)))
        if not lacking:
            return font, ""
        ways.append((len(lacking), number, font, lacking))
    _, _, font, lacking = min(ways)
    return font, lacking


@cache
def _usable(font: str) -> bool:
    try:
        _probe(font)
    except OSError:
        return False
    return True


@cache
def _has(font: str, letter: str) -> bool:
    return unicodedata.category(letter)[0] in "ZC" or _picture(font, letter) != _picture(font, NOWHERE)


@cache
def _picture(font: str, letter: str) -> tuple[bytes, float]:
    letters = _probe(font)
    return bytes(letters.getmask(letter)), letters.getlength(letter)


@cache
def _probe(font: str) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - most builds draw nothing

    return ImageFont.truetype(font, PROBE_SIZE, layout_engine=ImageFont.Layout.BASIC)
