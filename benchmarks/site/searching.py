"""What the search page has to fetch: how large its index is, and what one query costs a reader."""

from __future__ import annotations

import gzip
import json
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from benchmarks.site.places import Place

QUERIES = {"ja": ("数", "記録", "三か月分の記録", "静かな 移行"), "en": ("records", "quiet migration", "no")}


def index_sizes(place: Place) -> None:
    """Print what a built site keeps for the search, compressed as a host sends it."""
    for folder in sorted((place.folder / "output").glob("*/search")):
        words, posts = sent(folder.glob("words/*.json")), sent(folder.glob("posts/*.json"))
        print(
            f"{'index of ' + folder.parent.name:40} {sum(words) / 1024:.0f} KiB in {len(words)} files of words, the "
            f"largest {max(words) / 1024:.1f}; {sum(posts) / 1024:.0f} KiB in {len(posts)} posts"
        )
        for query in QUERIES.get(folder.parent.name, ()):
            print(f"{'':40} {query}: {cost(place, folder, query) / 1024:.1f} KiB before the posts that are shown")


def sent(files: Iterable[Path]) -> list[int]:
    """Return how many bytes each file is as it is sent."""
    return [len(gzip.compress(file.read_bytes())) for file in files]


def cost(place: Place, folder: Path, query: str) -> int:
    """Return how many bytes of an index one query needs: the list of files, and those with its words."""
    sys.path.append(str(place.folder / "plugins"))
    from search_shards import shard_of  # noqa: PLC0415 - it lies in the folder just named
    from search_words import is_word, runs  # noqa: PLC0415 - the same

    (head,) = folder.glob("index.*.json")
    names: list[str] = json.loads(head.read_bytes())["words"]
    words = {
        word
        for run in runs(query)
        for word in ([run] if is_word(run) or len(run) == 1 else [run[at : at + 2] for at in range(len(run) - 1)])
    }
    files = {names[shard_of(word, len(names))] for word in words}
    return sum(sent([head, *(folder / f"words/{name}.json" for name in files)]))
