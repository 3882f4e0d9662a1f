from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tracker.errors import NotAsExpected, Refused
from tracker.model import Article, Count, Interaction, Kind, Page
from tracker.reading.counted import clock, walk
from tracker.rules.answers import Answer
from tracker.rules.counting import Told

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from tracker.errors import SourceError
    from tracker.rules.threads import Thread

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
POST = Article("a", "https://mio.example/a.html", older_urls=("https://mio.example/old.html",))
OTHER = Article("b", "https://mio.example/b.html")


@dataclass
class Played:
    """An engine whose threads are lists of ids; one that is an error fails."""

    threads: Mapping[str, Sequence[str] | SourceError]
    counts: Mapping[str, int] = field(default_factory=dict)
    """Where it counts something else than it lists."""
    marks: Mapping[str, Mapping[str, str]] | None = None
    at: datetime | None = NOW
    why: str = "some are shy"
    asked: list[str] = field(default_factory=list)

    def told(self, names: Sequence[str]) -> Told:
        self.asked.append("counts")
        listed = {name: 1 if isinstance(ids, Exception) else len(ids) for name, ids in self.threads.items()}
        return Told(dict.fromkeys(names, 0) | listed | dict(self.counts), self.at, self.marks)

    def comments(self, thread: Thread, article: Article, counted: int) -> Iterator[Page]:
        self.asked.append(thread.name)
        ids = self.threads[thread.name]
        if isinstance(ids, Exception):
            raise ids
        yield Page(tuple(said(uid, article.uid) for uid in ids))
        yield Page(counts=(Count(article.uid, len(ids), max(len(ids), counted)),))


def said(uid: str, article: str) -> Interaction:
    return Interaction(uid, Kind.REPLY, article, published=NOW - timedelta(days=8))


def pulled(engine: Played, cursor: str | None = None) -> list[Page]:
    engine.asked.clear()
    return list(walk(engine, "{path}", [POST, OTHER], cursor))


def counts(pages: Sequence[Page]) -> list[Count]:
    return [count for page in pages for count in page.counts]


def test_only_threads_with_comments_are_asked_for_and_an_article_is_the_sum_of_its_threads() -> None:
    engine = Played({"/a.html": ["1", "2"], "/old.html": ["3"]})
    pages = pulled(engine)
    assert engine.asked == ["counts", "/a.html", "/old.html"]
    assert [one.id for page in pages for one in page.interactions] == ["1", "2", "3"]
    assert counts(pages) == [Count("a", 3, 3), Count("b", 0, 0)]


def test_what_did_not_change_is_left_alone() -> None:
    first = pulled(Played({"/a.html": ["1"], "/b.html": ["2"]}))
    again = Played({"/a.html": ["1"], "/b.html": ["2", "3"]})
    pages = pulled(again, first[-1].cursor)
    assert again.asked == ["counts", "/b.html"]
    assert counts(pages) == [Count("b", 2, 2)]
    assert pulled(again, pages[-1].cursor)[-1].cursor == pages[-1].cursor
    assert again.asked == ["counts"]


def test_the_last_comment_that_was_deleted_is_proved_to_be_missing() -> None:
    first = pulled(Played({"/a.html": ["1"]}))
    engine = Played({})
    later = pulled(engine, first[-1].cursor)
    assert (engine.asked, counts(later)) == (["counts"], [Count("a", 0, 0)])
    assert counts(pulled(engine, later[-1].cursor)) == []


def test_what_was_counted_and_not_listed_is_said_again_while_nothing_changes() -> None:
    engine = Played({"/a.html": ["1"]}, counts={"/a.html": 4})
    first = pulled(engine)
    assert counts(first)[0] == Count("a", 1, 4, "some are shy")
    again = pulled(engine, first[-1].cursor)
    assert engine.asked == ["counts"]
    assert counts(again) == [Count("a", 1, 4, "some are shy")]


def test_a_thread_is_looked_at_again_when_it_is_due() -> None:
    engine = Played({"/a.html": ["1"]})
    first = pulled(engine)
    engine.at = NOW + timedelta(days=1, hours=23)
    pulled(engine, first[-1].cursor)
    assert engine.asked == ["counts"]
    engine.at = NOW + timedelta(days=2)
    assert counts(pulled(engine, first[-1].cursor)) == [Count("a", 1, 1)]
    assert engine.asked == ["counts", "/a.html"]


def test_the_latest_comments_tell_of_an_edit() -> None:
    engine = Played({"/a.html": ["1"], "/b.html": ["2"]}, marks={"/a.html": {"1": "x"}, "/b.html": {"2": "x"}})
    first = pulled(engine)
    engine.marks = {"/a.html": {"1": "x"}, "/b.html": {"2": "edited"}}
    second = pulled(engine, first[-1].cursor)
    assert engine.asked == ["counts", "/b.html"]
    pulled(engine, second[-1].cursor)
    assert engine.asked == ["counts"]


@pytest.mark.parametrize("error", [NotAsExpected("place.example", "a list", "nothing"), Refused("place.example", 404)])
def test_a_thread_that_fails_costs_a_line_and_is_looked_at_again(error: SourceError) -> None:
    engine = Played({"/a.html": ["1"], "/old.html": error, "/b.html": ["2"]}, marks={"/old.html": {"9": "x"}})
    pages = pulled(engine)
    assert [problem for page in pages for problem in page.problems] == [f"{POST.older_urls[0]}: {error.message}"]
    assert [one.id for page in pages for one in page.interactions] == ["1", "2"]
    assert counts(pages) == [Count("b", 1, 1)]
    engine.threads = {"/a.html": ["1"], "/old.html": ["3"], "/b.html": ["2"]}
    assert counts(pulled(engine, pages[-1].cursor)) == [Count("a", 2, 2)]
    assert engine.asked == ["counts", "/a.html", "/old.html"]


def test_a_place_in_trouble_is_left_alone_and_what_was_read_is_remembered() -> None:
    engine = Played({"/a.html": ["1"], "/b.html": Refused("place.example", 503)})
    with pytest.raises(Refused):
        pulled(engine)
    cursor = next(page.cursor for page in reversed(list(taken(engine))) if page.cursor)
    engine.threads = {"/a.html": ["1"], "/b.html": ["2"]}
    pulled(engine, cursor)
    assert engine.asked == ["counts", "/b.html"]


def taken(engine: Played) -> Iterator[Page]:
    """Yield pages until the place is in trouble."""
    try:
        yield from walk(engine, "{path}", [POST, OTHER], None)
    except Refused:
        return


def test_without_articles_nothing_is_asked() -> None:
    engine = Played({})
    assert list(walk(engine, "{path}", [], None)) == []
    assert engine.asked == []


def test_the_clock_is_that_of_the_place() -> None:
    date = {"Date": "Sun, 22 Nov 2026 12:00:00 GMT"}
    assert clock(Answer("https://place.example/", 200, date)) == NOW
    assert clock(Answer("https://place.example/", 200, {})) is None
