"""What pages elsewhere said when they were last asked: a file that can be thrown away."""

from __future__ import annotations

import json
import os
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING

from tracker.rules.writing.outside import Answered

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path


def load(file: Path) -> dict[str, Answered]:
    """Return what is remembered; nothing when the file is not there or cannot be read."""
    try:
        return dict(_read(json.loads(file.read_text("utf-8"))))
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def save(file: Path, known: Mapping[str, Answered]) -> None:
    """Remember; a folder that cannot be written to costs the memory, not the check."""
    rows = {url: [one.state, one.asked.isoformat(), one.since.isoformat(), one.said] for url, one in known.items()}
    scratch = file.with_suffix(f".{os.getpid()}.tmp")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        scratch.write_text(json.dumps(rows, ensure_ascii=False, indent=0), "utf-8")
        scratch.replace(file)
    except OSError:
        with suppress(OSError):
            scratch.unlink()


def _read(rows: dict[str, list[str]]) -> Iterator[tuple[str, Answered]]:
    for url, (state, asked, since, said) in rows.items():
        yield url, Answered(state, datetime.fromisoformat(asked), datetime.fromisoformat(since), said)
