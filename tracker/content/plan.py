"""What pelicanconf.py says about the folder of texts, read as text: it is a program, and it is not run."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field
from datetime import UTC, tzinfo
from typing import TYPE_CHECKING

from tracker.messages import LANGUAGES
from tracker.rules.writing.places import Addresses

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

SETTINGS = "pelicanconf.py"
PAGES = ("pages",)
PATTERNS = {
    "default_lang": "DEFAULT_LANG",
    "article": "ARTICLE_URL",
    "article_lang": "ARTICLE_LANG_URL",
    "page": "PAGE_URL",
    "page_lang": "PAGE_LANG_URL",
}
_MISSING = object()


@dataclass(frozen=True, slots=True)
class Plan:
    """Where texts lie, and where they will be read."""

    path: str = "content"
    output: str = "output"
    pages: tuple[str, ...] = PAGES
    excluded: tuple[str, ...] = ("images", "_responses")
    languages: tuple[str, ...] = LANGUAGES
    zone: tzinfo = UTC
    """Of times that do not say theirs."""
    addresses: Addresses = field(default_factory=Addresses)


def plan(site: Path, zone: tzinfo) -> Plan:
    """Return the plan of the site in a folder; what its settings do not say plainly is as in our own."""
    try:
        text = (site / SETTINGS).read_text("utf-8-sig")
        told = dict(_said(ast.parse(text)))
    except (OSError, SyntaxError, ValueError):
        told = {}
    pages = _texts(told, "PAGE_PATHS") or PAGES
    excluded = tuple(name for name in _texts(told, "ARTICLE_EXCLUDES") if name not in pages)
    known = {
        "path": _text(told, "PATH"),
        "output": _text(told, "OUTPUT_PATH"),
        "languages": _texts(told, "LANGUAGES"),
        "excluded": excluded,
    }
    given = {name: value for name, value in known.items() if value}
    return Plan(**given, pages=pages, zone=_zone(_text(told, "TIMEZONE"), zone), addresses=_addresses(told))  # type: ignore[arg-type] # checked by name above


def _addresses(told: Mapping[str, object]) -> Addresses:
    return Addresses(**{name: said for name, key in PATTERNS.items() if (said := _text(told, key))})


def _said(module: ast.Module) -> Iterator[tuple[str, object]]:
    """Yield each setting that is plainly written: a text, a number, a list of them, or another setting."""
    known: dict[str, object] = {}
    for node in module.body:
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
        )
        if not isinstance(node, ast.Assign | ast.AnnAssign) or node.value is None:
            continue
        value = _value(node.value, known)
        for target in targets:
            if isinstance(target, ast.Name) and value is not _MISSING:
                known[target.id] = value
                yield target.id, value


def _value(node: ast.expr, known: Mapping[str, object]) -> object:
    if isinstance(node, ast.Name):
        return known.get(node.id, _MISSING)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        left, right = _value(node.left, known), _value(node.right, known)
        return left + right if isinstance(left, str) and isinstance(right, str) else _MISSING
    try:
        return ast.literal_eval(node)
    except ValueError:
        return _MISSING


def _text(told: Mapping[str, object], key: str) -> str:
    value = told.get(key)
    return value if isinstance(value, str) else ""


def _texts(told: Mapping[str, object], key: str) -> tuple[str, ...]:
    value = told.get(key)
    listed = value if isinstance(value, list | tuple) else ()
    return tuple(one.strip("/") for one in listed if isinstance(one, str) and one.strip("/"))


def _zone(name: str, otherwise: tzinfo) -> tzinfo:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError  # noqa: PLC0415 - read when a site names its zone

    try:
        return ZoneInfo(name) if name else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise
