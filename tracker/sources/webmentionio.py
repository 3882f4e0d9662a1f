"""webmention.io: the mentions it received for a site.

With a token and the domain the whole account is read, else the mentions of each address of
ours. Learned from the service's README and from answers of its old and its new version.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, ClassVar, TypeAlias
from urllib.parse import urlencode

from tracker.errors import NotAsExpected, Refused
from tracker.messages import N_, _
from tracker.model import Count, Page, Secret
from tracker.reading import mentions
from tracker.rules.batches import batches
from tracker.rules.urls import Pages, host, spellings
from tracker.sources import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from tracker.http import Http
    from tracker.model import Article, Cursor, Interaction

Question: TypeAlias = tuple[tuple[str, str | int], ...]

MOST_TARGETS = 50
MOST_LETTERS = 6000
"""Of a question: servers refuse addresses that are much longer."""
MOST_PER_PAGE = 1000
NOT_LET_IN = (400, 401)
"""The old service sees no token in a header, and says so in its way."""
NOT_THERE = (400, 401, 404)
"""What services say that do not list deletions, or not to us."""


@dataclass(frozen=True)
class WebmentionIo(Source):
    """A forward stream by `wm-id`; the first walk, and the first one with new addresses, is complete."""

    name: ClassVar[str] = "webmentionio"
    title: ClassVar[str] = "webmention.io"
    about: ClassVar[str] = N_("Webmentions and pingbacks that webmention.io received for your site.")

    address: str = field(default="https://webmention.io", metadata={"help": N_("Where the service answers.")})
    domain: str = field(
        default="",
        metadata={"help": N_("Your site's domain there; with the token the whole account is read at once.")},
    )
    token: Secret = field(default=Secret(), metadata={"help": N_("Your API key, shown in the settings there.")})
    per_page: int = field(default=100, metadata={"help": N_("How many mentions to ask for at a time, at most 1,000.")})

    def pages(self, articles: Sequence[Article], cursor: Cursor, http: Http) -> Iterator[Page]:
        """Yield what is new, then what was edited or deleted."""
        ours, asked = Pages(articles), self._questions(articles)
        if not articles:
            return
        place = _Place(self, http)
        addresses = _digest([self.domain, *_addresses(articles)])
        since, _space, known = (cursor or "").partition(" ")
        if known == addresses:
            yield from self._news(place, asked, _Walk(ours, int(since), addresses))
            yield from self._edits(place, asked, ours)
        else:
            yield from self._all(place, asked, _Walk(ours, 0, addresses), articles)
        yield from self._deletions(place, asked)

    def _questions(self, articles: Sequence[Article]) -> tuple[Question, ...]:
        """What to ask: about the account, else about at most 50 spellings of our addresses at a time."""
        if self.token and self.domain:
            return ((("domain", self.domain),),)
        return tuple(_batches([one for url in _addresses(articles) for one in spellings(url)]))

    def _news(self, place: _Place, asked: Sequence[Question], walk: _Walk) -> Iterator[Page]:
        """A cursor on each page speaks for one question only; for several it waits for the last."""
        began = walk.last
        for question in asked:
            yield from self._forward(place, question, walk, began, marked=len(asked) == 1)
        yield Page(cursor=walk.cursor if walk.last > began else None, problems=walk.strays)

    def _all(
        self, place: _Place, asked: Sequence[Question], walk: _Walk, articles: Sequence[Article]
    ) -> Iterator[Page]:
        """Read everything: what is absent from it is proved to be absent, unless a row could not be read."""
        for question in asked:
            yield from self._forward(place, question, walk, 0, marked=len(asked) == 1)
        counts = tuple(walk.count(article.uid) for article in articles)
        yield Page(cursor=walk.cursor, counts=counts, problems=walk.strays)

    def _forward(self, place: _Place, question: Question, walk: _Walk, began: int, *, marked: bool) -> Iterator[Page]:
        """Yield the mentions after `began`, oldest first, until a page is not full."""
        size = min(max(1, self.per_page), MOST_PER_PAGE)
        after = (("since_id", began),) if began else ()
        number, full = 0, True
        while full:
            order = (("sort-by", "created"), ("sort-dir", "up"), ("per-page", size), ("page", number))
            rows = place.rows("/api/mentions.jf2", (*question, *after, *order))
            told = _sorted(rows, walk.ours)
            number, full = number + 1, len(rows) >= size
            if not walk.take(told, rows) and full:
                raise NotAsExpected(host(place.address), _("another page"), _("the one before it"))
            cursor = walk.cursor if marked and walk.ordered else None
            yield Page(tuple(told.interactions.values()), cursor, problems=tuple(told.broken))

    def _edits(self, place: _Place, asked: Sequence[Question], ours: Pages) -> Iterator[Page]:
        """Yield what changed last; whatever is wrong with a row was said when it was new."""
        size = min(max(1, self.per_page), MOST_PER_PAGE)
        for question in asked:
            order = (("sort-by", "updated"), ("sort-dir", "down"), ("per-page", size))
            yield Page(read(place.rows("/api/mentions.jf2", (*question, *order)), ours).interactions)

    def _deletions(self, place: _Place, asked: Sequence[Question]) -> Iterator[Page]:
        for question in asked:
            try:
                rows = place.rows("/api/deleted", (*question, ("per-page", MOST_PER_PAGE)))
            except Refused as refused:
                if refused.status in NOT_THERE:
                    return
                raise
            except NotAsExpected as error:
                yield Page(problems=(error.message,))
                return
            yield Page(gone=tuple(str(row["wm-id"]) for row in rows if isinstance(row, dict) and row.get("wm-id")))


class _Place:
    """The service, asked with a token in the way it understands."""

    def __init__(self, source: WebmentionIo, http: Http) -> None:
        self.address, self._token, self._http = source.address.rstrip("/"), source.token, http
        self._old = False

    def rows(self, where: str, question: Question) -> list[Any]:
        """Return the rows of one answer of the new or the old service; a bare list is no answer of either."""
        url = f"{self.address}{where}?{urlencode(question)}"
        data = self._asked(url)
        rows = data.get("children", data.get("links")) if isinstance(data, dict) else None
        if not isinstance(rows, list):
            raise NotAsExpected(host(url), _("a list of mentions"), _("something else"))
        return rows

    def _asked(self, url: str) -> Any:  # noqa: ANN401 - JSON is any shape
        if not self._token:
            return self._http.get(url).json()
        try:
            return self._get(url)
        except Refused as refused:
            if self._old or refused.status not in NOT_LET_IN:
                raise
        self._old = True
        return self._get(url)

    def _get(self, url: str) -> Any:  # noqa: ANN401 - JSON is any shape
        if self._old:
            return self._http.get(url, {"token": self._token.reveal()}).json()
        return self._http.get(url, bearer=self._token).json()


@dataclass
class _Walk:
    """How far a walk has come."""

    ours: Pages
    last: int
    """The highest `wm-id` read."""
    addresses: str
    seen: Counter[str] = field(default_factory=Counter)
    unread: int = 0
    elsewhere: Counter[str] = field(default_factory=Counter)
    ids: set[int] = field(default_factory=set)
    ordered: bool = True
    """Whether everything came in the order it was asked for: only then does a page prove those before it."""

    @property
    def cursor(self) -> str:
        """The last id, and which addresses it was read for: with others, everything is read anew."""
        return f"{self.last} {self.addresses}"

    @property
    def strays(self) -> tuple[str, ...]:
        """A sentence for each page mentioned that is no article."""
        return _strays(self.elsewhere)

    def take(self, told: _Sorted, rows: Sequence[Any]) -> bool:
        """Count a page; whether it brought anything that no page before it did."""
        ids = [number for row in rows if (number := mentions.number(row))]
        self.ordered = self.ordered and ids == sorted(ids) and min(ids, default=self.last + 1) > self.last
        self.last = max([self.last, *ids])
        self.unread += len(told.broken)
        self.elsewhere.update(told.elsewhere)
        self.seen.update(one.article for one in told.interactions.values() if int(one.id) not in self.ids)
        fresh = set(ids) - self.ids
        self.ids |= fresh
        return bool(fresh)

    def count(self, article: str) -> Count:
        """Everything there is was seen, unless rows could not be read."""
        seen = self.seen[article]
        return Count(article, seen, None if self.unread else seen)


@dataclass
class _Sorted:
    """The rows of one answer; of two with one id the later counts."""

    interactions: dict[str, Interaction] = field(default_factory=dict)
    elsewhere: Counter[str] = field(default_factory=Counter)
    broken: list[str] = field(default_factory=list)


def read(rows: Sequence[Any], ours: Pages) -> Page:
    """Return what the rows of one answer say."""
    told = _sorted(rows, ours)
    return Page(tuple(told.interactions.values()), problems=(*told.broken, *_strays(told.elsewhere)))


def _strays(elsewhere: Counter[str]) -> tuple[str, ...]:
    """Return a sentence for each page that is no article."""
    said = _("{path} is mentioned ({count}×) but is no article.")
    return tuple(said.format(path=page, count=count) for page, count in elsewhere.items())


def _sorted(rows: Sequence[Any], ours: Pages) -> _Sorted:
    told = _Sorted()
    for row in rows:
        said = mentions.mention(row, ours)
        if isinstance(said, mentions.Elsewhere):
            told.elsewhere[said.target] += 1
        elif isinstance(said, str):
            told.broken.append(said)
        else:
            told.interactions[said.id] = said
    return told


def _batches(targets: Sequence[str]) -> Iterator[Question]:
    """Yield what can be asked at once: 50 addresses, fewer when they are long."""
    pairs = (("target[]", target) for target in dict.fromkeys(targets))
    return map(tuple, batches(pairs, MOST_TARGETS, MOST_LETTERS, lambda pair: len(urlencode([pair])) + 1))


def _addresses(articles: Sequence[Article]) -> list[str]:
    return [url for article in articles for url in (article.url, *article.older_urls)]


def _digest(texts: Iterable[str]) -> str:
    return blake2b("\n".join(sorted(texts)).encode(), digest_size=6).hexdigest()
