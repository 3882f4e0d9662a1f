"""`enishi serve`: look at the site while you write."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, option
from tracker.messages import N_, _

if TYPE_CHECKING:
    from tracker.cli._app import App


@click.command(
    cls=Command,
    help=N_("Build the site, show it on this machine, and build it again whenever you save. Ctrl-C ends it."),
    epilog=N_("Examples:\n  enishi serve\n  enishi serve --port 8001"),
)
@option("--port", default=8000, show_default=True, help=N_("The port on this machine."))
@click.pass_obj
def command(app: App, port: int) -> None:
    """Serve."""
    from tracker.programs import pelican

    said = _("The site is at http://127.0.0.1:{port}/ until you press Ctrl-C.").format(port=port)
    pelican.serve(app.settings.folder, port, lambda: click.echo(said))
