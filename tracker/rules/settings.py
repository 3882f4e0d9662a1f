"""A section of enishi.toml, read by the fields of the dataclass it sets up.

A field's `metadata` may hold `help` (one sentence, marked with `N_`), `example` (as it would
be typed), `fits` with `wanted` (a stricter test of a text, or of each in a list, and its words),
`file` (it names files; a relative one begins in the site's folder) and `given` (not a setting:
somebody else supplies it). `where` is a section as written: `[site]`.
"""

from __future__ import annotations

import json
import re
from dataclasses import MISSING, Field, fields
from typing import TYPE_CHECKING, Any, NamedTuple

from tracker.errors import MissingSetting, SecretInFile, UnknownSetting, WrongSetting
from tracker.messages import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

SHOWN = 60
"""How many characters of a wrong value a message repeats."""
SECRET = "Secret"  # noqa: S105 - the name of a type


class Sort(NamedTuple):
    """What a setting may hold: how to say it, and how to take it from TOML."""

    word: str
    example: str
    fits: Callable[[Any], bool]
    take: Callable[[Any], object] = lambda value: value


class Setting(NamedTuple):
    """One line a person can write into a section."""

    name: str
    kind: str
    """What it holds: `a text`, `a whole number` …; translate it when it is shown."""
    default: str = ""
    """As it would be typed; empty: nothing."""
    required: bool = False
    secret: bool = False
    help: str = ""
    """Empty until somebody writes it; translate it when it is shown."""
    example: str = ""
    variable: str = ""
    """Where a secret comes from."""
    given: bool = False
    """Whether this site has set it."""


def _whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _texts(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


SORTS = {
    "str": Sort(N_("a text in quotes"), '"…"', lambda value: isinstance(value, str)),
    "int": Sort(N_("a whole number"), "1", _whole),
    "float": Sort(N_("a number"), "1.5", lambda value: isinstance(value, float) or _whole(value), float),
    "bool": Sort(N_("true or false"), "true", lambda value: isinstance(value, bool)),
    "tuple[str, ...]": Sort(N_("a list of texts"), '["…"]', _texts, tuple),
    SECRET: Sort(N_("a secret"), "", lambda _value: False),
}


def settings_of(kind: type, where: str) -> tuple[Setting, ...]:
    """The settings of the dataclass `kind`, in the order it lists them."""
    return tuple(_setting(each, where) for each in fields(kind) if not each.metadata.get("given"))


def values(kind: type, table: Mapping[str, object], where: str) -> dict[str, Any]:
    """Return what `table` sets, each as its field is annotated; secrets are somebody else's to add.

    Raises UnknownSetting, SecretInFile, WrongSetting or MissingSetting.
    """
    known = {setting.name: setting for setting in settings_of(kind, where)}
    for key in table:
        _check_key(key, known, where)
    for setting in known.values():
        if setting.required and not setting.secret and setting.name not in table:
            raise MissingSetting(where, setting.name, setting.example)
    return {each.name: _taken(table[each.name], each, where) for each in fields(kind) if each.name in table}


def variable(where: str, name: str) -> str:
    """The environment variable of a secret: `ENISHI_<SOURCE>_<FIELD>`."""
    section = where.strip("[]").removeprefix("sources.")
    return re.sub(r"\W", "_", f"ENISHI_{section}_{name}").upper()


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant, or nothing."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed only when something is wrong

    return next(iter(get_close_matches(word, list(known), n=1)), "")


def shown(value: object) -> str:
    """Return a value as it would be typed, shortened."""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"


def sort_of(each: Field[Any]) -> Sort:
    """Return what a field may hold, by its annotation as written: nothing is imported to look at it."""
    written = each.type.__name__ if isinstance(each.type, type) else str(each.type)
    return SORTS[SECRET if re.search(rf"\b{SECRET}\b", written) else written]


def _setting(each: Field[Any], where: str) -> Setting:
    sort = sort_of(each)
    secret = sort is SORTS[SECRET]
    default = each.default if each.default_factory is MISSING else each.default_factory()
    return Setting(
        each.name,
        sort.word,
        default="" if secret or default in (MISSING, "", ()) else shown(default),
        required=default is MISSING,
        secret=secret,
        help=each.metadata.get("help", ""),
        example=each.metadata.get("example", sort.example),
        variable=variable(where, each.name) if secret else "",
    )


def _check_key(key: str, known: Mapping[str, Setting], where: str) -> None:
    if key not in known:
        raise UnknownSetting(where, key, known, nearest(key, known))
    if known[key].secret:
        raise SecretInFile(where, key, known[key].variable)


def _taken(value: object, each: Field[Any], where: str) -> object:
    sort = sort_of(each)
    if not sort.fits(value):
        raise WrongSetting(where, each.name, _(sort.word), shown(value))
    taken = sort.take(value)
    for one in taken if isinstance(taken, tuple) else (taken,):
        if taken and not each.metadata.get("fits", bool)(one):  # an empty text is one that is not set
            raise WrongSetting(where, each.name, _(each.metadata.get("wanted", sort.word)), shown(one))
    return taken
