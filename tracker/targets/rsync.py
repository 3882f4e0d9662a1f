"""A folder of another machine, through rsync and ssh."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import NoPlaceForASite, NoSuchPlace, NotLetIn, NotReached, NotWritten, ProgramMissing
from tracker.messages import N_, _
from tracker.programs.rsync import INSTALL, Line, Rsync
from tracker.rules.putting import FOLDER, LINK, emptied, folders, in_the_way, waves
from tracker.targets import Changes, Files, Target, check_apart, check_free

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from tracker.errors import EnishiError
    from tracker.programs.running import Ended

REMOTE = re.compile(r"(?!-)(?P<host>(?:[^@:/\s]+@)?(?:\[[^\]\s/]+\]|[^@:/\s\[]+)):(?P<path>(?!//)[^:].*)", re.DOTALL)
TOO_MUCH = frozenset({"", ".", "~"})
"""Paths of a whole machine, or of all that somebody has there."""
LOSING = (
    "--delete",
    "--remove",
    "--files-from",
    "--del",
    "--inplace",
    "--append",
    "--force",
    "-e",
    "--rsh",
    "--relative",
)
"""Options that would take what is not ours, or leave half a file."""


NO_ROOT = re.compile(r"change_dir.* failed: No such file or directory")
"""What is said of a folder that the first copy will make."""
CLOSED = re.compile(
    r"opendir .* failed: Permission denied|^rsync error: some files/attrs were not transferred|^IO error"
)
"""What is said of somebody else's folder that we may not look into."""
VANISHED = 24
"""How rsync ends when what it was to read was not there: what is to be removed there is never here."""
TOO_OLD = re.compile(r"(unknown|unrecognized|invalid) option")
NOT_FOUND = re.compile(r"mkdir .* failed: No such file|command not found|rsync: (not found|No such file)")
NOT_LET_IN = re.compile(r"Permission denied \([a-z,-]+\)|Host key verification failed|Too many authentication failures")
NOT_REACHED = re.compile(
    r"^ssh: |^kex_exchange|Connection (closed|reset|refused|timed out)|connection unexpectedly closed|data stream"
)
FULL = re.compile(r"No space left|Read-only file system|failed: Permission denied|quota|File too large")
ITS_OWN = re.compile(r"^rsync")


def _is_host(text: str) -> bool:
    return bool(REMOTE.fullmatch(text)) or text.startswith("/")


def _is_option(text: str) -> bool:
    return text.startswith("--") and not text.startswith(LOSING) and len(text) > len("--")


def _is_port(number: int) -> bool:
    return 0 < number < 65536  # noqa: PLR2004 - what a port is


@dataclass(frozen=True)
class OverSsh(Target):
    """Rsync: files are compared by what they hold, and only those that differ travel."""

    name: ClassVar[str] = "rsync"
    title: ClassVar[str] = "rsync"
    about: ClassVar[str] = N_("Copies what differs to a folder of another machine, with rsync over ssh.")
    example: ClassVar[tuple[str, ...]] = ('host = "mio@web.example:/srv/www"',)

    host: str = field(
        metadata={
            "help": N_("The machine and the folder there. Files in it that are not ours stay."),
            "example": '"mio@web.example:/srv/www"',
            "fits": _is_host,
            "wanted": N_("a machine and a folder, such as “mio@web.example:/srv/www”"),
        }
    )
    port: int = field(
        default=0,
        metadata={
            "help": N_("The port of ssh there; 0: as ssh's own settings say."),
            "example": "2222",
            "fits": _is_port,
            "wanted": N_("a number from 1 to 65535"),
        },
    )
    identity: str = field(
        default="",
        metadata={
            "help": N_("The file of the key to use; otherwise ssh chooses, by its own settings and agent."),
            "example": '"~/.ssh/web"',
            "file": True,
        },
    )
    options: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_("More options of rsync, such as --rsync-path or --bwlimit."),
            "example": '["--bwlimit=500"]',
            "fits": _is_option,
            "wanted": N_("a list of long options of rsync that remove nothing"),
        },
    )

    @property
    def where(self) -> str:
        """As the ledger knows it."""
        return f"rsync {self._rsync.place}"

    @property
    def _rsync(self) -> Rsync:
        place = self.host.rstrip("/") or "/"
        return Rsync(place, Line(self.port, self.identity), self.options)

    def _changes(self, site: Files, ours: Mapping[str, str]) -> Changes:
        self._check(site)
        names = {*site.digests, *ours}
        kinds = self._all_kinds(names)
        there = {name for name in names if kinds.get(name, FOLDER) != FOLDER}
        links = {name for name in there if kinds[name] == LINK}
        differing = links | self._differing((there & site.digests.keys()) - links, site.folder)
        changes = Changes(
            tuple(sorted(site.digests.keys() - there)),
            tuple(sorted(differing & site.digests.keys())),
            tuple(sorted((there & ours.keys()) - site.digests.keys())),
        )
        check_free(self.where, kinds, changes)
        return changes

    def _put(self, site: Files, changes: Changes, tell: Callable[[str], None]) -> None:
        self._check(site)
        first = in_the_way(changes.removed, changes.written)
        self._remove(first, tell)
        for wave in waves(changes.added, changes.changed):
            self._ended(self._rsync.copy(wave, site.folder))
            _tell_all(wave, tell)
        self._remove([name for name in changes.removed if name not in first], tell)

    def _check(self, site: Files) -> None:
        remote = REMOTE.fullmatch(self.host)
        path = remote["path"] if remote else self.host
        if path.rstrip("/") in TOO_MUCH:
            raise NoPlaceForASite(self.host, _("it is all there is"))
        if not remote:
            check_apart(Path(self.host), self.home, site.folder)

    def _all_kinds(self, names: Collection[str]) -> Mapping[str, str]:
        """What is there: in the folders of these names, and all below one that is a folder."""
        kinds = self._kinds(folders(names), ())
        within = [name for name in names if kinds.get(name) == FOLDER]
        return {**kinds, **(self._kinds(folders(names), within) if within else {})}

    def _kinds(self, known: Collection[str], whole: Collection[str]) -> Mapping[str, str]:
        ended, kinds = self._rsync.kinds(known, whole, self.home)
        if any(map(NO_ROOT.search, ended.said)):
            return {}
        if not all(map(CLOSED.search, ended.said)):
            self._ended(ended)
        return kinds

    def _differing(self, names: Collection[str], folder: Path) -> frozenset[str]:
        if not names:
            return frozenset()
        ended, differing = self._rsync.differing(names, folder)
        self._ended(ended)
        return differing

    def _remove(self, names: Collection[str], tell: Callable[[str], None]) -> None:
        """Remove files, then the folders that are empty without them; one that is not is left by rsync."""
        if names:
            self._ended(self._rsync.remove(names, self.home), also=VANISHED)
            _tell_all(names, tell)
            for group in emptied(names):
                self._rsync.remove(group, self.home)

    def _ended(self, ended: Ended, also: int = 0) -> None:
        if ended.code not in (0, also):
            raise self._trouble(ended.said or (str(ended.code),))

    def _trouble(self, said: tuple[str, ...]) -> EnishiError:
        if _first(TOO_OLD, said):
            return ProgramMissing(_("rsync 3.1 or newer"), INSTALL)
        remote = REMOTE.fullmatch(self.host)
        host = remote["host"] if remote else "localhost"
        if line := _first(NOT_LET_IN, said):
            hint = _("`ssh {host}` shows why; then publish again.").format(host=host)
            return NotLetIn(self.where, line, hint)
        if line := _first(NOT_FOUND, said):
            return NoSuchPlace(
                self.where, line, _("Make the folder there (`ssh {host}`), and install rsync there.").format(host=host)
            )
        if line := _first(FULL, said):
            return NotWritten(self.where, line)
        if line := _first(NOT_REACHED, said):
            return NotReached(self.where, line)
        return NotWritten(self.where, _first(ITS_OWN, said) or _plain(said[0]))


def _tell_all(names: Collection[str], tell: Callable[[str], None]) -> None:
    for name in names:
        tell(name)


def _first(wanted: re.Pattern[str], said: tuple[str, ...]) -> str:
    """The first line that says it, as one would say it."""
    return next((_plain(line) for line in said if wanted.search(line)), "")


def _plain(line: str) -> str:
    """A line of rsync or ssh without who says it, and without numbers that nobody looks up."""
    return re.sub(r"^(rsync|ssh)( error)?: (\[\w+\] )?| \(\d+\)$|\.$", "", line)
