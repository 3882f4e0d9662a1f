"""What a place with copies is asked, and how its answers are told."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

from tracker.errors import NotAsExpected
from tracker.messages import _
from tracker.model import Page
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Interaction, Kind
    from tracker.rules.crossposts import Copy, Named, Spot

NOT_THERE = (404, 410)


class Listing(NamedTuple):
    """One answer of a list."""

    copies: tuple[Copy, ...] = ()
    problems: tuple[str, ...] = ()
    unchanged: bool = False
    """Whether the place says that nothing in it is new."""


class Place(Protocol):
    """A place, and the way to ask it."""

    @property
    def address(self) -> str:
        """Where it answers."""
        ...

    @property
    def kinds(self) -> Sequence[Kind]:
        """What it tells of, that which matters most first."""
        ...

    @property
    def users(self) -> Sequence[str]:
        """Whose items to list, as the settings say."""
        ...

    def spot(self, url: str) -> Spot | None:
        """What an address tells; None when it is no item of this place."""
        ...

    def listed(self, user: str, *, conditional: bool) -> Iterator[Listing]:
        """Yield the list of somebody's items; the first answer alone may be `conditional`."""
        ...

    def alone(self, one: Named) -> Copy:
        """Return an item that no list has."""
        ...

    def responses(self, copy: Copy, kind: Kind, article: str) -> Iterator[Page]:
        """Yield all responses of one kind, a page for each answer."""
        ...


def listing(items: Sequence[Copy | None], place: str) -> Listing:
    """Return one answer of a list; None stands for an item that could not be read."""
    problem = _("An item of {place} could not be read and was left out.").format(place=place)
    return Listing(tuple(one for one in items if one), (problem,) * sum(one is None for one in items))


def page(responses: Sequence[Interaction | None], copy: Copy, gone: Sequence[str] = ()) -> Page:
    """Return one answer to `copy`; None stands for a response that could not be read."""
    problem = _("A response to {url} could not be read and was left out.").format(url=copy.url)
    told = {one.id: one for one in responses if one}
    return Page(tuple(told.values()), gone=tuple(gone), problems=(problem,) * sum(one is None for one in responses))


def expected(item: Copy | None, url: str) -> Copy:
    """Return an item that was asked for by itself, from `url`."""
    if item is None:
        raise NotAsExpected(host(url), _("an item with its counts"), _("something else"))
    return item
