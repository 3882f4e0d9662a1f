from __future__ import annotations

import pytest

from tests.rules.writing.texts import rules, said
from tracker.rules.writing.layout import laid_out
from tracker.rules.writing.links import Linking, remarks


def where(text: str) -> list[str]:
    return [link.where for link in Linking(laid_out(text)).links]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[a](b) and [c](<d e> "title")', ["b", "d e"]),
        ("[a](https://x.example/y_(z)) [b]({filename}c.md#d)", ["https://x.example/y_(z)", "{filename}c.md#d"]),
        ('![a](b.png){: width="7" }', ["b.png"]),
        ("[![a](b.png)](c)", ["c", "b.png"]),
        ("[a][x] and [x]\n\n[x]: https://x.example", ["https://x.example"]),
        ("<https://x.example>", ["https://x.example"]),
        ("<a href=\"/x?a=1&amp;b=2\">y</a> <img src='z.png' alt=''>", ["/x?a=1&b=2", "z.png"]),
        ("`[a](b)` and <!-- [c](d) -->\n\n```\n[e](f)\n```\n\n    [g](h)", []),
        ("- [a](b)\n\n> [c](d)\n\n| [e](f) | g |\n|---|---|\n\n[^n]: [h](i)", ["b", "d", "f", "i"]),
        ("[a]()", [""]),
        ("def f(x) [i](j", []),
    ],
)
def test_links_are_found_where_markdown_finds_them(text: str, found: list[str]) -> None:
    assert sorted(where(text)) == sorted(found)


def test_a_link_knows_its_line_and_its_words() -> None:
    (link,) = Linking(laid_out("One.\n\nTwo [the `code` post](x.md).", first=8)).links
    assert (link.line, link.label, link.image) == (10, "the `code` post", False)


@pytest.mark.parametrize(
    ("text", "described"),
    [
        ("![What it shows](a.png)", True),
        ("![](a.png)", False),
        ("![ ](a.png)", False),
        ("<img src='a.png' alt=''>", True),
        ("<img src='a.png'>", False),
        ("[![](a.png)](b)", False),
        ("![][x]\n\n[x]: a.png", False),
        ("![said][x]\n\n[x]: a.png", True),
        ("<video src='a.mp4'></video>", True),
    ],
)
def test_an_image_says_what_it_shows(text: str, described: bool) -> None:  # noqa: FBT001 - a case
    (image,) = (link for link in Linking(laid_out(text)).links if link.image)
    assert image.described is described


def about(text: str) -> list[tuple[str, int]]:
    return said(remarks(Linking(laid_out(text))))


def test_references_lead_somewhere() -> None:
    assert about("[a][x]\n\n[x]: https://x.example") == []
    assert about("[a][y] [b][]\n\n[x]: https://x.example") == [("reference-missing", 1), ("reference-missing", 1)]
    assert about("`a[0][1]` and a[1][2] are code") == []


def test_footnotes_come_in_pairs() -> None:
    assert about("Text[^a].\n\n[^a]: Note[^b].\n\n[^b]: Other.") == []
    assert about("Text[^a].") == [("footnote-missing", 1)]
    assert about("Text.\n\n[^a]: Note.") == [("footnote-unused", 3)]
    found = list(remarks(Linking(laid_out("Text[^mac].\n\n[^macs]: Note."))))
    assert rules(found) == ["footnote-missing", "footnote-unused"]
    assert found[0].fix == "Did you mean “macs”?"
    assert about("`[^x]` is written so.") == []
