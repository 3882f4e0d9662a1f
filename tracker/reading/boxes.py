"""Where mail is kept, whatever keeps it: what is new, what answers what, the mail itself, and how far it was read."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, TypeAlias

from tracker.reading import mail, mailboxes

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from tracker.reading.imap import Examined, Server
    from tracker.reading.mailboxes import Files, Kept

AT_ONCE = 200
"""Headers that are read at a time."""
Memory: TypeAlias = "str | list[int] | None"
"""How far a place was read, as JSON can hold it."""
Key: TypeAlias = Any
"""Which mail, to the place that keeps it; keys of one place can be sorted."""


class Found(NamedTuple):
    """A mail of which the header was read."""

    key: Key
    size: int
    head: mail.Head


class Box(Protocol):
    """A place where mail is kept; each raises SourceError when it cannot be read."""

    name: str
    """What tells it from every other."""
    label: str
    """What a message calls it."""
    lacking: int
    """How much was listed and not given."""
    is_strange: bool
    """Whether somebody named it and there is no mail in it."""
    warning: str
    """What its keeper says is wrong with it."""
    has_older: bool
    """Whether there is mail in it that was passed over before."""

    def news(self) -> Iterator[list[Found]]:
        """Yield what was not there when it was read before, bunch by bunch."""
        ...

    def answering(self, ids: Sequence[str]) -> Iterator[list[Found]]:
        """Yield what was there before and answers one of these Message-IDs."""
        ...

    def read(self, keys: Sequence[Key]) -> Iterator[tuple[Key, bytes]]:
        """Yield mails as they came."""
        ...

    def memory(self, unread: Collection[Key]) -> Memory:
        """Return how far it is read while these are not."""
        ...


class FileBox:
    """Files, which are read whole whenever they are not what they were."""

    def __init__(self, name: str, files: Files, before: Memory, salt: str = "") -> None:
        self.name, self.label = name, files.path.name
        self.lacking, self.is_strange, self.warning = 0, False, ""
        self._files, self._before = files, before
        self._now = f"{files.state()}{salt}"
        self.has_older = self._now == before

    def news(self) -> Iterator[list[Found]]:
        """Yield all there is, unless nothing has changed."""
        if not self.has_older:
            self.is_strange = True
            for bunch in self._in_bunches(self._files.kept()):
                self.is_strange = self.is_strange and not any(found.head.is_mail for found in bunch)
                yield bunch

    def answering(self, ids: Sequence[str]) -> Iterator[list[Found]]:
        """Yield what answers one of these; what was read anew is known already."""
        if self.has_older:
            wanted = set(ids)
            for bunch in self._in_bunches(self._files.kept()):
                yield [found for found in bunch if wanted.intersection(found.head.refs)]

    def read(self, keys: Sequence[Key]) -> Iterator[tuple[Key, bytes]]:
        """Yield mails as they came; one that went away meanwhile is not."""
        for key in keys:
            data = mailboxes.read(key)
            self.lacking += not data
            if data:
                yield key, data

    def memory(self, unread: Collection[Key]) -> Memory:
        """Return what it was, once it is read to the end."""
        return self._before if unread or self.lacking else self._now

    def _in_bunches(self, kept: Iterable[Kept]) -> Iterator[list[Found]]:
        for bunch in _bunches(kept):
            heads = [(each, mailboxes.head(each)) for each in bunch]
            self.lacking += sum(1 for each, data in heads if each.size and not data)
            yield [Found(each, each.size, mail.head(data)) for each, data in heads if data or not each.size]


class ImapBox:
    """A folder at a server: read on from the number where it was left."""

    def __init__(self, server: Server, folder: Examined, before: Memory, since: str = "") -> None:
        self.name, self.label = f"{server.name}/{folder.name}", folder.name
        self.lacking, self.is_strange, self.warning = 0, False, folder.warning
        self._server, self._folder, self._since = server, folder, since
        told = before if isinstance(before, list) and before[:1] == [folder.validity] else [0, 0]
        self._last = told[1] if folder.validity else 0
        self._begin = self._last + 1
        self.has_older = self._begin > 1

    def news(self) -> Iterator[list[Found]]:
        """Yield what came since; with another validity, everything."""
        last = self._folder.following - 1
        if last < 0 or last >= self._begin:
            for uids in self._server.uids(self._folder, self._begin, self._since):
                yield from self._in_bunches(uids)
                last = max([last, *uids])
        self._last = max(self._last, last)

    def answering(self, ids: Sequence[str]) -> Iterator[list[Found]]:
        """Yield what answers one of these among what was read before."""
        if self.has_older:
            yield from self._in_bunches(self._server.answering(self._folder, ids, self._begin - 1))

    def read(self, keys: Sequence[Key]) -> Iterator[tuple[Key, bytes]]:
        """Yield mails as they came."""
        told = {one.uid: one.body for one in self._server.bodies(self._folder, keys)}
        self.lacking += len(keys) - len(told)
        yield from ((uid, told[uid]) for uid in keys if uid in told)

    def memory(self, unread: Collection[Key]) -> Memory:
        """Return the validity, and the number up to which all was read."""
        waiting = [uid for uid in unread if uid >= self._begin]
        return [self._folder.validity, min(waiting) - 1 if waiting else self._last]

    def _in_bunches(self, uids: Iterable[int]) -> Iterator[list[Found]]:
        for bunch in _bunches(uids):
            told = {one.uid: one for one in self._server.heads(self._folder, bunch)}
            self.lacking += len(bunch) - len(told)
            yield [Found(one.uid, one.size, mail.head(one.body)) for one in told.values()]


def _bunches(things: Iterable[Any]) -> Iterator[list[Any]]:
    ahead = iter(things)
    while bunch := list(islice(ahead, AT_ONCE)):
        yield bunch
