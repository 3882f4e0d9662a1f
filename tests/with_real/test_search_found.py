"""What the search finds, held against a search through the pages themselves: nothing is missed, nothing is made up."""

from __future__ import annotations

import gzip
import random
import re
import shutil
import unicodedata
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from benchmarks.site import corpus
from tests.site.site import ADDRESS, ROOT, Site, built, gallery
from tests.with_real.finder import Search, finder

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

pytestmark = pytest.mark.real_server

POSTS = 40
JAPANESE = "[\u3005\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u9fff]"
UNREAD = "rt, rp, svg, script, style, sup[id^='fnref'], .footnote-backref, .footnote-ref"
KANA = {code: code - 0x60 for code in range(0x30A1, 0x30F5)} | {0x30F5: ord("か"), 0x30F6: ord("か")}
HALF = {unicodedata.normalize("NFKC", half): half for half in map(chr, range(0xFF66, 0xFF9E))}
WORD = re.compile(r"[a-z0-9]+")
LONGEST_FILE = 30 * 1024


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """Our blog, the posts of the gallery and invented ones, as they would be published."""
    content = gallery(tmp_path_factory.mktemp("searched") / "content")
    corpus.write(content, content / "images/bench", POSTS)
    for figure in (content / "images/bench").iterdir():
        shutil.move(figure, content / "images" / figure.name)
    return built(content, content.with_name("output"), "publishconf.py")


@pytest.fixture(scope="module", params=["ja", "en"])
def lang(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def search(site: Site, lang: str) -> Iterator[Search]:
    with finder() as running:
        yield Search.of(site, lang, running)


@pytest.fixture(scope="module")
def texts(site: Site, lang: str) -> dict[str, list[str]]:
    """What a reader sees of each post: title, summary, text, tags."""
    pages = [name for name in site.pages if re.match(rf"{lang}/\d{{4}}/\d\d/", name)]
    return {name.removesuffix("index.html"): list(seen(site, name)) for name in pages}


def seen(site: Site, name: str) -> Iterator[str]:
    page = site.page(name)
    for node in page.css(UNREAD):
        node.decompose()
    for css in ("h1.p-name", ".standfirst.p-summary", ".e-content", "a.p-category"):
        for node in page.css(f"main > article > .row:not(.answer) {css}, main > article > header {css}"):
            yield " ".join(node.text().split())


@cache
def plain(text: str) -> str:
    """The way of the oracle, which shares nothing with the plugin: as little as makes two writings of a word one."""
    return unicodedata.normalize("NFKC", text).casefold().translate(KANA).replace("’", "").replace("'", "")


def holding(texts: dict[str, list[str]], query: str) -> set[str]:
    """Posts in which a run of Japanese stands."""
    wanted = plain(query)
    return {url for url, said in texts.items() if any(wanted in plain(one) for one in said)}


def with_word(texts: dict[str, list[str]], word: str, *, begun: bool) -> set[str]:
    """Posts in which a word stands, or one that begins so."""
    return {
        url
        for url, said in texts.items()
        if any(one == word or (begun and one.startswith(word)) for one in words_of("\n".join(said)))
    }


@cache
def words_of(text: str) -> frozenset[str]:
    """The words of a text in Latin letters, by these letters: without accents."""
    return frozenset(WORD.findall(bare(text)))


def bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", plain(text))
    return "".join(character for character in apart if not unicodedata.combining(character))


def pieces(texts: Iterable[list[str]], length: int) -> list[str]:
    """Every run of so many Japanese characters that stands somewhere."""
    pattern = re.compile(f"(?=({JAPANESE}{{{length}}}))")
    return sorted({match for said in texts for one in said for match in pattern.findall(one)})


def sample(queries: list[str], most: int) -> list[str]:
    """Some of them, the same at every run, in any order."""
    return random.Random(len(queries)).sample(queries, min(most, len(queries)))  # noqa: S311 - no secret


def wrong(search: Search, expected: dict[str, set[str]]) -> dict[str, tuple[list[str], list[str]]]:
    """Queries that missed posts, or found others, with those."""
    found = {query: {*search.found(query)} for query in expected}
    return {
        query: (sorted(expected[query] - found[query]), sorted(found[query] - expected[query]))
        for query in expected
        if expected[query] != found[query]
    }


def test_there_is_something_to_find(texts: dict[str, list[str]]) -> None:
    assert len(texts) > POSTS // 2
    assert all(len(said) > 2 and sum(map(len, said)) > 100 for said in texts.values())


@pytest.mark.parametrize("length", [1, 2])
def test_every_character_and_every_pair_is_found_where_it_stands_and_nowhere_else(
    search: Search, texts: dict[str, list[str]], length: int
) -> None:
    queries = pieces(texts.values(), length)
    assert len(queries) > 10
    assert wrong(search, {query: holding(texts, query) for query in queries}) == {}


@pytest.mark.parametrize("length", [3, 4, 6, 12])
def test_every_longer_piece_is_found_where_it_stands_and_nowhere_else(
    search: Search, texts: dict[str, list[str]], length: int
) -> None:
    queries = pieces(texts.values(), length)
    some = sample(queries, 400)
    assert wrong(search, {query: holding(texts, query) for query in some}) == {}


def test_a_piece_that_stands_nowhere_is_not_found_though_its_pairs_stand_somewhere(
    search: Search, texts: dict[str, list[str]]
) -> None:
    pairs = pieces(texts.values(), 2)
    by_first: dict[str, list[str]] = {}
    for pair in pairs:
        by_first.setdefault(pair[0], []).append(pair)
    made = [pair + other[1] for pair in pairs for other in by_first.get(pair[1], [])]
    some = sample(made, 400)
    expected = {query: holding(texts, query) for query in some}
    assert sum(not found for found in expected.values()) > len(some) // 8
    assert wrong(search, expected) == {}
    beside = {f"{query[1:]} {query}": holding(texts, query[1:]) & found for query, found in expected.items()}
    assert wrong(search, beside) == {}, "another word that is there changes nothing"


@pytest.mark.parametrize("begun", [False, True])
def test_every_word_is_found_whole_or_begun(search: Search, texts: dict[str, list[str]], begun: bool) -> None:  # noqa: FBT001 - a parameter of a test
    words = sorted({word for said in texts.values() for one in said for word in WORD.findall(bare(one))})
    asked = sorted({word[:length] for word in words for length in (2, 3, 5)}) if begun else words
    asked = [word for word in asked if not begun or len(word) > 1]
    expected = {word if begun else f"{word} ": with_word(texts, word, begun=begun) for word in asked}
    assert len(expected) > 100
    assert wrong(search, expected) == {}


def test_however_it_is_typed_the_same_is_found(search: Search, texts: dict[str, list[str]]) -> None:
    queries = sample(pieces(texts.values(), 3), 60)
    queries += ["SQLite", "index", "CI", "Python 3"]
    for query in queries:
        found = search.found(query)
        for typed in ways(query):
            assert search.found(typed) == found, typed


def ways(query: str) -> Iterator[str]:
    """The same in other widths, cases and kana, composed or not."""
    yield query.upper()
    yield "".join(chr(ord(one) + 0xFEE0) if "!" <= one <= "~" else one for one in query).replace(" ", "\u3000")
    yield "".join(HALF.get(one, one) for one in query)
    yield "".join(chr(ord(one) + 0x60) if "ぁ" <= one <= "ゔ" else one for one in query)
    yield unicodedata.normalize("NFD", query)
    yield f"\u3000{query}\u200b"


def test_two_words_are_both_needed(search: Search, texts: dict[str, list[str]]) -> None:
    pairs = sample(pieces(texts.values(), 2), 200)
    for one, other in pairwise(pairs):
        assert {*search.found(f"{one}\u3000{other}")} == holding(texts, one) & holding(texts, other)


def test_what_was_typed_with_signs_is_found_with_other_signs(search: Search, lang: str) -> None:
    if lang == "en":
        assert search.found("full text") == search.found("“full-text”?") != []
        assert search.found("dont") == search.found("don't") == search.found("don’t") != []
    else:
        assert search.found("FTS5 の") == search.found("FTS5の") != []
    assert search.found("、。!?") == []


def test_only_the_files_that_hold_the_words_are_read(search: Search) -> None:
    for query, most in (("予", 1), ("予算", 1), ("予算会議", 3), ("sql", 1), ("full-text search", 3)):
        assert 1 <= len(search.asked(query)["opened"]) - 1 <= most, query
    assert len([*search.folder.glob("words/*.json")]) >= 4


def test_no_file_is_large(search: Search) -> None:
    sizes = {path.name: len(gzip.compress(path.read_bytes())) for path in search.folder.rglob("*.json")}
    assert max(sizes.values()) <= LONGEST_FILE
    words = sum(len(gzip.compress(path.read_bytes())) for path in search.folder.glob("words/*.json"))
    assert words <= 10 * 1024 * len([*search.folder.glob("words/*.json")])


def test_the_first_word_of_an_address_is_the_language(search: Search, lang: str, site: Site) -> None:
    for url in search.found({"ja": "の", "en": "the"}[lang]):
        assert f"{url}index.html" in site.names
        assert site.target(f"{lang}/search/index.html", f"../../{url}") == (f"{url}index.html", "")
    assert ADDRESS not in search.found("の")


# --- in which order -----------------------------------------------------------------------------------

POST = """Title: {title}
Date: 2026-{month:02}-01 09:00 +0900
Lang: {lang}
Slug: p{month}
Uid: tag:mio.example,2026:{month}-{lang}
Tags: {tags}
Summary: Nothing of it.

{text}
"""
ORDERED = {
    "ja": ("鯨", "本文に鯨が一度。", "## 鯨のこと\n\n本文。", "鯨、鯨、また鯨。", "猫の本文。"),
    "en": ("whale", "A whale, once.", "## Of a whale\n\nText.", "Whale, whale, whale.", "A cat. Whales."),
}


@pytest.mark.parametrize("language", ["ja", "en"])
def test_titles_come_before_headings_before_texts_and_new_posts_before_old_ones(language: str, tmp_path: Path) -> None:
    word, once, heading, often, none = ORDERED[language]
    said = [
        (word, none, ""),
        (none, none, word),
        ("A", heading, ""),
        ("B", often, ""),
        ("C", once, ""),
        ("D", once, ""),
    ]
    (tmp_path / "content/pages").mkdir(parents=True)
    for name in ("images", "_responses"):
        (tmp_path / "content" / name).mkdir()
    for month, (title, text, tags) in enumerate(said, start=1):
        text_of = POST.format(title=title, month=month, lang=language, tags=tags or "other", text=text)
        (tmp_path / f"content/{month}.md").write_text(text_of, encoding="utf-8")
    site = built(tmp_path / "content", tmp_path / "output", "publishconf.py", CACHE_PATH=str(tmp_path / "cache"))
    with finder() as running:
        found = Search.of(site, language, running).found(f"{word} ")
    assert [url.rsplit("/", 2)[1] for url in found] == ["p2", "p1", "p3", "p4", "p6", "p5"]
    assert ROOT.is_dir()
