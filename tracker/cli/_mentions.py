"""What came of telling the pages that are linked to, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tracker.cli._table import width
from tracker.messages import _, together

if TYPE_CHECKING:
    from tracker.rules.outgoing import Sent
    from tracker.verbs.notify import Held, Report


def line(one: Sent | Held) -> str:
    """Say what came of one."""
    from tracker.verbs.notify import Held

    if isinstance(one, Held):
        return _padded(_("held")) + together(one.error.message, one.error.hint)
    why = f" ({one.error})" if one.error else ""
    return _padded(state(one)) + f"{one.source} → {one.target}{why}"


def _padded(word: str) -> str:
    widest = max(map(width, (*states().values(), _("held"))))
    return word + " " * (widest - width(word)) + "  "


def summary(report: Report) -> str:
    """Count what came of all."""
    from collections import Counter

    counts = Counter(state(one) for one in report.told) + Counter(_("held") for _one in report.held)
    return _(", ").join(f"{word}: {count:,}" for word, count in counts.items()) or nothing()


def nothing() -> str:
    """Say that none is to be told."""
    return _("There is nothing to tell: no link is new, and nothing has changed.")


def state(one: Sent) -> str:
    """Say what came of the last try."""
    return states()[one.status]


def states() -> dict[str, str]:
    """Return the words for what can come of one."""
    return {
        "sent": _("sent"),
        "waiting": _("not confirmed yet"),
        "no-endpoint": _("no endpoint"),
        "refused": _("refused"),
        "failed": _("failed"),
        "unsafe": _("not a public address"),
        "assumed": _("taken as told"),
    }


def reason(why: str) -> str:
    """Say why one is told."""
    words = {
        "new": _("new link"),
        "changed": _("article changed"),
        "removed": _("link removed"),
        "deleted": _("article deleted"),
        "again": _("another try"),
        "ask": _("ask what became of it"),
    }
    return words[why]
