"""The picture that goes with a link: a sheet with its margin, the title in lines, and the month stamped.

Drawn with Pillow in the colours of the theme. The same words give the same bytes.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from functools import cache, lru_cache
from importlib.metadata import version
from io import BytesIO
from typing import TYPE_CHECKING

from title_lines import lines, shortened

if TYPE_CHECKING:
    from PIL.Image import Image
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

SIZE = WIDTH, HEIGHT = 1200, 630
PAPER, INK, SOFT, HAIR, RED, LINE = "#fbfaf5", "#211f1b", "#625c52", "#dcd6c8", "#b5301c", "#d98b7c"
"""Those of `theme/static/css/site.css` by day."""
MARGIN = 248
"""Where the line stands."""
LEFT, RIGHT, TOP, BASE = 308, 1128, 60, 556
TITLE_SIZES = (84, 76, 68, 60, 54, 48, 42)
LEADING = 1.38
TITLE_HEIGHT = 372
NAME_SIZE, AUTHOR_SIZE, YEAR_SIZE = 34, 27, 40
STAMP, GAP, ACROSS = 26, 13, 3
SHADES = {INK: 24, SOFT: 12, RED: 1, LINE: 1, HAIR: 1}
"""How many steps from the paper to each colour: letters have soft edges."""
RECIPE = f"1 {version('pillow')} {version('budoux')}"
"""What a picture depends on beside its words and its font; the number is for changes of this file."""


@dataclass(frozen=True, slots=True)
class Words:
    """What a picture says."""

    title: str
    name: str
    """Of the site."""
    author: str
    year: int | None = None
    months: tuple[int, ...] = ()
    """Stamped, 1 to 12."""

    def __str__(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)


def drawn(words: Words, font: str) -> bytes:
    """Return the picture as PNG, its letters taken from a file."""
    from PIL import Image, ImageDraw  # noqa: PLC0415 - most builds draw nothing

    image = Image.new("RGB", SIZE, PAPER)
    draw = ImageDraw.Draw(image)
    draw.line((MARGIN, 0, MARGIN, HEIGHT), LINE, 2)
    _draw_months(draw, words, font, _draw_title(draw, words.title, font))
    _draw_names(draw, words, font)
    return _png(image)


def _draw_title(draw: ImageDraw, title: str, font: str) -> int:
    """Return where its first line stands."""
    size, found = _set(title, font)
    for number, line in enumerate(found):
        draw.text((LEFT, TOP + size + number * round(size * LEADING)), line, INK, _letters(font, size), anchor="ls")
    return TOP + size


def _set(title: str, font: str) -> tuple[int, list[str]]:
    """Return the largest size in which a title has room, and its lines."""
    for size in TITLE_SIZES:
        most = int((TITLE_HEIGHT - size) // (size * LEADING)) + 1
        if found := lines(title, _letters(font, size).getlength, RIGHT - LEFT, min(most, 4)):
            return size, found
    smallest = TITLE_SIZES[-1]
    most = int((TITLE_HEIGHT - smallest) // (smallest * LEADING)) + 1
    return smallest, shortened(title, _letters(font, smallest).getlength, RIGHT - LEFT, most)


def _draw_months(draw: ImageDraw, words: Words, font: str, top: int) -> None:
    """The year as a card of twelve stamps, left of the line, as the archives show it."""
    if words.year is None:
        return
    right = MARGIN - 44
    draw.text((right, top), str(words.year), SOFT, _letters(font, YEAR_SIZE), anchor="rs")
    left = right - ACROSS * STAMP - (ACROSS - 1) * GAP
    for month in range(12):
        x = left + month % ACROSS * (STAMP + GAP)
        y = top + 30 + month // ACROSS * (STAMP + GAP)
        stamped = month + 1 in words.months
        draw.rectangle((x, y, x + STAMP, y + STAMP), RED if stamped else PAPER, RED if stamped else HAIR, 2)


def _draw_names(draw: ImageDraw, words: Words, font: str) -> None:
    name, author = _letters(font, NAME_SIZE), _letters(font, AUTHOR_SIZE)
    draw.line((LEFT, BASE - 66, LEFT + 64, BASE - 66), RED, 3)
    draw.text((LEFT, BASE), words.name, INK, name, anchor="ls")
    left = LEFT + name.getlength(words.name) + NAME_SIZE
    if left + author.getlength(words.author) <= RIGHT:
        draw.text((left, BASE), words.author, SOFT, author, anchor="ls")


@lru_cache(maxsize=16)
def _letters(font: str, size: int) -> FreeTypeFont:
    from PIL import ImageFont  # noqa: PLC0415 - as above

    return ImageFont.truetype(font, size, layout_engine=ImageFont.Layout.BASIC)


def _png(image: Image) -> bytes:
    from PIL.Image import Dither  # noqa: PLC0415 - as above

    out = BytesIO()
    image.quantize(palette=_palette(), dither=Dither.NONE).save(out, "PNG", compress_level=6)
    return out.getvalue()


@cache
def _palette() -> Image:
    from PIL import Image, ImageColor  # noqa: PLC0415 - as above

    paper = ImageColor.getrgb(PAPER)
    shades = [*paper]
    for colour, steps in SHADES.items():
        for step in range(1, steps + 1):
            shades += [round(a + (b - a) * step / steps) for a, b in zip(paper, ImageColor.getrgb(colour), strict=True)]
    palette = Image.new("P", (1, 1))
    palette.putpalette(shades)
    return palette
