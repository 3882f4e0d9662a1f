from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tracker.rules.text import GAP
from tracker.rules.writing.layout import Kind, laid_out, read_aloud

MARKS = st.text(alphabet="ab `~*_[](){}<>!|#->=\n\t0.:あ。漢字|か&;\\^/", max_size=120)


def kinds(text: str) -> list[tuple[str, str]]:
    """Each block as it is read."""
    layout = laid_out(text)
    return [(block.kind.value, layout.text[block.start : block.end].strip()) for block in layout.blocks]


def aloud(text: str) -> str:
    return " ".join(re.sub(f"{GAP}+", "…", read_aloud(laid_out(text).prose)).split())


@given(MARKS)
@settings(deadline=None)
def test_nothing_moves_whatever_is_written(text: str) -> None:
    layout = laid_out(text)
    for other in (layout.visible, layout.prose):
        assert len(other) == len(text)
        assert [at for at, char in enumerate(other) if char == "\n"] == [
            at for at, char in enumerate(text) if char == "\n"
        ]
    ends = 0
    for block in layout.blocks:
        assert ends <= block.start <= block.end <= len(text)
        ends = block.end


def test_what_blocks_there_are() -> None:
    text = """Intro
goes on.

# One
Straight below.
## Two ##

Below
-----

- first
  goes on
- second

    belongs to second

1. third

> quoted
lazily

| a | b |
|---|---|
| 1 | 2 |

    code

[x]: https://x.example
[^n]: A note.

<div>
not prose

at all
</div>

Term
: Definition
"""
    assert kinds(text) == [
        ("text", "Intro\ngoes on."),
        ("heading", "One"),
        ("text", "Straight below."),
        ("heading", "Two"),
        ("heading", "Below"),
        ("item", "first\n  goes on"),
        ("item", "second"),
        ("item", "belongs to second"),
        ("item", "third"),
        ("quote", "> quoted\nlazily"),
        ("table", "| a | b |\n|---|---|\n| 1 | 2 |"),
        ("code", "code"),
        ("reference", "[x]: https://x.example\n[^n]: A note."),
        ("html", "<div>\nnot prose\n\nat all\n</div>"),
        ("text", "Term"),
        ("item", "Definition"),
    ]


@pytest.mark.parametrize("fence", ["```", "~~~", "````"])
def test_code_is_no_text(fence: str) -> None:
    layout = laid_out(f"Before.\n\n{fence}python\n# no heading\n\n<!-- no comment -->\n{fence}\n\nAfter.")
    assert [block.kind for block in layout.blocks] == [Kind.TEXT, Kind.CODE, Kind.TEXT]
    assert "heading" not in layout.visible
    assert layout.comments == ()
    assert layout.fence_left == -1


def test_code_that_never_ends_is_noticed() -> None:
    layout = laid_out("Before.\n\n```python\nx = 1\n\nAfter.")
    assert layout.line(layout.fence_left) == 3
    assert laid_out("<!--\n```\n-->\n\nText.").fence_left == -1


def test_comments_are_kept_apart_and_are_nothing_to_read() -> None:
    layout = laid_out("One <!-- a\n\nb --> two.\n\n`<!-- code -->`")
    assert [said for _at, said in layout.comments] == ["a\n\nb"]
    assert aloud("One <!-- a\nb --> two.") == "One two."
    assert aloud("<!-- a long comment --> two.") == "two."
    assert kinds("<!-- a\n\nb -->") == []


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("**これは強調。**続き", "これは強調。続き"),
        ("*a* and _b_ and snake_case and ~~c~~", "a and b and snake_case and ~~c~~"),
        ("a `b = [c](d)` e", "a … e"),
        ("a ``b ` c`` d", "a … d"),
        ('see [the **post**](https://x.example/a_(b) "Title"){: rel=me } now', "see the post now"),
        ("see [the post][ref] now[^1].", "see the post now."),
        ('![alt *text*]({static}/images/a.png){: width="720" } after', "after"),
        ("<https://x.example> or https://x.example/y, or <me@x.example>", "… or …, or …"),
        ("{余白|よはく}の記録", "余白の記録"),
        ("<ruby>音読<rt>おんどく</rt></ruby>です", "音読です"),
        ('press <kbd>Ctrl</kbd> <span lang="ja">あ</span>', "press … あ"),
        ("AT&amp;T \\*not emphasis\\*", "AT…T not emphasis"),
        ("> quoted", ""),
        ("[x]: https://x.example", ""),
    ],
)
def test_what_is_read_of_a_line(written: str, read: str) -> None:
    assert aloud(written) == read


def test_lines_are_counted_from_where_the_text_begins() -> None:
    layout = laid_out("One.\n\nTwo.", first=9)
    assert [layout.line(block.start) for block in layout.blocks] == [9, 11]


@pytest.mark.parametrize(
    "text", ["`" * 50_000, "[" * 50_000, "<div>\n\n" * 5_000, "# a\n" * 20_000, "> \n# \n" * 9_000]
)
def test_no_text_takes_for_ever(text: str) -> None:
    started = time.perf_counter()
    assert laid_out(text).prose
    assert time.perf_counter() - started < 20
