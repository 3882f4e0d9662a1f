"""Pages that really mentioned somebody: none of them is taken for something that is not worth a look."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

import pytest

from tests.real import ROOT, articles
from tracker.rules import profiles
from tracker.rules.referrers import Ours, Worth, whole, worth

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.skipif(not ROOT.is_dir(), reason=f"the real answers are not at {ROOT}")
FILES = sorted((ROOT / "webmention.io").rglob("*.json"))


def mentions(file: Path) -> Iterator[tuple[str, str]]:
    """Yield the page that mentioned and the page that was mentioned, of every row."""
    ahead: list[Any] = [json.loads(file.read_text())]
    while ahead:
        one = ahead.pop()
        if isinstance(one, dict) and ("wm-source" in one or {"source", "target"} <= set(one)):
            yield one.get("wm-source") or one["source"], one.get("wm-target") or one["target"]
        elif isinstance(one, dict | list):
            ahead += one.values() if isinstance(one, dict) else one


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_real_mentions_are_worth_a_look_unless_a_source_reads_them_or_they_are_copies(file: Path) -> None:
    rows = list(mentions(file))
    ours = Ours(articles(target for _source, target in rows))
    told: Counter[Worth] = Counter()
    for source, _target in rows:
        value = worth(whole(source), ours)
        told[value] += 1
        assert value is Worth.COPY or not profiles.is_bridge(source)
    assert set(told) <= {Worth.PAGE, Worth.SITE, Worth.OWN, Worth.ASKED, Worth.COPY}
    assert told.total() == len(rows)
