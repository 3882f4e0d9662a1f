"""Whom the author thanks in public, and who agreed to it: `content/_thanks.json`.

A list of objects with a `name`, a `url` if they like, and the `uid` of the post they helped with if it
was one. Templates call `thanked(uid)` for a post and `thanked()` for everybody.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pelican import signals

from tracker.rules.urls import is_web

NAME = "_thanks.json"


class ThanksUnreadable(Exception):
    """A file that is no list of people."""

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(
            f'{path} cannot be read: {reason}. It is a list such as [{{"name": "Ines", "url": "https://ines.example/"}}].'
        )


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody who is thanked."""

    name: str
    url: str = ""
    uid: str = ""


def read(path: Path) -> tuple[Helper, ...]:
    """Return who is thanked, in the order of the file; nobody when there is none."""
    if not path.is_file():
        return ()
    try:
        return tuple(_helper(one) for one in json.loads(path.read_text(encoding="utf-8")))
    except json.JSONDecodeError as error:
        raise ThanksUnreadable(path, f"it is no JSON ({error})") from error
    except (AttributeError, KeyError, TypeError) as error:
        raise ThanksUnreadable(path, f"it is no list of people ({error!r})") from error


def _helper(one: dict[str, Any]) -> Helper:
    url = str(one.get("url") or "")
    return Helper(str(one["name"]), url if is_web(url) else "", str(one.get("uid") or ""))


def _offer(generator: Any) -> None:
    people = read(Path(generator.settings["PATH"]) / NAME)

    def thanked(uid: str = "") -> list[Helper]:
        """Those who helped with a post; everybody, each once, when none is named."""
        if uid:
            return [one for one in people if one.uid == uid]
        return list({one.name: one for one in reversed(people)}.values())[::-1]

    generator.env.globals["thanked"] = thanked


def register() -> None:
    """Give the list to every template."""
    signals.generator_init.connect(_offer)
