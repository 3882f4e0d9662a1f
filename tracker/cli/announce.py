"""`enishi announce`: which posts elsewhere tell of which article."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _words
from tracker.cli._base import Command, as_json, option
from tracker.cli._table import harmless, table
from tracker.errors import SourceError
from tracker.messages import N_, _, plural, together

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.cli._app import App
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.verbs.announce import Announced, Search


@click.command(
    cls=Command,
    help=N_(
        "Say which post elsewhere announces which article: people answer there, and a pull walks it from then on. "
        "The next build shows it as a link (u-syndication).\n\n"
        "ARTICLE is a slug, an address, or a part of the title; URL is your post on Mastodon, Bluesky, Qiita … "
        "Without them, what is known is listed.\n\n"
        "With --post, an announcement is drafted from the article's own words for each place that can be posted to. "
        "You see it, and send it, edit it, or not; nothing is ever sent unseen. Without ARTICLE, those that came out "
        "in the last two weeks are looked over."
    ),
    epilog=N_(
        "Examples:\n  enishi announce\n  enishi announce two-character-search https://social.example/@mio/109501\n"
        "  enishi announce --find\n  enishi announce two-character-search --post --on mastodon"
    ),
)
@click.argument("article", default="")
@click.argument("url", default="")
@option("--find", is_flag=True, help=N_("Look in your own accounts for posts that link to an article."))
@option("--post", is_flag=True, help=N_("Post an announcement where you have an account, once you have seen it."))
@option("--on", multiple=True, metavar="SOURCE", help=N_("Post there only; may be given several times."))
@option("--remove", is_flag=True, help=N_("This post announces the article no more, whoever said so."))
@as_json
@click.pass_context
def command(
    context: click.Context,
    article: str,
    url: str,
    *,
    find: bool,
    post: bool,
    on: tuple[str, ...],
    remove: bool,
    as_json: bool,
) -> None:
    """Announce."""
    app: App = context.obj
    _check(article, url, find=find, post=post, on=on, remove=remove)
    with app.ledger() as ledger:
        current = _remember(app, ledger)
        if post:
            _post(context, ledger, _meant(article, current), on, as_json=as_json)
        elif find:
            _search(context, ledger, as_json=as_json)
        elif article:
            _say(app, ledger, (article, url), remove=remove)
        else:
            _list(app, ledger, as_json=as_json)


def _check(article: str, url: str, *, find: bool, post: bool, on: tuple[str, ...], remove: bool) -> None:
    """Refuse what is half said."""
    if post and (url or find or remove):
        raise click.UsageError(_("--post goes with ARTICLE and --on only."))
    if on and not post:
        raise click.UsageError(_("--on says where to --post."))
    if not post and (bool(article) != bool(url) or (find and article) or (remove and not article)):
        raise click.UsageError(_("Type `enishi announce ARTICLE URL`, `enishi announce --find`, or nothing more."))


def _meant(asked: str, current: Sequence[Article]) -> Sequence[Article] | Article:
    """Return the one article that was named, else all that the site lists."""
    from tracker.rules.finding import article

    return article(asked, current) if asked else current


def _post(
    context: click.Context, ledger: Ledger, meant: Sequence[Article] | Article, on: tuple[str, ...], *, as_json: bool
) -> None:
    from tracker.cli import _posting
    from tracker.errors import NoOutlet
    from tracker.model import Article

    app: App = context.obj
    outlets = _posting.able(app, on)
    if not outlets:
        raise NoOutlet(_posting.posting_sources())
    with _posting.desk(app, ledger, outlets, as_json=as_json) as desk:
        found = _posting.named(desk, meant) if isinstance(meant, Article) else _posting.due(desk, meant)
        _posting.approve(desk, found)
    if not (found or as_json):
        click.echo(_("Nothing to announce: what came out in the last two weeks is announced, declined or not visible."))
    if desk.exit_code:
        context.exit(desk.exit_code)


def _remember(app: App, ledger: Ledger) -> Sequence[Article]:
    """Let the ledger know the articles as the site lists them now, and return them."""
    site = app.site()
    for problem in site.problems:
        click.echo(harmless(problem), err=True)
    with ledger.transaction():
        ledger.articles.remember(site.articles, app.now)
    return site.articles


def _say(app: App, ledger: Ledger, what: tuple[str, str], *, remove: bool) -> None:
    from tracker.rules.finding import slug
    from tracker.verbs.announce import announce, take_back

    asked, url = what
    article, changed = (take_back if remove else announce)(ledger, asked, url, app.now)
    said = _("{url} announces “{title}” no more.") if remove else _("{url} announces “{title}”.")
    if not changed:
        said = _("{url} did not announce “{title}”.") if remove else _("{url} was known to announce “{title}”.")
    click.echo(harmless(said.format(url=url, title=article.title or slug(article))))


def _list(app: App, ledger: Ledger, *, as_json: bool) -> None:
    from tracker.verbs.announce import announced

    found = announced(ledger)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(found)
    elif found:
        click.echo(f"{table(_rows(found), flexible=(0,))}\n\n{_waiting(app)}")
    else:
        click.echo(_("None is known. `enishi announce --find` looks for them."))


def _rows(found: Iterable[Announced]) -> list[tuple[str, ...]]:
    words = {"site": _("the site says so"), "human": _("you said so"), "found": _("found")}
    return [(one.title, one.url, _words.day(one.posted) if one.posted else "", words[one.by]) for one in found]


def _waiting(app: App) -> str:
    return _("`enishi pull` walks those of {sources}.").format(sources=", ".join(_finders(app)) or _("no source yet"))


def _finders(app: App) -> list[str]:
    """The sources that are set up and walk from announcements."""
    from tracker.sources import Finds

    return [name for name in app.settings.sources_set() if isinstance(app.settings.source(name), Finds)]


def _search(context: click.Context, ledger: Ledger, *, as_json: bool) -> None:
    from threading import Event

    from tracker.config.network import Nothing, connector
    from tracker.sources import Finds
    from tracker.verbs.announce import search

    app: App = context.obj
    connect = connector(app.settings)
    all_set = {name: app.settings.source(name) for name in app.settings.sources_set()}
    sources = {name: one for name, one in all_set.items() if isinstance(one, Finds)}
    found = search(ledger, sources, lambda: connect(Nothing(), Event()), app.now)
    if as_json:
        from tracker.cli._json import echo_lines, plain

        echo_lines({**plain(one), "error": one.error.message if one.error else None} for one in found)
    else:
        click.echo(_report(found))
        for line in _suggested(ledger, found):
            click.echo(harmless(line))
    if any(one.error for one in found):
        context.exit(SourceError.exit_code)


def _report(found: Iterable[Search]) -> str:
    lines = [
        f"{one.source}: {together(one.error.message, one.error.hint)}"
        if one.error
        else f"{one.source}: " + plural("{count} found", "{count} found", one.found) + _(", ") + _new(one.new)
        for one in found
    ]
    return "\n".join(map(harmless, lines)) or _(
        "No source that is set up can look for your posts: Mastodon, Bluesky, Qiita, dev.to and others can."
    )


def _suggested(ledger: Ledger, found: Iterable[Search]) -> list[str]:
    from tracker.rules.finding import slug

    slugs = {one.uid: slug(one) for one in ledger.articles.all()}
    posts = [post for one in found for post in one.perhaps]
    lines = [f"  enishi announce {slugs[post.article]} {post.url}" for post in posts]
    return [_("Perhaps these too, by their titles; say so:"), *lines] if lines else []


def _new(count: int) -> str:
    return plural("{count} new", "{count} new", count)
