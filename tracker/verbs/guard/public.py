"""What is public already: said by others in public, or in our own texts before anybody wrote to us."""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from tracker.programs import git_history
from tracker.rules.leaks.folding import fold, weight
from tracker.rules.leaks.judge import covers
from tracker.rules.leaks.views import written
from tracker.rules.leaks.words import CLEAR, Words
from tracker.rules.phrases import PHRASES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.content import Content
    from tracker.ledger import Ledger
    from tracker.rules.leaks.judge import Candidate

TEXTS = (".md", ".markdown", ".mkd", ".mdown", ".rst", ".html")
SEVERAL = 3
"""In so many of our own texts a short run is a way we speak."""


class Own(NamedTuple):
    """A text of ours."""

    name: str
    saved: datetime
    folded: tuple[str, ...]


class Public:
    """What each candidate is measured by; asked for together, since the ledger is read for all at once."""

    def __init__(self, ledger: Ledger, content: Content | None, candidates: Sequence[Candidate]) -> None:
        self._content = content
        self._said: dict[str, list[str]] = {term: [_phrases()] for one in candidates for term in one.terms}
        asked = frozenset(self._said)
        for text in set(ledger.leaks.public(asked)):
            for term in asked.intersection(Words(text).words):
                self._said[term].append(fold(text))

    def has(self, one: Candidate) -> bool:
        """Whether a run is public, or nothing but a way in which the author speaks."""
        if any(covers(text, one.run) for term in one.terms for text in self._said[term]):
            return True
        if weight(one.run) < CLEAR and self._spoken(one.run):
            return True
        return self._stood(one.run, one.private.since)

    def _spoken(self, run: str) -> bool:
        return sum(run in own.folded[0] for own in self._own) >= SEVERAL

    def _stood(self, run: str, since: datetime) -> bool:
        """Whether a text of ours had it before the private one came: as it was saved last, or as git has it."""
        for own in self._own:
            if any(covers(text, run) for text in own.folded) and (
                own.saved < since or any(covers(text, run) for text in self._earlier(own.name, since))
            ):
                return True
        return False

    def _earlier(self, name: str, since: datetime) -> tuple[str, ...]:
        folder = self._content.root if self._content else None
        was = git_history.as_of(folder, name, since) if folder else b""
        return _folded(was.decode("utf-8", "replace"))

    @cached_property
    def _own(self) -> list[Own]:
        return list(_owns(self._content)) if self._content else []


def _owns(content: Content) -> Iterator[Own]:
    for name, path in content.files.items():
        if name.endswith(TEXTS):
            saved = datetime.fromtimestamp(path.stat().st_mtime, UTC)
            yield Own(name, saved, _folded(path.read_text("utf-8", errors="replace")))


def _folded(text: str) -> tuple[str, ...]:
    """As it is written, and as it reads."""
    return fold(text), fold(written(text))


def _phrases() -> str:
    """The words that drafts are begun with."""
    said: list[str] = []
    for one in PHRASES.values():
        for field in fields(one):
            _flatten(getattr(one, field.name), said)
    return fold("\n".join(said))


def _flatten(value: object, said: list[str]) -> None:
    if isinstance(value, str):
        said.append(value)
    elif isinstance(value, dict):
        _flatten(tuple(value.values()), said)
    elif isinstance(value, tuple):
        for one in value:
            _flatten(one, said)
