"""Where things are kept that can be had again: the platform's folder for that."""

from __future__ import annotations

from pathlib import Path


def cache_folder() -> Path:
    """Return the folder; it need not exist."""
    from platformdirs import user_cache_path  # noqa: PLC0415 - few commands need it

    return Path(user_cache_path("enishi", appauthor=False))
