"""Texts and names that are more than words: kept as they are said, shown so that they drive nothing."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import pytest

from tests.towns import Town, as_json, atom, bookmarks, comment, mention, mentions, stories, town
from tracker.journeys.demo.cast import Cast

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.blogs import Blog

CAST = Cast.generated(articles=1, people=6, interactions=40)
(ARTICLE,) = CAST.articles.values()
TARGET = ARTICLE.url
LONG = "長い話。" * 90_000
"""A little more than a megabyte."""
TEXTS = {
    "half a pair": ("How \ud83d so?", "How \ufffd so?"),
    "zero": ("No\0thing?", "Nothing?"),
    "escapes": ("\x1b[31mred\x1b[0m\x1b]0;owned\x07 and \x7fgone\x08?", "[31mred[0m]0;owned and gone?"),
    "C1": ("One \x9b31mtwo?", "One \x9b31mtwo?"),
    "bidi": ("See \u202egpj.exe\u202c \u2066here\u2069?", "See \u202egpj.exe\u202c \u2066here\u2069?"),
    "marks": ("\u200fשלום\u200e and \u061cمرحبا?", "\u200fשלום\u200e and \u061cمرحبا?"),
    "unseen": ("ze\u200bro \u2060width\ufeff\u00ad?", "ze\u200bro \u2060width\ufeff\u00ad?"),
    "joined": (
        "👩\u200d💻 👨\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f?",
        "👩\u200d💻 👨\u200d👩\u200d👧 🏴\U000e0067\U000e0062\U000e007f?",
    ),
    "line ends": ("one\r\ntwo\rthree\u2028four\u2029five?", "one\ntwo\nthree\nfour\nfive?"),
    "stacked": ("a" + "\u0301" * 300 + "?", "á" + "\u0301" * 299 + "?"),
    "no characters": ("\ufffe\uffff\U0010ffff?", "\ufffe\uffff\U0010ffff?"),
    "long": (LONG, LONG),
    "mark-up": (
        "<script>alert(1)</script> & [x](javascript:alert(1))?",
        "<script>alert(1)</script> & [x](javascript:alert(1))?",
    ),
    "format": ("{0} {message} %s %(name)s $HOME `id`?", "{0} {message} %s %(name)s $HOME `id`?"),
}
"""What is said, and what is kept of it."""
NUMBERS = dict(enumerate(TEXTS, 1))
MEANT = "\n\t\u200c\u200d"


def driving(shown: str) -> set[str]:
    """Return what a terminal would act on instead of showing it."""
    return {
        f"U+{ord(char):04X}"
        for char in shown
        if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") and char not in MEANT and char < "\U000e0000"
    }


@pytest.fixture(scope="module")
def places() -> Iterator[Town]:
    with town(CAST) as opened:
        yield opened


@pytest.fixture(scope="module")
def blog(places: Town, tmp_path_factory: pytest.TempPathFactory) -> Blog:
    """A blog that was answered by all these people."""
    made = places.blog(tmp_path_factory.mktemp("texts"))
    rows = [
        mention(
            number,
            TARGET,
            content={"text": TEXTS[name][0]},
            name=TEXTS[name][0][:60],
            author={"type": "card", "name": f"Reader {TEXTS[name][0][:30]}", "url": f"https://reader{number}.example/"},
        )
        for number, name in NUMBERS.items()
    ]
    with places.only("webmentionio", mentions(*rows)):
        first, second = made.run("pull", "webmentionio"), made.run("pull", "webmentionio")
    assert (first.code, first.out, first.err) == (0, f"webmentionio  {len(TEXTS)} new  complete\n", "")
    assert second.out == "webmentionio  0 new  complete\n"
    return made


def stored(blog: Blog) -> dict[str, dict[str, Any]]:
    told = map(json.loads, blog.exported().splitlines())
    return {row["id"]: row for row in told if row["type"] == "interaction"}


@pytest.mark.parametrize(("number", "name"), NUMBERS.items(), ids=NUMBERS.values())
def test_words_are_kept_as_they_were_said(blog: Blog, number: int, name: str) -> None:
    assert stored(blog)[str(number)]["text"] == TEXTS[name][1]


LISTS = (
    ("who",),
    ("who", "--all"),
    ("who", ARTICLE.title),
    ("inbox",),
    ("people", "list"),
    ("responses", "list"),
    ("who", "--csv"),
    ("sources",),
    ("doctor",),
)


@pytest.mark.parametrize("command", LISTS, ids=" ".join)
def test_what_is_listed_drives_no_terminal(blog: Blog, command: tuple[str, ...]) -> None:
    ended = blog.run(*command, COLUMNS="100")
    assert driving(ended.out + ended.err) == set()
    assert max(map(len, ended.out.splitlines())) < 1000
    assert len(ended.out.splitlines()) < len(TEXTS) + 60


@pytest.mark.parametrize("command", [("inbox",), ("who",), ("people", "list"), ("responses", "list")], ids=" ".join)
def test_programs_get_all_of_it_in_lines_that_are_safe_to_look_at(blog: Blog, command: tuple[str, ...]) -> None:
    ended = blog.run(*command, "--json")
    assert (ended.code, ended.err) == (0, "")
    assert {char for char in ended.out if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")} == {"\n"}
    assert driving(ended.out) <= {"U+200B", "U+2060", "U+FEFF", "U+00AD", "U+200E", "U+200F", "U+061C"}
    assert all(json.loads(line) for line in ended.out.splitlines())


def waiting(blog: Blog) -> list[str]:
    return [json.loads(line)["id"] for line in blog.run("inbox", "--json").out.splitlines()]


def test_every_one_of_them_can_be_answered(blog: Blog) -> None:
    ids = waiting(blog)
    assert len(ids) == len(TEXTS)
    for one in ids:
        ended = blog.run("draft", one, "--no-edit")
        assert ended.code == 0
        assert driving(ended.out + ended.err) == set()


def test_every_one_of_them_is_somebody(blog: Blog) -> None:
    people = [json.loads(line) for line in blog.run("people", "list", "--json").out.splitlines()]
    assert len(people) == len(TEXTS)
    for number in range(1, len(TEXTS) + 1):
        ended = blog.run("people", "show", f"p{number}")
        assert ended.code == 0
        assert driving(ended.out + ended.err) == set()


def test_the_site_is_given_text_and_nothing_else(blog: Blog) -> None:
    ids = [json.loads(line)["id"] for line in blog.run("responses", "list", "--json").out.splitlines()]
    assert blog.run("responses", "approve", *ids).code == 0
    assert blog.run("responses", "export").code == 0
    (file,) = (blog.folder / "content" / "_responses").glob("*.json")
    children = json.loads(file.read_text("utf-8"))["children"]
    assert len(children) == len(TEXTS)
    assert {child["content"]["text"] for child in children} == {row["text"] for row in stored(blog).values()}


def test_the_other_places_keep_such_words_too(places: Town, tmp_path: Path) -> None:
    odd = "Re\ud83dad \x1b[31mthis\0\u202e?"
    hit = {
        "objectID": "1",
        "url": TARGET,
        "title": odd,
        "author": odd,
        "created_at_i": 1_780_000_000,
        "num_comments": 1,
    }
    tree = {"id": 1, "children": [{"id": 2, "author": odd, "text": odd, "created_at_i": 1_780_000_000}]}
    mark = {"user": odd, "timestamp": "2026/06/03 10:00", "comment": odd}
    bidi = "Re\u202ead \x9b31mthis?"
    said = atom(
        comment(1, TARGET, content=f"<content>{bidi}</content>", author=f"<author><name>{bidi}</name></author>")
    )
    blog = places.blog(tmp_path)
    with (
        places.only("webmentionio", mentions(mention(1, TARGET, content=odd, author=odd))),
        places.only("hackernews", stories([hit], tree)),
        places.only("hatena", bookmarks(TARGET, mark)),
        places.only("feed", said),
    ):
        assert [blog.run("pull").code, blog.run("pull").code] == [0, 0]
        assert "0 new" in blog.run("pull", "--full").out
    texts = [row["text"] for row in stored(blog).values() if row["text"]]
    assert len(texts) == 4
    assert all("\0" not in text and "\x1b" not in text for text in texts)
    for command in LISTS:
        ended = blog.run(*command)
        assert driving(ended.out + ended.err) == set()


def test_what_is_told_of_problems_drives_no_terminal(places: Town, tmp_path: Path) -> None:
    odd = "\u202eid\x9b31m"
    twice = [comment(1, TARGET, id=f"<id>{odd}</id>", content=f"<content>{text}</content>") for text in "ab"]
    blog = places.blog(tmp_path)
    with places.only("feed", atom(*twice)):
        ended = blog.run("pull", "feed")
    assert "the second was left out" in ended.out
    assert driving(ended.out) == set()
    items = [
        {"id": "a", "url": TARGET, "title": "\x1b[31mTitle\u202e", "date_published": "\x1b]0;x\x07"},
        {"title": "\x9b"},
    ]
    with places.only("articles", as_json({"version": "https://jsonfeed.org/version/1.1", "items": items})):
        ended = blog.run("pull", "feed")
    assert ended.code == 0
    assert "has a date that is none" in ended.err
    assert driving(ended.out + ended.err) == set()


def test_a_location_that_is_no_address_drives_no_terminal(places: Town, tmp_path: Path) -> None:
    blog = places.blog(tmp_path)
    evil = "http://\u202e\x9b31m.example/".encode().decode("latin-1")
    with places.only("hatena", (302, {"Location": evil}, "")):
        ended = blog.run("pull", "hatena")
    assert ended.code == 4
    assert driving(ended.out + ended.err) == set()
