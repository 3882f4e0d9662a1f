"""`enishi build`: make the site."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, option
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from tracker.cli._app import App


@click.command(
    cls=Command,
    help=N_("Build the site with Pelican. A post that cannot be read fails the build instead of vanishing from it."),
    epilog=N_("Examples:\n  enishi build\n  enishi build --production\n  enishi build --verify"),
)
@option("--production", is_flag=True, help=N_("With the addresses of the published site (publishconf.py)."))
@option("--verify", is_flag=True, help=N_("Build once more, from nothing, and compare every file with it."))
@click.pass_obj
def command(app: App, *, production: bool, verify: bool) -> None:
    """Build."""
    from tracker.programs import comparison, pelican

    folder = app.settings.folder
    report = pelican.build(folder, production=production)
    pages = plural("{count} page", "{count} pages", report.pages)
    click.echo(
        _("{pages} in {output}, built in {seconds:.1f} s.").format(
            pages=pages, output=report.output, seconds=report.seconds
        )
    )
    if verify:
        same = comparison.verify(folder, report.output, production=production)
        files = plural("{count} file", "{count} files", same)
        click.echo(_("{files} compared with a clean build: all are the same.").format(files=files))
