"""Mail about the articles: in files, and in folders at a server by IMAP.

What is not about an article is never stored and never spoken of. A mailbox makes no claim about
articles, so no count is given and nothing is ever proved to be gone: a mail that was deleted was
not unsaid. All headers are read first, so that what a mail answers is read before it, wherever it lies.
"""

from __future__ import annotations

import json
import re
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from hashlib import blake2b
from typing import TYPE_CHECKING, ClassVar

from tracker.errors import NoSuchMailFolder, SourceError
from tracker.messages import N_
from tracker.model import Interaction, Kind, Page, Secret
from tracker.rules import imap
from tracker.rules.belonging import Articles
from tracker.rules.settings import variable
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor
    from tracker.reading.imap import Server
    from tracker.reading.mail import Letter
    from tracker.reading.mail_walk import Walk
    from tracker.rules.belonging import Threads


def _is_day(text: str) -> bool:
    with suppress(ValueError):
        return bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) and date.fromisoformat(text))
    return False


@dataclass(frozen=True)
class Mail(Source):
    """A forward stream for each folder at a server; files are read whole when they have changed."""

    name: ClassVar[str] = "mail"
    title: ClassVar[str] = "IMAP / Maildir / mbox"
    by_http: ClassVar[bool] = False
    about: ClassVar[str] = N_("Mail about your articles, from files and from folders at your mail server.")

    folders: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_("Where mail is kept: .eml files, folders of them, mboxes, Maildirs."),
            "example": '["~/Mail/blog", "archive.mbox"]',
        },
    )
    imap: str = field(
        default="",
        metadata={
            "help": N_("You at your mail server, and a folder; it is only read, and nothing is marked as seen."),
            "example": '"imaps://me@mail.example/INBOX"',
            "fits": imap.is_address,
            "wanted": N_("an address such as “imaps://me@mail.example/INBOX”, without the password"),
        },
    )
    imap_folders: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_("More folders there, such as that of what you sent: your answers are in it."),
            "example": '["Sent"]',
        },
    )
    password: Secret = field(default=Secret(), metadata={"help": N_("Your password at the mail server.")})
    addresses: tuple[str, ...] = field(
        default=(),
        metadata={
            "help": N_(
                "Your own addresses. Mail to me+a-slug@mail.example is about the article of that slug; "
                "where yours are made in another way, {slug} says how."
            ),
            "example": '["me@mail.example", "blog-{slug}@mio.example"]',
            "fits": lambda text: "@" in text,
            "wanted": N_("a list of mail addresses"),
        },
    )
    since: str = field(
        default="",
        metadata={
            "help": N_("The day before which mail is not looked at."),
            "example": '"2026-01-31"',
            "fits": _is_day,
            "wanted": N_("a day such as “2026-01-31”"),
        },
    )

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:  # noqa: ARG002 - not HTTP
        """Yield what is about an article, page by page; what is answered comes before what answers it."""
        if not articles:
            return
        from tracker.reading.mail_walk import Walk  # noqa: PLC0415 - who only lists sources reads no mail

        ours = Articles(articles, self.addresses)
        mark = _digest(*self.addresses, self.since, *ours.hosts)
        walk = Walk(cursor, mark, self.since, partial(read, ours))
        with ExitStack() as servers:
            self._find_files(walk, _digest(*ours.urls))
            self._find_folders(walk, servers)
            yield from walk.pages()
        if walk.failed:
            yield Page(problems=tuple(error.message for error in walk.failed[1:]))
            raise walk.failed[0]

    def admitted(self, http: Http) -> str:  # noqa: ARG002 - not HTTP
        """Return whom the password lets in; raises SourceError."""
        server = self._server()
        if server is None:
            return ""
        with server:
            return server.name

    def _server(self) -> Server | None:
        where = imap.where(self.imap)
        if where is None:
            return None
        from tracker.reading.imap import Server  # noqa: PLC0415 - TLS is loaded by who needs it

        return Server(where, self.password, variable("[sources.mail]", "password"))

    def _find_files(self, walk: Walk, salt: str) -> None:
        """Find each; another article is a reason to read them anew."""
        from tracker.reading.boxes import FileBox  # noqa: PLC0415 - the same
        from tracker.reading.mailboxes import Files  # noqa: PLC0415 - the same

        for written in self.folders:
            try:
                walk.boxes.append(FileBox(written, Files.at(written), walk.before.get(written), salt))
            except SourceError as error:
                walk.failed.append(error)

    def _find_folders(self, walk: Walk, servers: ExitStack) -> None:
        server = self._server()
        if server is None:
            return
        try:
            servers.enter_context(server)
            for name in dict.fromkeys((server.folder, *self.imap_folders)):
                self._find_folder(name, server, walk)
        except SourceError as error:
            walk.failed.append(error)

    def _find_folder(self, name: str, server: Server, walk: Walk) -> None:
        from tracker.reading.boxes import ImapBox  # noqa: PLC0415 - the same

        try:
            before = walk.before.get(f"{server.name}/{name}")
            walk.boxes.append(ImapBox(server, server.examine(name), before, self.since))
        except NoSuchMailFolder as error:
            walk.failed.append(error)


def read(ours: Articles, letter: Letter, threads: Threads) -> tuple[Interaction, ...]:
    """Return what a mail says about each article that it is about; the first of these has its id alone."""
    about = _about(letter, ours, threads)
    if not about:
        return ()
    place = threads.find(letter.refs)
    answered = next(iter(letter.refs), "")
    whole = Interaction(
        id=letter.id,
        kind=Kind.MAIL,
        article="",
        account=letter.sender,
        title=letter.subject,
        text=letter.text,
        lang=letter.lang,
        published=letter.published,
        precision=letter.precision,
        received=letter.received,
        parent=answered if threads.knows(answered) else "",
        thread=place.root if place else letter.id,
        private=True,
    )
    return tuple(
        replace(whole, id=f"{letter.id}#{uid}" if number else letter.id, article=uid, target=url)
        for number, (uid, url) in enumerate(about.items())
    )


def _about(letter: Letter, ours: Articles, threads: Threads) -> dict[str, str]:
    """Return the articles a mail is about, each with the address that names it, if one does.

    What is quoted names one only when nothing else does, and then the first that it names.
    """
    place = threads.find(letter.refs)
    names = ours.may_be_named(letter.plain) or ours.may_be_named(letter.html)
    addressed = ours.addressed(letter.to, partial(_language, letter))
    said = ours.named(letter.said) if names else ()
    quoted = ours.named(letter.whole)[:1] if names and not (said or addressed or place) else ()
    told = [(addressed.uid, "")] if addressed else []
    told += [(place.article, "")] if place and place.article in ours.by_uid else []
    told += [(found.article.uid, found.url) for found in (*said, *quoted)]
    named = {uid: url for uid, url in reversed(told) if url}
    return {uid: named.get(uid, "") for uid, _url in told}


def _language(letter: Letter) -> str:
    from tracker.rules import language  # noqa: PLC0415 - asked only where an address stands for two translations

    return language.of(letter.text)


def _digest(*told: str) -> str:
    return blake2b(json.dumps(told).encode(), digest_size=6).hexdigest()
