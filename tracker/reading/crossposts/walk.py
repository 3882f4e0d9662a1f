"""A walk over all copies of our articles in one place."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tracker.errors import NotAsExpected, Refused
from tracker.messages import _
from tracker.model import Count, Kind, Page
from tracker.reading.crossposts.finding import users
from tracker.reading.crossposts.place import NOT_THERE
from tracker.rules import crossposts
from tracker.rules.crossposts import Memory, Reading
from tracker.rules.urls import Pages, host

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator, Sequence

    from tracker.model import Article, Cursor
    from tracker.reading.crossposts.place import Listing, Place
    from tracker.rules.crossposts import Copy, Named

ITEMS = "items"
"""What answers are about, beside the kinds of responses."""


def walk(place: Place, articles: Sequence[Article], cursor: Cursor) -> Iterator[Page]:
    """Yield what happened at the copies of `articles`: all when `cursor` is None, else where counts changed."""
    if articles:
        yield from _Walk(place, articles, cursor).run()


@dataclass
class _Tally:
    """What was seen of one kind of responses to one article."""

    seen: set[str] = field(default_factory=set)
    problems: bool = False
    failed: bool = False


class _Walk:
    """One walk over all copies."""

    def __init__(self, place: Place, articles: Sequence[Article], cursor: Cursor) -> None:
        self._place, self._articles = place, articles
        self._ours, self._names = Pages(articles), crossposts.named(articles, place.spot)
        self._memory, self._anew = Memory.of(cursor), cursor is None
        self._digest, self._uids = crossposts.digest(articles), {article.uid for article in articles}
        self._kinds = (Kind.MENTION, *place.kinds)
        self._copies: dict[str, dict[str, Copy]] = defaultdict(dict)
        self._vanished: set[str] = set()
        """Articles of which a copy is not there any more."""
        self._doubtful: set[str] = set()
        """Articles of which a copy could not be looked at."""
        self._lists: list[int] = []
        """Of each list that was read, how many answers it was."""
        self._flawed = False
        """Whether something in a list could not be read."""
        self._counts: list[Count] = []
        self._failures: dict[str, list[NotAsExpected | Refused]] = defaultdict(list)
        self._answered: set[str] = set()

    def run(self) -> Iterator[Page]:
        """Yield everything; raises what was wrong when nothing of a kind could be read: the place has changed."""
        if not (yield from self._look()):
            self._say_again(self._memory.readings)
            yield Page(cursor=self._memory.text(self._digest), counts=tuple(self._counts))
            return
        for kind in self._kinds:
            for article in self._articles:
                yield from self._unit(article.uid, kind)
        settled = self._digest if self._is_settled() else ""
        yield Page(cursor=self._memory.text(settled), counts=tuple(self._counts))
        for what, failures in self._failures.items():
            if what not in self._answered and _is_general(failures):
                raise failures[0]

    def _look(self) -> Generator[Page, None, bool]:
        """Find the copies; return whether anything may have changed."""
        trusted = self._memory.settled == self._digest
        asked = users(self._place, self._names)
        unchanged = []
        for user in asked:
            if (yield from self._list(user, conditional=trusted or self._anew)):
                unchanged.append(user)  # noqa: PERF401 - a comprehension cannot yield
        if trusted and len(unchanged) == len(asked):
            return False
        for user in unchanged:
            yield from self._list(user, conditional=False)
        for one in self._names.values():
            if one.spot.key not in self._copies[one.article]:
                self._lists.append(0)
                yield Page(problems=self._alone(one))
        return True

    def _list(self, user: str, *, conditional: bool) -> Generator[Page, None, bool]:
        """Read one list; return whether it is unchanged. A cut from here on leaves no list to be trusted."""
        parts: list[Listing] = []
        try:
            for part in self._place.listed(user, conditional=conditional):
                if part.unchanged:
                    return True
                parts.append(part)
                self._take(part)
                yield Page(cursor=self._memory.text(), problems=part.problems)
        except Refused as refused:
            if user in self._place.users or refused.status not in NOT_THERE:
                raise
        if any(part.problems for part in parts) and not any(part.copies for part in parts):
            raise NotAsExpected(host(self._place.address), _("a list of items with their counts"), _("something else"))
        self._lists.append(len(parts))
        return False

    def _take(self, part: Listing) -> None:
        self._answered.add(ITEMS)
        self._flawed = self._flawed or bool(part.problems)
        for copy in part.copies:
            uid = crossposts.article_of(copy, self._ours, self._names)
            if uid:
                self._copies[uid][copy.key] = _with_itself(copy)

    def _alone(self, one: Named) -> tuple[str, ...]:
        """Ask for a copy by itself; return what is wrong with it."""
        try:
            copy = self._place.alone(one)
        except (NotAsExpected, Refused) as error:
            self._note(ITEMS, error)
            (self._vanished if isinstance(error, Refused) else self._doubtful).add(one.article)
            return (f"{one.url}: {error.message}",)
        self._answered.add(ITEMS)
        self._copies[one.article][one.spot.key] = _with_itself(copy)
        return ()

    def _note(self, what: str, error: NotAsExpected | Refused) -> None:
        """Keep what was wrong; a place in trouble is left alone."""
        if isinstance(error, Refused) and error.status not in NOT_THERE:
            raise error
        self._failures[what].append(error)

    def _unit(self, uid: str, kind: Kind) -> Iterator[Page]:
        """Read one kind of responses to one article, if it may have changed."""
        key = f"{kind} {uid}"
        copies = [one for one in self._copies[uid].values() if kind in one.counts]
        state = crossposts.state(copies, kind)
        if self._memory.knows(key, state) and uid not in self._doubtful:
            self._say_again([key])
            return
        tally = _Tally(failed=uid in self._doubtful)
        for copy in copies:
            if copy.counts[kind]:
                yield from self._responses(copy, kind, uid, tally)
        known = self._memory.readings.pop(key, None) is not None
        if copies and not tally.failed:
            reading = Reading(state, len(tally.seen), sum(one.counts[kind] for one in copies))
            if not tally.problems:
                self._memory.readings[key] = reading
            yield Page(cursor=self._memory.text(), counts=(_count(uid, kind, reading),))
        elif not copies and self._is_none(uid, known=known):
            self._counts.append(Count(uid, 0, 0, kinds=(kind,)))

    def _responses(self, copy: Copy, kind: Kind, uid: str, tally: _Tally) -> Iterator[Page]:
        try:
            for page in self._asked(copy, kind, uid):
                tally.seen.update(one.id for one in page.interactions)
                tally.seen.update(page.gone)
                tally.problems = tally.problems or bool(page.problems)
                yield page
        except (NotAsExpected, Refused) as error:
            self._note(kind, error)
            tally.failed = True
            yield Page(problems=(f"{copy.url}: {error.message}",))
        else:
            self._answered.add(kind)

    def _asked(self, copy: Copy, kind: Kind, uid: str) -> Iterator[Page]:
        """A copy is told of as one who posts it would be; its author, once known, is never listed."""
        if kind is Kind.MENTION:
            yield Page((copy.itself(uid),))
        else:
            yield from self._place.responses(copy, kind, uid)

    def _is_none(self, uid: str, *, known: bool) -> bool:
        """Whether it is proved, and worth saying, that an article has no copy there."""
        proved = (uid in self._vanished and ITEMS in self._answered) or (any(self._lists) and not self._flawed)
        return proved and uid not in self._doubtful and (known or self._anew)

    def _is_settled(self) -> bool:
        """Whether one list of one answer each told everything, and everything was read."""
        wanted = {
            f"{kind} {uid}" for uid, copies in self._copies.items() for copy in copies.values() for kind in copy.counts
        }
        read = wanted <= self._memory.readings.keys()
        return read and not self._flawed and bool(self._lists) and set(self._lists) == {1}

    def _say_again(self, keys: Iterable[str]) -> None:
        """What was not seen last time is said again while nothing changes."""
        for key in keys:
            kind, _space, uid = key.partition(" ")
            reading = self._memory.readings[key]
            if reading.is_short and uid in self._uids:
                self._counts += [_count(uid, one, reading) for one in self._kinds if one == kind]


def _is_general(failures: Sequence[NotAsExpected | Refused]) -> bool:
    """Whether this is more than one item that is not there."""
    return len(failures) > 1 or isinstance(failures[0], NotAsExpected)


def _with_itself(copy: Copy) -> Copy:
    return copy._replace(counts={Kind.MENTION: 1, **copy.counts})


def _count(uid: str, kind: Kind, reading: Reading) -> Count:
    why = _("the place counts more than it lists") if reading.is_short else ""
    return Count(uid, reading.seen, reading.claimed, why, kinds=(kind,))
