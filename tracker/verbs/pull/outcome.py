"""What one source brought: counted while it is read, told when it has ended."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.errors import SourceError
from tracker.ledger.pulls import Pulled
from tracker.ledger.storable import storable
from tracker.messages import _, together
from tracker.model import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from tracker.model import Count, Interaction, Page
    from tracker.rules import reconcile


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one source brought."""

    source: str
    new: int = 0
    edited: int = 0
    returned: int = 0
    missing: int = 0
    gone: int = 0
    withheld: int = 0
    """By people who asked not to be collected: counted, not kept."""
    problems: tuple[str, ...] = ()
    complete: bool = True
    why: str = ""
    """Why it is partial; empty when it is complete."""
    error: SourceError | None = None
    later: int = 0
    """Articles that were not asked about, since it is not their time yet."""
    token_ends: datetime | None = None
    """When the place stops taking the token, if it says so."""


@dataclass(slots=True)
class Tally:
    """What one source has brought so far."""

    started: datetime
    asked: tuple[str, ...] = ()
    """The articles it was asked about, by `uid`."""
    anew: bool = False
    """Whether nothing that was known of it holds any more."""
    later: int = 0
    interactions: int = 0
    new: int = 0
    edited: int = 0
    returned: int = 0
    gone: int = 0
    problems: list[str] = field(default_factory=list)
    counts: list[Count] = field(default_factory=list)
    seen: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    withheld: dict[tuple[str, Kind], set[str]] = field(default_factory=lambda: defaultdict(set))

    def add(self, page: Page, changes: reconcile.Changes) -> None:
        """Count a stored page."""
        self.interactions += len(page.interactions)
        self.new += len(changes.new)
        self.edited += len(changes.edited)
        self.returned += len(changes.returned)
        self.gone += len(changes.gone)
        self.problems.extend(page.problems)
        self.counts.extend(page.counts)
        for one in page.interactions:
            self.seen[one.article].add(storable(one.id))  # as the ledger will name what is present

    def withhold(self, interactions: Iterable[Interaction]) -> None:
        """Count what is not kept."""
        for one in interactions:
            self.withheld[one.article, one.kind].add(one.id)

    @property
    def counted(self) -> set[str]:
        """The articles of which anything was counted, by `uid`."""
        return {count.article for count in self.counts}

    @property
    def whole(self) -> set[tuple[str, Kind]]:
        """What was seen to its end: articles, and kinds of theirs."""
        complete = [count for count in self.counts if count.complete]
        return {(count.article, kind) for count in complete for kind in count.kinds or Kind}


def outcome(source: str, tally: Tally, absences: reconcile.Absences, error: BaseException | None) -> Outcome:
    """Return what a source brought; what is no SourceError is somebody else's to raise."""
    failed = error if isinstance(error, SourceError) else None
    said = why(tally.counts)
    return Outcome(
        source,
        new=tally.new,
        edited=tally.edited,
        returned=tally.returned,
        missing=len(absences.missing),
        gone=tally.gone + len(absences.gone),
        withheld=sum(map(len, tally.withheld.values())),
        problems=tuple(tally.problems),
        complete=not said and failed is None,
        why=said,
        error=failed,
        later=tally.later,
    )


def pulled(one: Outcome, started: datetime, finished: datetime) -> Pulled:
    """Return an outcome as the ledger keeps it."""
    return Pulled(
        one.source,
        started,
        finished,
        complete=one.complete,
        partial_why=one.why,
        new=one.new,
        edited=one.edited,
        gone=one.gone,
        problems=len(one.problems),
        error=together(one.error.message, one.error.hint) if one.error else "",
        withheld=one.withheld,
        token_ends=one.token_ends,
    )


def why(counts: Sequence[Count]) -> str:
    """Say what was not seen: `59 of 74 seen: a token would show more`."""
    short = [count for count in counts if count.claimed is not None and not count.complete]
    if not short:
        return ""
    said = _("{seen:,} of {claimed:,} seen").format(
        seen=sum(count.seen for count in short), claimed=sum(count.claimed or 0 for count in short)
    )
    reasons = sorted({count.why for count in short if count.why})
    return f"{said}: {'; '.join(reasons)}" if reasons else said
