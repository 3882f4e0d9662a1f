"""`enishi inbox`: what waits for an answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _words
from tracker.cli._base import Command, Group, as_json, option
from tracker.cli._table import table
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.cli._app import App
    from tracker.model import Known
    from tracker.verbs.inbox import Waiting


@click.group(
    cls=Group,
    invoke_without_command=True,
    help=N_(
        "List what waits for an answer: what asks something first, then the oldest.\n\n"
        "A reply, mention or mail waits until you have answered in its thread, or said that it needs no answer."
    ),
    epilog=N_("Examples:\n  enishi inbox\n  enishi inbox done c12 c15\n  enishi inbox later c18 --until 2w"),
)
@option("--article", default="", help=N_("Only below this article."))
@as_json
@click.pass_context
def command(context: click.Context, article: str, *, as_json: bool) -> None:
    """List what waits."""
    if context.invoked_subcommand is None:
        _list(context.obj, article, as_json=as_json)


@command.command(
    "done",
    cls=Command,
    help=N_("Say that these need no answer, or have got one elsewhere. An edit brings one back."),
    epilog=N_("Example:\n  enishi inbox done c12 c15"),
)
@click.argument("ids", nargs=-1, required=True)
@click.pass_obj
def done(app: App, ids: Sequence[str]) -> None:
    """Settle."""
    from tracker.verbs.inbox import settle

    with app.ledger() as ledger:
        _told(settle(ledger, tuple(ids), app.now), _("No longer waiting: {ids}."))


@command.command(
    "later",
    cls=Command,
    help=N_("Put these away for a while."),
    epilog=N_("Examples:\n  enishi inbox later c18 --until 3d\n  enishi inbox later c18 --until 2026-12-01"),
)
@click.argument("ids", nargs=-1, required=True)
@option("--until", default="1w", show_default=True, help=N_("When they come back: 3d, 2w, 2026-12-01."))
@click.pass_obj
def later(app: App, ids: Sequence[str], until: str) -> None:
    """Postpone."""
    from tracker.verbs.inbox import postpone

    then = app.until(until)
    with app.ledger() as ledger:
        found = postpone(ledger, tuple(ids), app.now, then)
    _told(found, _("Back on {day}: {{ids}}.").format(day=_words.day(then)))


@command.command(
    "reopen",
    cls=Command,
    help=N_("Take `done` or `later` back."),
    epilog=N_("Example:\n  enishi inbox reopen c12"),
)
@click.argument("ids", nargs=-1, required=True)
@click.pass_obj
def reopen(app: App, ids: Sequence[str]) -> None:
    """Undo."""
    from tracker.verbs.inbox import reopen as again

    with app.ledger() as ledger:
        _told(again(ledger, tuple(ids)), _("Waiting again: {ids}."))


def _told(found: Sequence[Known], sentence: str) -> None:
    click.echo(sentence.format(ids=" ".join(f"c{one.number}" for one in found)))


def _list(app: App, article: str, *, as_json: bool) -> None:
    from tracker.verbs.inbox import inbox

    with app.ledger() as ledger:
        waiting = inbox(ledger, app.settings.me, app.now, article)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(waiting)
    elif waiting:
        click.echo(_listing(waiting, app.now))
    else:
        click.echo(_("Nobody waits for an answer."))


def _listing(waiting: Sequence[Waiting], now: datetime) -> str:
    head = ("", _("who"), _("since"), _("where"), _("what they say"))
    asking = sum(bool(one.asks) for one in waiting)
    title = plural("{count} waits for an answer", "{count} wait for an answer", len(waiting))
    asks = _(", ") + plural("{count} asks something", "{count} ask something", asking) if asking else ""
    foot = _("`enishi draft {id}` begins an answer; ? asks something, ✎ has a draft.").format(id=waiting[0].id)
    return "\n".join(
        [click.style(title + asks, bold=True), table([_line(one, now) for one in waiting], head=head), "", foot]
    )


def _line(one: Waiting, now: datetime) -> tuple[str, ...]:
    marks = ("?" if one.asks else " ") + ("✎" if one.drafted else " ")
    said = (_("[private] ") if one.private else "") + (one.asks[0] if one.asks else one.text)
    return (f"{one.id} {marks}", one.name, _words.since(one.since, now), one.source, said)
