"""Pictures that go with links: titles broken where a reader would, drawn the same each time, kept."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import cover_fonts
import pytest
from cover_drawing import HAIR, HEIGHT, INK, LINE, PAPER, RED, SOFT, WIDTH, Words, drawn
from cover_fonts import best, fonts, theme_fonts
from hypothesis import given
from hypothesis import strategies as st
from PIL import ImageColor
from title_lines import NO_END, NO_START, lines, phrases, shortened

from tests.site.pictures import opened
from tests.site.site import ADDRESS, ARTICLE_JA, ROOT, Site, attributes, build, built

if TYPE_CHECKING:
    from pathlib import Path

FONT = str(theme_fonts(str(ROOT / "theme"))[0])
HEAVIEST = 60 * 1024
POST = """Title: {title}
Date: 2026-05-01 09:00 +0900
Lang: en
Slug: a-post
Uid: tag:mio.example,2026:a-post

Some text.
"""


def wide(text: str) -> float:
    """A measure as of a typewriter: Japanese characters are two wide."""
    return float(sum(2 if ord(character) > 0x2E7F else 1 for character in text))


# --- lines ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "width", "broken"),
    [
        ("二文字で引けない検索", 12, ["二文字で", "引けない検索"]),
        ("1秒で終わるはずのALTER TABLEで、40分止めた日", 24, ["1秒で終わるはずの", "ALTER TABLEで、", "40分止めた日"]),
        ("レビューが遅いのは、読む人のせいではない", 24, ["レビューが遅いのは、", "読む人のせいではない"]),
        ("A quiet migration, and the forty minutes", 24, ["A quiet migration,", "and the forty minutes"]),
        ("Short", 24, ["Short"]),
        ("", 24, []),
    ],
)
def test_a_title_is_broken_at_phrases(title: str, width: int, broken: list[str]) -> None:
    assert lines(title, wide, width, 4) == broken


def test_a_word_in_latin_letters_is_never_broken_between_japanese_ones() -> None:
    assert "threading：" in "|".join(phrases("free threading：GILのない世界へ")).replace("|GIL", "GIL")
    assert all("ng：" not in part or "threading" in part for part in phrases("free threading：GILのない世界へ"))


def test_a_title_without_a_place_to_break_is_cut_where_it_must_be() -> None:
    assert lines("x" * 25, wide, 10, 4) == ["x" * 10, "x" * 10, "x" * 5]
    assert lines("x" * 25, wide, 10, 2) is None


def test_a_title_too_long_ends_with_dots() -> None:
    cut = shortened("one two three four five six", wide, 10, 2)
    assert cut == ["one two", "three…"]


TITLES = st.text(alphabet=st.sampled_from("あ漢字アー、。「」 Ab1（）っ"), min_size=1, max_size=60)


@given(TITLES, st.integers(6, 40))
def test_no_letter_is_lost_and_no_line_is_too_wide(title: str, width: int) -> None:
    broken = lines(title, wide, width, 99) or []
    assert "".join("".join(broken).split()) == "".join(title.split())
    for line in broken:
        hangs = any(one in NO_START or two in NO_END for one, two in zip(line[1:], line, strict=False))
        assert wide(line) <= width or hangs or len(line) == 1


@given(TITLES, st.integers(6, 40))
def test_no_line_begins_with_what_must_not(title: str, width: int) -> None:
    whole = "".join(title.split())
    for line in (lines(title, wide, width, 99) or [])[1:]:
        assert line[0] not in NO_START or f" {line[0]}" in title or whole.startswith(line[0])


# --- pictures ---------------------------------------------------------------------------------------


def test_a_cover_has_the_size_that_is_asked_for_and_weighs_little(published: Site) -> None:
    covers = [name for name in published.names if name.startswith("covers/")]
    assert len(covers) == 6
    for name in covers:
        data = (published.folder / name).read_bytes()
        assert opened(data).size == (WIDTH, HEIGHT) == (1200, 630)
        assert len(data) <= HEAVIEST, name


def test_the_same_words_give_the_same_bytes_and_others_give_others() -> None:
    words = Words("二文字で引けない検索", "余白の記録", "森川 澪", 2026, (10,))
    assert drawn(words, FONT) == drawn(words, FONT)
    assert drawn(words, FONT) != drawn(Words("二文字で引けない検査", "余白の記録", "森川 澪", 2026, (10,)), FONT)


@pytest.mark.parametrize("title", ["", "x", "長" * 400, "word " * 200, "W" * 300, "。" * 50, "﷽" * 30])
def test_whatever_a_title_is_there_is_a_picture(title: str) -> None:
    data = drawn(Words(title, "名" * 60, "author " * 20, 2026, (1,)), FONT)
    assert opened(data).size == (WIDTH, HEIGHT)
    assert len(data) <= HEAVIEST


def test_the_month_is_stamped() -> None:
    def red(months: tuple[int, ...]) -> int:
        image = opened(drawn(Words("T", "N", "A", 2026, months), FONT)).convert("RGB")
        return sum(count for count, colour in image.getcolors() or [] if colour == ImageColor.getrgb(RED))

    assert red((10,)) - red(()) == pytest.approx((red((1, 2, 3)) - red(())) / 3)
    assert red((10,)) > red(())


def test_a_cover_has_the_colours_of_the_theme() -> None:
    css = (ROOT / "theme/static/css/site.css").read_text(encoding="utf-8")
    assert [colour for colour in (PAPER, INK, SOFT, HAIR, RED, LINE) if colour not in css] == []


def test_the_font_of_the_theme_has_the_letters_of_names_and_its_licence() -> None:
    assert best("鷗外 髙﨑 澪 﨑 剝 Zoë Øst “—” ①", [FONT]) == (FONT, "")
    assert "SIL OPEN FONT LICENSE" in (ROOT / "theme/fonts/OFL.txt").read_text(encoding="utf-8")


def test_the_font_that_has_the_letters_is_taken() -> None:
    assert best("한국어", [FONT])[1] == "한국어"
    if len(found := fonts(str(ROOT / "theme"))) > 1:  # fonts-noto-cjk and the like
        assert best("漢字", found) == (FONT, "")
        assert best("한국어", found)[0] != FONT


# --- in the build -----------------------------------------------------------------------------------


def test_every_post_has_a_picture_of_its_own_and_every_page_that_of_the_site(published: Site) -> None:
    seen = {}
    for name in published.listed:
        page = published.page(name)
        (address,) = attributes(page.css('meta[property="og:image"]'), "content")
        target = published.target(name, address)
        assert target
        assert target[0] in published.names
        seen[name] = target[0]
    assert seen[ARTICLE_JA].startswith("covers/two-character-words-ja.")
    assert {seen["index.html"], seen["ja/about/index.html"], seen["ja/tags/index.html"]} == {seen["index.html"]}
    assert seen["en/index.html"].startswith("covers/site-en.")


def test_what_was_drawn_is_not_drawn_again(empty_blog: Path, tmp_path: Path) -> None:
    (empty_blog / "2026/05-a-post.md").write_text(POST.format(title="A post"), encoding="utf-8")
    more = {"CACHE_PATH": str(tmp_path / "cache")}
    site = built(empty_blog, tmp_path / "output", "publishconf.py", **more)
    covers = {path: path.read_bytes() for path in (site.folder / "covers").iterdir()}
    for path in covers:
        os.utime(path, ns=(1, 1))
    built(empty_blog, tmp_path / "output", "publishconf.py", **more)
    assert {path.stat().st_mtime_ns for path in covers} == {1}
    for path in (tmp_path / "cache").rglob("*"):
        if path.is_file():
            path.write_bytes(b"spoilt")
    shutil.rmtree(site.folder)
    built(empty_blog, tmp_path / "output", "publishconf.py", **more)
    assert {path: path.read_bytes() for path in covers} == covers


def test_a_new_title_is_a_new_address(empty_blog: Path, tmp_path: Path) -> None:
    names = []
    for title in ("A post", "Another title"):
        (empty_blog / "2026/05-a-post.md").write_text(POST.format(title=title), encoding="utf-8")
        site = built(empty_blog, tmp_path / "output", "publishconf.py")
        names += [path.name for path in (site.folder / "covers").glob("a-post-*")]
    assert len(set(names)) == 2


def without_fonts(tmp_path: Path) -> Path:
    """A theme without a font, on a system that has none."""
    theme = tmp_path / "theme"
    shutil.copytree(ROOT / "theme", theme, ignore=shutil.ignore_patterns("fonts"))
    return theme


def test_without_a_font_the_build_succeeds_and_says_so_once(
    empty_blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(cover_fonts, "SYSTEM", ())
    (empty_blog / "2026/05-a-post.md").write_text(POST.format(title="A post"), encoding="utf-8")
    theme = without_fonts(tmp_path)
    more = {"THEME": str(theme), "CACHE_PATH": str(tmp_path / "cache")}
    site = built(empty_blog, tmp_path / "output", "publishconf.py", **more)
    assert [record.getMessage() for record in caplog.records] == [
        "No font was found in theme/fonts or on this system: links to posts have no picture."
    ]
    page = site.page("en/2026/05/a-post/index.html")
    assert not page.css('meta[property^="og:image"]')
    assert attributes(page.css('meta[name="twitter:card"]'), "content") == ["summary"]
    assert "covers" not in "".join(site.names)


def test_letters_that_no_font_has_are_named(
    empty_blog: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(cover_fonts, "SYSTEM", ())
    more = {"CACHE_PATH": str(tmp_path / "cache")}
    for title in ("Deploy 🎉 day", "ဗမာ means Burmese"):
        (empty_blog / "2026/05-a-post.md").write_text(POST.format(title=title), encoding="utf-8")
        built(empty_blog, tmp_path / "output", "publishconf.py", **more)
    assert [record.getMessage() for record in caplog.records] == [
        "No font has “ဗမာ” of “ဗမာ means Burmese”: a link to it has a picture without."
    ]


def test_a_post_with_a_title_of_every_kind_is_published(empty_blog: Path, tmp_path: Path) -> None:
    for number, title in enumerate(("A < B & \"C\" — 'D'", "絵文字🎉の題", "a/b\\c")):
        text = POST.format(title=title).replace("a-post", f"a-post-{number}")
        (empty_blog / f"2026/05-{number}.md").write_text(text, encoding="utf-8")
    code, said = build(empty_blog, tmp_path / "output", "--fatal", "warnings", settings=ROOT / "publishconf.py")
    assert code == 0, said
    page = Site(tmp_path / "output").page("en/2026/05/a-post-0/index.html")
    assert attributes(page.css('meta[property="og:image:alt"]'), "content") == ["A < B & \"C\" — 'D'"]
    assert attributes(page.css('meta[property="og:image"]'), "content")[0].startswith(f"{ADDRESS}/covers/a-post-0-en.")
