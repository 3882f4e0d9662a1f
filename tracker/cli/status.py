"""`enishi status`: how the month stands."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from tracker.cli import _words
from tracker.cli._base import Command, as_json
from tracker.cli._content import content
from tracker.cli._table import harmless
from tracker.messages import N_, _, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tracker.cli._app import App
    from tracker.verbs.status import Status


@click.command(
    cls=Command,
    help=N_("Say how the month stands: this month's post, the months kept in a row, what waits, and what to do next."),
    epilog=N_("Examples:\n  enishi status\n  enishi status --json"),
)
@as_json
@click.pass_obj
def command(app: App, *, as_json: bool) -> None:
    """Show it."""
    from tracker.verbs.status import status

    texts = content(app)
    found = replace(status(texts.posts, app.now.astimezone(texts.plan.zone)), **_known(app))
    if as_json:
        from tracker.cli._json import line

        click.echo(line(found))
    else:
        folder = os.path.relpath(texts.root, app.settings.folder).replace(os.sep, "/")
        first, *rest = map(harmless, _lines(found, folder))
        click.echo("\n".join([click.style(first, bold=True), *rest, "", harmless(_next(found, folder))]))


def _known(app: App) -> dict[str, Any]:
    """Return what the ledger knows of what waits; nothing when there is none, for looking makes none."""
    if not app.ledger_path.exists():
        return {}
    from tracker.model import Verdict
    from tracker.verbs.inbox import inbox
    from tracker.verbs.responses import listed

    with app.ledger() as ledger:
        publications = ledger.publications.all()
        return {
            "published": publications[0].at if publications else None,
            "untold": any(one.told is None for one in publications),
            "waiting": len(inbox(ledger, app.settings.me, app.now)),
            "replies": len(ledger.drafts.all()),
            "held": len(listed(ledger, app.settings.me, verdict=Verdict.HELD)),
        }


def _lines(found: Status, folder: str) -> Iterator[str]:
    yield _month(found)
    streak = plural("{count} month in a row", "{count} months in a row", found.streak)
    left = plural("{count} day left", "{count} days left", found.days_left)
    yield _("Kept: {streak}. This month: {left}.").format(streak=streak, left=left)
    if found.published:
        day = _words.day(found.published)
        yield (
            _("Published on {day}.").format(day=day)
            if not found.untold
            else _("Published on {day}; somebody is still to be told  {command}").format(
                day=day, command="enishi publish"
            )
        )
    for name in found.drafts:
        yield _("Draft: {file}").format(file=f"{folder}/{name}")
    for count, said, command in (
        (found.waiting, _waits, "enishi inbox"),
        (found.replies, _begun, "enishi draft"),
        (found.held, _undecided, "enishi responses list --held"),
    ):
        if count:
            yield f"{said(count)}  {command}"


def _waits(count: int) -> str:
    return plural("{count} waits for an answer", "{count} wait for an answer", count)


def _begun(count: int) -> str:
    return plural("{count} answer is begun", "{count} answers are begun", count)


def _undecided(count: int) -> str:
    return plural("{count} response is undecided", "{count} responses are undecided", count)


def _month(found: Status) -> str:
    said = {
        "published": _("{month}: “{title}” is out, since {day}."),
        "scheduled": _("{month}: “{title}” will be out on {day}."),
        "draft": _("{month}: “{title}” is a draft."),
        "none": _("{month}: no post yet."),
    }
    return said[found.state].format(
        month=found.month, title=found.title, day=f"{found.date:%Y-%m-%d}" if found.date else ""
    )


def _next(found: Status, folder: str) -> str:
    """What to type next: the post first, then those who wait."""
    file = f"{folder}/{found.file}"
    if found.state == "none":
        return _('Next: enishi new "…"')
    if found.state == "draft":
        return _("Next: enishi check {file}").format(file=file)
    commands = ((found.waiting, "inbox"), (found.held, "responses list --held"), (found.replies, "draft"))
    waiting = next((command for count, command in commands if count), "")
    return _("Next: enishi {command}").format(command=waiting) if waiting else _("Nothing waits.")
