"""What programs read: JSON lines with English keys, times in ISO 8601."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click


def echo_lines(values: Any) -> None:  # noqa: ANN401 - any iterable of verbs' values
    """Print one JSON object a line."""
    for value in values:
        click.echo(json.dumps(plain(value), ensure_ascii=False))


def plain(value: Any) -> Any:  # noqa: ANN401 - from any value of a verb to what JSON knows
    """Return `value` in JSON's own types; an empty time is null."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Path):
        return str(value)
    return _collection(value)


def _collection(value: Any) -> Any:  # noqa: ANN401 - as above
    if isinstance(value, dict):
        return {str(plain(key)): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    if isinstance(value, (set, frozenset)):
        return sorted(plain(inner) for inner in value)
    return value
