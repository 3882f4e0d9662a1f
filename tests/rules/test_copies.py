from __future__ import annotations

from dataclasses import replace

import pytest

from tracker.model import Interaction, Kind
from tracker.rules.copies import copy_key

LIKE = Interaction("17", Kind.LIKE, "tag:mio.example,2026:one", url="https://social.example.net/@sora/9#favorited-by-4")


@pytest.mark.parametrize(
    "url",
    [
        "http://social.example.net/@sora/9#favorited-by-4",
        "https://SOCIAL.example.net/@sora/9/#favorited-by-4",
        "https://social.example.net/@sora/9?utm_source=bridge#favorited-by-4",
    ],
)
def test_one_response_under_several_spellings_is_one(url: str) -> None:
    assert copy_key("elsewhere", replace(LIKE, id="99", url=url)) == copy_key("webmention", LIKE)


@pytest.mark.parametrize(
    "other",
    [
        replace(LIKE, url="https://social.example.net/@sora/9#favorited-by-5"),
        replace(LIKE, url="https://social.example.net/@sora/9"),
        replace(LIKE, kind=Kind.REPOST),
    ],
)
def test_what_differs_is_another(other: Interaction) -> None:
    assert copy_key("webmention", other) != copy_key("webmention", LIKE)


def test_without_a_page_it_is_only_itself() -> None:
    bare = replace(LIKE, url="")
    assert copy_key("mail", bare) != copy_key("hatena", bare)
    assert copy_key("mail", bare) != copy_key("mail", replace(bare, id="18"))
    assert copy_key("mail", bare) == copy_key("mail", replace(bare, kind=Kind.REPLY))
