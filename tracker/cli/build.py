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
    epilog=N_("Examples:\n  enishi build\n  enishi build --production"),
)
@option("--production", is_flag=True, help=N_("With the addresses of the published site (publishconf.py)."))
@click.pass_obj
def command(app: App, *, production: bool) -> None:
    """Build."""
    from tracker.programs import pelican

    folder = app.settings.folder
    report = pelican.build(folder, production=production)
    pages = plural("{count} page", "{count} pages", report.pages)
    click.echo(
        _("{pages} in {output}, built in {seconds:.1f} s.").format(
            pages=pages, output=report.output, seconds=report.seconds
        )
    )
