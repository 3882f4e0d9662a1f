from __future__ import annotations

import string
from typing import TYPE_CHECKING

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import read_mo

from docs import catalogue
from tracker import messages
from tracker.messages import LANGUAGES, _, language, plural

if TYPE_CHECKING:
    from babel.messages.catalog import Message


def texts(message: Message) -> list[str]:
    return [message.id] if isinstance(message.id, str) else list(message.id)


def said(known: Catalog) -> dict[str, list[str]]:
    return {texts(message)[0]: catalogue.forms(message) for message in known if message.id}


def fields(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name}


def is_clicks(message: Message) -> bool:
    return "click" in {place for place, _line in message.locations}


def test_every_message_is_in_japanese() -> None:
    assert [message.id for message in catalogue.missing(catalogue.collected(), catalogue.japanese())] == []


def test_translations_fill_the_same_blanks() -> None:
    for message in filter(lambda one: one.id, catalogue.japanese()):
        wanted = set().union(*map(fields, texts(message)))
        for filled in map(fields, catalogue.forms(message)):
            # Click hands over the same list under two names, one for each form of a plural.
            assert filled <= wanted if is_clicks(message) else filled == wanted, message.id


def test_what_counts_can_be_filled_in_as_plural_does_it() -> None:
    """It hands in text, which takes no format of numbers."""
    for message in catalogue.japanese():
        if isinstance(message.id, tuple) and "{count" in message.id[0]:
            for form in (*message.id, *catalogue.forms(message)):
                assert "{count}" in form or "{count" not in form, message.id


def test_nothing_in_the_catalogue_is_unused() -> None:
    used = {message.id for message in catalogue.collected()}
    assert [message.id for message in catalogue.japanese() if message.id not in used] == []


def test_the_compiled_catalogue_is_that_of_the_source() -> None:
    with catalogue.JAPANESE.with_suffix(".mo").open("rb") as file:
        compiled = read_mo(file)
    assert said(compiled) == said(catalogue.japanese())


def test_the_header_promises_one_form_for_all_counts() -> None:
    assert catalogue.japanese().plural_forms == "nplurals=1; plural=0;"


@pytest.mark.parametrize("count", [0, 1, 2, 1200])
def test_japanese_counts_without_a_plural(monkeypatch: pytest.MonkeyPatch, count: int) -> None:
    monkeypatch.setenv("ENISHI_LANG", "ja")
    messages.listen()
    assert plural("{count} reply", "{count} replies", count) == f"返信{count:,}件"


def test_a_message_without_translation_is_missed() -> None:
    known = Catalog(locale="ja")
    known.add("a", "あ")
    known.add("b")
    known.add(("{count} c", "{count} cs"), ("{count}個",))
    known.add(("{count} d", "{count} ds"))
    wanted = Catalog()
    for message in ("a", "b", "new", ("{count} c", "{count} cs"), ("{count} d", "{count} ds")):
        wanted.add(message)
    lacking = [message.id for message in catalogue.missing(wanted, known)]
    assert lacking == ["b", "new", ("{count} d", "{count} ds")]


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
    messages.listen()
    assert _("") == ""  # gettext would answer with the catalogue's header


def test_plural_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENISHI_LANG", "en")
    assert plural("{count} reply", "{count} replies", 1) == "1 reply"
    assert plural("{count} reply", "{count} replies", 1200) == "1,200 replies"
    assert messages.N_("kept") == "kept"
