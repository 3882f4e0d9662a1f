"""`enishi doctor`: everything that should be in order."""

from __future__ import annotations

import sys
from functools import partial
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, as_json
from tracker.cli._table import harmless, table
from tracker.messages import N_, language

if TYPE_CHECKING:
    from tracker.cli._app import App
    from tracker.verbs.health import Finding

MATTERS = ("python", "settings", "ledger", "articles", "sources", "pelican", "editor", "language")


@click.command(
    cls=Command,
    help=N_("Check that everything is in order; what is not comes with what mends it."),
    epilog=N_("Examples:\n  enishi doctor\n  enishi doctor --json"),
)
@as_json
@click.pass_context
def command(context: click.Context, *, as_json: bool) -> None:
    """Check everything."""
    findings = _findings(context.obj)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(findings)
    else:
        click.echo(table([_line(one) for one in findings]))
        for one in _mended(findings):
            click.echo(harmless(f"\n{one.matter}: {one.said}\n  → {one.fix}"))
    if not all(one.fine for one in findings):
        context.exit(1)


def _findings(app: App) -> tuple[Finding, ...]:
    from tracker.verbs import health

    checks = (
        health.python,
        lambda: health.Finding("settings", fine=True, said=str(app.settings.folder)),
        lambda: health.ledger(app.ledger_path, app.ledger),
        lambda: health.articles(lambda: app.site().articles, app.now),
        lambda: health.sources(app.settings.sources_set(), app.settings.source),
        health.pelican,
        health.editor,
        partial(health.language, language(), sys.stdout.encoding),
    )
    return health.health(checks, MATTERS)


def _mended(findings: tuple[Finding, ...]) -> list[Finding]:
    """What comes with something to do; of several findings with one reason the first."""
    first = {(one.said, one.fix): one for one in reversed(findings) if one.fix}
    return [one for one in findings if first.get((one.said, one.fix)) is one]


def _line(one: Finding) -> tuple[str, ...]:
    return ("✓" if one.fine else "✗", one.matter, one.said)
