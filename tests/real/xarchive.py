"""X: part of an archive, and rows of the API it was made from, packed as an archive is."""

from __future__ import annotations

import atexit
import json
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZipFile

from tests.real import ROOT, Real, Row, articles, name, nothing, words
from tracker.rules.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

PACKED = Path(tempfile.mkdtemp(prefix="enishi-x-"))
atexit.register(shutil.rmtree, PACKED, ignore_errors=True)


def files() -> Iterator[Real]:
    """Every file with posts."""
    for file in sorted((ROOT / "x_archive").glob("tweets*")):
        yield _archive(file)


def _archive(file: Path) -> Real:
    text = file.read_text()
    told = [row.get("tweet", row) for row in json.loads(text.partition("=")[2] if text.startswith("window") else text)]
    linked = [row["id_str"] for row in told if _links(row)]
    ours = _with_answers(told, linked)
    with ZipFile(PACKED / f"{file.name}.zip", "w") as archive:
        archive.writestr("twitter-2026/data/tweets.js", text)
    return Real(
        name(file),
        "xarchive",
        nothing,
        articles(url for row in told for url in _links(row)),
        rows=len(told),
        other=len(told) - len(ours),
        words=words(row["full_text"] for row in told if row["id_str"] in ours),
        settings={"archive": str(PACKED / f"{file.name}.zip")},
    )


def _links(row: Row) -> list[str]:
    urls = [one["expanded_url"] for one in row["entities"].get("urls", ())]
    return [url for url in urls if "twitter.com" not in host(url)]


def _with_answers(rows: Sequence[Row], ids: Sequence[str]) -> set[str]:
    known = set(ids)
    for row in sorted(rows, key=lambda row: int(row["id_str"])):
        if row.get("in_reply_to_status_id_str") in known:
            known.add(row["id_str"])
    return known
