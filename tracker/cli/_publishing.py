"""What a publication says as it goes along, to eyes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Protocol

import click

from tracker.cli import _findings, _leaks, _mentions
from tracker.cli._table import columns, cut, harmless, table, width
from tracker.journeys.publish.steps import Choice, Differs, Mentioned, Posted, Put, Rungs, Seen, Step, Watcher
from tracker.messages import _, plural, together
from tracker.programs.pelican import BuildReport
from tracker.verbs.check import Checked
from tracker.verbs.guard import Findings
from tracker.verbs.hubs import Rung

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from tracker.errors import EnishiError
    from tracker.journeys.publish import Outcome, Planned
    from tracker.journeys.publish.steps import Result
    from tracker.model import Article
    from tracker.rules.outgoing import Mention, Sent
    from tracker.targets import Changes
    from tracker.verbs.notify import Held
    from tracker.verbs.visible import Waiting

    Announce = Callable[[Sequence[Article]], Posted]

MOST = 30
"""Pages that are named; of more the rest is counted."""
PAGE = "index.html"
ANSWERS = {"t": Choice.TELL, "a": Choice.ASSUME, "l": Choice.LATER}


class Watching(Watcher, Protocol):
    """A watcher that also tells how it ended."""

    def planned(self, planned: Planned, outcome: Outcome, /) -> None:
        """Tell who would be told next."""
        ...

    def ended(self, outcome: Outcome, /) -> None:
        """Tell what is done and what is left."""
        ...


class ForEyes:
    """A line for each step; what takes its time is shown meanwhile."""

    def __init__(self, folder: Path, announce: Announce) -> None:
        self._folder, self._announce = folder, announce
        self._files, self._shown = 0, False

    def begins(self, step: Step) -> None:
        """Show what is being done."""
        self._meanwhile(f"… {_words()[step]}")

    def done(self, step: Step, result: Result) -> None:
        """Say what came of it."""
        for each in _before(result, self._folder):
            self._say(each)
        self._say(_marked("✓", "green", step, _said(result)))

    def failed(self, step: Step, error: EnishiError) -> None:
        """Say why not."""
        self._say(_marked("✗", "red", step, together(error.message, error.hint)))

    def put(self, name: str) -> None:
        """Show how many files are there."""
        self._files += 1
        self._meanwhile(f"… {_files(self._files)}  {name}")

    def waits(self, waiting: Waiting) -> None:
        """Show what is waited for."""
        self._meanwhile(f"… {waiting.seconds:.0f} s  {waiting.url}: {waiting.reason}")

    def told(self, one: Sent | Held | Rung) -> None:
        """Say what came of each at once: the next may take its time."""
        self._say("    " + harmless(_rung(one) if isinstance(one, Rung) else _mentions.line(one)))

    def posts(self, articles: Sequence[Article]) -> Posted:
        """Show each announcement, and let somebody decide."""
        self._clear()
        return self._announce(articles)

    def old_links(self, mentions: Sequence[Mention]) -> Choice:
        """Ask; where nobody can be asked, later."""
        articles = plural("{count} article", "{count} articles", len({one.source for one in mentions}))
        links = plural("{count} link", "{count} links", len(mentions))
        said = _("Of articles long out, never told by us: {links} in {articles}.")
        self._say("    " + said.format(links=links, articles=articles))
        if not sys.stdin.isatty():
            return Choice.LATER
        asked = "    " + _("[t]ell them now, take them as [a]lready told, or [l]ater?")
        return ANSWERS[click.prompt(asked, type=click.Choice(list(ANSWERS)), show_choices=False, default="l")]

    def planned(self, planned: Planned, outcome: Outcome) -> None:
        """List who would be told, or what is left."""
        if outcome.failed:
            self.ended(outcome)
            return
        rows = [(_mentions.reason(one.why), one.source, one.target) for one in planned.mentions]
        rows += [(_("feed changed"), one.url, ", ".join(one.hubs)) for one in planned.topics]
        rows += [(_("announcement"), one.article.url, one.place) for one in planned.posts]
        for each in table(rows, flexible=(1, 2)).splitlines():
            self._say(f"    {each}")
        self._say(_("Nothing was published; `enishi publish` does that."))

    def ended(self, outcome: Outcome) -> None:
        """Say how to go on, when something is left."""
        if not outcome.failed:
            return
        left = [_words()[step] for step in (*(step for step, _error in outcome.failed), *outcome.left)]
        done = [_words()[step] for step in outcome.done]
        said = _("Done: {done}. Left: {left}.") if done else _("Left: {left}.")
        told = said.format(done=_(", ").join(done), left=_(", ").join(left))
        self._say(together(told, _("`enishi publish` goes on there.")))

    def _meanwhile(self, said: str) -> None:
        if sys.stderr.isatty():
            room = columns() - 1
            click.echo("\r" + cut(harmless(said), room).ljust(room), nl=False, err=True)
            self._shown = True

    def _say(self, said: str) -> None:
        self._clear()
        click.echo(said)

    def _clear(self) -> None:
        if self._shown:
            click.echo("\r" + " " * (columns() - 1) + "\r", nl=False, err=True)
            self._shown = False


def _words() -> dict[Step, str]:
    return {
        Step.CHECK: _("check"),
        Step.BUILD: _("build"),
        Step.GUARD: _("leak guard"),
        Step.CHANGES: _("what changes"),
        Step.DEPLOY: _("upload"),
        Step.VISIBLE: _("visible"),
        Step.MENTIONS: _("webmentions"),
        Step.HUBS: _("feed hubs"),
        Step.POSTS: _("announcements"),
    }


def _marked(mark: str, colour: str, step: Step, said: str) -> str:
    words = _words()
    word = words[step]
    gap = " " * (max(map(width, words.values())) - width(word))
    return f"{click.style(mark, fg=colour)} {word}{gap}  {harmless(said)}"


def _before(result: Result, folder: Path) -> Iterator[str]:
    """Yield what stands above the line of a step."""
    match result:
        case Checked():
            yield from _findings.listing(result.findings, folder)
        case Findings():
            yield from _leaks.listing(result.findings)
        case Differs():
            yield from map(harmless, _pages(result.changes))


def _said(result: Result) -> str:
    match result:
        case Checked():
            said = _findings.summary(result)
        case BuildReport():
            pages = plural("{count} page", "{count} pages", result.pages)
            said = _("{pages}, built in {seconds:.1f} s.").format(pages=pages, seconds=result.seconds)
        case Findings():
            said = _leaks.summary(result)
        case Differs():
            said = f"{_counted(result.changes)} → {result.where}"
        case Put():
            said = _uploaded(result.changes)
        case Seen():
            pages = plural("{count} page", "{count} pages", result.pages)
            said = _("{pages} looked at: the world sees them.").format(pages=pages)
        case Mentioned():
            said = _mentioned(result)
        case Rungs():
            said = _rungs(result)
        case Posted():
            said = _posted(result)
    return said


def _rungs(result: Rungs) -> str:
    if not result.rungs:
        return _("No feed changed, or none has a hub.")
    feeds = plural("{count} feed", "{count} feeds", sum(not one.error for one in result.rungs))
    return _("Their hubs were told of {feeds}.").format(feeds=feeds)


def _posted(result: Posted) -> str:
    if not result.waiting:
        return _("sent: {count}").format(count=len(result.urls)) if result.urls else _("None is due.")
    waiting = plural("{count} waits for you", "{count} wait for you", result.waiting)
    return together(f"{waiting}:", _("`enishi announce --post` shows them."))


def _uploaded(changes: Changes) -> str:
    if not changes:
        return _("Everything is there already.")
    written, removed = _files(len(changes.written)), _files(len(changes.removed))
    return _("{written} written, {removed} removed.").format(written=written, removed=removed)


def _mentioned(result: Mentioned) -> str:
    said = _mentions.summary(result.report)
    if not result.unsaid:
        return said
    left = plural("{count} link is left", "{count} links are left", result.unsaid)
    return together(f"{left}:", _("`enishi notify` tells them, `enishi notify --assume` takes them as told."))


def _files(count: int) -> str:
    return plural("{count} file", "{count} files", count)


def _counted(changes: Changes) -> str:
    counts = (
        (_("added: {count}"), changes.added),
        (_("changed: {count}"), changes.changed),
        (_("removed: {count}"), changes.removed),
    )
    said = [text.format(count=f"{len(names):,}") for text, names in counts if names]
    return _(", ").join(said) or _("no change")


def _pages(changes: Changes) -> Iterator[str]:
    """Yield the pages that change, by their addresses; other files are only counted."""
    marked = [
        (mark, name)
        for mark, names in (("+", changes.added), ("~", changes.changed), ("−", changes.removed))
        for name in names
    ]
    pages = [(mark, name) for mark, name in marked if name.endswith(PAGE)]
    yield from (f"    {mark} /{name.removesuffix(PAGE)}" for mark, name in pages[:MOST])
    rest = len(marked) - len(pages[:MOST])
    if rest and pages:
        yield "    " + plural("… and {count} other file", "… and {count} other files", rest)


def _rung(one: Rung) -> str:
    if one.error:
        return f"{one.feed}: {together(one.error.message, one.error.hint)}"
    return _("{feed}: its hubs know.").format(feed=one.feed)
