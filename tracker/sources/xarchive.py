"""X, from the archive that it gives to its users: reading anything else there is paid for.

It has your own posts alone: what others said, and to whom you write, is not in it or is left closed.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar

from tracker.messages import N_, _, plural
from tracker.model import Announcement, Kind, Page
from tracker.reading import archives
from tracker.reading.xarchive import Book
from tracker.rules import xarchive as rules
from tracker.sources import Source

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator, Sequence
    from contextlib import AbstractContextManager

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.archives import Archive
    from tracker.rules.xarchive import Post, User

AT_ONCE = 200
"""Posts to a page."""
HINT = N_(
    "Ask for it at https://x.com/settings/download_your_data: X tells you when a ZIP file is ready. Then name that "
    "file, or the folder it was unpacked into, as `archive` in [sources.xarchive]."
)


@dataclass(frozen=True)
class XArchive(Source):
    """Not HTTP: an archive, read again when it or the addresses of our articles have changed."""

    name: ClassVar[str] = "xarchive"
    title: ClassVar[str] = "X"
    about: ClassVar[str] = N_(
        "Your own posts on X that link to your articles, and your replies below them, from the archive X gives you. "
        "What others wrote is not in it."
    )
    by_http: ClassVar[bool] = False

    archive: str = field(
        metadata={
            "help": N_("The archive: a ZIP file, or the folder it was unpacked into."),
            "example": '"twitter-archive.zip"',
            "file": True,
        }
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002 - nobody is asked
        """Yield what is about an article; the cursor comes last, and only when all could be read."""
        if not articles:
            return
        with self._opened() as archive:
            digest = archives.digest(archive, _files(archive), _known(articles))
            if cursor == digest:
                return
            told = _read(archive)
        found = Book(articles, told.user).read(rules.standing(told.posts))
        for begin in range(0, len(found), AT_ONCE):
            yield Page(tuple(found[begin : begin + AT_ONCE]))
        yield Page(cursor=digest if told.whole else None, problems=tuple(told.problems))

    def announced(self, articles: Sequence[Article], http: Http) -> Iterator[Announcement]:  # noqa: ARG002 - nobody is asked
        """Yield your posts that link to an article, the newest first."""
        with self._opened() as archive:
            told = _read(archive)
        found = Book(articles, told.user).read(rules.standing(told.posts))
        for one in reversed(found):
            if one.target and one.kind is not Kind.REPOST:
                yield Announcement(one.article, one.url, one.published)

    def _opened(self) -> AbstractContextManager[Archive]:
        return archives.opened(self.archive, _("an archive of X"), _(HINT))


@dataclass
class _Told:
    """What stands in an archive."""

    user: User = field(default_factory=rules.User)
    posts: list[Post] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    whole: bool = True
    """Whether each file could be read to its end."""

    def take(self, name: str, content: bytes) -> None:
        """Read one file; whose archive it is must not be guessed."""
        items = rules.Listed(content)
        if _is(name, rules.ACCOUNT):
            self.user = rules.user(items)
            if not self.user.id:
                raise archives.NoArchive(_("{file} in it does not say whose it is").format(file=name))
            return
        unread = 0
        for item in items:
            post = rules.post(item)
            unread += post is None
            self.posts += [post] if post else []
        self.whole = self.whole and items.whole
        if not items.whole:
            self.problems.append(_("{file} breaks off or is damaged; what is before that was read.").format(file=name))
        if unread:
            self.problems.append(f"{name}: {_nothing_in(unread)}")


def _files(archive: Archive) -> list[str]:
    """Return the files that are read; an archive without posts is none."""
    names = archive.named(rules.FILES)
    if not any(_is(name, rules.POSTS) for name in names):
        raise archives.NoArchive(_("neither tweets.js nor tweet.js is in it"))
    return names


def _read(archive: Archive) -> _Told:
    told = _Told()
    for name in _files(archive):
        told.take(name, archive.read(name))
    if not told.posts and told.problems:
        raise archives.NoArchive(_("no post in it can be read"))
    return told


def _nothing_in(count: int) -> str:
    return plural(
        "{count} post has no number or no text and was left out.",
        "{count} posts have no number or no text and were left out.",
        count,
    )


def _is(name: str, pattern: re.Pattern[str]) -> bool:
    return bool(pattern.fullmatch(name.rpartition("/")[2]))


def _known(articles: Sequence[Article]) -> str:
    return json.dumps(sorted((one.uid, one.url, *one.older_urls) for one in articles))
