"""The terminal's door: one file per command; it parses, calls a verb and prints.

What went wrong becomes a message and an exit code here, and nowhere else.
"""

from __future__ import annotations

import gettext
import json
import os
import sys
from pathlib import Path

import click

from tracker.cli._app import App
from tracker.cli._base import Lazy, option
from tracker.errors import EnishiError
from tracker.messages import DOMAIN, LOCALES, N_, _, language

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
    context.obj = App(folder or Path.cwd(), ledger)


def run(arguments: list[str]) -> int:
    """Run one command line and return its exit code (see the table in the docs)."""
    gettext.bindtextdomain(DOMAIN, str(LOCALES))
    gettext.textdomain(DOMAIN)  # Click asks for its own sentences there
    os.environ["LANGUAGE"] = language()
    try:
        return int(enishi.main(arguments, prog_name="enishi", standalone_mode=False) or 0)
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except EnishiError as error:
        _explain(error, as_json="--json" in arguments)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        click.echo(_("Interrupted. What was stored is kept; run the command again to go on."), err=True)
        return INTERRUPTED
    except BrokenPipeError:  # the reader (`head`, a pager) has seen enough
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - kept open until exit
        return 0


def main() -> None:
    """Be the command `enishi`."""
    sys.exit(run(sys.argv[1:]))


def _explain(error: EnishiError, *, as_json: bool) -> None:
    if as_json:
        said = {"code": type(error).__name__, "message": error.message, "hint": error.hint}
        click.echo(json.dumps({"error": said}, ensure_ascii=False), err=True)
        return
    click.echo(click.style(_("Error: "), fg="red", bold=True) + error.message, err=True)
    if error.hint:
        click.echo(error.hint, err=True)
