"""Disqus, from the file that it exports: threads, and every comment in them.

The file is read twice: whose answer a comment is, and what it may be a copy of, is known only at its
end. Addresses of mail and of computers stay in it; of the first a hash is kept.
"""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple
from urllib.parse import quote

from tracker.errors import UnreadableExport
from tracker.messages import N_, _, plural
from tracker.model import Account, Interaction, Kind, Page
from tracker.reading.disqus import Export, NoExport
from tracker.reading.html import plain, tidy
from tracker.rules import avatars, times
from tracker.rules.disqus import Index
from tracker.rules.urls import is_web, path
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from io import BufferedReader

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.rules.disqus import Row

AT_ONCE = 200
"""Comments to a page."""
CHUNK = 2**20
SITE = "https://disqus.com"
HINT = N_(
    "Export it at https://disqus.com/admin/discussions/export/: Disqus mails a link to a file that ends in .xml.gz. "
    "Then name that file as `export` in [sources.disqus]."
)


@dataclass(frozen=True)
class Disqus(Source):
    """Not HTTP: one file, read again when it or the addresses of our articles have changed."""

    name: ClassVar[str] = "disqus"
    title: ClassVar[str] = "Disqus"
    about: ClassVar[str] = N_("Comments under your articles, from a file that Disqus exported.")
    by_http: ClassVar[bool] = False

    export: str = field(
        metadata={
            "help": N_("The exported file, .xml or .xml.gz."),
            "example": '"disqus.xml.gz"',
            "file": True,
        }
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002 - nobody is asked
        """Yield every comment on an article of ours; the cursor comes last, and only when all could be read."""
        if not articles:
            return
        before = _Memory.read(cursor)
        with self._opened() as file:
            digest = _digest(file, articles)
            if before.digest == digest:
                return
            index, export = Index(articles), Export(file)
            index.take(export)
            yield from _comments(Export(file), index)
        whole, older = not export.broken and not index.unread, index.newest < before.newest
        memory = _Memory(digest, max(index.newest, before.newest)).written() if whole else None
        problems = [*_unread(index, export, self._called), *_strays(index, articles, self._called)]
        if older:
            said = _("{file} is older than the export read before: what it lacks is not taken for deleted.")
            problems.append(said.format(file=self._called))
        yield Page(cursor=memory, counts=index.counts(proves=whole and not older), problems=tuple(problems))

    @property
    def _called(self) -> str:
        return Path(self.export).name

    @contextmanager
    def _opened(self) -> Iterator[BufferedReader]:
        """Open the file; whatever is wrong with it raises UnreadableExport."""
        try:
            with Path(self.export).expanduser().open("rb") as file:
                yield file
        except (OSError, NoExport) as error:
            found = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
            raise UnreadableExport(self.export, _("a file that Disqus exported"), found, _(HINT)) from None


class _Memory(NamedTuple):
    """What the cursor holds."""

    digest: str = ""
    """Of the file and of the addresses of our articles."""
    newest: str = ""
    """When the last comment of any file was written."""

    @classmethod
    def read(cls, cursor: Cursor) -> _Memory:
        """Return what was remembered, else nothing."""
        return cls(**json.loads(cursor)) if cursor else cls()

    def written(self) -> str:
        """Return it as a cursor."""
        return json.dumps(self._asdict())


def _digest(file: BufferedReader, articles: Sequence[Article]) -> str:
    """Return the same text for the same file and the same addresses, and go back to the file's beginning."""
    digest = blake2b(digest_size=16)
    while chunk := file.read(CHUNK):
        digest.update(chunk)
    file.seek(0)
    known = sorted((one.uid, one.url, *one.older_urls) for one in articles)
    digest.update(json.dumps(known).encode())
    return digest.hexdigest()


def _comments(export: Export, index: Index) -> Iterator[Page]:
    """Yield what is about our articles, some at a time."""
    told: list[Interaction] = []
    gone: list[str] = []
    for row in export:
        if row.kind != "post" or not index.article(row.id):
            continue
        if index.is_shown(row.id):
            told.append(comment(row, index))
        else:
            gone.append(row.id)
        if len(told) + len(gone) == AT_ONCE:
            yield Page(tuple(told), gone=tuple(gone))
            told, gone = [], []
    yield Page(tuple(told), gone=tuple(gone))


def comment(row: Row, index: Index) -> Interaction:
    """Return the comment that a row tells of."""
    at = times.moment(row.get("createdAt"), UTC)
    original = index.originals.get(row.id, "")
    return Interaction(
        id=row.id,
        kind=Kind.REPLY,
        article=index.article(row.id),
        account=_account(row, original or row.id),
        url=_permalink(row.id, index),
        target=index.page(row.id),
        text=plain(row.get("message")),
        published=at.at if at else None,
        precision=at.precision if at else "second",
        parent=index.parent(row.id),
        thread=index.roots[row.id],
        original=_permalink(original, index) if original else "",
    )


def _permalink(number: str, index: Index) -> str:
    """Return where Disqus shows a comment: on the page itself."""
    page = index.page(number)
    return f"{page}#comment-{number}" if is_web(page) else ""


def _account(row: Row, number: str) -> Account | None:
    """A login is somebody's; of all others each is known by the comment alone, a copy's by the original."""
    name, login = tidy(row.get("author/name")), row.get("author/username")
    claims = avatars.of_mail(row.get("author/email"))
    if login:
        url = f"{SITE}/by/{quote(login, safe='')}/"
        return Account("disqus", login, name=name, handle=login, url=url, claims=claims)
    return Account("disqus", f"#{number}", name=name, claims=claims) if name or claims else None


def _unread(index: Index, export: Export, file: str) -> Iterator[str]:
    """Say what could not be read."""
    if export.broken:
        said = _("{file} breaks off or is wrong ({reason}); the comments before that were read ({count}).")
        yield said.format(file=file, reason=export.broken, count=f"{len(index.posts):,}")
    if index.unread:
        said = plural(
            "{count} comment has no number or no thread and was left out.",
            "{count} comments have no number or no thread and were left out.",
            index.unread,
        )
        yield f"{file}: {said}"


def _strays(index: Index, articles: Sequence[Article], file: str) -> Iterator[str]:
    """Say what is about none of our articles, and which of it may be by an older address."""
    strays = index.strays()
    placed = sorted(path(one.url) for one in strays if one.url)
    if placed:
        said = _("{file} also holds comments on pages that are no articles ({count}×), such as {path}.")
        yield said.format(file=file, count=f"{len(placed):,}", path=placed[0])
    if len(placed) < len(strays):
        said = plural(
            "{count} comment belongs to a thread without an address and was left out.",
            "{count} comments belong to threads without an address and were left out.",
            len(strays) - len(placed),
        )
        yield f"{file}: {said}"
    titles = {one.title for one in articles if one.title}
    named = sorted({path(one.url) for one in strays if one.title in titles})
    if named:
        said = _(
            "Pages with the title of an article ({count}×), such as {path}, may be its older addresses: "
            "name them as `aliases`."
        )
        yield said.format(path=named[0], count=f"{len(named):,}")
