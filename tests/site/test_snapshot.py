"""One article page, whole, as people get it.

After a change that was meant: `ENISHI_SNAPSHOTS=write pytest tests/site/test_snapshot.py`, then
read the difference.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from tests.site.site import ARTICLE_JA

if TYPE_CHECKING:
    from tests.site.site import Site

SNAPSHOT = Path(__file__).with_name("article.snapshot.html")


def normalised(html: str) -> str:
    """Without what nobody sees: indentation and empty lines."""
    return "".join(f"{line.strip()}\n" for line in html.splitlines() if line.strip())


def test_an_article_is_written_as_it_was(published: Site) -> None:
    now = normalised(published.text(ARTICLE_JA))
    if os.environ.get("ENISHI_SNAPSHOTS") == "write":
        SNAPSHOT.write_text(now, encoding="utf-8")
    assert now == SNAPSHOT.read_text(encoding="utf-8")
