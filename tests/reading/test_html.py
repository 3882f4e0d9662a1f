from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tracker.reading.html import plain, tidy


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("", ""),
        ("plain & simple, 1 < 2 and 3 > 2", "plain & simple, 1 < 2 and 3 > 2"),
        ("AT&amp;T &quot;fine&quot;", 'AT&T "fine"'),
        ("First<p>Second<p>Third", "First\n\nSecond\n\nThird"),
        ("<p>one</p>\n\n<p>two<br>\nthree</p>", "one\n\ntwo\nthree"),
        ("x<br><br>y<p></p><br><br>z", "x\n\ny\n\nz"),
        ("<div>a\n  b</div><div>c <b>d</b>   e</div>", "a b\nc d e"),
        ("<pre><code>  def f():\n\n      pass\n</code></pre>after", "  def f():\n\n      pass\n\nafter"),
        ("<blockquote><p>one</p><p>two</p></blockquote>mine", "> one\n>\n> two\n\nmine"),
        ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n>\n> > b\n\nc"),
        ("<ul><li>a</li><li><p>b</p></li><li></ul>", "- a\n- b"),
        ("<table><tr><th>x<th>y<tr><td>1<td>2</table>", "x | y\n1 | 2"),
        ("a<!-- not said --><script>alert(1)</script><style>b{}</style> c", "a c"),
        ('ok <img src="x" alt=":sparkles:"> <img src="y">', "ok :sparkles:"),
    ],
)
def test_what_a_reader_sees(html: str, text: str) -> None:
    assert plain(html) == text


def test_a_whole_document_is_its_body() -> None:
    assert plain("<!DOCTYPE html><html><head><title>T</title></head><body><p>Hi</p></body></html>") == "Hi"


def test_a_link_that_shows_its_beginning_is_written_out() -> None:
    html = (
        'see <a href="https:&#x2F;&#x2F;example.com&#x2F;a-long-path" rel="nofollow">'
        "https:&#x2F;&#x2F;example.com&#x2F;a-lo...</a>"
    )
    assert plain(html) == "see https://example.com/a-long-path"
    assert plain('<a href="https://example.com/my">my...</a>') == "my..."


def test_mastodon_hides_parts_of_an_address_that_are_written_out() -> None:
    html = (
        '<p><span class="h-card"><a href="https://social.example/@mio">@<span>mio</span></a></span> '
        '<a href="https://www.example.com/ab/cd"><span class="invisible">https://www.</span>'
        '<span class="ellipsis">example.com/ab</span><span class="invisible">/cd</span></a></p>'
    )
    assert plain(html) == "@mio https://www.example.com/ab/cd"


def test_japanese_keeps_its_spaces_and_loses_only_breaks_inside_a_line() -> None:
    assert plain("<p>改行は\n  空白では　ない。Web\nsite も</p>") == "改行は空白では　ない。Web site も"
    assert plain("<p>㍿ｶﾞｷﾞ①ｱ　Ａ🎉👨‍👩‍👧</p>") == "㍿ｶﾞｷﾞ①ｱ　Ａ🎉👨‍👩‍👧"
    assert plain("<p>か&#x3099;</p>") == "が"


def test_a_tower_of_tags_is_only_tall() -> None:
    assert plain("<div>" * 20_000 + "top") == "top"


def test_what_no_editor_types_is_left_out() -> None:
    assert tidy("a\x00b\x1b[0m\r\nc\u2028d\ud800") == "ab[0m\nc\nd\ufffd"
    assert plain("<p>a\ud800\x07b</p>") == "a\ufffdb"


@example("- ")
@given(st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029")))
def test_text_that_is_no_markup_survives(text: str) -> None:
    escaped = text.replace("&", "&amp;").replace("<", "&lt;")
    expected = " ".join(part for part in unicodedata.normalize("NFC", text).split(" ") if part)
    assert plain(f"<p>{escaped}</p>") == expected


@given(st.text())
def test_no_markup_is_a_crash(text: str) -> None:
    said = plain("<p>" + text)
    assert unicodedata.is_normalized("NFC", said)
    said.encode("utf-8")


def test_formatting_that_is_never_closed_costs_nothing_but_its_shape() -> None:
    """A parser would open all of it again in every paragraph: 4 million tags."""
    hostile = "<p>" + "".join(f"<b a{n}>" for n in range(2000)) + "縁&amp;" + "</p><p>x</p>" * 2000
    started = time.process_time()
    assert plain(hostile).startswith("縁&")
    assert time.process_time() - started < 1


def test_tags_in_tags_without_end_are_read_too() -> None:
    assert plain("<div>" * 5000 + "深い" + "</div>" * 5000) == "深い"


def test_a_stranger_s_nesting_of_quotations_ends_somewhere() -> None:
    deep = plain("<blockquote>x" * 2000)
    assert max(line.count(">") for line in deep.split("\n")) == 20
    assert plain("<blockquote>a<blockquote>b</blockquote></blockquote>") == "> a\n>\n> > b"
