"""`enishi help`: the same as `--help`, for those who ask first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command
from tracker.messages import N_

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.command(
    cls=Command,
    help=N_("Show how a command is used."),
    epilog=N_("Examples:\n  enishi help\n  enishi help people merge"),
)
@click.argument("words", nargs=-1)
@click.pass_context
def command(context: click.Context, words: Sequence[str]) -> None:
    """Show the help of the command that `words` name."""
    at = context.find_root()
    for word in words:
        group = at.command
        if not isinstance(group, click.Group):
            break
        _name, found, _rest = group.resolve_command(at, [word])
        if found is not None:
            at = click.Context(found, at, word)
    click.echo(at.get_help())
