"""The drafting rules on real comments; figures are floors, a little under what was measured."""

from __future__ import annotations

import json
import re
from collections import deque
from functools import cache
from typing import Any

import pytest

from tests.real import ROOT
from tracker.rules import language
from tracker.rules.drafting import Voice, Words, plan, written
from tracker.rules.questions import questions, thanks
from tracker.rules.sheets import slots, unsheet

REAL = ROOT / "drafting"
pytestmark = pytest.mark.skipif(not REAL.is_dir(), reason=f"the real comments are not here: {REAL}")
STOCK = "stock_phrases.json"


@cache
def rows(name: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in (REAL / name).read_text(encoding="utf-8").splitlines()]


def comments(lang: str) -> list[str]:
    found = (row["comment"] for row in rows(f"{lang}_pairs.jsonl"))
    return [text for comment in found for text in (comment if isinstance(comment, list) else [comment])]


def precision_and_recall(pairs: list[tuple[bool, bool]]) -> tuple[float, float]:
    """From pairs of found and true."""
    hits = sum(found and true for found, true in pairs)
    return hits / sum(found for found, _ in pairs), hits / sum(true for _, true in pairs)


@pytest.mark.parametrize(("lang", "precise", "complete"), [("ja", 0.9, 1.0), ("en", 0.93, 0.93)])
def test_questions_are_found(lang: str, precise: float, complete: float) -> None:
    labelled = [row for row in rows("question_thanks.jsonl") if row["lang"] == lang and row["question"] != "soft"]
    figures = precision_and_recall([(bool(questions(row["text"])), row["question"] == "yes") for row in labelled])
    assert figures[0] >= precise
    assert figures[1] >= complete


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_thanks_are_found(lang: str) -> None:
    labelled = [row for row in rows("question_thanks.jsonl") if row["lang"] == lang]
    assert min(precision_and_recall([(thanks(row["text"]), row["thanks"]) for row in labelled])) >= 0.95


def test_languages_are_told() -> None:
    ours = {"ja": "ja", "en": "en"}
    right = [language.of(row["text"]) == ours.get(row["lang"], "und") for row in rows("langid.jsonl")]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize(("lang", "short"), [("ja", 0.99), ("en", 0.88)])
def test_every_comment_gets_a_draft_of_its_own(lang: str, short: float) -> None:
    written_lately: deque[str] = deque(maxlen=50)
    glue_lately: deque[set[str]] = deque(maxlen=50)
    lengths, repeated = [], 0
    for comment in comments(lang):
        draft = plan(Words(comment), Voice(lang, tuple(written_lately)))
        text = written(draft)
        assert draft.lang == lang
        assert unsheet(text) == text
        assert sum(bool(re.match(r"(?:A|回答)\d", slot.label)) for slot in slots(text)) == len(questions(comment))
        assert all(bare(line) in bare(comment) for line in draft.quote)
        glue = shingles(draft.thanks, 3 if lang == "ja" else 4)
        repeated += any(alike(glue, other) for other in glue_lately)
        written_lately.append(text)
        glue_lately.append(glue)
        lengths.append(len(text))
    assert repeated == 0
    assert sum(length <= 300 for length in lengths) / len(lengths) >= short


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_nearly_every_comment_has_words_to_quote(lang: str) -> None:
    quoted = [bool(plan(Words(comment), Voice(lang)).quote) for comment in comments(lang)]
    assert sum(quoted) / len(quoted) >= 0.98


@pytest.mark.parametrize("lang", ["ja", "en"])
def test_no_stock_phrase_is_written(lang: str) -> None:
    stock = json.loads((REAL / STOCK).read_text(encoding="utf-8"))[lang]
    for comment in comments(lang):
        thanked = plan(Words(comment), Voice(lang)).thanks.lower()
        assert not [phrase for phrase in stock if phrase in thanked]


def bare(text: str) -> str:
    return re.sub(r"\s", "", text).strip("…")


def shingles(text: str, size: int) -> set[str]:
    glue = re.sub(r"「.*?」|`.*?`|“.*?”|\d+", "", text)
    return {glue[at : at + size] for at in range(len(glue) - size + 1)}


def alike(one: set[str], other: set[str]) -> bool:
    return bool(one and other) and len(one & other) / len(one | other) >= 0.5
