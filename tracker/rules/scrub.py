"""A recorded answer made fit for a repository: people, words, mails and tokens replaced, the shape kept.

The same name becomes the same invented one wherever it stands, so that what belongs together still does.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEADERS = ("etag", "last-modified", "link", "cache-control", "content-type", "retry-after")
LIMIT_HEADER = re.compile(r"(?:x-)?rate-?limit-.*|x-rate-limit-.*|rate-.*|x-wp-.*|total-count", re.IGNORECASE)
NAME_KEYS = re.compile(
    r"(?:display_?|user_?|screen_?|real_?|full_?|first_?|last_?|nick_?|author_?|by_?|login_?)?name|acct|handle|login|"
    r"nickname|author|by|submitter(?:_user)?|commenting_user|creator|user|username",
    re.IGNORECASE,
)
WORD_KEYS = re.compile(
    r"(?:.*_)?(?:content|text|body|comment|html|bio|note|about|description|summary|message|title|cooked|excerpt|"
    r"spoiler|blurb|plain|markdown|orig|value|subject|location|company|organization)(?:_.*)?|bodyHTML|.*Text",
    re.IGNORECASE,
)
PICTURE_KEYS = re.compile(
    r".*(?:avatar|photo|picture|image|icon|gravatar|thumb|header|banner|screenshot).*", re.IGNORECASE
)
SECRET_KEYS = re.compile(
    r".*(?:token|secret|passw|jwt|session|authorization|api_?key|cookie|hash|email|mail|phone).*", re.IGNORECASE
)
MAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
DID = re.compile(r"did:[a-z]+:[\w.:%-]+")
TAG = re.compile(r"(<[^>]*>|https?://[^\s\"'<>]+|&#?\w+;)")
ADDRESS_TAG = re.compile(r"<(?:link|id|guid|updated|published|pubDate|url|comments)\b[^>]*>$", re.IGNORECASE)
HIRAGANA, KATAKANA, KANJI = (
    re.compile(r"[\u3041-\u3096]"),
    re.compile(r"[\u30a1-\u30fa]"),
    re.compile(r"[\u4e00-\u9fff々]"),
)
LATIN = re.compile(r"[^\W\d_]")
STARS = "***"
SHORTEST = 3
"""A name shorter than that stands in too many words to be looked for in them."""


@dataclass
class Scrubber:
    """What stands for whom, the same over all answers of one recording."""

    people: dict[str, str] = field(default_factory=dict)

    def body(self, body: bytes) -> Any:  # noqa: ANN401 - JSON is any shape
        """Return JSON with nobody in it; what is no JSON comes back as text."""
        written = body.decode("utf-8", "replace")
        try:
            data = json.loads(written)
        except ValueError:
            return self.text(written)
        for name in _names(data):
            self._person(name)
        return self._scrubbed(data, "")

    def text(self, text: str) -> str:
        """Return markup with its words replaced, its tags and addresses kept."""
        parts = TAG.split(text)
        before = ["", *parts]
        return self.line(
            "".join(
                part if TAG.fullmatch(part) or ADDRESS_TAG.search(previous) else blank(part)
                for previous, part in zip(before, parts, strict=False)
            )
        )

    def line(self, text: str) -> str:
        """Return a text in which nobody who is known, no mail and no DID stands."""
        text = MAIL.sub("person@example.com", text)
        text = DID.sub(lambda found: self._did(found[0]), text)
        for name in sorted(self.people, key=len, reverse=True):
            if len(name) >= SHORTEST:
                text = re.sub(rf"(?<!\w){re.escape(name)}(?!\w)", self.people[name], text)
        return text

    def headers(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers a reader may care for."""
        return {
            name: self.line(value)
            for name, value in headers.items()
            if name.lower() in HEADERS or LIMIT_HEADER.fullmatch(name)
        }

    def _scrubbed(self, data: Any, key: str) -> Any:  # noqa: ANN401 - JSON is any shape
        if isinstance(data, dict):
            return {self.line(name): self._scrubbed(value, name) for name, value in data.items()}
        if isinstance(data, list):
            return [self._scrubbed(value, key) for value in data]
        return self._value(data, key) if isinstance(data, str) else data

    def _value(self, value: str, key: str) -> str:
        if not value or SECRET_KEYS.fullmatch(key):
            return value and STARS
        if NAME_KEYS.fullmatch(key):
            return self.people.get(value) or self.line(value)
        if PICTURE_KEYS.fullmatch(key):
            return "https://example.com/picture.png" if "//" in value else STARS
        return self.text(value) if WORD_KEYS.fullmatch(key) else self.line(value)

    def _person(self, name: str) -> str:
        number = len(self.people) + 1
        return self.people.setdefault(name, f"人物{number}" if KANJI.search(name) else f"person{number}")

    def _did(self, did: str) -> str:
        return self.people.setdefault(did, f"did:plc:person{len(self.people) + 1:0>18}")


def blank(text: str) -> str:
    """Return words of the same length in the same scripts that say nothing; marks and figures stay."""
    for letters, filler in ((HIRAGANA, "あ"), (KATAKANA, "ア"), (KANJI, "字"), (LATIN, "x")):
        text = letters.sub(lambda found, filler=filler: found[0] if found[0] in "あア字" else filler, text)  # type: ignore[misc]  # bound
    return text


def _names(data: Any, key: str = "") -> Iterator[str]:  # noqa: ANN401 - JSON is any shape
    if isinstance(data, dict):
        for name, value in data.items():
            yield from _names(value, name)
    elif isinstance(data, list):
        for value in data:
            yield from _names(value, key)
    elif isinstance(data, str) and data.strip() and NAME_KEYS.fullmatch(key):
        yield data
