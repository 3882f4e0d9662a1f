from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tracker.errors import MissingSetting, SecretInFile, UnknownSetting, WrongSetting
from tracker.rules.settings import SORTS, Setting, nearest, settings_of, shown, values, variable

if TYPE_CHECKING:
    from tracker.model import Secret  # as a source may: never imported to look at it

WHERE = "[sources.place]"


@dataclass(frozen=True)
class Place:
    token: Secret
    domain: str = field(metadata={"help": "Its name.", "example": '"mio.example"'})
    pages: int = 3
    wait: float = 1.5
    replies: bool = True
    tags: tuple[str, ...] = field(default=(), metadata={"fits": str.islower, "wanted": "small letters"})
    more: list[str] = field(default_factory=list, metadata={"given": True})


def test_a_field_is_a_setting() -> None:
    token, domain, *others = settings_of(Place, WHERE)
    assert token == Setting("token", "a secret", required=True, secret=True, variable="ENISHI_PLACE_TOKEN", example="")
    assert domain == Setting("domain", "a text in quotes", required=True, help="Its name.", example='"mio.example"')
    assert [(one.name, one.kind, one.default) for one in others] == [
        ("pages", "a whole number", "3"),
        ("wait", "a number", "1.5"),
        ("replies", "true or false", "true"),
        ("tags", "a list of texts", ""),
    ]


def test_annotations_that_are_types_are_read_like_those_that_are_text() -> None:
    made = {
        name: type("Made", (), {"__annotations__": {"one": kind}})
        for name, kind in {
            "str": str,
            "int": int,
            "float": float,
            "bool": bool,
            "tuple[str, ...]": tuple[str, ...],
        }.items()
    }
    words = {name: settings_of(dataclass(kind), WHERE)[0].kind for name, kind in made.items()}
    assert words == {name: SORTS[name].word for name in made}


def test_values_are_taken_as_their_fields_want_them() -> None:
    table = {"domain": "余白.example", "pages": 0, "wait": 2, "replies": False, "tags": ["日本語", "a"]}
    with pytest.raises(WrongSetting):
        values(Place, table, WHERE)
    taken = values(Place, table | {"tags": ["a", "b"]}, WHERE)
    assert taken == {"domain": "余白.example", "pages": 0, "wait": 2.0, "replies": False, "tags": ("a", "b")}
    assert isinstance(taken["wait"], float)


@pytest.mark.parametrize(
    ("key", "value", "wanted", "found"),
    [
        ("domain", 3, "a text in quotes", "3"),
        ("domain", ["a"], "a text in quotes", '["a"]'),
        ("pages", "three", "a whole number", '"three"'),
        ("pages", True, "a whole number", "true"),
        ("pages", 1.5, "a whole number", "1.5"),
        ("wait", False, "a number", "false"),
        ("replies", "yes", "true or false", '"yes"'),
        ("tags", "search", "a list of texts", '"search"'),
        ("tags", ["a", 1], "a list of texts", '["a", 1]'),
        ("tags", ["a", "B"], "small letters", '"B"'),
        ("tags", [""], "small letters", '""'),
    ],
)
def test_a_wrong_value_is_answered_with_what_was_wanted(key: str, value: object, wanted: str, found: str) -> None:
    with pytest.raises(WrongSetting) as caught:
        values(Place, {"domain": "mio.example", key: value}, WHERE)
    assert caught.value.message == f"“{key}” in {WHERE} should be {wanted}, but is {found}."


def test_a_typo_is_answered_with_what_was_meant_and_all_there_is() -> None:
    with pytest.raises(UnknownSetting) as caught:
        values(Place, {"domian": "mio.example"}, WHERE)
    assert caught.value.message == "[sources.place] has no setting “domian”."
    assert caught.value.hint == ("Did you mean “domain”? It has: domain, pages, replies, tags, token, wait.")


def test_what_somebody_else_supplies_is_no_setting() -> None:
    with pytest.raises(UnknownSetting):
        values(Place, {"domain": "mio.example", "more": []}, WHERE)


def test_a_missing_setting_is_answered_with_an_example() -> None:
    with pytest.raises(MissingSetting) as caught:
        values(Place, {}, WHERE)
    assert caught.value.hint == 'Add it to enishi.toml, for example: domain = "mio.example"'


def test_a_secret_in_the_file_is_refused_and_not_repeated() -> None:
    with pytest.raises(SecretInFile) as caught:
        values(Place, {"domain": "mio.example", "token": "hush-hush"}, WHERE)
    assert "ENISHI_PLACE_TOKEN" in caught.value.hint
    assert "hush-hush" not in caught.value.message + caught.value.hint


def test_an_empty_text_is_not_set_and_so_not_tested() -> None:
    @dataclass
    class Site:
        url: str = field(default="", metadata={"fits": lambda text: text.startswith("https:")})

    assert values(Site, {"url": ""}, "[site]") == {"url": ""}


def test_variables_are_spelled_as_a_shell_can() -> None:
    assert variable("[sources.webmentionio]", "token") == "ENISHI_WEBMENTIONIO_TOKEN"
    assert variable("[sources.my-place]", "key") == "ENISHI_MY_PLACE_KEY"


def test_the_nearest_word_or_none() -> None:
    assert nearest("artcles", ["articles", "url"]) == "articles"
    assert nearest("xyz", ["articles", "url"]) == ""


def test_a_long_value_is_shortened() -> None:
    assert len(shown("長" * 500)) == 60
    assert shown({"a": "余白"}) == '{"a": "余白"}'
