"""One walk through all places where mail is kept, in an order in which each mail is understood.

What was read is told page by page, each with how far every place is read by then. A place that fails
is left where it was, and costs no other.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tracker.errors import SourceError
from tracker.messages import N_, _
from tracker.model import Page
from tracker.reading import mail
from tracker.rules.belonging import Place, Threads, ancestors_first

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tracker.model import Cursor, Interaction
    from tracker.reading.boxes import Box, Found, Key, Memory
    from tracker.reading.mail import Letter

    Read: TypeAlias = "Callable[[Letter, Threads], Sequence[Interaction]]"

MOST_BYTES = 10_000_000
"""Of one mail, and of what is read at a time."""
MOST_AT_ONCE = 50
"""Mails that are read at a time."""
BEGINNING = datetime.min.replace(tzinfo=UTC)
LEFT_OUT = {
    "no mail": N_("{folder} holds files that are no mail ({count}×)."),
    "too large": N_("{folder} holds mail larger than 10 MB, which was left out ({count}×)."),
    "unreadable": N_("{folder} holds mail that cannot be taken apart and was left out ({count}×)."),
    "cut": N_("{folder} holds mail about articles that breaks off and was left out ({count}×)."),
    "not given": N_("{folder} lists mail that it did not give ({count}×)."),
}
"""What a message says of mail that was left out: how much, never whose or about what."""


class _Entry(NamedTuple):
    """A mail of which the header was read."""

    box: Box
    found: Found


class Walk:
    """All headers first; then the mails themselves, what is answered before what answers it."""

    def __init__(self, cursor: Cursor, mark: str, since: str, read: Read) -> None:
        told = json.loads(cursor) if cursor else {}
        self.boxes: list[Box] = []
        self.failed: list[SourceError] = []
        """What could not be read, or not to its end."""
        self.before: dict[str, Memory] = told.get("places", {}) if told.get("mark") == mark else {}
        """How far each place was read; under another `mark` what was passed over may be ours after all."""
        self._mark, self._since, self._read, self._threads = mark, since, read, Threads(told.get("threads"))
        self._left: dict[str, Memory] = {}
        """How far those were read that were given up."""
        self._unread: dict[str, set[Key]] = defaultdict(set)
        self._left_out: dict[str, Counter[str]] = defaultdict(Counter)
        self._met: set[str] = set()
        self._fresh: set[str] = set(told.get("fresh", ()))
        """Ids not known to be about an article before: what answers them may have been passed over."""
        self._looked_for: set[str] = set()

    def pages(self) -> Iterator[Page]:
        """Yield what is new, then what is older and answers that."""
        entries: list[_Entry] = []
        for box in tuple(self.boxes):
            try:
                for bunch in box.news():
                    entries += self._worth_reading(box, bunch)
                    yield Page()
            except SourceError as error:
                self._give_up(box, error)
        yield from self._taken(entries)
        while not self._fresh <= self._looked_for:
            yield from self._taken(self._older())
        self._fresh = self._fresh if self._left else set()
        yield Page(cursor=self._cursor(), problems=tuple(self._problems()))

    def _older(self) -> list[_Entry]:
        """Return what was passed over before and answers what is about an article, as it turns out."""
        ids = sorted(self._fresh - self._looked_for)
        self._looked_for.update(ids)
        entries: list[_Entry] = []
        for box in tuple(self.boxes):
            try:
                for bunch in box.answering(ids):
                    entries += self._worth_reading(box, [one for one in bunch if one.head.id not in self._met])
            except SourceError as error:
                self._give_up(box, error)
        return entries

    def _give_up(self, box: Box, error: SourceError) -> None:
        """Leave a place as far as it was read."""
        self.failed.append(error)
        self.boxes.remove(box)
        self._left[box.name] = box.memory(self._unread[box.name])

    def _worth_reading(self, box: Box, bunch: Sequence[Found]) -> list[_Entry]:
        """Return those that a person may have written and that can be read."""
        told = self._left_out[box.name]
        told["no mail"] += sum(1 for found in bunch if not found.head.is_mail)
        meant = [one for one in bunch if one.head.is_mail and not one.head.automatic and not self._is_old(one)]
        told["too large"] += sum(1 for found in meant if found.size > MOST_BYTES)
        entries = [_Entry(box, found) for found in meant if found.size <= MOST_BYTES]
        self._unread[box.name].update(one.found.key for one in entries)
        self._threads.wait_for(one.found.head.id for one in entries)
        return entries

    def _is_old(self, found: Found) -> bool:
        return bool(found.head.at and f"{found.head.at:%Y-%m-%d}" < self._since)

    def _taken(self, entries: Sequence[_Entry]) -> Iterator[Page]:
        """Yield what is about an article, and how far each place is read by then."""
        by_time = sorted(entries, key=lambda one: one.found.head.at or BEGINNING)
        order = ancestors_first([(one.found.head.id, one.found.head.refs) for one in by_time])
        for bunch in _bunches([by_time[number] for number in order]):
            mails = self._mails(bunch)
            interactions = [one for entry in bunch for one in self._told(entry, mails.get(_key(entry)))]
            yield Page(tuple(interactions), self._cursor())

    def _mails(self, bunch: Sequence[_Entry]) -> dict[tuple[str, Key], bytes]:
        """Return some mails, read from each place at once."""
        mails: dict[tuple[str, Key], bytes] = {}
        for box in tuple(self.boxes):
            keys = [entry.found.key for entry in bunch if entry.box is box]
            try:
                mails |= {(box.name, key): data for key, data in (box.read(keys) if keys else ())}
                self._unread[box.name].difference_update(keys)
            except SourceError as error:
                self._give_up(box, error)
        return mails

    def _told(self, entry: _Entry, data: bytes | None) -> Sequence[Interaction]:
        """Return what a mail says about articles, and remember where it belongs."""
        letter = mail.letter(data) if data is not None else None
        left_out = self._left_out[entry.box.name]
        left_out["unreadable"] += data is not None and letter is None
        if letter is None or letter.automatic or letter.id in self._met:
            return ()
        self._met.add(letter.id)
        told = self._read(letter, self._threads)
        if told and letter.broken:
            left_out["cut"] += 1
            return ()
        if told:
            if any(box.has_older for box in self.boxes) and not self._threads.knew(letter.id):
                self._fresh.add(letter.id)
            self._threads.put(letter.id, Place(told[0].thread, told[0].article))
        return told

    def _cursor(self) -> str:
        now = {box.name: box.memory(self._unread[box.name]) for box in self.boxes}
        places = {**self.before, **self._left, **now}
        told = {"fresh": sorted(self._fresh), "mark": self._mark, "places": places, "threads": self._threads.told()}
        return json.dumps(told, ensure_ascii=False, sort_keys=True)

    def _problems(self) -> Iterator[str]:
        for box in self.boxes:
            told = self._left_out[box.name] + Counter({"not given": box.lacking})
            if box.warning:
                yield _("{folder} may not be whole: the server says “{words}”").format(
                    folder=box.label, words=box.warning
                )
            if box.is_strange:
                yield _("{folder} holds no mail.").format(folder=box.label)
            else:
                yield from (
                    _(LEFT_OUT[what]).format(folder=box.label, count=told[what]) for what in LEFT_OUT if told[what]
                )


def _bunches(entries: Sequence[_Entry]) -> Iterator[list[_Entry]]:
    """Yield what can be held at a time, in its order."""
    bunch: list[_Entry] = []
    for entry in entries:
        size = sum(one.found.size for one in bunch) + entry.found.size
        if bunch and (len(bunch) == MOST_AT_ONCE or size > MOST_BYTES):
            yield bunch
            bunch = []
        bunch.append(entry)
    if bunch:
        yield bunch


def _key(entry: _Entry) -> tuple[str, Key]:
    return entry.box.name, entry.found.key
