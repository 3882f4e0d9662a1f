"""What reaches the terminal: no control characters of strangers, colours only where they belong, straight columns."""

from __future__ import annotations

import json
import unicodedata
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wcwidth import wcswidth

from tests.places import ARTICLES, said
from tracker.cli import _json, _table
from tracker.model import Account, Kind

if TYPE_CHECKING:
    from tests.cli.desk import Desk

HOSTILE = "Ev\x1b[31mil\x1b]0;owned\x07\x9b2J\u202eeman\r\n\x00\x7f\u2028\x08"
WRITTEN = [
    *("who", "who --all", "who search", "who --csv", "who --json", "inbox", "inbox --json", "people list"),
    *("people list --json", "people show p1", "people show p1 --json", "people note p1 x", "people show Ev"),
    *("people name p1 x", "people merge p1 p2", "people why p1 p2", "people split p1 p2", "responses list"),
    *("responses list --json", "draft c1 --no-edit", "draft c1 --json", "draft", "responses approve c1"),
    *("responses export", "responses export --json", "people merge p1 p1", "draft c2"),
]


def drives(text: str) -> set[str]:
    """The characters in `text` that a terminal acts on."""
    bidi = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
    return {char for char in text if (unicodedata.category(char) == "Cc" and char != "\n") or char in bidi}


@pytest.fixture
def attacked(empty: Desk) -> Desk:
    """A desk where somebody put escapes into everything a place takes."""
    account = Account("place", "1" + HOSTILE, name=HOSTILE, handle=HOSTILE, url=f"https://evil.example/{HOSTILE}")
    first = said("1", f"Why? {HOSTILE} And 日本語 as well?", account=account, url=f"https://evil.example/{HOSTILE}")
    other = replace(account, id="2")
    empty.hear(first, said("2", "", account=other, kind=Kind.LIKE), said("3", HOSTILE, account=other, title=HOSTILE))
    return empty


@pytest.mark.parametrize("lang", ["en", "ja"])
def test_no_escape_of_a_stranger_reaches_the_terminal(
    lang: str, attacked: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ENISHI_LANG", lang)
    for line in WRITTEN:
        _code, screen = attacked.type_merged(line)
        assert not drives(screen), line
    assert "日本語" in attacked.type("inbox").out


def test_what_a_place_complains_about_is_harmless_too(empty: Desk) -> None:
    empty.hear(said("1"))
    broken = empty.blog / "feed.json"
    broken.write_text('{"version": "https://jsonfeed.org/version/1.1", "items": [{"title": "\\u001b[31mA\\u009b"}]}')
    empty.configure('[site]\narticles = "feed.json"\n')
    said_ = empty.type("pull")
    assert "[31mA" in said_.err
    assert not drives(said_.err + said_.out)


SPITEFUL = f"""
from dataclasses import dataclass
from tracker.errors import NotAsExpected
from tracker.model import Page
from tracker.sources import Source

@dataclass(frozen=True)
class Spite(Source):
    name = title = about = "spite"

    def pages(self, articles, cursor, http):
        yield Page(problems=({HOSTILE!r},))
        raise NotAsExpected("spite.example", "a feed", {HOSTILE!r})
"""


def test_nor_does_its_answer_to_a_pull_drive_the_terminal(empty: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    (empty.home / "spiteful").mkdir()
    (empty.home / "spiteful" / "__init__.py").touch()
    (empty.home / "spiteful" / "spite.py").write_text(SPITEFUL, "utf-8")
    monkeypatch.syspath_prepend(str(empty.home))
    empty.configure((empty.blog / "enishi.toml").read_text("utf-8") + '[sources.spite]\nuse = "spiteful.spite"\n')
    for line in ("pull spite", "sources", "sources --json", "pull spite --json"):
        _code, screen = empty.type_merged(line)
        assert "[31m" in screen
        assert not drives(screen)


def test_a_hostile_error_is_harmless(empty: Desk) -> None:
    for line in (f"who '{HOSTILE}'", f"people show '{HOSTILE}'", f"draft '{HOSTILE}'", f"sources '{HOSTILE}'"):
        failed = empty.type(line)
        assert failed.code in (3, 6), line
        assert not drives(failed.err), line
        assert not drives(empty.type(line + " --json").err), line


@pytest.mark.parametrize(
    "line", ["who", "inbox", "people show p1", "who nothing", "doctor", "responses list", "--help"]
)
def test_there_are_no_colours_in_a_pipe(line: str, desk: Desk) -> None:
    _code, screen = desk.type_merged(line)
    assert "\x1b" not in screen


@pytest.mark.parametrize("command", ["inbox", "people list", "responses list", "who queue"])
def test_wide_characters_line_up(command: str, desk: Desk) -> None:
    lines = [line for line in desk.type(command).out.splitlines() if line[:1] in "pc" and line[1:2].isdigit()]
    assert any(not line.isascii() for line in lines)
    assert all(wcswidth(line) <= 100 for line in lines)
    names = ("Svenja", "ごんぞう", "Piet 🌲", "Ngozi Okafor", "本田 ほのか", "tonkatsu-db_")
    starts = [wcswidth(line[: line.index(name)]) for line in lines for name in names if f"  {name}" in line]
    assert len(starts) > 2
    assert len(set(starts)) == 1


ROWS = [
    ("p1", "森川 澪", "3 replies"),
    ("p20", "いくら🍣三貫", "1 like"),
    ("p3", "👨‍👩‍👧 Zoë", "1"),
    ("p4", "ｶﾞｷﾞｸﾞ", "x"),
    ("p5", "e\u0301té", "y"),
]


def test_columns_begin_where_columns_begin() -> None:
    lines = _table.table(ROWS).splitlines()
    starts = {wcswidth(line.rsplit("  ", 1)[0].rstrip()) for line in lines}
    assert {wcswidth(line[: line.rindex(row[2])]) for line, row in zip(lines, ROWS, strict=True)} == {
        max(starts) + len(_table.GAP)
    }


@pytest.mark.parametrize("columns", [20, 30, 40, 60])
def test_the_widest_column_that_may_gives_way(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    rows = [("c1", "短い", "日本語のとても長い文がここに続いていきます。" * 3), ("c22", "name", "x" * 200)]
    lines = _table.table(rows).splitlines()
    assert all(_table.width(line) <= columns for line in lines)
    assert all(line.endswith("…") for line in lines)


def test_a_column_never_vanishes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "5")
    assert _table.table([("c1", "abcdefghijklmnop")]) == "c1  abcdefg…"


def test_a_pipe_is_wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert _table.columns() == _table.WIDE


def test_no_rows_no_table() -> None:
    assert _table.table([], head=("a", "b")) == ""


KEPT = ["👨\u200d👩\u200d👧", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f", "葛\U000e0100城"]
KEPT += ["\U0001fae8", "e\u0301", "か\u3099", "👍🏽"]


@pytest.mark.parametrize("text", KEPT)
def test_what_people_write_stays(text: str) -> None:
    assert _table.one_line(text) == text


@given(st.text())
def test_harmless_leaves_nothing_that_drives(text: str) -> None:
    assert not drives(_table.harmless(text)) - {"\t"}
    assert not drives(_table.one_line(text))
    _table.harmless(text).encode()  # raises for what no terminal can be sent


@given(st.text(), st.integers(2, 40))
def test_cut_fits(text: str, cells: int) -> None:
    plain = _table.one_line(text)
    assert _table.width(_table.cut(plain, cells)) <= max(cells, 0)
    if _table.width(plain) <= cells:
        assert _table.cut(plain, cells) == plain


@given(st.text(st.characters()))
def test_json_is_safe_to_look_at_and_says_the_same(text: str) -> None:
    line = _json.line({"text": text})
    assert not drives(line)
    assert json.loads(line) == {"text": text}


def test_an_article_may_have_any_title(empty: Desk) -> None:
    empty.hear(said("1"))
    assert ARTICLES[0].title in empty.type("who").out
