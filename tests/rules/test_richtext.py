from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.lexicon import TID
from tracker.model.posts import Limits
from tracker.rules.atproto import tid
from tracker.rules.posting import shown
from tracker.rules.richtext import facets

URL = "https://mio.example/ja/2026/10/two-character-search/"
SHORT = shown(URL, Limits(300, short_links=True))
SEEDS = ["縁", "👨\u200d👩", "a", " ", "\n", "#検索", "#1", "#", "@mio", SHORT, URL, "https://x.example/a.", "https://"]
PARTS = st.lists(st.sampled_from(SEEDS), max_size=30).map("".join)


def marked(text: str) -> list[tuple[str, str]]:
    """What each facet marks, and what it says."""
    features = [(one, one["features"][0]) for one in facets(text, URL, SHORT)]
    return [(cut(text, one), told.get("uri") or told["tag"]) for one, told in features]


def cut(text: str, facet: dict[str, Any]) -> str:
    return text.encode()[facet["index"]["byteStart"] : facet["index"]["byteEnd"]].decode()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (f"縁\n\n{SHORT}\n\n#検索 #OpenSource", [(SHORT, URL), ("#検索", "検索"), ("#OpenSource", "OpenSource")]),
        (f"縁 {URL}", [(URL, URL)]),
        (f"{SHORT} {URL}", [(URL, URL)]),
        ("👨‍👩‍👧 (https://x.example/a).", [("https://x.example/a", "https://x.example/a")]),
        ("a#b #1 #2026 # #_", []),
        ("#3D", [("#3D", "3D")]),
        ("https://x.example/#tag", [("https://x.example/#tag", "https://x.example/#tag")]),
        ("", []),
    ],
)
def test_links_and_tags_are_marked_by_bytes(text: str, wanted: list[tuple[str, str]]) -> None:
    assert marked(text) == wanted


@given(PARTS)
def test_facets_never_overlap_and_never_cut_a_letter(text: str) -> None:
    end = 0
    for one in facets(text, URL, SHORT):
        assert end <= one["index"]["byteStart"] < one["index"]["byteEnd"]
        assert cut(text, one)
        end = one["index"]["byteEnd"]


@given(st.text())
def test_every_key_is_a_name_for_a_record(key: str) -> None:
    assert TID.fullmatch(tid(key))
    assert tid(key) == tid(key)


def test_a_name_sorts_by_the_time_in_its_key() -> None:
    early, late = "20261122T030000000000Z-ffffffffff", "20261122T030000000001Z-0000000000"
    assert tid(early) < tid(late)
    assert tid(early) != tid("20261122T030000000000Z-fffffffffe")
    assert tid("20261122T030000000000Z-x")[:11] == tid("20261122T030000000000Z-y")[:11]
