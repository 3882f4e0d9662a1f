"""Publishing: check, build, guard, compare, put up, wait until it is seen, then tell those who want to know.

Each step asks what is, not what was done: the target what is there, the ledger what was told. Whatever
ends a journey, the next one goes on there, and nothing is done twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from tracker.errors import EnishiError, PostsHeldBack, SiteWouldShrink
from tracker.journeys.publish.steps import Choice, Differs, Mentioned, Outcome, Planned, Put, Rungs, Seen, Step, Watcher
from tracker.rules.putting import shrinks
from tracker.rules.telling import file_of, long_out
from tracker.targets import Changes, files
from tracker.verbs import hubs, notify, posting, visible

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from tracker.http import Http
    from tracker.journeys.publish.steps import Result
    from tracker.ledger import Ledger
    from tracker.programs.pelican import BuildReport
    from tracker.rules.outgoing import Mention
    from tracker.site import Site
    from tracker.sources import Outlet
    from tracker.targets import Files, Target
    from tracker.verbs.check import Checked
    from tracker.verbs.guard import Findings
    from tracker.verbs.notify import Ways

__all__ = ["Choice", "Journey", "Means", "Outcome", "Planned", "Step", "Watcher"]

CHAIN = (Step.CHECK, Step.BUILD, Step.GUARD, Step.CHANGES, Step.DEPLOY, Step.VISIBLE)
"""Each needs all that are before it."""
TELLING = (Step.MENTIONS, Step.HUBS, Step.POSTS)
"""Each stands alone, once the world sees what is told of."""
NEWEST = 3


@dataclass(frozen=True, slots=True)
class Means:
    """What a journey needs; the door puts it together."""

    ledger: Ledger
    output: Path
    """Where the site is built."""
    check: Callable[[], Checked]
    build: Callable[[], BuildReport]
    guard: Callable[[], Findings]
    """Looks through what was built for what is private."""
    site: Callable[[], Site]
    """Reads the list of articles; asked once the site is built."""
    target: Target
    ways: Ways
    outlets: Mapping[str, Outlet]
    """Where an article can be announced."""
    http: Http
    """To our own site, and to the hubs that it names."""
    patience: float = 600.0
    """Seconds to wait for a page to be seen."""
    shrink: bool = False
    """Whether most of what is published may go."""


class Journey:
    """One publication."""

    def __init__(self, means: Means, watcher: Watcher) -> None:
        self._means, self._watcher = means, watcher
        self._files: Files | None = None
        self._changes = Changes()
        self._fresh: frozenset[str] = frozenset()

    def __call__(self, *, tell: bool = True) -> Outcome:
        """Publish; without `tell` nobody is told, and nothing is waited for."""
        chain = CHAIN if tell else CHAIN[: CHAIN.index(Step.VISIBLE)]
        after = TELLING if tell else ()
        outcome = self._along(chain, after)
        if outcome.failed:
            return outcome
        failed = tuple((step, error) for step in after if (error := self._step(step)))
        done = tuple(step for step in (*chain, *after) if step not in dict(failed))
        if tell and not failed:
            self._means.ledger.publications.told(self._means.ways.now)
        return Outcome(done, failed)

    def rehearse(self) -> tuple[Outcome, Planned]:
        """Do what changes nothing anywhere else, and say who would be told next."""
        outcome = self._along(CHAIN[: CHAIN.index(Step.DEPLOY)], ())
        means = self._means
        if outcome.failed:
            return outcome, Planned()
        articles = means.site().articles
        posts = posting.due(means.ledger, articles, means.outlets, means.ways.now, lambda _article: True)
        return outcome, Planned(self._mentions(), hubs.plan(means.ledger, means.output), posts)

    def _along(self, chain: Sequence[Step], after: Sequence[Step]) -> Outcome:
        """Take the steps that need each other; the first that fails is the last."""
        for at, step in enumerate(chain):
            if error := self._step(step):
                return Outcome(tuple(chain[:at]), ((step, error),), (*chain[at + 1 :], *after))
        return Outcome(tuple(chain))

    def _step(self, step: Step) -> EnishiError | None:
        acts: dict[Step, Callable[[], Result]] = {
            Step.CHECK: self._check,
            Step.BUILD: self._means.build,
            Step.GUARD: self._guard,
            Step.CHANGES: self._compare,
            Step.DEPLOY: self._deploy,
            Step.VISIBLE: self._see,
            Step.MENTIONS: self._mention,
            Step.HUBS: self._ring,
            Step.POSTS: lambda: self._watcher.posts(self._means.site().articles),
        }
        self._watcher.begins(step)
        try:
            self._watcher.done(step, acts[step]())
        except EnishiError as error:
            self._watcher.failed(step, error)
            return error
        return None

    # --- before anything is put anywhere --------------------------------------------------------------

    def _check(self) -> Checked:
        checked = self._means.check()
        if blocking := checked.blocking(strict=False):
            self._watcher.found(Step.CHECK, checked)
            raise PostsHeldBack(blocking)
        return checked

    def _guard(self) -> Findings:
        found = self._means.guard()
        if found.findings:
            self._watcher.found(Step.GUARD, found)
        found.refuse()
        return found

    def _compare(self) -> Differs:
        means = self._means
        self._files = files(means.output)
        ours = means.ledger.publications.files(means.target.where)
        self._fresh = frozenset(name for name, digest in self._files.digests.items() if ours.get(name) != digest)
        self._changes = means.target.changes(self._files, ours)
        foreign = tuple(name for name in self._changes.changed if name not in ours)
        differs = Differs(means.target.where, self._changes, foreign)
        removed = len(self._changes.removed)
        if shrinks(removed, len(ours)) and not means.shrink:
            self._watcher.found(Step.CHANGES, differs)
            raise SiteWouldShrink(removed, len(ours))
        return differs

    # --- then -----------------------------------------------------------------------------------------

    def _deploy(self) -> Put:
        means, site, changes = self._means, self._built, self._changes
        where, publications = means.target.where, means.ledger.publications
        to_do = bool(changes) or publications.is_begun(where)
        with means.ledger.transaction():
            (publications.begin if to_do else publications.keep)(where, site.digests)
        if to_do:
            means.target.put(site, changes, self._watcher.put)
            counts = (len(changes.added), len(changes.changed), len(changes.removed))
            publications.finish(where, site.digests, means.ways.now, counts)
        with means.ledger.transaction():
            means.ledger.articles.remember(means.site().articles, means.ways.now)
        return Put(where, changes)

    @property
    def _built(self) -> Files:
        return self._files or files(self._means.output)

    def _see(self) -> Seen:
        """Wait for what was put there; when an earlier journey did that and told nobody, for what is to be told of."""
        means = self._means
        newest = [file_of(one.url, self._built.digests) for one in means.site().articles]
        names = [*(name for name in newest if name in self._fresh), *sorted(self._fresh - set(newest))]
        addresses: dict[str, str] = {}
        if any(one.told is None for one in means.ledger.publications.all()):
            names = names or newest[:NEWEST]
            addresses = {file_of(one.source, self._built.digests): one.source for one in self._mentions()}
        pages = visible.expected(means.output, dict.fromkeys(names, "") | addresses)
        clock, watcher = means.ways.clock, self._watcher
        return Seen(visible.wait(pages, means.http, clock, means.patience, watcher.waits))

    # --- and tell -------------------------------------------------------------------------------------

    def _mentions(self) -> tuple[Mention, ...]:
        return notify.plan(self._means.ledger, notify.published(self._means.output), self._means.ways.now)

    def _mention(self) -> Mentioned:
        means = self._means
        mentions = self._mentions()
        old = long_out(mentions, means.site().articles, means.ledger.outgoing.all(), means.ways.now)
        choice = self._watcher.old_links(old) if old else Choice.TELL
        if choice is Choice.ASSUME:
            notify.assume(means.ledger, old, means.ways.now)
        now = [one for one in mentions if choice is Choice.TELL or one not in old]
        report = notify.send(means.ledger, now, means.ways, self._watcher.told)
        result = Mentioned(report, len(old) if choice is Choice.LATER else 0)
        if report.held:
            self._watcher.found(Step.MENTIONS, result)
            raise report.held[0].error
        return result

    def _ring(self) -> Rungs:
        means = self._means
        due = hubs.plan(means.ledger, means.output)
        rungs = hubs.ring(means.ledger, due, means.http, means.ways.now, self._watcher.told)
        if error := next((one.error for one in rungs if one.error), None):
            self._watcher.found(Step.HUBS, Rungs(rungs))
            raise error
        return Rungs(rungs)
