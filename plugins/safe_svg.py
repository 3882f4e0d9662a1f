"""Drawings (SVG) as they were made, unless something in them would run."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

from clean_images import UnfitImage

RUNNING = ("script", "iframe", "object", "embed", "handler", "listener")
HANDLER = re.compile(r"on[a-z]+", re.IGNORECASE)
SCHEME = re.compile(r"(?:javascript|vbscript|data:text/html)", re.IGNORECASE)
UNSEEN = re.compile(r"[\x00-\x20]+")
"""What browsers leave out of an address."""
LENGTH = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")
NO_XML = "it is no XML ({})"
NO_SVG = "its root is <{}>, not <svg>"
ENTITIES = "it declares entities; save it without them"
RUNS = "it holds {}, which would run when it is opened; take that out"


def size_of(data: bytes) -> tuple[int, int] | None:
    """Return the width and height a drawing asks for; None when it leaves them open. Raises UnfitImage."""
    root = _checked(data)
    sides = [LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height")]
    if all(sides):
        found = [float(side[1]) for side in sides if side]
    else:
        box = root.get("viewBox", "").replace(",", " ").split()
        found = [float(side) for side in box[2:] if LENGTH.fullmatch(side)] if len(box) == 4 else []  # noqa: PLR2004 - x, y and the two
    return (round(found[0]), round(found[1])) if len(found) == 2 and min(found) >= 1 else None  # noqa: PLR2004 - both


def _checked(data: bytes) -> ET.Element:
    if b"<!ENTITY" in data:
        raise UnfitImage(ENTITIES)
    try:
        root = ET.fromstring(data)  # noqa: S314 - entities were refused, nothing else is expanded
    except ET.ParseError as error:
        raise UnfitImage(NO_XML.format(error)) from error
    if _local(root.tag) != "svg":
        raise UnfitImage(NO_SVG.format(_local(root.tag)))
    for element in root.iter():
        if running := _running(element):
            raise UnfitImage(RUNS.format(running))
    return root


def _running(element: ET.Element) -> str:
    """Return what of an element would run; empty when nothing does."""
    name = _local(element.tag)
    if name.lower() in RUNNING:
        return f"<{name}>"
    for key, value in element.attrib.items():
        if HANDLER.fullmatch(_local(key)):
            return f"the attribute {_local(key)}"
        if SCHEME.match(UNSEEN.sub("", value)):
            return f"the address “{value.strip()[:40]}”"
    return ""


def _local(name: object) -> str:
    """Return a name without its namespace; comments have none."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""
