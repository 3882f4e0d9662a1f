"""The steps of publishing, and what each has to say when it is done."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tracker.errors import EnishiError
    from tracker.model import Article
    from tracker.programs.pelican import BuildReport
    from tracker.rules.outgoing import Mention, Sent
    from tracker.rules.websub import Topic
    from tracker.targets import Changes
    from tracker.verbs.check import Checked
    from tracker.verbs.guard import Findings
    from tracker.verbs.hubs import Rung
    from tracker.verbs.notify import Held, Report
    from tracker.verbs.posting import Due
    from tracker.verbs.visible import Waiting


class Step(StrEnum):
    """What is done, in this order."""

    CHECK = "check"
    BUILD = "build"
    GUARD = "guard"
    CHANGES = "changes"
    DEPLOY = "deploy"
    VISIBLE = "visible"
    MENTIONS = "mentions"
    HUBS = "hubs"
    POSTS = "posts"


class Differs(NamedTuple):
    """What differs there from what was built."""

    where: str
    changes: Changes


class Put(NamedTuple):
    """What was put there."""

    where: str
    changes: Changes


class Seen(NamedTuple):
    """How many pages were looked at until the world saw them."""

    pages: int


class Mentioned(NamedTuple):
    """What came of telling the pages that are linked to; `unsaid` wait for a human to say whether to tell them."""

    report: Report
    unsaid: int = 0


class Rungs(NamedTuple):
    """What came of telling the hubs of each feed."""

    rungs: tuple[Rung, ...]


class Posted(NamedTuple):
    """Announcements that a human sent, and how many wait for one to look at them."""

    urls: tuple[str, ...] = ()
    waiting: int = 0


class Planned(NamedTuple):
    """Who would be told next."""

    mentions: tuple[Mention, ...] = ()
    topics: tuple[Topic, ...] = ()
    posts: tuple[Due, ...] = ()


Result: TypeAlias = "Checked | BuildReport | Findings | Differs | Put | Seen | Mentioned | Rungs | Posted"
"""Of one step, each its own."""


class Outcome(NamedTuple):
    """How far it came."""

    done: tuple[Step, ...]
    failed: tuple[tuple[Step, EnishiError], ...] = ()
    left: tuple[Step, ...] = ()
    """What was not begun."""

    @property
    def exit_code(self) -> int:
        """That of the first step that failed; 0: none did."""
        return self.failed[0][1].exit_code if self.failed else 0


class Choice(StrEnum):
    """What is to become of links that were never told, in articles that are long out."""

    TELL = "tell"
    ASSUME = "assume"
    LATER = "later"


class Watcher(Protocol):
    """Who hears of each step, and is asked what only a human can say."""

    def begins(self, step: Step, /) -> None:
        """Hear that a step begins."""
        ...

    def done(self, step: Step, result: Result, /) -> None:
        """Hear what came of it."""
        ...

    def failed(self, step: Step, error: EnishiError, /) -> None:
        """Hear why it could not be done."""
        ...

    def put(self, name: str, /) -> None:
        """Hear that one file is there."""
        ...

    def waits(self, waiting: Waiting, /) -> None:
        """Hear for which page the journey waits."""
        ...

    def told(self, one: Sent | Held | Rung, /) -> None:
        """Hear what came of telling one place."""
        ...

    def posts(self, articles: Sequence[Article], /) -> Posted:
        """Let a human look over the announcements of what came out lately; raises EnishiError for what failed."""
        ...

    def old_links(self, mentions: Sequence[Mention], /) -> Choice:
        """Say what is to become of links in articles that were out before anything was ever told."""
        ...
