"""What the posts of this repository show as code does what they say."""

from __future__ import annotations

import doctest
import re
import sqlite3
import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.site.site import ROOT

if TYPE_CHECKING:
    from pathlib import Path

POSTS = sorted((ROOT / "content").glob("[0-9]*/*.md"))
TEXTS = sorted((ROOT / "content").rglob("*.md"))
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SEARCH = [post for post in POSTS if "two-character-search" in post.name]


def name(path: Path) -> str:
    return path.name


def blocks(post: Path, language: str) -> list[str]:
    return [code for said, code in BLOCK.findall(post.read_text(encoding="utf-8")) if said == language]


def defined(post: Path, *known: str) -> dict[str, Any]:
    """Run, in order, what a post defines and what it prints; what it prints must be so."""
    names: dict[str, Any] = {"re": re, "unicodedata": unicodedata}
    for language, code in BLOCK.findall(post.read_text(encoding="utf-8")):
        if language == "pycon":
            replay(code, names, post.name)
        elif language == "python" and "def " in code:
            exec(code, names)  # noqa: S102 - our own posts, read from this repository
    assert set(known) <= names.keys()
    return names


def replay(session: str, names: dict[str, Any], where: str) -> None:
    test = doctest.DocTestParser().get_doctest(session, {}, where, where, 0)
    test.globs = names
    assert test.examples
    doctest.DebugRunner().run(test, clear_globs=False)


@pytest.mark.parametrize("post", POSTS, ids=name)
def test_what_a_post_prints_is_what_python_prints(post: Path) -> None:
    defined(post)


def index(post: Path, *notes: str) -> tuple[sqlite3.Connection, dict[str, Any]]:
    shown = defined(post, "grams", "query")
    table = sqlite3.connect(":memory:")
    table.execute(next(code for code in blocks(post, "sql") if "grams" in code))
    table.executemany("INSERT INTO note_index VALUES (?)", [(" ".join(shown["grams"](note)),) for note in notes])
    return table, shown


@pytest.mark.parametrize("post", SEARCH, ids=name)
@pytest.mark.parametrize(
    ("words", "found"),
    [("予算", [1]), ("会議室", [3]), ("鮭", [3, 4]), ("東京京都", []), ("会議 議室", [3]), ("京都", [1])],
)
def test_the_search_finds_one_two_and_three_characters(post: Path, words: str, found: list[int]) -> None:
    notes, shown = index(post, "予算は東京。京都へ", "会議と予定", "会議室の鮭", "最後は鮭")
    rows = notes.execute("SELECT rowid FROM note_index WHERE note_index MATCH ?", (shown["query"](words),))
    assert [row for (row,) in rows] == found
    notes.close()


def test_the_repaired_search_keeps_its_law() -> None:
    (post,) = (ROOT / "content").glob("*/*-comment-found-the-bug.md")
    defined(post, "runs")["test_spelling_does_not_matter"]()


class MailDownError(Exception):
    """The provider that answers nobody."""


def test_the_outbox_keeps_what_could_not_be_sent() -> None:
    (post,) = (ROOT / "content").glob("*/*-queue-nobody-needed.md")
    shown = defined(post, "publish_rota", "flush")
    down, sent = {"aoi@example.com"}, []

    def send(recipient: str, _body: str) -> None:
        if recipient in down:
            raise MailDownError
        sent.append(recipient)

    shown["MailDown"] = MailDownError
    rotas = sqlite3.connect(":memory:")
    rotas.executescript(f"{blocks(post, 'sql')[0]} CREATE TABLE rota (week, published);")
    shown["publish_rota"](rotas, 33, ["aoi@example.com", "ben@example.com"])
    shown["flush"](rotas, send)
    assert sent == ["ben@example.com"]
    down.clear()
    shown["flush"](rotas, send)
    shown["flush"](rotas, send)
    assert sent == ["ben@example.com", "aoi@example.com"]
    rotas.close()


def test_one_post_a_month_and_its_translation() -> None:
    originals = [post.name[:2] for post in POSTS if not post.name.endswith(".en.md")]
    assert originals
    assert max(Counter(originals).values()) == 1


@pytest.mark.parametrize("text", TEXTS, ids=lambda path: path.relative_to(ROOT / "content").as_posix())
def test_texts_are_written_composed(text: Path) -> None:
    written = text.read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", written)
