"""Announcements on their way out: shown as they will look, and sent only by a human who saw them."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

import click

from tracker.cli._drafted import Shown
from tracker.cli._table import harmless
from tracker.errors import (
    Blocked,
    ConfigError,
    DraftNotUtf8,
    EnishiError,
    NoOutlet,
    NothingToPost,
    NotVisible,
    ProgramFailed,
    ProgramMissing,
    SourceError,
)
from tracker.messages import _, together
from tracker.model.posts import Stage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from tracker.cli._app import App
    from tracker.http import Http
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.model.posts import Limits, Posting, Preview
    from tracker.sources import Outlet
    from tracker.verbs.posting import Due

SEND, EDIT, LATER, NEVER = "s", "e", "l", "n"


@dataclass
class Desk:
    """Where announcements are looked over."""

    app: App
    ledger: Ledger
    outlets: Mapping[str, Outlet]
    http: Http
    as_json: bool = False
    sent: list[Posting] = field(default_factory=list)
    troubles: list[EnishiError] = field(default_factory=list)
    """What was in the way; each was told when it was met."""
    _previews: dict[str, Preview | None] = field(default_factory=dict)
    _limits: dict[str, Limits | None] = field(default_factory=dict)

    def preview(self, article: Article) -> Preview | None:
        """Return what the article's page says; None: the world does not see it, or nobody can tell."""
        from tracker.verbs.posting import look

        if article.uid not in self._previews:
            self._previews[article.uid] = None
            try:
                self._previews[article.uid] = look(article, self.http)
            except SourceError as error:
                self.meet(error)
        return self._previews[article.uid]

    def limits(self, place: str) -> Limits | None:
        """Return what a place takes; None: it does not say."""
        if place not in self._limits:
            self._limits[place] = None
            try:
                self._limits[place] = self.outlets[place].limits(self.http)
            except SourceError as error:
                self.meet(error)
        return self._limits[place]

    def title(self, place: str) -> str:
        """Return how a place writes itself."""
        return self.app.settings.described(place).title

    def meet(self, error: EnishiError) -> None:
        """Tell what is in the way, and go on with what is not."""
        self.troubles.append(error)
        said = harmless(together(error.message, error.hint))
        if self.as_json:
            from tracker.cli._json import line

            said = line({"error": {"code": type(error).__name__, "message": error.message, "hint": error.hint}})
        click.echo(said, err=True)

    @property
    def exit_code(self) -> int:
        """That of the first trouble."""
        return next((error.exit_code for error in self.troubles), 0)


def able(app: App, asked: Sequence[str] = ()) -> dict[str, Outlet]:
    """Return the places that are set up and were given what posting needs; those `asked` for must be among them.

    Raises NoOutlet, or the ConfigError of a place that was asked for.
    """
    from tracker.sources import Outlet

    ready: dict[str, Outlet] = {}
    for name in asked or app.settings.sources_set():
        one: object = app.settings.source(name) if asked or _posts(app, name) else None
        if isinstance(one, Outlet) and one.may_post():
            ready[name] = one
        elif asked:
            raise NoOutlet(posting_sources(), name)
    return ready


def _posts(app: App, name: str) -> bool:
    """Whether a source can be posted to; one that cannot be loaded is nothing to us here."""
    try:
        return app.settings.described(name).posts
    except ConfigError:
        return False


@cache
def posting_sources() -> tuple[str, ...]:
    """Return the sources of ours that can be posted to."""
    from tracker import sources

    return tuple(name for name in sources.names() if issubclass(sources.load(name), sources.Outlet))


@contextmanager
def desk(app: App, ledger: Ledger, outlets: Mapping[str, Outlet], *, as_json: bool = False) -> Iterator[Desk]:
    """Open a desk, with a way out to the network; what was sent is handed to the site in the end."""
    from threading import Event

    from tracker.config.network import Nothing, connector

    with connector(app.settings)(Nothing(), Event()) as http:
        made = Desk(app, ledger, outlets, http, as_json)
        yield made
    if made.sent and app.settings.responses.parent.is_dir():
        from tracker.verbs.responses import export

        export(ledger, app.settings.me, app.settings.responses)
        click.echo(_("The next build shows it as a link (u-syndication)."), err=True)


def due(at: Desk, articles: Iterable[Article]) -> tuple[Due, ...]:
    """Return what came out lately and is not announced; the ledger must know the articles."""
    from tracker.verbs import posting

    return posting.due(at.ledger, articles, at.outlets, at.app.now, lambda one: at.preview(one) is not None)


def named(at: Desk, article: Article) -> tuple[Due, ...]:
    """Return the places where an article that was named is not announced; raises NothingToPost or NotVisible."""
    from tracker.rules.finding import slug
    from tracker.verbs import posting

    found = posting.wanting(at.ledger, article, at.outlets, at.app.now)
    if not found:
        raise NothingToPost(article.title or slug(article))
    if at.preview(article) is None and not at.troubles:
        raise NotVisible(article.url)
    return found


def drafted(at: Desk, found: Iterable[Due]) -> Iterator[Shown]:
    """Yield each as it is drafted; what is in the way of one is told, and costs that one."""
    from tracker.verbs import posting

    for one in found:
        preview, limits = at.preview(one.article), at.limits(one.place)
        if preview and limits:
            try:
                made = posting.draft(at.ledger, one, preview, limits, at.app.now)
            except Blocked as error:
                at.meet(error)
            else:
                yield Shown(one.article, made, preview, limits, at.title(one.place))


def approve(at: Desk, found: Iterable[Due]) -> None:
    """Show each draft and ask what becomes of it; without a terminal, or for programs, nothing is sent."""
    for one in drafted(at, found):
        if at.as_json:
            from tracker.cli._json import line

            click.echo(line(one.row()))
        else:
            click.echo(one.look())
            if sys.stdin.isatty():
                _decide(at, one)
                click.echo()
            else:
                click.echo(one.how_to_send())


def _decide(at: Desk, one: Shown) -> None:
    """Ask until it is sent, put off or declined."""
    from tracker.verbs import posting

    while (answer := _asked(one)) != LATER:
        try:
            if answer == EDIT:
                one = one._replace(posting=_edited(at, one))
                click.echo(one.look())
                continue
            if answer == NEVER:
                posting.decline(at.ledger, one.posting, at.app.now)
                _file(at.app.ledger_path, one).unlink(missing_ok=True)
                click.echo(_("It is not announced there."))
            else:
                _send(at, one)
        except (Blocked, DraftNotUtf8, ProgramFailed, ProgramMissing) as error:
            click.echo(harmless(together(error.message, error.hint)), err=True)
            if answer == EDIT:
                click.echo(_("What you wrote is kept; [e] opens it again. What would be sent is still this:"), err=True)
                click.echo(one.look())
            continue
        return


def _asked(one: Shown) -> str:
    """Return the letter of what is to be done."""
    words = {
        SEND: _("[s]end"),
        **({} if one.is_unclear else {EDIT: _("[e]dit")}),
        LATER: _("[l]ater"),
        NEVER: _("[n]ever"),
    }
    while True:
        typed = click.prompt(_(", ").join(words.values()), default=LATER, show_default=False)
        if (letter := str(typed).strip().lower()[:1]) in words:
            return letter


def _send(at: Desk, one: Shown) -> None:
    """Send it; what its place says against it is told, and ends it for this time."""
    from tracker.verbs import posting

    way = posting.Way(at.outlets[one.posting.place], at.http, one.limits)
    try:
        done = posting.send(at.ledger, one.posting, one.preview, way, at.app.now)
    except SourceError as error:
        at.meet(error)
        left = at.ledger.posts.find(one.posting.article, one.posting.place)
        if left and left.stage is Stage.SENDING:
            click.echo(one.unclear(), err=True)
    else:
        at.sent.append(done)
        _file(at.app.ledger_path, one).unlink(missing_ok=True)
        click.echo(harmless(_("Sent: {url}").format(url=done.url)))


def _edited(at: Desk, one: Shown) -> Posting:
    """Open the editor; what cannot be sent as it is stays in the file, which the next try opens."""
    from tracker.programs import editor
    from tracker.verbs import posting

    file = _file(at.app.ledger_path, one)
    if not file.exists():
        file.touch(mode=0o600)
        file.write_text(one.posting.text + "\n", "utf-8")
    editor.edit(file)
    made = posting.edit(at.ledger, one.posting, _written(file), at.app.now, (one.article.url, one.limits))
    file.unlink(missing_ok=True)
    return made


def _file(ledger: Path, one: Shown) -> Path:
    from tracker.rules.finding import slug

    folder = ledger.parent / "drafts"
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder / f"{ledger.stem}-{one.posting.place}-{slug(one.article)}-{one.posting.lang or 'x'}.txt"


def _written(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        return ""
    except UnicodeDecodeError:
        raise DraftNotUtf8(file) from None
