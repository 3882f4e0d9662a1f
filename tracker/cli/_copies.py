"""`enishi responses copies|fold|unfold`: one reaction, and all the places that show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli import _words
from tracker.cli._base import Command, Group, as_json, option
from tracker.cli._table import table
from tracker.messages import N_, _

if TYPE_CHECKING:
    from tracker.cli._app import App
    from tracker.verbs.copies import Showing


def add_to(group: Group) -> None:
    """Hang the three commands below `enishi responses`."""
    for one in (copies, fold, unfold):
        group.add_command(one)


@click.command(
    "copies",
    cls=Command,
    help=N_("List every place that shows a response, the one that stands for all of them first, and who says so."),
    epilog=N_("Example:\n  enishi responses copies c12"),
)
@click.argument("id", metavar="ID")
@as_json
@click.pass_obj
def copies(app: App, id: str, *, as_json: bool) -> None:  # noqa: A002 - what is typed
    """List copies."""
    from tracker.verbs.copies import showings

    with app.ledger() as ledger:
        _show(showings(ledger, id), as_json=as_json)


@click.command(
    "fold",
    cls=Command,
    help=N_(
        "Say that a response is a copy of another: both are one line from then on. "
        "With --rule and a single ID, what you said is taken back and the rule holds again."
    ),
    epilog=N_("Examples:\n  enishi responses fold c12 c15\n  enishi responses fold c12 --rule"),
)
@click.argument("id", metavar="ID")
@click.argument("into", default="")
@option("--rule", is_flag=True, help=N_("Take back what you said of it."))
@click.pass_obj
def fold(app: App, id: str, into: str, *, rule: bool) -> None:  # noqa: A002 - what is typed
    """Fold."""
    from tracker.verbs.copies import fold as call_copy
    from tracker.verbs.copies import leave_to_rule

    if rule == bool(into):
        raise click.UsageError(_("Say of which it is a copy, or --rule."))
    with app.ledger() as ledger:
        _show(leave_to_rule(ledger, id) if rule else call_copy(ledger, id, into, app.now))


@click.command(
    "unfold",
    cls=Command,
    help=N_("Let a response stand alone, whatever the rule says of it."),
    epilog=N_("Example:\n  enishi responses unfold c12"),
)
@click.argument("id", metavar="ID")
@click.pass_obj
def unfold(app: App, id: str) -> None:  # noqa: A002 - what is typed
    """Unfold."""
    from tracker.verbs.copies import unfold as let_alone

    with app.ledger() as ledger:
        _show(let_alone(ledger, id, app.now))


def _show(found: tuple[Showing, ...], *, as_json: bool = False) -> None:
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(found)
    else:
        click.echo(table([_line(one) for one in found]))


def _line(one: Showing) -> tuple[str, ...]:
    said = {"rule": _("by rule"), "human": _("you said so")}[one.by]
    return (
        one.id,
        _("stands for all") if one.is_head else said,
        one.source,
        _words.kind_word(one.kind),
        one.name,
        one.url,
    )
