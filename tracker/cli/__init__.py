"""The terminal's door: one file per command; it parses, calls a verb and prints.

What went wrong becomes a message and an exit code here, and nowhere else.
"""

from __future__ import annotations

import gettext
import os
import sys
from pathlib import Path

import click

from tracker.cli._app import App
from tracker.cli._base import Lazy, option
from tracker.cli._table import harmless
from tracker.errors import EnishiError
from tracker.messages import DOMAIN, LOCALES, N_, _, language, listen

INTERRUPTED = 130


def _version(context: click.Context, _parameter: click.Parameter, asked: bool) -> None:
    if asked:
        from importlib import metadata

        click.echo(f"enishi {metadata.version('enishi')}")
        context.exit()


@click.command(
    cls=Lazy,
    help=N_("Who answered your articles, wherever they did; and what you owe them."),
    epilog=N_("Start with `enishi demo`: no account, no network."),
    context_settings={"help_option_names": ["-h", "--help"]},
)
@option("--ledger", type=click.Path(path_type=Path, dir_okay=False), help=N_("The private file to use."))
@option(
    "--folder", "-C", type=click.Path(path_type=Path, file_okay=False), help=N_("The blog's folder; here by default.")
)
@option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_version, help=N_("Show the version."))
@click.pass_context
def enishi(context: click.Context, ledger: Path | None, folder: Path | None) -> None:
    """Remember the people who answered."""
    context.color = _colour()
    context.obj = App(folder or Path.cwd(), ledger)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code (see the table in the docs)."""
    listen()
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)  # Click asks for its own sentences there
    os.environ["LANGUAGE"] = language()
    try:
        return int(enishi.main(arguments, prog_name="enishi", standalone_mode=False) or 0)
    except click.ClickException as error:
        _refuse(error, as_json="--json" in arguments)
        return error.exit_code
    except EnishiError as error:
        _explain(error, as_json="--json" in arguments)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("Interrupted. What was stored is kept; run the command again to go on."), err=True)
        return INTERRUPTED


def main() -> None:
    """Be the command `enishi`."""
    sys.exit(run(sys.argv[1:]))


def _colour() -> bool | None:
    """No colours for who sets NO_COLOR (https://no-color.org); else as the stream is."""
    return False if os.environ.get("NO_COLOR") else None


def _refuse(error: click.ClickException, *, as_json: bool) -> None:
    if as_json:
        _explain_to_programs(type(error).__name__, error.format_message(), "")
    else:
        error.show()


def _explain(error: EnishiError, *, as_json: bool) -> None:
    if as_json:
        _explain_to_programs(type(error).__name__, error.message, error.hint)
        return
    said = click.style(_("Error: "), fg="red", bold=True) + harmless(error.message)
    click.echo("\n".join(filter(None, [said, harmless(error.hint)])), err=True, color=_colour())


def _explain_to_programs(code: str, message: str, hint: str) -> None:
    from tracker.cli._json import line

    click.echo(line({"error": {"code": code, "message": message, "hint": hint}}), err=True)
