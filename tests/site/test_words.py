"""What the theme says: every word in every language, and no word that nobody says."""

from __future__ import annotations

import re
import tomllib
from string import Formatter
from typing import TYPE_CHECKING

import pytest
from interface_words import WordMissing, words
from jinja2 import Environment, nodes
from responses import COUNTED

from tests.site.site import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

TEXTS: dict[str, dict[str, str]] = tomllib.loads((ROOT / "theme/words.toml").read_text(encoding="utf-8"))
TEMPLATES = sorted((ROOT / "theme/templates").glob("*.html"))
COMPUTED = {"older", "newer", "archives", "tags", "search"} | {
    f"{kind.word}s_{number}" for kind in COUNTED for number in ("one", "many")
}
FROM_PLUGINS = {"date", "table", "code", "code_in", "note", "footnotes", "footnote_back"} | {
    f"month_{number}" for number in range(1, 13)
}


def said() -> Iterator[str]:
    """Yield the words that the templates name."""
    environment = Environment(autoescape=True)
    for path in TEMPLATES:
        for call in environment.parse(path.read_text(encoding="utf-8")).find_all(nodes.Call):
            if isinstance(call.node, nodes.Name) and isinstance(call.args[0] if call.args else None, nodes.Const):
                key = call.args[0].value  # type: ignore[attr-defined] # a Const has one
                yield from {"word": [key], "counted": [f"{key}_one", f"{key}_many"]}.get(call.node.name, [])


def places(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_every_language_has_the_same_words() -> None:
    assert set(TEXTS) == {"ja", "en"}
    assert list(TEXTS["ja"]) == list(TEXTS["en"])
    assert all(text.strip() for texts in TEXTS.values() for text in texts.values())


def test_every_word_that_is_said_is_there_and_no_other() -> None:
    assert set(said()) | COMPUTED | FROM_PLUGINS == set(TEXTS["en"])


def test_both_languages_fill_in_the_same_things() -> None:
    for key, text in TEXTS["en"].items():
        assert places(text) == places(TEXTS["ja"][key]), key


def test_japanese_words_are_japanese_and_english_ones_are_not() -> None:
    japanese = re.compile(r"[\u3041-\u30ff\u4e00-\u9fff]")
    assert [key for key, text in TEXTS["ja"].items() if not japanese.search(text)] == []
    assert [key for key, text in TEXTS["en"].items() if japanese.search(text)] == []


def test_templates_say_nothing_by_themselves() -> None:
    """Text outside of tags and expressions would be in one language on all pages."""
    for path in TEMPLATES:
        tree = Environment(autoescape=True).parse(path.read_text(encoding="utf-8"))
        shown = "".join(data.data for data in tree.find_all(nodes.TemplateData))
        without_tags = re.sub(r"<[^>]*>?|^[^<]*>", " ", shown)
        bare = re.sub(r'[\w-]+="[^"]*"?|\(JSON\)', " ", without_tags)
        assert not re.findall(r"\b[A-Z][a-z]+ [a-z]+\b|[\u3041-\u30ff\u4e00-\u9fff]", bare), path.name


def test_a_word_is_counted_in_its_form() -> None:
    catalogue = words(str(ROOT / "theme"))
    assert catalogue.counted("likes", 1, "en") == "1 like"
    assert catalogue.counted("likes", 1200, "en") == "1,200 likes"
    assert catalogue.counted("likes", 2, "ja") == "いいね 2"


def test_a_missing_word_is_an_error() -> None:
    with pytest.raises(WordMissing, match=r"no “nothing” under \[ja\]"):
        words(str(ROOT / "theme")).word("nothing", "ja")
