"""`enishi pull`: ask every place what people answered."""

from __future__ import annotations

import sys
import time
from typing import TYPE_CHECKING, NamedTuple

import click

from tracker.cli import _words
from tracker.cli._base import Command, as_json, option
from tracker.cli._table import columns, cut, harmless, table
from tracker.errors import SourceError
from tracker.messages import N_, _, plural, together

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tracker.cli._app import App
    from tracker.model import Article
    from tracker.sources import Source
    from tracker.verbs.pull import Outcome
    from tracker.verbs.rehearse import Plan

QUIET = 0.5
"""Seconds before progress is shown: what is quick needs none."""


@click.command(
    cls=Command,
    help=N_(
        "Ask every place what people answered, and keep it in the ledger.\n\n"
        "Places are asked side by side. One that fails stops nothing; what was read is kept, "
        "and the next pull goes on from there. Where each article is asked about by itself, the young ones are "
        "asked about often and the old ones seldom. SOURCE limits it to some; see `enishi sources`."
    ),
    epilog=N_("Examples:\n  enishi pull\n  enishi pull hatena hackernews\n  enishi pull --dry-run"),
)
@click.argument("source", nargs=-1)
@option("--every", is_flag=True, help=N_("Ask about every article, also those whose time has not come."))
@option("--full", is_flag=True, help=N_("Ask for everything again, not only for what is new; finds deletions."))
@option("--try", "attempt", is_flag=True, help=N_("Ask, and say what would be kept; keep nothing."))
@option("--dry-run", is_flag=True, help=N_("Ask nothing; list the calls that would be made."))
@option("--max-wait", type=click.FloatRange(0), help=N_("Seconds to wait for a place that asks for patience."))
@as_json
@click.pass_context
def command(
    context: click.Context,
    source: Sequence[str],
    *,
    every: bool,
    full: bool,
    attempt: bool,
    dry_run: bool,
    max_wait: float | None,
    as_json: bool,
) -> None:
    """Pull."""
    app: App = context.obj
    if dry_run:
        _rehearse(app, source, as_json=as_json)
        return
    outcomes = _pull(app, source, _Manner(every, full, attempt, max_wait))
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(_plain(one) for one in outcomes)
    else:
        click.echo(_report(outcomes, app.now))
        if attempt:
            click.echo(_("Nothing was kept: this was a trial."))
    if any(one.error for one in outcomes):
        context.exit(SourceError.exit_code)


class _Manner(NamedTuple):
    """How it is pulled."""

    every: bool
    full: bool
    attempt: bool
    max_wait: float | None


def _pull(app: App, names: Sequence[str], manner: _Manner) -> tuple[Outcome, ...]:
    from tracker.config.network import connector
    from tracker.verbs.pull import Pull, Request

    settings = app.settings
    request = Request(
        _sources(app, names),
        _articles(app),
        manner.full,
        manner.every,
        settings.me.owns,
        settings.privacy.forget_after,
    )
    progress = _Progress()
    with app.ledger() as kept, kept.scratch_copy() if manner.attempt else kept as ledger:
        pull = Pull(ledger, connector(settings, manner.max_wait), lambda: app.now, progress)
        return progress.cleared(pull(request))


def _sources(app: App, names: Sequence[str]) -> dict[str, Source]:
    return {name: app.settings.source(name) for name in names or app.settings.sources_set()}


def _articles(app: App) -> tuple[Article, ...]:
    site = app.site()
    for problem in site.problems:
        click.echo(harmless(problem), err=True)
    return site.articles


def _rehearse(app: App, names: Sequence[str], *, as_json: bool) -> None:
    from tracker.config.network import Nothing, connector
    from tracker.http.rehearsal import Rehearsal
    from tracker.verbs.rehearse import rehearse

    told = connector(app.settings).told
    with app.ledger() as ledger:
        plans = rehearse(ledger, _sources(app, names), _articles(app), lambda: Rehearsal(told, Nothing()), app.now)
    if as_json:
        from tracker.cli._json import echo_lines

        echo_lines(plans)
    else:
        click.echo("\n\n".join(map(_planned, plans)) or _none_set())


def _planned(plan: Plan) -> str:
    about = plural("{count} article", "{count} articles", plan.articles)
    later = plural("{count} not due yet", "{count} not due yet", plan.later) if plan.later else ""
    head = click.style(f"{plan.source}: ", bold=True) + _(", ").join(filter(None, [about, later]))
    if not plan.by_http:
        return "\n".join([head, "  " + _("It reads files or a mailbox, and asks nobody over the web.")])
    calls = [cut(f"  {one.method} {harmless(one.url)}", columns()) for one in plan.calls]
    follows = "  " + (_("What follows depends on the answers.") if calls else _("It asks nothing."))
    return "\n".join([head, *calls, follows])


def _none_set() -> str:
    return _("No source is set up. `enishi sources` shows what there is and what each needs.")


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


def _report(outcomes: Sequence[Outcome], now: datetime) -> str:
    if not outcomes:
        return _none_set()
    rows = [(one.source, _changes(one), _state(one)) for one in outcomes]
    listing = table(rows, flexible=(2,))
    return "\n".join([listing, *_details(outcomes, listing, now)])


def _changes(one: Outcome) -> str:
    said = [
        plural("{count} new", "{count} new", one.new),
        one.edited and plural("{count} edited", "{count} edited", one.edited),
        one.returned and plural("{count} back", "{count} back", one.returned),
        one.missing and plural("{count} missing", "{count} missing", one.missing),
        one.gone and plural("{count} gone", "{count} gone", one.gone),
        one.withheld and plural("{count} not kept", "{count} not kept", one.withheld),
        one.problems and plural("{count} problem", "{count} problems", len(one.problems)),
    ]
    return _(", ").join(part for part in said if part)


def _state(one: Outcome) -> str:
    if one.error:
        return _("failed: {reason}").format(reason=one.error.message)
    return _("complete") if one.complete else _("partial: {why}").format(why=one.why)


def _details(outcomes: Sequence[Outcome], listing: str, now: datetime) -> list[str]:
    """What went wrong, in full, below the table, unless that has it whole."""
    problems = [f"{one.source}: {problem}" for one in outcomes for problem in one.problems]
    partly = [f"{one.source}: {one.why}" for one in outcomes if one.why not in listing]
    failures = [f"{one.source}: {together(one.error.message, one.error.hint)}" for one in outcomes if one.error]
    return list(map(harmless, problems + partly + failures + _notices(outcomes, now)))


def _notices(outcomes: Sequence[Outcome], now: datetime) -> list[str]:
    """What was counted and not kept, and what was not asked."""
    withheld = sum(one.withheld for one in outcomes)
    later = max((one.later for one in outcomes), default=0)
    said = [
        withheld and _("Of those who asked not to be collected nothing is kept; they are counted."),
        later
        and plural(
            "{count} article was not asked about everywhere, since its time has not come: --every asks.",
            "{count} articles were not asked about everywhere, since their time has not come: --every asks.",
            later,
        ),
        *(f"{one.source}: {ends}" for one in outcomes if (ends := _words.token_ends(one.token_ends, now))),
    ]
    return [one for one in said if one]
