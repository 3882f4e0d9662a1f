"""The logs of a web server: which pages people came from, looked at one by one.

Nothing of a visitor is kept but where they came from. A log is known by its first line, whatever its
name and whether it is packed, so that nothing is read twice when logs are rotated.
"""

from __future__ import annotations

import glob
import gzip
import zlib
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import UnreadableExport
from tracker.messages import N_, _, plural, together
from tracker.reading.discovery import MOST_PAGES, MOST_PAGES_HELP, Discovery, Notes
from tracker.rules.accesslogs import visit
from tracker.rules.fields import number, rows, table
from tracker.rules.referrers import Paths
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from io import BufferedReader
    from typing import TypeAlias

    from tracker.http import Http
    from tracker.model import Article, Cursor, Page

    _Log: TypeAlias = gzip.GzipFile | BufferedReader

PACKED = b"\x1f\x8b"
"""How a gzip file begins."""
LONGEST = 65_536
"""Bytes of one line."""


@dataclass(frozen=True)
class AccessLog(Source):
    """A forward stream: how far each log was read is in the cursor, and every page that was met."""

    name: ClassVar[str] = "accesslog"
    title: ClassVar[str] = "nginx / Apache"
    about: ClassVar[str] = N_(
        "Pages that link to your articles, found in your web server's logs by where readers came from."
    )
    unproven: ClassVar[bool] = True

    logs: tuple[str, ...] = field(
        metadata={
            "help": N_("Your web server's logs in the combined format, also rotated and packed ones."),
            "example": '["/var/log/nginx/access.log*"]',
        }
    )
    most_pages: int = field(default=MOST_PAGES, metadata={"help": MOST_PAGES_HELP})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Read what is new in the logs, then look at the pages that people came from."""
        if not articles:
            return
        notes = Notes.read(cursor)
        discovery = Discovery(articles, http, notes)
        reader = _Reader(Paths(articles), dict(table(notes.own.get("logs"))), first=cursor is None)
        for path in self._files():
            came = reader.read(path)
            notes.own["logs"] = reader.logs
            yield discovery.note(came.items())
        notes.own["logs"] = reader.known()
        yield discovery.note((), reader.problems())
        yield from discovery.looks(self.most_pages)

    def _files(self) -> list[Path]:
        """Return the logs, the oldest first; raises SourceError when there is none."""
        found = {Path(name) for pattern in self.logs for name in glob.glob(str(Path(pattern).expanduser()))}  # noqa: PTH207 - a pattern that begins anywhere
        if not found:
            raise _unreadable(next(iter(self.logs), ""), _("there is no such file"))
        return sorted(found, key=_age)


def _unreadable(path: str, found: str) -> UnreadableExport:
    hint = _("Correct its place in enishi.toml. If another program is writing it, run the command again.")
    return UnreadableExport(path, _("a log in the combined format"), found, hint)


@dataclass
class _Reader:
    """What was read of the logs; each as `[bytes read, size, time]` under the digest of its first line."""

    ours: Paths
    logs: dict[str, list[int]]
    first: bool
    """Whether nothing was read before."""
    met: set[str] = field(default_factory=set)
    broken: Counter[Path] = field(default_factory=Counter)
    """How many lines of a log are in another format."""
    spoiled: list[str] = field(default_factory=list)

    def read(self, path: Path) -> Counter[str]:
        """Return how often people came from where, by what is new in one log."""
        came: Counter[str] = Counter()
        try:
            with _opened(path) as log:
                self._read(path, log, came)
        except (OSError, EOFError, zlib.error) as error:
            reason = getattr(error, "strerror", None) or _("it is damaged or cut off")
            self.spoiled.append(_unreadable(str(path), reason).message)
        return came

    def known(self) -> dict[str, list[int]]:
        """Return the logs that are still there."""
        return {name: self.logs[name] for name in sorted(self.met)}

    def problems(self) -> Iterator[str]:
        """Yield what was wrong with the logs."""
        if self.broken:
            said = plural(
                "{count} line of your logs is not in the combined format and was left out.",
                "{count} lines of your logs are not in the combined format and were left out.",
                self.broken.total(),
            )
            yield together(said, _("For example in {path}.").format(path=next(iter(self.broken)).name))
        yield from self.spoiled

    def _read(self, path: Path, log: _Log, came: Counter[str]) -> None:
        """Read one log from where it was left; how far is noted line by line, for it may break off."""
        begin = log.readline(LONGEST)
        if not begin.endswith(b"\n"):
            self._note_end(path, begin)
            return
        name, now = blake2b(begin, digest_size=8).hexdigest(), path.stat()
        offset, size, time = [*map(number, rows(self.logs.get(name))), 0, 0, 0][:3]
        self.met.add(name)
        self.logs[name] = [offset, size, time]
        if (size, time) == (now.st_size, now.st_mtime_ns):
            return
        log.seek(offset)
        self.logs[name] = [offset, 0, 0]
        for line in self._lines(path, log):
            self._take(path, line, came)
            self.logs[name][0] += len(line)
        self.logs[name][1:] = [now.st_size, now.st_mtime_ns]

    def _lines(self, path: Path, log: _Log) -> Iterator[bytes]:
        """Yield whole lines; the beginning of one that is too long is no line of any format."""
        while line := log.readline(LONGEST):
            if not line.endswith(b"\n") and len(line) < LONGEST:
                self._note_end(path, line)
                return
            yield line

    def _take(self, path: Path, line: bytes, came: Counter[str]) -> None:
        said = visit(line.decode("utf-8", "replace"))
        if said is None:
            self.broken[path] += 1
        elif said.referrer and self.ours.find(said.target, said.site):
            came[said.referrer] += 1

    def _note_end(self, path: Path, last: bytes) -> None:
        if last:
            said = _("{path} ends in the middle of a line, which is read the next time.")
            self.spoiled.append(said.format(path=path.name))
        elif self.first:
            self.spoiled.append(_("{path} is empty.").format(path=path.name))


def _age(path: Path) -> tuple[int, str]:
    try:
        return path.stat().st_mtime_ns, str(path)
    except OSError:  # rotated away meanwhile; reading it will say so
        return 0, str(path)


def _opened(path: Path) -> _Log:
    with path.open("rb") as file:
        packed = file.read(len(PACKED)) == PACKED
    return gzip.open(path) if packed else path.open("rb")
