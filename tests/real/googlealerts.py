"""Google Alerts: a feed whose page is nowhere: it is read, and nothing is looked at."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from tests.real import ROOT, Real, articles, name
from tracker.model import Secret

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.servers import Reply, Request


def files() -> Iterator[Real]:
    """Every feed."""
    for file in sorted((ROOT / "google_alerts").glob("*.xml")):
        yield _feed(file)


def _feed(file: Path) -> Real:
    text = file.read_text()
    entries = text.count("<entry>")

    def answer(request: Request) -> Reply:
        nowhere = re.sub(r"(?<=;url=)https?://[^/&]+", f"http://{request.headers['Host']}", text)
        return 200, {"Content-Type": "application/atom+xml; charset=UTF-8"}, nowhere

    return Real(
        name(file),
        "googlealerts",
        answer,
        articles(["https://x.example/a/"]),
        rows=entries,
        other=entries,
        settings={"feeds": Secret("{server}/alerts/feeds/1/2")},
    )
