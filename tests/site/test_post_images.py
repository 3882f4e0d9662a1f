"""Pictures in posts: what is published of them, how they are shown, and what fails a build."""

from __future__ import annotations

import os
import re
import shutil
from typing import TYPE_CHECKING

import feedparser
import html5lib
import pytest
from image_markup import images, plain, replaced
from PIL import Image
from selectolax.lexbor import LexborHTMLParser

from tests.site.pictures import MAKER, exif, opened, photo, place_of, saved
from tests.site.site import ADDRESS, BLOG, Site, attributes, build, built

if TYPE_CHECKING:
    from pathlib import Path

    from selectolax.lexbor import LexborNode

POST = """Title: By the lake
Date: 2026-05-01 09:00 +0900
Lang: en
Slug: lake
Uid: tag:mio.example,2026:lake

Some text.

"""
PAGE = "en/2026/05/lake/index.html"
LAKE = "![The lake at six]({static}/images/lake.jpg)\n\n"


@pytest.fixture
def blog(empty_blog: Path) -> Path:
    """One post with a large photo that says where it was taken, lying on its side."""
    (empty_blog / "images/lake.jpg").write_bytes(saved(photo(1200, 1600), "JPEG", exif=exif(6), quality=90))
    write(empty_blog, LAKE)
    return empty_blog


def write(blog: Path, text: str) -> None:
    (blog / "2026/05-lake.md").write_text(POST + text, encoding="utf-8")


def made(blog: Path, **more: object) -> Site:
    places = {"CACHE_PATH": str(blog.parent / "cache")}
    return built(blog, blog.parent / "output", "publishconf.py", **places | more)


def shown(site: Site, page: str = PAGE) -> list[LexborNode]:
    return site.page(page).css(".e-content img")


def copies(site: Site, page: str = PAGE) -> dict[int, str]:
    """The copies that a page offers: width, name of the file."""
    (offered,) = attributes(site.page(page).css(".e-content source"), "srcset")
    found = {}
    for one in offered.split(", "):
        address, width = one.split(" ")
        target = site.target(page, address)
        assert target
        found[int(width.removesuffix("w"))] = target[0]
    return found


def tree(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


# --- what is published ------------------------------------------------------------------------------


def test_nothing_that_is_published_says_where_a_photo_was_taken(blog: Path) -> None:
    source = (blog / "images/lake.jpg").read_bytes()
    assert place_of(source)
    site = made(blog)
    published = [name for name in site.names if name.startswith("images/lake")]
    assert len(published) == 4
    for name in published:
        data = (site.folder / name).read_bytes()
        assert not place_of(data), name
        assert MAKER.encode() not in data, name
    assert opened((site.folder / "images/lake.jpg").read_bytes()).tobytes() == opened(source).tobytes()


def test_a_photo_that_no_post_shows_is_cleaned_too(blog: Path) -> None:
    write(blog, "No picture.")
    site = made(blog)
    assert [name for name in site.names if name.startswith("images/")] == ["images/lake.jpg"]
    assert not place_of((site.folder / "images/lake.jpg").read_bytes())


def test_a_photo_of_an_older_build_that_says_more_is_replaced(blog: Path) -> None:
    """Pelican's own copies have the time of their source, as ours do."""
    target = blog.parent / "output/images/lake.jpg"
    target.parent.mkdir(parents=True)
    shutil.copy2(blog / "images/lake.jpg", target)
    assert not place_of((made(blog).folder / "images/lake.jpg").read_bytes())


def test_a_photo_is_offered_in_the_widths_of_screens_the_right_way_up(blog: Path) -> None:
    site = made(blog)
    offered = copies(site)
    assert list(offered) == [480, 960, 1440]
    assert [opened((site.folder / name).read_bytes()).size for name in offered.values()] == [
        (480, 360),
        (960, 720),
        (1440, 1080),
    ]
    (image,) = shown(site)
    assert [image.attributes[name] for name in ("width", "height", "alt")] == ["1600", "1200", "The lake at six"]
    assert image.attributes["src"] == "../../../../images/lake.jpg"
    assert attributes(site.page(PAGE).css("source"), "type") == ["image/avif"]


def test_each_copy_is_lighter_than_the_next(blog: Path) -> None:
    site = made(blog)
    weights = [(site.folder / name).stat().st_size for name in (*copies(site).values(), "images/lake.jpg")]
    assert weights == sorted(weights)
    assert len(set(weights)) == len(weights)


@pytest.mark.parametrize(("width", "widths"), [(300, [300]), (480, [480]), (700, [480, 700]), (1441, [480, 960, 1440])])
def test_nothing_is_made_wider_than_it_is(blog: Path, width: int, widths: list[int]) -> None:
    (blog / "images/lake.jpg").write_bytes(saved(photo(width, 600), "JPEG", quality=95))
    assert list(copies(made(blog))) == widths


def test_a_copy_that_would_save_nothing_is_not_made(blog: Path) -> None:
    (blog / "images/lake.jpg").write_bytes(saved(Image.new("P", (900, 20)), "PNG"))
    site = made(blog)
    assert not site.page(PAGE).css("picture")
    assert [name for name in site.names if name.startswith("images/")] == ["images/lake.jpg"]
    assert shown(site)[0].attributes["width"] == "900"


def test_what_moves_is_published_as_it_is(blog: Path) -> None:
    film = saved(photo(900), "GIF", save_all=True, append_images=[photo(900).rotate(90)], duration=40)
    (blog / "images/lake.gif").write_bytes(film)
    write(blog, "![Waves]({static}/images/lake.gif)")
    site = made(blog)
    assert not site.page(PAGE).css("picture")
    assert (site.folder / "images/lake.gif").read_bytes() == film


@pytest.mark.parametrize("mode", ["L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_pictures_of_every_kind_of_colour_have_copies(blog: Path, mode: str) -> None:
    image = photo(1000, 700, "L").convert(mode) if mode != "I;16" else Image.linear_gradient("L").convert("I;16")
    (blog / "images/lake.jpg").write_bytes(saved(image.resize((1000, 700)), "JPEG" if mode == "CMYK" else "PNG"))
    site = made(blog)
    for width, name in copies(site).items():
        assert opened((site.folder / name).read_bytes()).width == width


def test_a_clear_picture_stays_clear(blog: Path) -> None:
    glass = photo(1000, 700)
    glass.putalpha(photo(1000, 700, "L"))
    (blog / "images/lake.png").write_bytes(saved(glass, "PNG"))
    write(blog, "![Glass]({static}/images/lake.png)")
    site = made(blog)
    assert {opened((site.folder / name).read_bytes()).mode for name in copies(site).values()} == {"RGBA"}


def test_a_drawing_is_published_as_it_is_and_has_its_size(blog: Path) -> None:
    shutil.copy(BLOG / "images/index.svg", blog / "images/index.svg")
    write(blog, "![Index]({static}/images/index.svg)")
    site = made(blog)
    assert (site.folder / "images/index.svg").read_bytes() == (BLOG / "images/index.svg").read_bytes()
    assert [shown(site)[0].attributes[name] for name in ("width", "height")] == ["612", "160"]


# --- how it is shown --------------------------------------------------------------------------------


def test_all_but_the_first_picture_wait_until_they_are_near(blog: Path) -> None:
    shutil.copy(BLOG / "images/index.svg", blog / "images/index.svg")
    write(blog, LAKE + "![]({static}/images/index.svg)\n\n" + LAKE)
    assert [image.attributes.get("loading") for image in shown(made(blog))] == [None, "lazy", "lazy"]


def test_what_the_author_says_of_a_picture_stays(blog: Path) -> None:
    write(blog, '![A “lake” & <more>]({static}/images/lake.jpg "At six"){: width="400" .wide loading="eager" }\n\n')
    site = made(blog)
    (image,) = shown(site)
    said = {name: image.attributes[name] for name in ("alt", "title", "class", "loading", "width", "height")}
    assert said == {
        "alt": "A “lake” & <more>",
        "title": "At six",
        "class": "wide",
        "loading": "eager",
        "width": "400",
        "height": "300",
    }
    assert attributes(site.page(PAGE).css("source"), "sizes") == ["min(400px, 100vw)"]


@pytest.mark.parametrize(
    "address",
    [
        "{static}/images/lake.jpg",
        "{static}../images/lake.jpg",
        "../images/lake.jpg",
        "/images/lake.jpg",
        f"{ADDRESS}/images/lake.jpg",
        "../../../../images/lake.jpg",
    ],
)
def test_however_a_picture_is_addressed_it_is_found(blog: Path, address: str) -> None:
    write(blog, f"![The lake]({address})")
    site = made(blog)
    assert list(copies(site)) == [480, 960, 1440]
    assert shown(site)[0].attributes["src"] == "../../../../images/lake.jpg"


def test_names_in_japanese_and_with_spaces_are_found(blog: Path) -> None:
    (blog / "images/lake.jpg").rename(blog / "images/湖 1.jpg")
    write(blog, "![湖](<{static}/images/湖 1.jpg>)")
    site = made(blog)
    assert all(name in site.names for name in copies(site).values())
    assert shown(site)[0].attributes["src"] == "../../../../images/%E6%B9%96%201.jpg"


def test_a_picture_can_lie_beside_its_page(blog: Path) -> None:
    write(blog, "![The lake]({attach}../images/lake.jpg)")
    site = made(blog)
    (image,) = shown(site)
    target = site.target(PAGE, image.attributes["src"] or "")
    assert target
    assert target[0] in site.names


def test_html_of_the_author_counts_as_well(blog: Path) -> None:
    write(blog, "<figure><img src='../images/lake.jpg' alt=\"The lake\"><figcaption>At six</figcaption></figure>\n")
    site = made(blog)
    assert list(copies(site)) == [480, 960, 1440]
    html5lib.HTMLParser(strict=True).parse(site.text(PAGE))


def test_a_page_has_pictures_as_a_post_has(blog: Path) -> None:
    text = "Title: Where\nLang: en\nSlug: where\n\n" + LAKE
    (blog / "pages/where.md").write_text(text, encoding="utf-8")
    site = made(blog)
    assert attributes(site.page("en/where/index.html").css("main img"), "src") == ["../../images/lake.jpg"]


def test_feeds_have_one_plain_picture_with_its_whole_address(blog: Path) -> None:
    (entry,) = feedparser.parse(made(blog).text("feeds/en.atom.xml")).entries
    (image,) = LexborHTMLParser(entry.content[0].value).css("img")
    said = {"alt": "The lake at six", "width": "1600", "height": "1200", "src": f"{ADDRESS}/images/lake.jpg"}
    assert image.attributes == said
    assert "<source" not in entry.content[0].value


def test_pages_with_pictures_are_well_formed_and_lead_to_files(blog: Path) -> None:
    site = made(blog)
    html5lib.HTMLParser(strict=True).parse(site.text(PAGE))
    assert all(name in site.names for name in copies(site).values())


# --- again and again --------------------------------------------------------------------------------


def test_a_second_build_makes_the_same_and_writes_no_picture(blog: Path) -> None:
    first = tree(made(blog).folder)
    pictures = [blog.parent / "output" / name for name in first if name.startswith("images/")]
    for path in pictures:
        if ".avif" in path.name:
            os.utime(path, ns=(1, 1))
    made(blog)
    assert tree(blog.parent / "output") == first
    assert {path.stat().st_mtime_ns for path in pictures if ".avif" in path.name} == {1}


def test_a_build_from_nothing_makes_the_same_bytes(blog: Path) -> None:
    first = tree(made(blog).folder)
    shutil.rmtree(blog.parent / "output")
    again = tree(made(blog, CACHE_PATH=str(blog.parent / "another")).folder)
    assert again == first


def test_a_spoilt_cache_and_a_spoilt_output_are_mended(blog: Path) -> None:
    first = tree(made(blog).folder)
    for path in (blog.parent / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    for path in (blog.parent / "output/images").iterdir():
        path.write_bytes(b"spoilt")
    made(blog)
    assert tree(blog.parent / "output") == first


def test_a_cache_that_is_a_file_is_no_reason_to_fail(blog: Path) -> None:
    (blog.parent / "cache").write_text("in the way", encoding="utf-8")
    assert list(copies(made(blog))) == [480, 960, 1440]


def test_another_photo_of_the_same_name_is_another_photo(blog: Path) -> None:
    before = set(copies(made(blog)).values())
    (blog / "images/lake.jpg").write_bytes(saved(photo(1500, 1000), "JPEG", quality=90))
    site = made(blog)
    assert not before & set(site.names)
    assert not before & set(copies(site).values())


# --- what fails a build -----------------------------------------------------------------------------


def cut(data: bytes) -> bytes:
    return data[: len(data) // 2]


BROKEN: dict[str, tuple[str, bytes, str]] = {
    "missing": ("![Gone](../images/gone.jpg)", b"", "../images/gone.jpg (in 2026/05-lake.md): it is not there"),
    "elsewhere": ("![Far](https://far.example/a.jpg)", b"", "https://far.example/a.jpg (in 2026/05-lake.md): it lies"),
    "of no scheme": ("![Far](//far.example/a.jpg)", b"", "//far.example/a.jpg (in 2026/05-lake.md): it lies"),
    "empty": ("![It]({static}/images/it.jpg)", b"", "images/it.jpg (in 2026/05-lake.md): the file is empty"),
    "no picture": ("![It]({static}/images/it.jpg)", b"<html>", "it is no picture that browsers show"),
    "cut off": ("![It]({static}/images/it.jpg)", cut(saved(photo(900), "JPEG")), "it is damaged or cut off"),
    "spoilt": (
        "![It]({static}/images/it.png)",
        saved(photo(900), "PNG").replace(b"IDAT", b"IDAT\xff\xff", 1),
        "it is damaged or cut off",
    ),
    "huge": ("![It]({static}/images/it.png)", saved(Image.new("1", (9000, 8000)), "PNG"), "9,000 × 8,000 pixels"),
    "shown by nobody": ("No picture.", b"<html>", "images/it.jpg (shown in no post): it is no picture"),
    "running": ("![It]({static}/images/it.svg)", b"<svg><script/></svg>", "it holds <script>, which would run"),
}


@pytest.mark.parametrize(("text", "data", "said"), BROKEN.values(), ids=BROKEN)
def test_a_picture_that_cannot_be_used_fails_the_build(empty_blog: Path, text: str, data: bytes, said: str) -> None:
    write(empty_blog, text)
    name = re.search(r"it\.\w+", text)
    if name or data:
        (empty_blog / "images" / (name[0] if name else "it.jpg")).write_bytes(data)
    code, log = build(empty_blog, empty_blog.parent / "output")
    assert code != 0
    assert said in log
    assert not (empty_blog.parent / "output/index.html").exists()


def test_everything_that_is_wrong_is_said_at_once(empty_blog: Path) -> None:
    write(empty_blog, "![]({static}/images/a.jpg) ![]({static}/images/b.jpg) ![](https://far.example/c.jpg)")
    for name in "ab":
        (empty_blog / f"images/{name}.jpg").write_bytes(b"")
    _, log = build(empty_blog, empty_blog.parent / "output")
    assert all(f"{name}.jpg (in 2026/05-lake.md)" in log for name in ("a", "b", "https://far.example/c"))


def test_a_photo_too_heavy_for_feeds_is_mentioned_and_published(empty_blog: Path) -> None:
    (empty_blog / "images/lake.jpg").write_bytes(saved(Image.effect_noise((2400, 1800), 90), "JPEG", quality=97))
    write(empty_blog, LAKE)
    code, log = build(empty_blog, empty_blog.parent / "output")
    assert code == 0
    assert "images/lake.jpg (in 2026/05-lake.md) weighs" in log


# --- markup -----------------------------------------------------------------------------------------


def test_only_pictures_that_are_shown_are_taken() -> None:
    html = (
        '<!-- <img src="a"> --><picture><img src="b"></picture><img src="c" alt="1 > 0"><code>&lt;img src="d"></code>'
    )
    assert images(html) == [{"src": "c", "alt": "1 > 0"}]
    assert replaced(html, lambda _: None) == html


def test_a_plain_text_keeps_what_the_author_wrote_in_a_picture_of_his() -> None:
    theirs = '<picture><source srcset="a.webp"><img src="a.png" loading="lazy"></picture>'
    assert plain(theirs) == '<img src="a.png">'
    assert plain("<p>none</p>") == "<p>none</p>"
