"""LinkedIn, from the archive that it gives to its members: nobody but LinkedIn's partners gets more.

It has your own posts and comments, and your messages; what others said below a post is not in it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from tracker.messages import N_, _, plural
from tracker.model import Announcement, Page
from tracker.reading import archives
from tracker.reading.linkedin import Book
from tracker.rules import linkedin as rules
from tracker.rules import tables
from tracker.rules.naming import Names
from tracker.rules.urls import is_web
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.archives import Archive
    from tracker.rules.linkedin import Row

HINT = N_(
    "Ask for it at https://www.linkedin.com/mypreferences/d/download-my-data: LinkedIn mails a link to a ZIP file. "
    "Then name that file, or the folder it was unpacked into, as `archive` in [sources.linkedin]."
)


@dataclass(frozen=True)
class LinkedIn(Source):
    """Not HTTP: an archive, read again when it or the addresses of our articles have changed."""

    name: ClassVar[str] = "linkedin"
    title: ClassVar[str] = "LinkedIn"
    about: ClassVar[str] = N_(
        "Your posts and comments on LinkedIn about your articles, and messages that link to one, from the archive "
        "LinkedIn gives you. Comments of others are not in it."
    )
    by_http: ClassVar[bool] = False

    archive: str = field(
        metadata={
            "help": N_("The archive: a ZIP file, or the folder it was unpacked into."),
            "example": '"Complete_LinkedInDataExport.zip"',
            "file": True,
        }
    )
    profile: str = field(
        default="",
        metadata={
            "help": N_("Your own profile's address, if the archive does not tell which messages are yours."),
            "example": '"https://www.linkedin.com/in/mio"',
            "fits": is_web,
            "wanted": N_("a web address"),
        },
    )
    follow_days: int = field(
        default=14,
        metadata={
            "help": N_(
                "For how many days after a message with a link the others of its conversation are kept, as answers; "
                "0: only messages with a link."
            )
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002 - nobody is asked
        """Yield what each file tells; the cursor comes last, and only when all could be read."""
        if not articles:
            return
        with self._opened() as archive:
            digest = archives.digest(archive, _files(archive), self._known(articles))
            if cursor == digest:
                return
            told = _read(archive)
        book = self._book(articles, told)
        yield Page(tuple(book.shares(told.rows["shares"])))
        yield Page(tuple(book.comments(told.rows["comments"])))
        yield Page((*book.messages(told.rows["messages"]), *book.invitations(told.rows["invitations"])))
        yield Page(cursor=digest if told.whole else None, problems=(*told.problems, *_shortened(book.shortened)))

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:  # noqa: ARG002 - nobody is asked
        """Yield your posts about an article, the newest first."""
        with self._opened() as archive:
            told = _read(archive)
        posts = self._book(articles, told).shares(told.rows["shares"])
        for one in sorted(posts, key=lambda one: one.published.timestamp() if one.published else 0, reverse=True):
            if one.url:
                yield Announcement(one.article, one.url, one.published)

    def _opened(self) -> AbstractContextManager[Archive]:
        return archives.opened(self.archive, _("an archive of LinkedIn"), _(HINT))

    def _book(self, articles: Sequence[Article], told: _Told) -> Book:
        follow = timedelta(days=max(self.follow_days, 0))
        return Book(articles, Names(articles), rules.me(told.rows, self.profile), follow)

    def _known(self, articles: Sequence[Article]) -> str:
        """What the reading depends on beside the archive."""
        named = sorted((one.uid, one.url, one.title, *one.older_urls, *one.syndication) for one in articles)
        return json.dumps([self.profile, self.follow_days, named])


@dataclass
class _Told:
    """The rows of an archive, by kind of file."""

    rows: dict[str, list[Row]] = field(default_factory=lambda: {kind: [] for kind in rules.FILES})
    problems: list[str] = field(default_factory=list)
    whole: bool = True
    """Whether each file could be read to its end."""

    def take(self, kind: str, name: str, content: bytes) -> None:
        """Read one file."""
        found = tables.table(content, rules.FILES[kind])
        self.whole = self.whole and bool(found and not found.cut)
        if found is None:
            said = _("{file} has no row with the names of its columns and was left out.")
        elif found.cut:
            said = _("{file} breaks off; the rows before that were read.")
        else:
            said = ""
        self.rows[kind] += found.rows if found else ()
        self.problems += [said.format(file=name)] if said else []
        self.problems += [f"{name}: {_damaged(found.damaged)}"] if found and found.damaged else []


def _files(archive: Archive) -> list[str]:
    """Return the files that are read; an archive without any is none, or not yet whole."""
    names = archive.named(rules.FILE)
    if not any(_kind(name) != "profile" for name in names):
        raise archives.NoArchive(_("neither Shares.csv nor Comments.csv, messages.csv or Invitations.csv is in it"))
    return names


def _read(archive: Archive) -> _Told:
    told = _Told()
    for name in _files(archive):
        told.take(_kind(name), name, archive.read(name))
    return told


def _kind(name: str) -> str:
    found = rules.FILE.fullmatch(name.rpartition("/")[2])
    return found[1].lower() if found else ""


def _damaged(count: int) -> str:
    return plural(
        "{count} row has too few or too many fields and was left out.",
        "{count} rows have too few or too many fields and were left out.",
        count,
    )


def _shortened(count: int) -> tuple[str, ...]:
    said = plural(
        "{count} post on LinkedIn has its link shortened (lnkd.in): if it tells of an article, say so with "
        "`enishi announce`.",
        "{count} posts on LinkedIn have their links shortened (lnkd.in): if they tell of articles, say so with "
        "`enishi announce`.",
        count,
    )
    return (said,) if count else ()
