from __future__ import annotations

import json

import pytest

from tracker.rules.leaks.folding import fold
from tracker.rules.leaks.views import Tag, View, line, said, view, written

PAGE = """<!doctype html>
<p class="a">One <b>t</b>wo</p>
<!-- a
note --><img alt="a > b"
src='/x%20y'>three &amp; four&#10;five
<ruby>漢字<rt>かんじ</rt></ruby>です"""


def test_what_a_page_says_and_its_tags_on_their_lines() -> None:
    found = view("index.html", PAGE)
    assert found.outside.split("\n") == ["", "One two", "", "", "three & four five", "漢字です"]
    assert [each.line for each in found.tags] == [2, 3, 4, 6]
    assert [each.text[:4] for each in found.tags] == ["<p c", "<!--", "<img", "<rt>"]
    assert said(found.tags[2].text).endswith("src='/x y'>")


def test_a_comment_without_end_is_a_comment() -> None:
    assert view("a.html", "x <!-- never\nclosed").tags == (Tag(1, "<!-- never\nclosed"),)


def test_a_text_within_a_feed_is_taken_apart_too() -> None:
    feed = (
        "<entry><content type='html'>&lt;p title=&quot;T&quot;&gt;Rot&lt;b&gt;ter&lt;/b&gt;dam &amp;amp; on&lt;/p&gt;"
    )
    found = view("feeds/en.atom.xml", feed)
    assert found.outside == "Rotterdam & on"
    assert [each.text for each in found.tags] == ["<content type='html'>", '<p title="T">']
    assert view("a.xml", "<![CDATA[<i>Rot</i>ter]]>").outside == "Rotter"


def test_json_says_what_its_escapes_stand_for() -> None:
    text = json.dumps({"html": '<p title="T">猫が\n二匹</p>'})
    assert fold(view("feeds/ja.json", text).outside) == "html猫が二匹"
    assert '"T"' in view("feeds/ja.json", text).tags[0].text
    assert view("a.json", r"\u000arest \q").outside == r" rest \q"


def test_a_plain_text_is_as_it_is() -> None:
    assert view("robots.txt", "a <b> & c") == View("a <b> & c", ())


@pytest.mark.parametrize(("run", "expected"), [("firstline", 1), ("secondline", 2), ("linesecond", 1), ("third", 0)])
def test_the_line_a_run_begins_on(run: str, expected: int) -> None:
    assert line("First line\nsecond LINE\n", run) == expected


@pytest.mark.parametrize(
    "text",
    ["a [link](https://x.example/) here", 'a [link](/y "Title") here', "a [link][ref] here", "a <em>link</em> here"],
)
def test_our_own_text_as_it_reads(text: str) -> None:
    assert fold(written(text)) == "alinkhere"
