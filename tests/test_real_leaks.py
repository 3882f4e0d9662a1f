"""The leak guard on real comments and articles; figures are bounds, a little beside what was measured."""

from __future__ import annotations

import json
import random
import re
from datetime import UTC, datetime
from functools import cache
from html import unescape
from typing import TYPE_CHECKING, Any

import pytest

from tests.real import ROOT
from tracker.rules.language import of
from tracker.rules.leaks.findings import Private, What
from tracker.rules.leaks.folding import fold
from tracker.rules.leaks.judge import Candidate, candidates, covers
from tracker.rules.leaks.words import Words, says

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = pytest.mark.skipif(not (ROOT / "drafting").is_dir(), reason=f"the real comments are not here: {ROOT}")
NOW = datetime(2026, 11, 1, tzinfo=UTC)
PLACES = ("devto", "reddit", "webmention.io", "mastodon", "github", "hackernews", "zenn")
WORD = re.compile(r"[A-Za-z0-9]['’]?[A-Za-z0-9]|[一-龠][一-龠]|[ァ-ヴー][ァ-ヴー]")
"""The inside of a word, where no fragment ends."""
LONG = {"en": 600, "ja": 300}


def strings(data: Any, least: int) -> Iterator[str]:  # noqa: ANN401 - JSON is any shape
    if isinstance(data, dict | list):
        for each in data.values() if isinstance(data, dict) else data:
            yield from strings(each, least)
    elif isinstance(data, str) and len(data) >= least and " " in data.strip() + (" " if of(data[:500]) == "ja" else ""):
        yield unescape(re.sub(r"<[^>]*>", " ", data))


@cache
def private(lang: str) -> tuple[Private, ...]:
    """Comments and answers to them, as if each had been said in private by somebody else."""
    texts: dict[str, None] = {}
    for line in (ROOT / "drafting" / f"{lang}_pairs.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        comments = row["comment"] if isinstance(row["comment"], list) else [row["comment"]]
        texts |= dict.fromkeys([*comments, row["reply"]])
    if lang == "ja":
        for name in ("hatebu_comments.json", "hatebu_comments_cannot_parse.json"):
            data = json.loads((ROOT / "hatena" / name).read_text("utf-8"))
            texts |= dict.fromkeys(each for each in strings(data, 15) if of(each) == "ja")
    return tuple(Private(f"c{n}", What.MAIL, text, NOW, n) for n, text in enumerate(texts, 1))


@cache
def articles(lang: str) -> tuple[str, ...]:
    """Longer texts of other people, folded."""
    found: dict[str, None] = {}
    for place in PLACES:
        for file in sorted((ROOT / place).glob("*.json")):
            try:
                data = json.loads(file.read_text("utf-8"))
            except ValueError:
                continue
            found |= dict.fromkeys(each for each in strings(data, LONG[lang]) if of(each[:2000]) == lang)
    if lang == "ja":
        lines = (ROOT / "drafting" / "ja_pairs.jsonl").read_text("utf-8").splitlines()
        found |= dict.fromkeys(
            text for line in lines if len(text := json.loads(line)["article_excerpt"]) > LONG["ja"] / 2
        )
    return tuple(fold(text) for text in found)


def alarms(lang: str) -> tuple[list[Candidate], float]:
    """What is found where nothing was copied, and how often for each article and a thousand private texts."""
    built = articles(lang)
    found = list(candidates(private(lang), built))
    return found, sum(len(one.built) for one in found) / len(built) / (len(private(lang)) / 1000)


def said_by_others(lang: str) -> float:
    """How often, when what others say in public is known."""
    found, _often = alarms(lang)
    texts = [(one.item, fold(one.text)) for one in private(lang)]
    left = [
        one
        for one in found
        if len(one.built) == 1 and not any(covers(text, one.run) for item, text in texts if item != one.private.item)
    ]
    return len(left) / len(articles(lang)) / (len(private(lang)) / 1000)


def recall(lang: str, length: int, edit: str = "", *, telling: bool = True) -> float:
    """How many fragments of so many letters are found, each copied into an article; `telling`: of those that tell."""
    chance = random.Random(f"{lang}{length}")  # noqa: S311 - no secret
    planted: list[tuple[str, str]] = []
    for one in chance.sample(private(lang), len(private(lang))):
        pieces = (fragment(one.text, length, chance) for _try in range(10))
        some = next((each for each in pieces if each and (not telling or says(fold(each), Words(each).words))), "")
        if some:
            planted.append((one.item, edited(some, edit)))
    hosts = articles(lang)
    built = [f"{hosts[n % len(hosts)][:700]}{fold(some)}" for n, (_item, some) in enumerate(planted)]
    found = {(one.private.item, number) for one in candidates(private(lang), built) for number in one.built}
    return sum((item, n) in found for n, (item, _some) in enumerate(planted)) / len(planted)


def fragment(text: str, length: int, chance: random.Random) -> str:
    """Return a piece of a text from the beginning of a word to the end of one, at least so long when folded."""
    text = re.sub(r"(?:https?://|www\.)\S+", "", text)  # an address of the web is no secret
    begins = [found.start() for found in re.finditer(r"\b\w|(?<=[ぁ-ん])[一-龠ァ-ヴ]", text)]
    if not begins:
        return ""
    begun = chance.choice(begins)
    for end in range(begun + length, len(text) + 1):
        some = text[begun:end]
        if len(fold(some)) >= length and not WORD.match(text, end - 1):
            return some
    return ""


def edited(text: str, how: str) -> str:
    """Return a text with other marks, in full width, or with a word of its middle replaced."""
    if how == "marks":
        return re.sub(r"[\s、。,.!?]+", " — ", text).swapcase()
    if how == "width":
        return "".join(chr(ord(each) + 0xFEE0) if "!" <= each <= "~" else each for each in text)
    if how == "word":
        words = list(re.finditer(r"[A-Za-z]+|[一-龠]+|[ァ-ヴー]+", text))
        middle = words[len(words) // 2] if words else None
        return f"{text[: middle.start()]}qqq{text[middle.end() :]}" if middle else text
    return text


@pytest.mark.parametrize(("lang", "often", "rest"), [("en", 0.25, 0.1), ("ja", 0.6, 0.35)])
def test_what_was_not_copied_is_seldom_found(lang: str, often: float, rest: float) -> None:
    found, measured = alarms(lang)
    assert found
    assert measured <= often
    assert said_by_others(lang) <= rest


@pytest.mark.parametrize("edit", ["", "marks", "width"])
@pytest.mark.parametrize(("lang", "length"), [("en", 12), ("en", 20), ("ja", 8), ("ja", 15)])
def test_what_tells_something_is_found_however_it_is_written(lang: str, length: int, edit: str) -> None:
    assert recall(lang, length, edit) >= 0.9


@pytest.mark.parametrize(("lang", "length"), [("en", 30), ("en", 60), ("ja", 30)])
def test_whatever_is_long_is_found(lang: str, length: int) -> None:
    assert recall(lang, length, telling=False) >= 0.99


def test_most_of_what_is_long_is_found_with_a_word_replaced() -> None:
    assert recall("en", 60, "word", telling=False) >= 0.95
    assert recall("ja", 30, "word", telling=False) >= 0.85
