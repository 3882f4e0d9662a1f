"""Readings, first sentences, front matter and the months: the small rules of the plugins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from archive_years import years
from front_matter import listed, missing
from furigana import FuriganaExtension
from hypothesis import given
from hypothesis import strategies as st
from interface_words import words
from markdown import Markdown
from reading_aids import aided
from summaries import first_sentence

from tests.site.site import ROOT

SENTENCES = {
    "<p>一文目。二文目。</p>": "一文目。",
    "<p>本当か？　はい。</p>": "本当か？",
    "<p>「そうだ。」と言った。次。</p>": "「そうだ。」",
    "<p>Version 3.11 came out. Then we waited.</p>": "Version 3.11 came out.",
    "<p>“Really?” she asked.</p>": "“Really?”",
    "<p>A &amp; B are <em>one</em>.</p>": "A & B are one.",
    "<p>終わりのない文</p>": "終わりのない文",
    "<p><ruby>余白<rp>（</rp><rt>よはく</rt></ruby>の話<sup><a>1</a></sup>。次。</p>": "余白の話。",
    "<h2>題</h2><p>本文。</p>": "本文。",
    "<ul><li>項目</li></ul>": "",
}


@pytest.mark.parametrize(("html", "sentence"), SENTENCES.items())
def test_a_text_is_summed_up_by_its_first_sentence(html: str, sentence: str) -> None:
    assert first_sentence(html) == sentence


def test_readings_stand_above_their_characters() -> None:
    html = Markdown(extensions=[FuriganaExtension()]).convert("{余白|よはく}に書く")
    assert html == "<p><ruby>余白<rp>（</rp><rt>よはく</rt><rp>）</rp></ruby>に書く</p>"


@pytest.mark.parametrize("text", ["`{余白|よはく}`", "{a|b}", "{余白|margin}", "{|よはく}"])
def test_other_braces_stay_braces(text: str) -> None:
    assert "<ruby>" not in Markdown(extensions=[FuriganaExtension()]).convert(text)


@pytest.mark.parametrize(
    ("line", "parts"),
    [("", ()), ("a", ("a",)), ("a, b ,", ("a", "b")), (["a, b", "c"], ("a", "b", "c"))],
)
def test_a_line_with_commas_is_a_list(line: str | list[str], parts: tuple[str, ...]) -> None:
    assert listed(line) == parts


def test_what_a_post_must_say() -> None:
    assert missing({"uid": "tag:mio.example,2026:x", "lang": "ja", "slug": "x"}) == []
    assert missing({"uid": ""}) == ["uid", "lang", "slug"]


def test_tables_are_aligned_by_class_and_an_empty_corner_heads_nothing() -> None:
    table = '<table><tr><th></th><th style="text-align: right;">Yen</th></tr></table>'
    shown = aided(table, "en", words(str(ROOT / "theme")))
    assert shown == (
        '<div class="scroll" role="group" tabindex="0" aria-label="Table (scrolls sideways)">'
        '<table><tr><td></td><th scope="col" class="right">Yen</th></tr></table></div>'
    )


@dataclass(frozen=True)
class Written:
    date: datetime


def written(*months: tuple[int, int]) -> list[Written]:
    return [Written(datetime(year, month, 1, tzinfo=UTC)) for year, month in months]


def test_a_year_without_a_post_is_not_left_out() -> None:
    found = years(written((2026, 2), (2024, 11)))
    assert [year.number for year in found] == [2026, 2025, 2024]
    assert [(year.kept, year.possible) for year in found] == [(1, 2), (0, 12), (1, 2)]


def test_no_post_no_year() -> None:
    assert years([]) == []


@given(st.lists(st.tuples(st.integers(2020, 2026), st.integers(1, 12)), min_size=1, max_size=30))
def test_every_post_stands_in_its_month_once(months: list[tuple[int, int]]) -> None:
    found = years(written(*months))
    shown = [(year.number, month.number) for year in found for month in year.months for _ in month.articles]
    assert sorted(shown) == sorted(months)
    assert all(len(year.months) == 12 and year.kept <= year.possible for year in found)
