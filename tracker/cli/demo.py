"""`enishi demo`: everything once, with invented people."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, option
from tracker.messages import N_, _

if TYPE_CHECKING:
    from tracker.journeys.demo import Demo, Step

WHY = {
    "build": N_("The blog is built: six posts, and a list of them for the tracker."),
    "pull": N_("Every place is asked what people answered. Here a server on this machine plays the services."),
    "who": N_("People, not rows: one line each wherever they spoke, those who wait first."),
    "inbox": N_("What waits for an answer: questions first, then the oldest."),
    "draft": N_("A reply begins with their words. The rest only you can write: each ⟦…⟧ is a place for it."),
    "approve": N_("Nothing is shown in public until you say so."),
    "export": N_("What may be shown goes to the site; the ledger stays where it is."),
    "rebuild": N_("The next build shows it."),
}


@click.command(
    cls=Command,
    help=N_("See everything once, in a scratch folder, with invented people: no account, no network, under a minute."),
    epilog=N_("Example:\n  enishi demo"),
)
@option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    help=N_("Where to play it; a new scratch folder by default."),
)
def command(folder: Path | None) -> None:
    """Play the demo."""
    from tracker.journeys.demo import demo

    _farewell(demo(folder, _tell))


def _tell(step: Step) -> None:
    click.echo("\n" + click.style(_(WHY[step.why]), bold=True))
    click.echo(click.style("$ enishi " + " ".join(step.arguments), fg="cyan"))


def _farewell(made: Demo) -> None:
    ledger = made.surroundings["ENISHI_LEDGER"]
    click.echo("\n" + click.style(_("That was a month with Enishi. Look at it:"), bold=True))
    click.echo("  " + (made.site / "output" / "index.html").as_uri())
    click.echo(click.style(_("Go on yourself:"), bold=True))
    click.echo(f"  cd {made.site}\n  export ENISHI_LEDGER={ledger}")
    click.echo("  enishi who\n  enishi people list\n  enishi inbox\n  enishi serve")
    click.echo(_("When you have seen enough: rm -r {folder}").format(folder=made.folder))
