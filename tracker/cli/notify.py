"""`enishi notify`: tell the pages you link to that you do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _mentions, _words
from tracker.cli._base import Command, as_json, option
from tracker.cli._table import harmless, table
from tracker.errors import SourceError
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from tracker.cli._app import App
    from tracker.ledger import Ledger
    from tracker.rules.outgoing import Mention, Sent
    from tracker.verbs.notify import Held, Report


@click.command(
    cls=Command,
    help=N_(
        "Tell the pages that your articles link to that they do (webmention), and tell them again when an article "
        "changes, a link goes or an article is deleted. What was told and has not changed is not told twice.\n\n"
        "Links are those of the site that was built last; each page must be published with them before anything is "
        "sent. ARTICLE limits it to one: a slug, an address, or a part of the title. A link with rel=nofollow or the "
        "class nomention is not told."
    ),
    epilog=N_(
        "Examples:\n  enishi notify --dry-run\n  enishi notify\n  enishi notify two-character-search --again\n"
        "  enishi notify --sent"
    ),
)
@click.argument("article", default="")
@option("--dry-run", is_flag=True, help=N_("Send and ask nothing; list what would be sent."))
@option("--again", is_flag=True, help=N_("Try at once what failed, was refused or had no endpoint."))
@option(
    "--assume",
    is_flag=True,
    help=N_("Send nothing: take all links there are as told already, by another program or long ago."),
)
@option("--sent", is_flag=True, help=N_("Send nothing; list what was sent and what came of it."))
@as_json
@click.pass_context
def command(
    context: click.Context, article: str, *, dry_run: bool, again: bool, assume: bool, sent: bool, as_json: bool
) -> None:
    """Notify."""
    app: App = context.obj
    if dry_run + assume + sent > 1 or (sent and again):
        raise click.UsageError(_("--dry-run, --assume and --sent cannot be combined."))
    with app.ledger() as ledger:
        if sent:
            _list(app, ledger, article, as_json=as_json)
            return
        mentions = _planned(app, ledger, article, again=again)
        if dry_run:
            _show(mentions, as_json=as_json)
        elif assume:
            _assume(app, ledger, mentions, as_json=as_json)
        else:
            _send(context, ledger, mentions, as_json=as_json)


def _planned(app: App, ledger: Ledger, article: str, *, again: bool) -> tuple[Mention, ...]:
    from tracker.programs.pelican import OUTPUT
    from tracker.verbs import notify

    built = notify.published(app.settings.folder / OUTPUT)
    return notify.plan(ledger, built, app.now, only=_only(app, ledger, article), again=again)


def _only(app: App, ledger: Ledger, article: str) -> frozenset[str]:
    from tracker.verbs import notify

    if not article:
        return frozenset()
    return notify.sources_of(article, app.site().articles, notify.sent(ledger))


def _show(mentions: Sequence[Mention], *, as_json: bool) -> None:
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines({"source": one.source, "target": one.target, "why": one.why} for one in mentions)
        return
    rows = [(_mentions.reason(one.why), one.source, one.target) for one in mentions]
    click.echo(table(rows, flexible=(1, 2)) or _mentions.nothing())


def _assume(app: App, ledger: Ledger, mentions: Sequence[Mention], *, as_json: bool) -> None:
    from tracker.verbs import notify

    rows = notify.assume(ledger, mentions, app.now)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(rows)
    else:
        click.echo(plural("{count} link is taken as told.", "{count} links are taken as told.", len(rows)))


def _send(context: click.Context, ledger: Ledger, mentions: Sequence[Mention], *, as_json: bool) -> None:
    from tracker.config.mentions import ways
    from tracker.http import Clock
    from tracker.verbs import notify

    app: App = context.obj
    with ways(app.settings, Clock(now=lambda: app.now)) as open_ways:
        report = notify.send(ledger, mentions, open_ways, _tell_programs if as_json else _tell)
    if not as_json:
        click.echo(_mentions.summary(report))
    if code := _code(report):
        context.exit(code)


def _tell_programs(one: Sent | Held) -> None:
    from tracker.cli._json import line
    from tracker.verbs.notify import Held

    if isinstance(one, Held):
        told = {"code": type(one.error).__name__, "message": one.error.message, "hint": one.error.hint}
        click.echo(line({"source": one.source, "status": "held", "error": told}))
    else:
        click.echo(line(one))


def _tell(one: Sent | Held) -> None:
    """Say what came of one as soon as it is known: the next may take its time."""
    click.echo(harmless(_mentions.line(one)))


def _code(report: Report) -> int:
    from tracker.rules.outgoing import Status

    if any(one.status is Status.FAILED for one in report.told):
        return SourceError.exit_code
    return next((one.error.exit_code for one in report.held), 0)


def _list(app: App, ledger: Ledger, article: str, *, as_json: bool) -> None:
    from tracker.rules.urls import canonical
    from tracker.verbs import notify

    only = _only(app, ledger, article)
    rows = [one for one in notify.sent(ledger) if not only or canonical(one.source) in only]
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(rows)
    else:
        click.echo(_listed(rows) or _("Nothing was sent yet."))


def _listed(rows: Iterable[Sent]) -> str:
    head = (_("last try"), _("what came of it"), _("article"), _("page it links to"), _("reason"))
    lines = [(_words.day(one.tried_at), _mentions.state(one), one.source, one.target, _note(one)) for one in rows]
    return table(lines, head=head, flexible=(2, 3, 4))


def _note(one: Sent) -> str:
    from tracker.rules.outgoing import GONE, Status

    gone = _("the link is gone") if one.wanted == GONE else ""
    again = _("tried again from {day}").format(day=_words.day(one.next_try)) if one.next_try else ""
    retried = again if one.status is Status.FAILED else ""
    return _("; ").join(filter(None, (gone, one.error, retried)))
