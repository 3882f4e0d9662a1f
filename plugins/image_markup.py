"""How a picture stands in a text: `<img>` taken apart, and put together with its size and its copies."""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SHOWN = re.compile(r"<!--.*?-->|<picture\b.*?</picture>|<img\b((?:[^>\"']|\"[^\"]*\"|'[^']*')*)>", re.DOTALL)
ATTRIBUTE = re.compile(r"([^\s\"'>/=]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'=<>`]+)))?")
PICTURE = re.compile(r"<picture>(?:<source[^>]*>)*(.*?)</picture>", re.DOTALL)
WAITING = re.compile(r' (?:loading|decoding)="[^"]*"')

Said = dict[str, str]
"""The attributes of an `<img>`, as they are meant: nothing escaped."""


def images(html: str) -> list[Said]:
    """Return the pictures of a text; those in a comment or in a `<picture>` of its author's are not ours."""
    return [_said(match[1]) for match in SHOWN.finditer(html) if match[1] is not None]


def replaced(html: str, show: Callable[[Said], str | None]) -> str:
    """Return a text with what `show` says instead of its pictures; None leaves one as it is."""
    return SHOWN.sub(lambda match: (match[1] is not None and show(_said(match[1]))) or match[0], html)


def image(said: Mapping[str, str], **more: object) -> str:
    """Return an `<img>` that says `more` where it says nothing itself."""
    attributes = {name: str(value) for name, value in more.items() if name not in said} | dict(said)
    return f"<img {' '.join(_attribute(*pair) for pair in attributes.items())}>"


def picture(shown: str, kind: str, copies: Sequence[tuple[str, int]], sizes: str) -> str:
    """Return an `<img>` with its copies, (address, width), of which a browser takes the one that fits."""
    addresses = ", ".join(f"{address} {width}w" for address, width in copies)
    return f'<picture><source type="{kind}" srcset="{escape(addresses)}" sizes="{escape(sizes)}">{shown}</picture>'


def plain(html: str) -> str:
    """Return a text as it can be read anywhere: each picture is one `<img>`, and none waits."""
    return PICTURE.sub(lambda match: WAITING.sub("", match[1]), html) if "<picture" in html else html


def _said(attributes: str) -> Said:
    said: Said = {}
    for name, *quoted in ATTRIBUTE.findall(attributes):
        said.setdefault(name.lower(), unescape("".join(quoted)))  # of two, browsers take the first
    return said


def _attribute(name: str, value: str) -> str:
    return f'{name}="{escape(value)}"'
