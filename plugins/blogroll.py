"""`blogroll.opml`: whom the author reads, for other people's feed readers (OPML 2.0).

Only when `content/_targets.json` or `content/_targets.opml` wishes it: what is named there, and nothing else
of anybody, is published. The JSON is a list of {"name": …, "url": …, "feed": …}.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from xml.etree import ElementTree as ET

from output_files import write_text
from pelican import signals

from tracker.rules.urls import is_web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NAME = "blogroll.opml"
FILES = ("_targets.json", "_targets.opml")
KEYS = ("name", "url", "feed")


class TargetsUnreadable(Exception):
    """A list of targets that is not as it should be."""

    def __init__(self, file: str, found: object) -> None:
        form = (
            "{“name”: …, “url”: “https://…”, “feed”: “https://…”}"
            if file.endswith("json")
            else "<outline text xmlUrl htmlUrl>"
        )
        super().__init__(f"{file} should list {form}; found: {found}.")


class Target(NamedTuple):
    """Somebody whose posts the author reads."""

    name: str
    url: str
    feed: str


def read(folder: Path) -> list[Target]:
    """Return the targets that may be shown, by name; none when no file wishes it. Raises TargetsUnreadable."""
    found: set[Target] = set()
    for file in FILES:
        path = folder / file
        if path.is_file():
            text = path.read_text(encoding="utf-8")
            found.update(_from_json(text) if file.endswith("json") else _from_opml(text))
    return sorted(found, key=lambda target: (target.name.casefold(), target.feed))


def _from_json(text: str) -> list[Target]:
    file = FILES[0]
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise TargetsUnreadable(file, error) from error
    if not isinstance(data, list):
        raise TargetsUnreadable(file, data)
    return [_target(file, entry) for entry in data]


def _from_opml(text: str) -> list[Target]:
    file = FILES[1]
    try:
        outlines = list(ET.fromstring(text).iter("outline"))  # noqa: S314 - the author's own file
    except ET.ParseError as error:
        raise TargetsUnreadable(file, error) from error
    said = [
        {
            "name": one.get("text") or one.get("title"),
            "url": one.get("htmlUrl") or one.get("xmlUrl"),
            "feed": one.get("xmlUrl"),
        }
        for one in outlines
    ]
    return [_target(file, entry) for entry in said if entry["feed"]]  # the rest are folders


def _target(file: str, entry: object) -> Target:
    if not isinstance(entry, dict) or not all(isinstance(entry.get(key), str) for key in KEYS):
        raise TargetsUnreadable(file, entry)
    target = Target(*(entry[key].strip() for key in KEYS))
    if not target.name or not is_web(target.url) or not is_web(target.feed):
        raise TargetsUnreadable(file, entry)
    return target


def opml(targets: Sequence[Target], settings: Mapping[str, Any]) -> str:
    """Return the file."""
    lang = settings["DEFAULT_LANG"]
    root = ET.Element("opml", version="2.0")
    head = ET.SubElement(root, "head")
    ET.SubElement(head, "title").text = settings["SITENAMES"][lang]
    ET.SubElement(head, "ownerName").text = settings["AUTHORS"][lang]
    ET.SubElement(head, "ownerId").text = f"{settings['PRODUCTION_SITEURL']}/"
    body = ET.SubElement(root, "body")
    for name, url, feed in targets:
        ET.SubElement(body, "outline", type="rss", text=name, title=name, xmlUrl=feed, htmlUrl=url)
    ET.indent(root, " ")
    return f'<?xml version="1.0" encoding="utf-8"?>\n{ET.tostring(root, encoding="unicode")}\n'


def _find(generators: Sequence[Any]) -> None:
    generators[0].context["blogroll"] = read(Path(generators[0].path))


def _write(generator: Any, writer: Any) -> None:
    if generator.context["blogroll"]:
        write_text(writer.output_path, NAME, opml(generator.context["blogroll"], generator.settings))


def register() -> None:
    """Read before anything is written, so that pages can name it."""
    signals.all_generators_finalized.connect(_find)
    signals.article_writer_finalized.connect(_write)
