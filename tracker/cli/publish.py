"""`enishi publish`: bring the site to the world, and tell those who want to know."""

from __future__ import annotations

from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING

import click

from tracker.cli._base import Command, as_json, option
from tracker.messages import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any

    from tracker.cli._app import App
    from tracker.cli._publishing import Watching
    from tracker.journeys.publish import Means
    from tracker.journeys.publish.steps import Posted
    from tracker.ledger import Ledger
    from tracker.model import Article
    from tracker.targets import Target

PATIENCE = 600.0


@click.command(
    cls=Command,
    help=N_(
        "Publish the site: check the posts, build, put what changed where [publish] says, wait until the world sees "
        "it; then send webmentions, tell the hubs of the feeds, and show you the announcements that are due.\n\n"
        "What an earlier run did is not done again: whatever went wrong, mend it and type the same."
    ),
    epilog=N_("Examples:\n  enishi publish --dry-run\n  enishi publish\n  enishi publish --no-tell"),
)
@option("--dry-run", is_flag=True, help=N_("Check and build; say what would change and who would be told."))
@option("--no-tell", is_flag=True, help=N_("Put the site there; wait for nothing and tell nobody."))
@option(
    "--wait",
    "patience",
    type=click.FloatRange(min=0),
    default=PATIENCE,
    metavar="SECONDS",
    help=N_("How long to wait until a page is seen; 0: look once."),
)
@option("--shrink", is_flag=True, help=N_("Go on even if most of what is published would be removed."))
@as_json
@click.pass_context
def command(context: click.Context, /, *, dry_run: bool, no_tell: bool, as_json: bool, **said: Any) -> None:  # noqa: ANN401 - as Click hands them on
    """Publish."""
    from tracker.cli._publishing import ForEyes
    from tracker.cli._publishing_json import ForPrograms
    from tracker.config.publishing import target
    from tracker.journeys.publish import Journey

    app: App = context.obj
    where = target(app.settings)
    with app.ledger() as ledger, ledger.turn("publish"), _means(app, ledger, where, **said) as means:
        announce = partial(_announced, app, means, as_json=as_json)
        watcher: Watching = ForPrograms(announce) if as_json else ForEyes(app.settings.folder, announce)
        journey = Journey(means, watcher)
        if dry_run:
            outcome, planned = journey.rehearse()
            watcher.planned(planned, outcome)
        else:
            outcome = journey(tell=not no_tell)
            watcher.ended(outcome)
    if outcome.exit_code:
        context.exit(outcome.exit_code)


def _announced(app: App, means: Means, articles: Sequence[Article], *, as_json: bool) -> Posted:
    """Look over the announcements that are due; raises the first of the EnishiErrors, all told when they were met."""
    from tracker.cli import _posting
    from tracker.journeys.publish.steps import Posted
    from tracker.verbs.posting import open_posts

    if not means.outlets:
        return Posted()
    with _posting.desk(app, means.ledger, means.outlets) as desk:
        found = _posting.due(desk, articles)
        if as_json:
            tuple(_posting.drafted(desk, found))
        else:
            _posting.approve(desk, found)
    if desk.troubles:
        raise desk.troubles[0]
    due = {(one.article.uid, one.place) for one in found}
    waiting = sum((one.article, one.place) in due for one in open_posts(means.ledger))
    return Posted(tuple(one.url for one in desk.sent), waiting)


@contextmanager
def _means(app: App, ledger: Ledger, target: Target, *, patience: float, shrink: bool) -> Iterator[Means]:
    """Put together what a journey needs."""
    from threading import Event

    from tracker import site
    from tracker.cli._content import checking
    from tracker.cli._posting import able
    from tracker.config.mentions import ways
    from tracker.config.network import Nothing, connector
    from tracker.content import report
    from tracker.content.built import ARTICLES
    from tracker.http import Clock
    from tracker.journeys.publish import Means
    from tracker.programs import pelican
    from tracker.verbs.guard import guard

    folder, check = app.settings.folder, checking(app, ledger)
    output = folder / pelican.OUTPUT
    with (
        ways(app.settings, Clock(now=lambda: app.now)) as opened,
        connector(app.settings)(Nothing(), Event()) as http,
    ):
        yield Means(
            ledger,
            output,
            check=check,
            build=lambda: pelican.build(folder, production=True),
            guard=lambda: guard(ledger, output, app.settings.me, check.content, report.sources(folder, output)),
            site=lambda: site.read(output / ARTICLES),
            target=target,
            ways=opened,
            http=http,
            outlets=able(app),
            patience=patience,
            shrink=shrink,
        )
