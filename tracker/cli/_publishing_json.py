"""What a publication says as it goes along, to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli._json import line, plain
from tracker.journeys.publish.steps import Choice, Differs, Mentioned, Posted, Put, Rungs, Seen
from tracker.programs.pelican import BuildReport
from tracker.verbs.check import Checked
from tracker.verbs.guard import Findings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.cli._publishing import Announce
    from tracker.errors import EnishiError
    from tracker.journeys.publish import Outcome, Planned
    from tracker.journeys.publish.steps import Result, Step
    from tracker.model import Article
    from tracker.rules.outgoing import Mention, Sent
    from tracker.verbs.hubs import Rung
    from tracker.verbs.notify import Held
    from tracker.verbs.visible import Waiting


class ForPrograms:
    """A JSON line for each step, and one for how it ended."""

    def __init__(self, announce: Announce) -> None:
        self._announce = announce

    def begins(self, step: Step) -> None:
        """Say nothing: what comes of it is said."""

    def done(self, step: Step, result: Result) -> None:
        """Say what came of it."""
        click.echo(line({"step": step.value, "state": "done", **_data(result)}))

    def failed(self, step: Step, error: EnishiError) -> None:
        """Say why not."""
        click.echo(line({"step": step.value, "state": "failed", "error": _explained(error)}))

    def put(self, name: str) -> None:
        """Say nothing: what changes names every file."""

    def waits(self, waiting: Waiting) -> None:
        """Say nothing."""

    def told(self, one: Sent | Held | Rung) -> None:
        """Say nothing: the step's own line has it."""

    def posts(self, articles: Sequence[Article]) -> Posted:
        """Draft them; nobody has seen them, so that none is sent."""
        return self._announce(articles)

    def old_links(self, mentions: Sequence[Mention]) -> Choice:  # noqa: ARG002 - a program cannot know
        """Leave them."""
        return Choice.LATER

    def planned(self, planned: Planned, outcome: Outcome) -> None:
        """Say who would be told."""
        if not outcome.failed:
            mentions = [{"source": one.source, "target": one.target, "why": one.why} for one in planned.mentions]
            feeds = [{"feed": one.url, "hubs": one.hubs} for one in planned.topics]
            posts = [{"article": one.article.uid, "place": one.place} for one in planned.posts]
            click.echo(line({"mentions": mentions, "feeds": feeds, "posts": posts}))
        self.ended(outcome)

    def ended(self, outcome: Outcome) -> None:
        """Say what is done and what is left."""
        failed = [step.value for step, _error in outcome.failed]
        click.echo(line({"done": outcome.done, "failed": failed, "left": outcome.left}))


def _data(result: Result) -> dict[str, Any]:
    match result:
        case Checked():
            told: dict[str, Any] = {"findings": plain(result.findings), "posts": result.posts, "pages": result.pages}
        case BuildReport():
            told = {"output": str(result.output), "pages": result.pages, "seconds": round(result.seconds, 3)}
        case Findings():
            told = {"findings": plain(result.findings), "allowed": result.allowed, "files": result.files}
        case Differs() | Put():
            told = {"where": result.where, **result.changes._asdict()}
        case Seen():
            told = {"pages": result.pages}
        case Mentioned():
            held = [{"source": one.source, "error": _explained(one.error)} for one in result.report.held]
            told = {"told": plain(result.report.told), "held": held, "unsaid": result.unsaid}
        case Posted():
            told = {"sent": result.urls, "waiting": result.waiting}
        case Rungs():
            told = {"feeds": [{"feed": one.feed, "error": one.error and _explained(one.error)} for one in result.rungs]}
    return told


def _explained(error: EnishiError) -> dict[str, str]:
    return {"code": type(error).__name__, "message": error.message, "hint": error.hint}
