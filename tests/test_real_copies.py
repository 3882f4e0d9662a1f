"""Real lists of items: every count written there is claimed, and what was not listed is never taken for none."""

from __future__ import annotations

import re

import pytest

from tests.real import ROOT, Real, files
from tests.recordings import Shelf
from tests.test_real import pulled
from tracker.model import Kind

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
COUNTS = {Kind.REPLY: r'"comments_count":\s*(\d+)', Kind.LIKE: r'"like[sd]_count":\s*(\d+)'}
KINDS = {"qiita": (Kind.REPLY, Kind.LIKE), "devto": (Kind.REPLY,), "zenn": (Kind.REPLY, Kind.LIKE)}
LISTS = [(real, kind) for real in files() for kind in KINDS.get(real.source, ())]


@pytest.mark.parametrize(("real", "kind"), LISTS, ids=lambda one: getattr(one, "name", str(one)))
def test_what_a_list_counts_is_claimed(real: Real, kind: Kind) -> None:
    shelf = Shelf()
    pulled(real, shelf)
    written = [int(found) for found in re.findall(COUNTS[kind], (ROOT / real.name).read_text())]
    told = [count for count in shelf.counts if count.kinds == (kind,)]
    assert sum(count.claimed or 0 for count in told) == sum(written)
    assert len(told) == len(written)
    assert [count.complete for count in told] == [not count.claimed for count in told]


@pytest.mark.parametrize("real", [real for real, kind in LISTS if kind is Kind.REPLY], ids=lambda real: real.name)
def test_who_posted_an_item_is_known_by_a_permanent_id_where_the_list_has_one(real: Real) -> None:
    shelf = Shelf()
    pulled(real, shelf)
    accounts = [one.account for one in shelf.known.values() if one.account]
    told = (ROOT / real.name).read_text()
    assert len(accounts) == (real.rows if real.source != "devto" or '"user_id":' in told else 0)
    assert all(one.id.isdecimal() and f'"{one.handle}"' in told for one in accounts)
