"""`enishi completion`: let the shell complete commands, articles and people."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from tracker.cli._base import Command
from tracker.messages import N_

SHELLS = ("bash", "zsh", "fish")


@click.command(
    cls=Command,
    help=N_("Print what makes your shell complete enishi's commands and options."),
    epilog=N_(
        "Examples:\n"
        "  enishi completion bash >> ~/.bashrc\n"
        "  enishi completion zsh >> ~/.zshrc\n"
        "  enishi completion fish > ~/.config/fish/completions/enishi.fish"
    ),
)
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(context: click.Context, shell: str) -> None:
    """Print the script."""
    made = get_completion_class(shell)
    if made is not None:
        click.echo(made(context.find_root().command, {}, "enishi", "_ENISHI_COMPLETE").source())
