"""What programs read: JSON lines with English keys, times in ISO 8601."""

from __future__ import annotations

import json
import re
from dataclasses import fields, is_dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click

DRIVING = re.compile(r"[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
"""What JSON lets through as it is, and a terminal acts on or cannot show."""


def echo_lines(values: Any) -> None:  # noqa: ANN401 - any iterable of verbs' values
    """Print one JSON object a line."""
    for value in values:
        click.echo(line(value))


def line(value: Any) -> str:  # noqa: ANN401 - as above
    """Return `value` as one line of JSON that is safe to look at."""
    text = json.dumps(plain(value), ensure_ascii=False)
    return DRIVING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def plain(value: Any) -> Any:  # noqa: ANN401 - from any value of a verb to what JSON knows
    """Return `value` in JSON's own types; an empty time is null."""
    if is_dataclass(value):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if hasattr(value, "_asdict"):  # a NamedTuple
        return plain(value._asdict())
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
