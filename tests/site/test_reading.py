"""What helps to read a post: how long it takes, its contents, its notes, its place among others."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from interface_words import words
from reading_aids import language_name
from reading_time import reading_minutes
from related_posts import similar, terms
from side_notes import noted
from text_sections import Section, sections

from tests.site.site import ROOT, attributes

if TYPE_CHECKING:
    from tests.site.site import Site

JA, EN = "ja/2025/11/everything/index.html", "en/2025/11/everything/index.html"
WORDS = words(str(ROOT / "theme"))
NOTES = (
    '<p>One<sup id="fnref:a"><a class="footnote-ref" href="#fn:a">1</a></sup> and again'
    '<sup id="fnref2:a"><a class="footnote-ref" href="#fn:a">1</a></sup>.</p>'
    '<div class="footnote" role="doc-endnotes">\n<ol>\n<li id="fn:a">\n<p>Note.</p>\n<ul>\n<li>item</li>\n</ul>\n'
    "</li>\n</ol>\n</div>"
)


# --- how long it takes -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("html", "minutes"),
    [
        ("", 1),
        (f"<p>{'あ' * 500}</p>", 1),
        (f"<p>{'漢字とかな。' * 300}</p>", 3),
        (f"<p>{'word ' * 690}</p>", 3),
        (f"<p>{'あ' * 1000}{' don’t' * 230}</p>", 3),
        (f"<p>short</p><pre>{'code ' * 5000}</pre>", 1),
        (f"<p><ruby>{'余白' * 250}<rp>（</rp><rt>{'よはく' * 1000}</rt><rp>）</rp></ruby></p>", 1),
    ],
)
def test_japanese_is_read_by_the_character_and_english_by_the_word(html: str, minutes: int) -> None:
    assert reading_minutes(html) == minutes


@given(st.text("あ漢a 。", max_size=3000), st.text("あ漢a 。", max_size=3000))
def test_more_text_never_takes_less_time(one: str, other: str) -> None:
    both = reading_minutes(f"<p>{one}</p>\n<p>{other}</p>")
    assert both >= max(reading_minutes(one), reading_minutes(other))


def test_a_post_says_how_long_it_takes(shown: Site) -> None:
    assert "<p>読むのに4分</p>" in shown.text("ja/2026/10/two-character-search/index.html")
    assert "<p>4 minutes to read</p>" in shown.text("en/2026/10/two-character-search/index.html")


# --- contents --------------------------------------------------------------------------------------


def test_the_contents_are_the_headings_that_can_be_linked() -> None:
    html = (
        '<h2 id="a">A <code>code</code></h2><h3 id="b"><ruby>余白<rp>（</rp><rt>よはく</rt><rp>）</rp></ruby></h3>'
        '<h2>none</h2><h4 id="d">D</h4><h2 id="c&amp;d">C &amp; D</h2>'
    )
    assert sections(html) == (Section("a", "A code", (Section("b", "余白"),)), Section("c&d", "C & D"))


def test_a_short_post_has_no_contents() -> None:
    assert sections('<h2 id="a">A</h2><h2 id="b">B</h2>') == ()


def test_a_post_that_begins_with_a_small_heading_loses_none() -> None:
    html = '<h3 id="a">A</h3><h2 id="b">B</h2><h3 id="c">C</h3>'
    assert sections(html) == (Section("a", "A"), Section("b", "B", (Section("c", "C"),)))


def test_contents_lead_to_headings(shown: Site) -> None:
    page = shown.page(JA)
    links = attributes(page.css(".contents a"), "href")
    assert links == ["#強調と引用", "#小さな見出し", "#表と図", "#コード", "#直したところ", "#長い注"]
    assert all(page.css_first(f'[id="{link[1:]}"]') for link in links)
    assert not shown.page("ja/2025/09/line-length/index.html").css(".contents")


# --- notes -----------------------------------------------------------------------------------------


def test_a_number_opens_its_note_and_the_note_stays_in_the_list() -> None:
    html = noted(NOTES, "en", WORDS)
    assert html.count('popovertarget="note:a"') == 2
    assert html.count('class="r1"') == 1, "the note stands beside the first of its numbers"
    assert '<li id="fn:a"><div class="note" id="note:a" popover data-number="1"><p>Note.</p>' in html
    assert html.count("<li>item</li>") == 1
    assert html.endswith("</ul></div></li>\n</ol>\n</div>")


def test_a_text_without_notes_is_left_alone() -> None:
    assert noted("<p>Text<sup>2</sup></p>", "ja", WORDS) == "<p>Text<sup>2</sup></p>"


def test_notes_of_a_page_are_popovers_and_those_of_the_feed_links(shown: Site) -> None:
    page = shown.page(JA)
    assert attributes(page.css(".footnote-ref"), "popovertarget") == attributes(page.css(".note[popover]"), "id")
    assert "popover" not in shown.text("feeds/ja.atom.xml")
    assert "footnote-ref" in shown.text("feeds/ja.atom.xml")


# --- code ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("alias", "name"),
    [("python", "Python"), ("pycon", "Python"), ("sql", "SQL"), ("text", ""), ("", ""), ("no-such-language", "")],
)
def test_a_language_is_called_by_its_name(alias: str, name: str) -> None:
    assert language_name(alias) == name


def test_code_says_its_language(shown: Site) -> None:
    assert attributes(shown.page(JA).css(".highlight"), "data-language") == ["Python", "Shell", "Diff"]
    assert attributes(shown.page(JA).css(".highlight code"), "class")[:2] == ["language-python", "language-console"]


# --- among other posts -----------------------------------------------------------------------------


def test_a_series_says_which_part_this_is(shown: Site) -> None:
    page = shown.page(JA)
    series = page.css_first("nav[aria-labelledby=s-series]")
    assert series is not None
    assert "「組版の覚え書き」全3回の2回目" in series.text()
    assert [node.text() for node in series.css("[aria-current=page]")] == ["文章に出てくるものを、ひととおり並べておく"]
    assert len(series.css("a")) == 2
    assert not shown.page(EN).css("[aria-labelledby=s-series]"), "one post is no series"


def test_related_posts_are_of_the_same_language_and_not_linked_beside_anyway(shown: Site) -> None:
    for name in ("ja/2026/10/two-character-search/index.html", EN):
        page = shown.page(name)
        related = attributes(page.css("[aria-labelledby=s-related] a"), "href")
        beside = attributes(page.css(".neighbours a"), "href")
        assert 1 <= len(related) <= 3
        assert {href.split("/")[3] for href in related} == {name[:2]}
        assert not set(related) & {*beside, shown.address(name)}


def test_words_that_few_posts_share_count_most() -> None:
    posts = [Counter(text.split()) for text in ("a common rare", "b common", "c common rare", "d other")]
    assert similar(posts)[0][0] == 2
    assert similar(posts)[3] == []


@given(st.lists(st.lists(st.sampled_from("abcdef")), max_size=8))
def test_no_post_is_related_to_itself_and_each_at_most_once(found: list[list[str]]) -> None:
    posts = [Counter(one) for one in found]
    for number, others in enumerate(similar(posts)):
        assert number not in others
        assert len(others) == len(set(others))


def test_terms_are_words_and_pairs_of_characters() -> None:
    assert list(terms("SQLiteの全文検索 in 2 steps: データ")) == [
        "sqlite",
        "steps",
        "全文",
        "文検",
        "検索",
        "デー",
        "ータ",
    ]
