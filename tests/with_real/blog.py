"""A scratch blog that pulls from a real server with the command itself."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.cli import run
from tracker.ledger import Ledger

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    import pytest

    from tracker.model import Article, Known


@dataclass(frozen=True)
class Blog:
    """A blog with these articles, its ledger beside it."""

    folder: Path
    articles: Sequence[Article]
    capsys: pytest.CaptureFixture[str]

    @property
    def ledger(self) -> Path:
        return self.folder / "ledger.db"

    def configure(self, source: str, **settings: str) -> None:
        """Set up one source, on this machine."""
        lines = [f"{key} = {json.dumps(value)}" for key, value in settings.items()]
        section = "\n".join(
            [
                '[site]\nurl = "https://mio.example/"',
                '[network]\nallow = ["127.0.0.1"]',
                f"[sources.{source}]",
                *lines,
            ]
        )
        blog = self.folder / "blog"
        (blog / "output").mkdir(parents=True, exist_ok=True)
        (blog / "enishi.toml").write_text(section, "utf-8")
        items = [
            {"id": one.uid, "url": one.url, "title": one.title, "_enishi": {"older_urls": one.older_urls}}
            for one in self.articles
        ]
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "Mio",
            "home_page_url": "https://mio.example/",
            "items": items,
        }
        (blog / "output" / "articles.json").write_text(json.dumps(feed), "utf-8")

    def type(self, *words: str, code: int = 0) -> list[dict[str, Any]]:
        """Run a command, which ends with `code`; return the JSON lines it says."""
        ended = run(["-C", str(self.folder / "blog"), "--ledger", str(self.ledger), *words])
        shown = self.capsys.readouterr()
        assert ended == code, shown.err
        return [json.loads(line) for line in shown.out.splitlines() if line.startswith("{")]

    def pull(self, *options: str, code: int = 0) -> dict[str, Any]:
        """Pull; return what is said of the one source."""
        [told] = self.type("pull", "--json", *options, code=code)
        return told

    def stored(self) -> dict[str, Known]:
        """Return everything in the ledger, by its id in the source."""
        with Ledger.open(self.ledger) as ledger:
            rows = [one for article in ledger.articles.all() for one in ledger.interactions.by_article(article.uid)]
        return {one.interaction.id: one for one in rows}
