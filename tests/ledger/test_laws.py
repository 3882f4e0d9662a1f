"""Pages in any order, cut anywhere, applied twice: the same ledger."""

from __future__ import annotations

import json
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ledger.given import AOI, ARTICLES, MIO, NOW, REN, later, reply, same
from tracker.ledger import Ledger
from tracker.model import Kind, Page
from tracker.rules import reconcile

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tracker.model import Interaction

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
people = st.sampled_from([None, MIO, REN, AOI])
names = st.sampled_from(["", "あおい", "Aoi", "青木 あおい"])


@st.composite
def moments(draw: st.DrawFn) -> list[Interaction]:
    """What a place shows at one moment: each id once."""
    made = []
    for uid in draw(st.lists(st.integers(1, 30), unique=True, max_size=14)):
        account = draw(people)
        one = reply(
            str(uid), account and replace(account, name=draw(names)), draw(texts), kind=draw(st.sampled_from(Kind))
        )
        when = draw(st.integers(-3, 3))
        made.append(replace(one, article=draw(st.sampled_from(ARTICLES)).uid, published=later(when) if when else None))
    return made


@contextmanager
def fresh() -> Iterator[Ledger]:
    with TemporaryDirectory() as folder, Ledger.open(Path(folder) / "mio.db") as ledger:
        ledger.articles.remember(ARTICLES, NOW)
        yield ledger


def take(ledger: Ledger, pages: Sequence[Page]) -> list[reconcile.Changes]:
    made = []
    for page in pages:
        with ledger.transaction():
            ids = [one.id for one in page.interactions] + list(page.gone)
            made.append(reconcile.changes(page, ledger.interactions.marks("hackernews", ids)))
            ledger.interactions.apply("hackernews", made[-1], NOW)
    return made


def exported(ledger: Ledger) -> str:
    return json.dumps(list(ledger.export()))


def cut(shown: Sequence[Interaction], size: int) -> list[Page]:
    return [Page(tuple(shown[start : start + size])) for start in range(0, len(shown), size)]


@settings(max_examples=40, deadline=None)
@given(moments(), st.data())
def test_pages_in_any_order_and_cut_anywhere_make_the_same_ledger(
    shown: list[Interaction], data: st.DataObject
) -> None:
    with fresh() as straight, fresh() as mixed:
        take(straight, cut(shown, 5))
        pages = data.draw(st.permutations(cut(data.draw(st.permutations(shown)), data.draw(st.integers(1, 6)))))
        stop = data.draw(st.integers(0, len(pages)))
        take(mixed, pages[:stop])
        take(mixed, data.draw(st.permutations(pages)))
        assert exported(mixed) == exported(straight)


@settings(max_examples=40, deadline=None)
@given(moments(), moments())
def test_taking_a_moment_twice_changes_nothing(before: list[Interaction], after: list[Interaction]) -> None:
    with fresh() as ledger:
        take(ledger, cut(before, 4))
        gone = tuple({one.id for one in before} - {one.id for one in after})
        pages = [*cut(after, 3), Page(gone=gone)]
        first = take(ledger, pages)
        told = exported(ledger)
        assert set(take(ledger, pages)) <= {reconcile.Changes()}
        assert exported(ledger) == told
        for changes in first:
            ledger.interactions.apply("hackernews", changes, later(9))
        take(ledger, pages)
        assert [row for row in ledger.export() if row["type"] == "version"] == [
            row for row in json.loads(told) if row["type"] == "version"
        ]


@settings(max_examples=40, deadline=None)
@given(moments().filter(lambda shown: len({one.account and one.account.key for one in shown} - {None}) > 1))
def test_merge_then_split_is_as_if_never_merged(shown: list[Interaction]) -> None:
    with fresh() as ledger:
        take(ledger, cut(shown, 5))
        before, people_before = exported(ledger), ledger.contacts.all()
        first, second, *_others = ledger.accounts.all()
        ledger.links.add(same(first, second))
        assert len(ledger.contacts.all()) == len(people_before) - 1
        assert exported(ledger) != before
        ledger.links.retract(same(second, first), later(1))
        assert exported(ledger) == before
        assert ledger.contacts.all() == people_before
