"""`enishi pull`: ask every place what people answered."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, as_json, option
from tracker.cli._table import columns, cut, harmless, table
from tracker.errors import SourceError
from tracker.messages import N_, _, plural, together

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli._app import App
    from tracker.verbs.pull import Outcome

QUIET = 0.5
"""Seconds before progress is shown: what is quick needs none."""


@click.command(
    cls=Command,
    help=N_(
        "Ask every place what people answered, and keep it in the ledger.\n\n"
        "Places are asked side by side. One that fails stops nothing; what was read is kept, "
        "and the next pull goes on from there. SOURCE limits it to some; see `enishi sources`."
    ),
    epilog=N_("Examples:\n  enishi pull\n  enishi pull hatena hackernews\n  enishi pull --full"),
)
@click.argument("source", nargs=-1)
@option("--full", is_flag=True, help=N_("Ask for everything again, not only for what is new; finds deletions."))
@option("--dry-run", is_flag=True, help=N_("Ask, and say what would be kept; keep nothing."))
@as_json
@click.pass_context
def command(context: click.Context, source: Sequence[str], *, full: bool, dry_run: bool, as_json: bool) -> None:
    """Pull."""
    app: App = context.obj
    outcomes = _pull(app, source, full=full, dry_run=dry_run)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(_plain(one) for one in outcomes)
    else:
        click.echo(_report(outcomes))
        if dry_run:
            click.echo(_("Nothing was kept: this was a dry run."))
    if any(one.error for one in outcomes):
        context.exit(SourceError.exit_code)


def _pull(app: App, names: Sequence[str], *, full: bool, dry_run: bool) -> tuple[Outcome, ...]:
    from tracker.config.network import connector
    from tracker.verbs.pull import Pull, Request

    settings = app.settings
    sources = {name: settings.source(name) for name in names or settings.sources_set()}
    connect = connector(settings)
    site = app.site()
    for problem in site.problems:
        click.echo(harmless(problem), err=True)
    progress = _Progress()
    with app.ledger() as kept, kept.scratch_copy() if dry_run else kept as ledger:
        return progress.cleared(
            Pull(ledger, connect, lambda: app.now, progress)(Request(sources, site.articles, full=full))
        )


class _Progress:
    """One line on stderr while people watch: how far each source has come."""

    def __init__(self) -> None:
        self._started, self._shown = time.monotonic(), False
        self._figures: dict[str, int] = {}

    def __call__(self, source: str, interactions: int) -> None:
        """Take the figures so far, and show them when it takes long enough to wonder."""
        self._figures[source] = interactions
        if sys.stderr.isatty() and time.monotonic() - self._started > QUIET:
            said = "  ".join(f"{name} {count:,}" for name, count in self._figures.items())
            self._show(said)

    def cleared(self, outcomes: tuple[Outcome, ...]) -> tuple[Outcome, ...]:
        """Take the line away again."""
        if self._shown:
            self._show("")
            click.echo("\r", nl=False, err=True)
        return outcomes

    def _show(self, said: str) -> None:
        room = min(columns(), 80) - 1
        click.echo("\r" + cut(said, room).ljust(room), nl=False, err=True)
        self._shown = True


def _plain(one: Outcome) -> dict[str, object]:
    from tracker.cli._json import plain

    error = {"code": type(one.error).__name__, "message": one.error.message} if one.error else None
    return {**plain(one), "error": error}


def _report(outcomes: Sequence[Outcome]) -> str:
    if not outcomes:
        return _("No source is set up. `enishi sources` shows what there is and what each needs.")
    rows = [(one.source, _changes(one), _state(one)) for one in outcomes]
    listing = table(rows, flexible=(2,))
    return "\n".join([listing, *_details(outcomes, listing)])


def _changes(one: Outcome) -> str:
    said = [
        plural("{count} new", "{count} new", one.new),
        one.edited and plural("{count} edited", "{count} edited", one.edited),
        one.returned and plural("{count} back", "{count} back", one.returned),
        one.missing and plural("{count} missing", "{count} missing", one.missing),
        one.gone and plural("{count} gone", "{count} gone", one.gone),
        one.problems and plural("{count} problem", "{count} problems", len(one.problems)),
    ]
    return _(", ").join(part for part in said if part)


def _state(one: Outcome) -> str:
    if one.error:
        return _("failed: {reason}").format(reason=one.error.message)
    return _("complete") if one.complete else _("partial: {why}").format(why=one.why)


def _details(outcomes: Sequence[Outcome], listing: str) -> list[str]:
    """What went wrong, in full, below the table, unless that has it whole."""
    problems = [f"{one.source}: {problem}" for one in outcomes for problem in one.problems]
    partly = [f"{one.source}: {one.why}" for one in outcomes if one.why not in listing]
    failures = [f"{one.source}: {together(one.error.message, one.error.hint)}" for one in outcomes if one.error]
    return list(map(harmless, problems + partly + failures))
