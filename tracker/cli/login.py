"""`enishi login`: put a source's secret into the keyring, once it is known to work."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, option
from tracker.cli._table import harmless
from tracker.errors import NothingToLogIn
from tracker.messages import N_, _
from tracker.model import Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from tracker.cli._app import App
    from tracker.config import Settings
    from tracker.rules.settings import Setting


@click.command(
    cls=Command,
    help=N_(
        "Ask for a source's secret, try it with one call, and put it into the keyring of this computer. "
        "It is never written into a file, the ledger or a message.\n\n"
        "Where there is no keyring, set the environment variable that `enishi sources SOURCE` names."
    ),
    epilog=N_(
        "Examples:\n  enishi login mastodon\n  enishi login giscus --remove\n  pass show github | enishi login giscus"
    ),
)
@click.argument("source")
@option("--remove", is_flag=True, help=N_("Take the secret out of the keyring again."))
@click.pass_obj
def command(app: App, source: str, *, remove: bool) -> None:
    """Log in."""
    wanted = [each for each in app.settings.described(source).settings if each.secret]
    if not wanted:
        raise NothingToLogIn(source)
    if remove:
        _remove(source, wanted)
        return
    given = {each.name: Secret(_asked(each)) for each in wanted}
    told = {name: secret for name, secret in given.items() if secret}
    if not told:
        raise click.UsageError(_("Nothing was typed, so nothing was kept."))
    click.echo(harmless(_checked(app.settings, source, told)))
    _keep(source, told)


def _asked(each: Setting) -> str:
    """Return what was typed unseen, or came through a pipe, a line for each."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().strip()
    click.echo(_(each.help), err=True)
    return str(click.prompt(each.name, default="", hide_input=True, show_default=False, err=True)).strip()


def _checked(settings: Settings, name: str, given: Mapping[str, Secret]) -> str:
    from threading import Event

    from tracker.config.network import Nothing, connector
    from tracker.sources import Admits

    source = settings.source(name, given)
    if not isinstance(source, Admits):
        return _("{source} cannot be asked whether a secret works; the next pull will tell.").format(
            source=source.title
        )
    with connector(settings)(Nothing(), Event()) as http:
        who = source.admitted(http)
    return _("{source} lets in {who}.").format(source=source.title, who=who)


def _keep(source: str, given: Mapping[str, Secret]) -> None:
    from tracker.config import secrets

    for name, secret in given.items():
        secrets.keep(f"{source}.{name}", secret)
    click.echo(_("It is in the keyring now; `enishi pull {source}` uses it.").format(source=source))


def _remove(source: str, wanted: list[Setting]) -> None:
    from tracker.config import secrets

    removed = [each.name for each in wanted if secrets.drop(f"{source}.{each.name}")]
    said = _("Removed from the keyring: {names}.") if removed else _("The keyring had nothing of {source}.")
    click.echo(said.format(names=", ".join(removed), source=source))
