"""What every command is made of: commands found by file name, help in the reader's language."""

from __future__ import annotations

import difflib
import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeVar

import click

from tracker.messages import N_, _, together

if TYPE_CHECKING:
    from collections.abc import Callable

F = TypeVar("F", bound="Callable[..., Any]")


class Command(click.Command):
    """A command whose help is translated when it is shown."""

    def get_help(self, ctx: click.Context) -> str:
        """Return the help, wrapped by display width."""
        from tracker.cli._wrap import Formatter

        formatter = Formatter(width=ctx.terminal_width, max_width=ctx.max_content_width)
        self.format_help(ctx, formatter)
        return formatter.getvalue().rstrip("\n")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the help in the reader's language."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_(self.help) if self.help else "")

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the examples as they are: one a line."""
        if self.epilog:
            formatter.write_paragraph()
            for line in _(self.epilog).splitlines():
                formatter.write(line + "\n")

    def get_short_help_str(self, limit: int = 45) -> str:
        """Return the first sentence, for the list of commands."""
        return _first_sentence(_(self.help)) if self.help else ""

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return Click's own option, described by us."""
        found = super().get_help_option(ctx)
        if found is not None:
            found.help = _("Show this help.")
        return found


class Group(Command, click.Group):
    """Commands below a command, such as `enishi people list`."""

    command_class = Command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command, or say which one comes nearest."""
        asked = args[0]
        unknown = self.get_command(ctx, asked) is None and not asked.startswith("-")
        if unknown and not ctx.resilient_parsing:  # a shell that completes a line wants no answer
            ctx.fail(_unknown(asked, self.list_commands(ctx)))
        return super().resolve_command(ctx, args)


class Lazy(Group):
    """The door itself: a command is the `command` of the file named after it, imported when it is used."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the files."""
        found = import_module("tracker.cli").__path__
        names = (name.removesuffix(".py") for name in os.listdir(found[0]) if name.endswith(".py"))  # noqa: PTH208 - as quick as can be
        return sorted(name for name in names if name[0] != "_")

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's file, or return None."""
        if cmd_name not in self.list_commands(ctx):
            return None
        command: click.Command = import_module(f"tracker.cli.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 - Click's own signature
        """Run the command; a reader (`head`, a pager) that has seen enough is no error."""
        try:
            return super().invoke(ctx)
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # for what Python still writes at its end
            ctx.exit()


class Option(click.Option):
    """An option whose help is translated when it is shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and its help in the reader's language."""
        plain, self.help = self.help, _(self.help) if self.help else None
        try:
            return super().get_help_record(ctx)
        finally:
            self.help = plain


def option(*declarations: str, **settings: Any) -> Callable[[F], F]:  # noqa: ANN401 - Click's own settings
    """Declare an option; `help` is marked with `N_`."""
    return click.option(*declarations, cls=Option, **settings)


as_json = option("--json", "as_json", is_flag=True, help=N_("JSON lines for programs instead of a table."))


def _first_sentence(text: str) -> str:
    whole = text.split("\n", 1)[0]
    ends = [at for mark in (". ", ": ", "。", "：") if (at := whole.find(mark)) >= 0]
    return whole[: min(ends, default=len(whole))].rstrip(".。")


def _unknown(asked: str, known: list[str]) -> str:
    near = difflib.get_close_matches(asked, known, n=1)
    said = _("There is no command “{asked}”.").format(asked=asked)
    return together(said, *(_("Did you mean “{nearest}”?").format(nearest=one) for one in near))
