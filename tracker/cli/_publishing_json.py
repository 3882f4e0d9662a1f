"""What a publication says as it goes along, to programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from tracker.cli._json import line, plain
from tracker.journeys.publish.steps import Choice, Differs, Mentioned, Put, Rungs, Seen
from tracker.programs.pelican import BuildReport
from tracker.verbs.check import Checked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.errors import EnishiError
    from tracker.journeys.publish import Outcome, Planned
    from tracker.journeys.publish.steps import Result, Step
    from tracker.rules.outgoing import Mention, Sent
    from tracker.verbs.hubs import Rung
    from tracker.verbs.notify import Held
    from tracker.verbs.visible import Waiting


class ForPrograms:
    """A JSON line for each step, and one for how it ended."""

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

    def old_links(self, mentions: Sequence[Mention]) -> Choice:  # noqa: ARG002 - a program cannot know
        """Leave them."""
        return Choice.LATER

    def planned(self, planned: Planned, outcome: Outcome) -> None:
        """Say who would be told."""
        if not outcome.failed:
            mentions = [{"source": one.source, "target": one.target, "why": one.why} for one in planned.mentions]
            feeds = [{"feed": one.url, "hubs": one.hubs} for one in planned.topics]
            click.echo(line({"mentions": mentions, "feeds": feeds}))
        self.ended(outcome)

    def ended(self, outcome: Outcome) -> None:
        """Say what is done and what is left."""
        failed = [step.value for step, _error in outcome.failed]
        click.echo(line({"done": outcome.done, "failed": failed, "left": outcome.left}))


def _data(result: Result) -> dict[str, Any]:
    match result:
        case Checked():
            return {"findings": plain(result.findings), "posts": result.posts, "pages": result.pages}
        case BuildReport():
            return {"output": str(result.output), "pages": result.pages, "seconds": round(result.seconds, 3)}
        case Differs() | Put():
            return {"where": result.where, **{name: list(told) for name, told in result.changes._asdict().items()}}
        case Seen():
            return {"pages": result.pages}
        case Mentioned():
            held = [{"source": one.source, "error": _explained(one.error)} for one in result.report.held]
            return {"told": plain(result.report.told), "held": held, "unsaid": result.unsaid}
        case Rungs():
            return {"feeds": [{"feed": one.feed, "error": one.error and _explained(one.error)} for one in result.rungs]}


def _explained(error: EnishiError) -> dict[str, str]:
    return {"code": type(error).__name__, "message": error.message, "hint": error.hint}
