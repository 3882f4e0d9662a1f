"""LinkedIn: an archive of 2018, in which what is masked links to masked profiles only."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, Row, articles, name, nothing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

READ = ("Shares", "Comments", "Messages", "Invitations")


def files() -> Iterator[Real]:
    """The archive, as one."""
    folder = ROOT / "linkedin"
    rows = {kind: list(_rows(folder / f"{kind}.csv")) for kind in READ}
    shared = [row["Shared URL"] for row in rows["Shares"] if row.get("Shared URL")]
    if shared:
        everything = sum(map(len, rows.values()))
        yield Real(
            name(folder),
            "linkedin",
            nothing,
            articles(shared),
            rows=everything,
            other=everything - len(shared),
            settings={"archive": str(folder)},
        )


def _rows(file: Path) -> Iterator[Row]:
    if not file.exists():
        return
    wide = file.read_bytes().startswith(b"\xff\xfe")
    with file.open(encoding="utf-16" if wide else "utf-8-sig", newline="") as text:
        yield from csv.DictReader(text, delimiter="\t" if wide else ",")
