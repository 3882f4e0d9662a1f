from __future__ import annotations

import string

import pytest
from babel.messages.catalog import Message

from docs import catalogue
from tracker import messages
from tracker.messages import LANGUAGES, _, language, plural


def texts(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def translations(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def test_every_message_is_in_japanese() -> None:
    japanese = catalogue.japanese()
    lacking = [
        message.id
        for message in catalogue.collected()
        if message.id and not ((found := japanese.get(message.id)) and all(translations(found)))
    ]
    assert lacking == []


def test_translations_fill_the_same_blanks() -> None:
    for message in catalogue.japanese():
        if message.id and "click" not in {place for place, _line in message.locations}:
            wanted = set().union(*map(fields, texts(message)))
            assert all(fields(text) == wanted for text in translations(message)), message.id


def test_nothing_in_the_catalogue_is_unused() -> None:
    used = {message.id for message in catalogue.collected()}
    assert [message.id for message in catalogue.japanese() if message.id not in used] == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    built = catalogue.JAPANESE.with_suffix(".mo").read_bytes()
    assert built == catalogue.compiled(catalogue.japanese())


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({}, "en"),
        ({"LANG": "ja_JP.UTF-8"}, "ja"),
        ({"ENISHI_LANG": "en", "LANG": "ja_JP.UTF-8"}, "en"),
        ({"ENISHI_LANG": "ja", "LC_ALL": "C"}, "ja"),
        ({"LC_ALL": "ja_JP.UTF-8", "LANG": "en_GB.UTF-8"}, "ja"),
        ({"LANG": "de_DE.UTF-8"}, "en"),
    ],
)
def test_language_is_chosen(monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: str) -> None:
    for name in ("ENISHI_LANG", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert language() == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_an_empty_message_stays_empty(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setenv("ENISHI_LANG", code)
    assert _("") == ""  # gettext would answer with the catalogue's header


def test_plural_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", "en")
    assert plural("{count} reply", "{count} replies", 1) == "1 reply"
    assert plural("{count} reply", "{count} replies", 1200) == "1,200 replies"
    assert messages.N_("kept") == "kept"
