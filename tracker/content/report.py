"""What the last build says of itself: `report.json` in the cache, as plugins/build_report.py writes it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CACHE = ".cache"
REPORTS = "outputs/*/report.json"


def sources(site: Path, output: Path) -> dict[str, str]:
    """Return which text each file of the output was made from, by names below both; empty where no build says so."""
    for file in (site / CACHE).glob(REPORTS):
        try:
            told = json.loads(file.read_bytes())
            if told["output"] == str(output.absolute()):
                return dict(_pairs(told["articles"]))
        except (OSError, ValueError, LookupError, TypeError):
            continue
    return {}


def _pairs(articles: list[dict[str, str]]) -> Iterator[tuple[str, str]]:
    yield from ((one["file"], one["source"]) for one in articles)
