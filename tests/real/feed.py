"""Feeds of comments, and of what is no comment."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, articles, name, words

if TYPE_CHECKING:
    from collections.abc import Iterator


def files() -> Iterator[Real]:
    """Every feed."""
    for file in sorted(
        chain.from_iterable((ROOT / place).glob("*.[xr][ms][ls]") for place in ("feeds", "wordpress", "hatena"))
    ):
        text = file.read_text()
        entries = re.findall(r"<(?:item|entry)[ >].*?</(?:item|entry)>", text, re.DOTALL)
        links = [link for entry in entries for link in _links(entry)[:1]]
        comments = [link for link in links if "#" in link]
        yield Real(
            name(file),
            "feed",
            lambda _request, text=text: (200, {"Content-Type": "application/xml"}, text),  # type: ignore[misc]  # bound
            articles([re.split("[?#]", link)[0] for link in comments or links[:1]]),
            rows=len(entries),
            other=len(links) - len(comments),
            words=words(re.sub("<title.*?</title>", "", entry) for entry in entries if "#" in _links(entry)[0]),
            settings={"feeds": ["{server}/feed/"]},
        )


def _links(entry: str) -> list[str]:
    found = re.findall(r"<link>(.*?)</link>|<link rel=.alternate.[^>]*href=['\"](.*?)['\"]", entry)
    return [one or other for one, other in found]
