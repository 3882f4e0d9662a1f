"""What a page changes: new, edited, returned or gone, told from what is known."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from hashlib import blake2b
from typing import TYPE_CHECKING, NamedTuple

from tracker.model import State

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from collections.abc import Set as AbstractSet

    from tracker.model import Count, Interaction, Kind, Page


@dataclass(frozen=True, slots=True)
class Mark:
    """As much of a known interaction as it takes to see a change."""

    fingerprint: str
    state: State = State.LIVE


class Present(NamedTuple):
    """As much of an interaction that was not found to be gone as it takes to see that it is."""

    state: State
    kind: Kind
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Changes:
    """What one page changes; one that is edited and back again is in both."""

    new: tuple[Interaction, ...] = ()
    edited: tuple[Interaction, ...] = ()
    returned: tuple[str, ...] = ()
    """`id`s that were missing or gone, and were seen again."""
    gone: tuple[str, ...] = ()
    """`id`s that the place itself says are deleted."""


@dataclass(frozen=True, slots=True)
class Absences:
    """What a complete walk did not see: for the first time, and once more."""

    missing: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()


def fingerprint(interaction: Interaction) -> str:
    """Return 32 hex digits over what a reader would call an edit.

    That is kind, title, text, privacy and what it answers; not names, pictures or times,
    which places restate at will.
    """
    one = interaction
    said = f"{one.kind}\0{one.private:d}\0{len(one.parent)}\0{one.parent}\0{len(one.title)}\0{one.title}\0{one.text}"
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=16).hexdigest()


def changes(page: Page, known: Mapping[str, Mark]) -> Changes:
    """Compare a page with what is known of its ids.

    An id that comes twice counts once, as it came last; one the page itself calls deleted is.
    """
    deleted = set(page.gone)
    seen = {one.id: one for one in page.interactions if one.id not in deleted}
    edited = (one for uid, one in seen.items() if uid in known and fingerprint(one) != known[uid].fingerprint)
    return Changes(
        new=tuple(one for uid, one in seen.items() if uid not in known),
        edited=tuple(edited),
        returned=tuple(uid for uid in seen if uid in known and known[uid].state is not State.LIVE),
        gone=tuple(uid for uid in dict.fromkeys(page.gone) if uid in known and known[uid].state is not State.GONE),
    )


def absences(
    seen: Mapping[str, AbstractSet[str]], counts: Iterable[Count], present: Mapping[str, Mapping[str, Present]]
) -> Absences:
    """Tell what a walk proves to be absent; articles are given by their `uid`.

    A count proves something about what it covers, if every other that covers it is complete too.
    What was not seen is missing at first: gone needs a second complete walk.
    """
    told: dict[str, list[Count]] = defaultdict(list)
    for count in counts:
        told[count.article].append(count)
    unseen = {
        uid: one.state
        for article, given in told.items()
        for uid, one in present.get(article, {}).items()
        if uid not in seen.get(article, ()) and _proved(one, given)
    }
    return Absences(
        missing=tuple(uid for uid, state in unseen.items() if state is State.LIVE),
        gone=tuple(uid for uid, state in unseen.items() if state is State.MISSING),
    )


def _proved(one: Present, counts: Iterable[Count]) -> bool:
    covering = [count.complete for count in counts if count.covers(one.kind, one.thread)]
    return bool(covering) and all(covering)
