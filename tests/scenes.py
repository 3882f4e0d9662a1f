"""A scratch blog whose places are played on loopback, and the command that is typed at it."""

from __future__ import annotations

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tracker.cli import run

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

ARTICLE = "https://mio.example/ja/2026/10/search/"


@dataclass(frozen=True)
class Scene:
    """One article, announced somewhere."""

    folder: Path

    def settle(self, settings: str, syndication: Sequence[str] = ()) -> None:
        """Write the settings and what a build would have written."""
        (self.folder / "output").mkdir(parents=True, exist_ok=True)
        item = {"id": "a", "url": ARTICLE, "title": "二文字で探す", "date_published": "2026-10-14T00:00:00Z"}
        feed = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": "余白",
            "items": [item | {"_enishi": {"older_urls": [], "syndication": list(syndication)}}],
        }
        (self.folder / "output" / "articles.json").write_text(json.dumps(feed), "utf-8")
        head = '[site]\nurl = "https://mio.example"\n[network]\nallow = ["127.0.0.1"]\n'
        (self.folder / "enishi.toml").write_text(head + settings, "utf-8")

    def type(self, *line: str) -> tuple[int, str]:
        """Run the command; return its exit code and what it printed, errors too."""
        screen = io.StringIO()
        with redirect_stdout(screen), redirect_stderr(screen):
            code = run(["-C", str(self.folder), "--ledger", str(self.folder.parent / "ledger.db"), *line])
        return code, screen.getvalue()

    def rows(self, *line: str) -> list[dict[str, Any]]:
        """Run it with `--json`; return its rows."""
        code, shown = self.type(*line, "--json")
        assert code == 0, shown
        return [json.loads(row) for row in shown.splitlines()]
