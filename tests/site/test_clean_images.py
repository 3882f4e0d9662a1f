"""What is taken out of pictures before they are published, and what is not."""

from __future__ import annotations

from typing import Any

import pytest
from clean_images import DAMAGED, EMPTY, TELLING, UNKNOWN, UnfitImage, cleaned, exif_of, orientation
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms
from PIL.ExifTags import Base
from safe_svg import size_of

from tests.site.pictures import MAKER, PROGRAM, exif, opened, photo, place_of, saved

TURNS = range(1, 9)
FORMATS: dict[str, dict[str, Any]] = {
    "JPEG": {"xmp": PROGRAM, "comment": b"from the balcony"},
    "PNG": {},
    "WEBP": {"xmp": PROGRAM},
}


def written(kind: str, turned: int = 1, **more: object) -> bytes:
    return saved(photo(), kind, exif=exif(turned), **FORMATS[kind], **more)


@pytest.mark.parametrize("kind", FORMATS)
def test_where_a_picture_was_taken_is_gone_and_every_pixel_is_there(kind: str) -> None:
    data = written(kind)
    assert place_of(data)
    result = cleaned(data)
    assert result.kind == kind.lower()
    assert not place_of(result.data)
    assert not opened(result.data).getexif()
    assert not [word for word in (MAKER.encode(), b"xmpmeta", b"balcony") if word in result.data]
    assert opened(result.data).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("kind", FORMATS)
@pytest.mark.parametrize("turned", TURNS)
def test_a_picture_stays_the_right_way_up(kind: str, turned: int) -> None:
    said = dict(opened(cleaned(written(kind, turned)).data).getexif())
    assert said == ({} if turned == 1 else {Base.Orientation: turned})


@pytest.mark.parametrize("kind", [*FORMATS, "GIF"])
def test_what_is_clean_stays_as_it_is(kind: str) -> None:
    once = cleaned(written(kind, 6) if kind in FORMATS else saved(photo(mode="P"), kind)).data
    assert cleaned(once).data == once


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_hangs_on_behind_a_picture_goes(kind: str) -> None:
    """Phones append films and second pictures, with metadata of their own."""
    assert cleaned(written(kind) + written("JPEG")).data == cleaned(written(kind)).data


@pytest.mark.parametrize("kind", FORMATS)
def test_colours_stay_what_they_are(kind: str) -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    result = cleaned(written(kind, icc_profile=profile))
    assert opened(result.data).info["icc_profile"] == profile


def test_a_photo_that_is_shown_step_by_step_is_cleaned_too() -> None:
    data = written("JPEG", progressive=True)
    assert opened(cleaned(data).data).tobytes() == opened(data).tobytes()
    assert MAKER.encode() not in cleaned(data).data


def test_photos_for_print_keep_how_their_colours_are_coded() -> None:
    data = saved(photo(mode="CMYK"), "JPEG", exif=exif())
    assert b"Adobe" in cleaned(data).data
    assert opened(cleaned(data).data).tobytes() == opened(data).tobytes()


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_what_moves_goes_on_moving(kind: str) -> None:
    more: dict[str, Any] = {"save_all": True, "append_images": [photo().rotate(90)], "duration": 50, "loop": 0}
    more |= {"comment": b"from the balcony"} if kind == "GIF" else {"exif": exif()}
    result = cleaned(saved(photo(), kind, **more)).data
    assert opened(result).n_frames == 2  # type: ignore[attr-defined] # formats that move have it
    assert opened(result).info["loop"] == 0
    assert b"balcony" not in result
    assert MAKER.encode() not in result


def test_words_that_programs_leave_in_a_drawing_of_pixels_go() -> None:
    from PIL.PngImagePlugin import PngInfo  # noqa: PLC0415 - needed here alone

    words = PngInfo()
    words.add_text("Author", "somebody")
    words.add_itxt("XML:com.adobe.xmp", PROGRAM.decode(), zip=True)
    assert set(opened(cleaned(saved(photo(), "PNG", pnginfo=words)).data).info) == set()


def test_avif_passes_when_it_says_nothing_and_is_refused_when_it_does() -> None:
    plain = saved(photo(), "AVIF")
    assert cleaned(plain).data == plain
    for more in ({"exif": exif()}, {"xmp": PROGRAM}):
        with pytest.raises(UnfitImage, match=TELLING[:20]):
            cleaned(saved(photo(), "AVIF", **more))


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", EMPTY),
        (b"<html>", UNKNOWN),
        (saved(photo(), "TIFF"), UNKNOWN),
        (saved(photo(), "BMP"), UNKNOWN),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", UNKNOWN),
        (b"\xff\xd8\xff", DAMAGED),
        (b"\x89PNG\r\n\x1a\n", DAMAGED),
        (b"RIFF\xff\xff\0\0WEBPVP8 ", DAMAGED),
        (b"GIF89a", DAMAGED),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(data: bytes, why: str) -> None:
    with pytest.raises(UnfitImage) as refused:
        cleaned(data)
    assert str(refused.value) == why


WHOLE = [
    written("JPEG", 6),
    written("PNG", 6),
    written("WEBP", 6),
    saved(photo(mode="P"), "GIF"),
    saved(photo(), "AVIF"),
]


@given(st.sampled_from(WHOLE), st.data())
def test_however_a_file_is_damaged_it_is_cleaned_or_refused(whole: bytes, data: st.DataObject) -> None:
    broken = bytearray(whole[: data.draw(st.integers(0, len(whole)))])
    for place in data.draw(st.lists(st.integers(0, max(0, len(broken) - 1)), max_size=8)):
        broken[place : place + 1] = data.draw(st.binary(min_size=1, max_size=1))
    try:
        result = cleaned(bytes(broken)).data
    except UnfitImage:
        return
    assert len(result) <= len(broken) + 64


@given(st.binary(max_size=200))
def test_whatever_stands_where_exif_should_turns_a_picture_one_of_eight_ways(block: bytes) -> None:
    assert orientation(block) in TURNS
    assert orientation(b"MM\0\x2a\0\0\0\x08" + block) in TURNS


@pytest.mark.parametrize("turned", TURNS)
def test_the_smallest_exif_is_read_back(turned: int) -> None:
    assert orientation(exif_of(turned)) == turned
    theirs = Image.Exif()
    theirs.load(b"Exif\0\0" + exif_of(turned))
    assert dict(theirs) == {Base.Orientation: turned}


# --- drawings ---------------------------------------------------------------------------------------


def drawing(inside: str = "", more: str = 'width="612" height="160"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {more}>{inside}</svg>'.encode()


@pytest.mark.parametrize(
    ("more", "size"),
    [
        ('width="612" height="160"', (612, 160)),
        ('width="612px" height="160.4"', (612, 160)),
        ('viewBox="0 0 720 250"', (720, 250)),
        ('width="100%" height="100%" viewBox="0,0,720,250"', (720, 250)),
        ('width="100%"', None),
        ('viewBox="0 0 0 0"', None),
        ("", None),
    ],
)
def test_a_drawing_has_the_size_that_it_asks_for(more: str, size: tuple[int, int] | None) -> None:
    assert size_of(drawing(more=more)) == size


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<rect onclick="alert(1)"/>',
        '<a href="javascript:alert(1)"><rect/></a>',
        '<a href=" &#9;java&#10;&#115;cript:alert(1)"><rect/></a>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<foreignObject><iframe xmlns="http://www.w3.org/1999/xhtml" src="https://example.org/"/></foreignObject>',
    ],
)
def test_a_drawing_that_would_run_something_is_refused(inside: str) -> None:
    with pytest.raises(UnfitImage, match="would run"):
        size_of(drawing(inside))


@pytest.mark.parametrize(
    ("data", "why"),
    [(b"<svg", "no XML"), (b"<html/>", "<html>"), (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "entities")],
)
def test_what_is_no_drawing_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(UnfitImage, match=why):
        size_of(data)


def test_a_drawing_may_have_style_and_links() -> None:
    assert size_of(drawing('<style>.a { fill: red }</style><a href="https://example.org/"><text>on</text></a>'))
